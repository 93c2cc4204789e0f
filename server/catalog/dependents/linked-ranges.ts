// The table of linked ranges: where results are shown in spreadsheets.
import type pg from 'pg';
import type { DependentRange, RangeRegistration } from '../../../domain/contract/dependent.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

interface RangeRow {
  id: string;
  spreadsheet_id: string;
  spreadsheet_name: string;
  tab: string;
  columns: string[];
  schedule: string | null;
  last_refreshed_at: Date | null;
  linked_by: Owner;
  linked_at: Date;
  seen_at: Date;
}

/** A linked range and the id of the member who made it. */
export type KnownRange = DependentRange & { linkedById: string | null };

/** Enters what a linked range tells of itself; who linked it first stays. */
export async function putRange(
  database: pg.Pool,
  id: string,
  { range, linkedBy }: { range: RangeRegistration; linkedBy: Owner },
): Promise<void> {
  const { query, spreadsheet, tab, columns, schedule, lastRefreshedAt } = range;
  await database.query(
    `insert into linked_ranges (id, spreadsheet_id, spreadsheet_name, tab, query, columns, schedule,
       last_refreshed_at, linked_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id, spreadsheet_id) do update set spreadsheet_name = excluded.spreadsheet_name,
       tab = excluded.tab, query = excluded.query, columns = excluded.columns,
       schedule = excluded.schedule, last_refreshed_at = excluded.last_refreshed_at, seen_at = now()`,
    [
      ...[id, spreadsheet.id, spreadsheet.name, tab, query, columns, schedule, lastRefreshedAt],
      JSON.stringify(linkedBy),
    ],
  );
}

/** Removes the range of that spreadsheet; without one, the range that this member linked. */
export async function removeRange(
  database: pg.Pool,
  id: string,
  by: { spreadsheet: string | null; member: string },
): Promise<void> {
  await database.query(
    `delete from linked_ranges
     where id = $1 and (spreadsheet_id = $2 or ($2::text is null and linked_by ->> 'id' = $3))`,
    [id, by.spreadsheet, by.member],
  );
}

const most = 5000;

/** The linked ranges of a query under any of its slugs, those seen last first. */
export async function rangesOf(database: pg.Pool, slugs: readonly string[]): Promise<KnownRange[]> {
  const { rows } = await database.query<RangeRow>(
    `select id, spreadsheet_id, spreadsheet_name, tab, columns, schedule, last_refreshed_at,
       linked_by, linked_at, seen_at
     from linked_ranges where query = any($1) order by seen_at desc, id limit $2`,
    [slugs, most],
  );
  return rows.map(rangeFrom);
}

function rangeFrom(row: RangeRow): KnownRange {
  const { id, tab, columns, schedule } = row;
  return {
    ...{ id, tab, columns, schedule },
    spreadsheet: { id: row.spreadsheet_id, name: row.spreadsheet_name },
    linkedBy: personOf(row.linked_by),
    linkedById: row.linked_by.id,
    linkedAt: row.linked_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    lastRefreshedAt: row.last_refreshed_at?.toISOString() ?? null,
  };
}
