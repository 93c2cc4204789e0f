// The table of what members say of linked ranges: where results are shown in spreadsheets, each in their own words.
import type pg from 'pg';
import type { DependentRange, RangeRegistration } from '../../../domain/contract/dependent.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

interface RangeRow {
  range_id: string;
  spreadsheet_id: string;
  spreadsheet_name: string;
  tab: string;
  columns: string[];
  schedule: string | null;
  last_refreshed_at: Date | null;
  told_by: Owner;
  told_first_at: Date;
  told_at: Date;
}

/** A linked range and the id of the member who tells of it. */
export type KnownRange = DependentRange & { linkedById: string | null };

/** Enters what a member says of a linked range, instead of what they said before. */
export async function putRange(
  database: pg.Pool,
  id: string,
  { range, by }: { range: RangeRegistration; by: Owner },
): Promise<void> {
  const { query, spreadsheet, tab, columns, schedule, lastRefreshedAt } = range;
  await database.query(
    `insert into range_registrations (range_id, spreadsheet_id, spreadsheet_name, tab, query, columns, schedule,
       last_refreshed_at, member, told_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (range_id, spreadsheet_id, member) do update
       set spreadsheet_name = excluded.spreadsheet_name, tab = excluded.tab, query = excluded.query,
         columns = excluded.columns, schedule = excluded.schedule, told_by = excluded.told_by,
         last_refreshed_at = excluded.last_refreshed_at, told_at = now()`,
    [
      ...[id, spreadsheet.id, spreadsheet.name, tab, query, columns, schedule, lastRefreshedAt],
      ...[by.id ?? '', JSON.stringify(by)],
    ],
  );
}

/** Removes what the member said of the range in that spreadsheet; without one, in all of them. */
export async function removeRange(
  database: pg.Pool,
  id: string,
  by: { spreadsheet: string | null; member: string },
): Promise<void> {
  await database.query(
    `delete from range_registrations
     where range_id = $1 and member = $3 and ($2::text is null or spreadsheet_id = $2)`,
    [id, by.spreadsheet, by.member],
  );
}

/** What `from` said of linked ranges becomes the word of `heir`, who may have said something themselves. */
export async function handOverRanges(
  client: pg.PoolClient,
  from: string,
  heir: Owner & { id: string },
): Promise<void> {
  await client.query(
    `delete from range_registrations theirs using range_registrations own
     where theirs.member = $1 and own.member = $2
       and (own.range_id, own.spreadsheet_id) = (theirs.range_id, theirs.spreadsheet_id)`,
    [from, heir.id],
  );
  await client.query('update range_registrations set member = $2, told_by = $3 where member = $1', [
    ...[from, heir.id, JSON.stringify(heir)],
  ]);
}

const most = 5000;

/** The linked ranges of a query under any of its slugs, once for each who tells of one; the latest first. */
export async function rangesOf(database: pg.Pool, slugs: readonly string[]): Promise<KnownRange[]> {
  const { rows } = await database.query<RangeRow>(
    `select range_id, spreadsheet_id, spreadsheet_name, tab, columns, schedule, last_refreshed_at,
       told_by, told_first_at, told_at
     from range_registrations where query = any($1)
     order by told_at desc, range_id, member limit $2`,
    [slugs, most],
  );
  return rows.map(rangeFrom);
}

function rangeFrom(row: RangeRow): KnownRange {
  const { range_id: id, tab, columns, schedule } = row;
  return {
    ...{ id, tab, columns, schedule },
    spreadsheet: { id: row.spreadsheet_id, name: row.spreadsheet_name },
    linkedBy: personOf(row.told_by),
    linkedById: row.told_by.id,
    linkedAt: row.told_first_at.toISOString(),
    seenAt: row.told_at.toISOString(),
    lastRefreshedAt: row.last_refreshed_at?.toISOString() ?? null,
  };
}
