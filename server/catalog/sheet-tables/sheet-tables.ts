// The table of sheet tables: their columns, where their cells stand, whose they are, and which rows count.
import type pg from 'pg';
import type { Audience } from '../../../domain/contract/access.ts';
import type {
  FailedPublishing,
  NewSheetTable,
  SheetTableUpdate,
  TablePlace,
  TableRows,
} from '../../../domain/contract/sheet-tables/sheet-table.ts';
import type { TableColumn } from '../../../domain/sheet-tables/headers.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

export interface KnownTable {
  name: string;
  title: string;
  columns: TableColumn[];
  place: TablePlace;
  publisher: Owner;
  usedBy: Audience;
  badRows: 'fail' | 'leave_out';
  madeAt: Date;
  failed: FailedPublishing | null;
  newHeaders: string[];
  /** The add-on publishes its rows, or the server reads them at each run. */
  readBy: 'addon' | 'server';
  /** The rows that count; null until some are published. */
  rows: (TableRows & { publication: string }) | null;
}

interface TableRow extends Omit<KnownTable, 'rows' | 'readBy'> {
  readBy: 'server' | null;
  /** Null where nobody has seen the rows in the sheet again since they were published. */
  seenAt: Date | null;
  publication: string | null;
  begunAt: Date;
  by: Owner;
  rowColumns: TableColumn[];
  rowCount: number;
  byteCount: number;
  leftOut: number;
  fingerprint: string;
}

/** The number that every change of them moves. */
export const TABLES_NUMBER = 'select change from sheet_table_change';

const noted = 'update sheet_table_change set change = change + 1';

/** All of them, by name. */
export async function listTables(database: pg.Pool): Promise<KnownTable[]> {
  const { rows } = await database.query<TableRow>(
    `select t.name, t.title, t.columns, t.place, t.publisher, t.used_by as "usedBy", t.bad_rows as "badRows",
       t.made_at as "madeAt", t.failed, t.new_headers as "newHeaders", t.publication, p.begun_at as "begunAt", p.by,
       p.columns as "rowColumns", p.row_count as "rowCount", p.byte_count as "byteCount", p.left_out as "leftOut",
       p.fingerprint, t.read_by as "readBy", t.seen_at as "seenAt"
     from sheet_tables t left join sheet_publications p on p.id = t.publication
     order by t.name`,
  );
  return rows.map(tableFrom);
}

function tableFrom(row: TableRow): KnownTable {
  const { name, title, columns, place, publisher, usedBy, badRows, madeAt, failed } = row;
  const { publication, rowCount, byteCount, leftOut, fingerprint } = row;
  return {
    ...{ name, title, columns, place, publisher, usedBy, badRows, madeAt, failed },
    newHeaders: row.newHeaders,
    readBy: row.readBy ?? 'addon',
    rows:
      publication === null
        ? null
        : {
            ...{ publication, rowCount, byteCount, leftOut, fingerprint },
            at: laterOf(row.begunAt, row.seenAt).toISOString(),
            by: personOf(row.by),
            columns: row.rowColumns,
          },
  };
}

const laterOf = (one: Date, other: Date | null) => (other !== null && other > one ? other : one);

/** Makes it; false where the name is taken. */
export async function insertTable(
  client: pg.PoolClient,
  table: NewSheetTable,
  publisher: Owner,
): Promise<boolean> {
  const { name, title, columns, place, usedBy, badRows, readBy } = table;
  const { rowCount } = await client.query(
    `insert into sheet_tables (name, title, columns, place, publisher, used_by, bad_rows, read_by)
     values ($1, $2, $3, $4, $5, $6, $7, nullif($8, 'addon')) on conflict (name) do nothing`,
    [
      ...[name, title ?? name, JSON.stringify(columns), JSON.stringify(place)],
      ...[JSON.stringify(publisher), jsonOf(usedBy), badRows, readBy],
    ],
  );
  await client.query(noted);
  return rowCount === 1;
}

const jsonOf = (value: unknown) =>
  value === null || value === undefined ? null : JSON.stringify(value);

/** Changes what is given. */
export async function updateTable(
  client: pg.PoolClient,
  name: string,
  { title, columns, place, usedBy, badRows, readBy }: SheetTableUpdate,
): Promise<void> {
  await client.query(
    `update sheet_tables set title = coalesce($2, title), columns = coalesce($3, columns),
       place = coalesce($4, place), used_by = case when $5 then $6 else used_by end,
       bad_rows = coalesce($7, bad_rows), read_by = nullif(coalesce($8, read_by), 'addon'), changed_at = now()
     where name = $1`,
    [
      ...[name, title ?? null, jsonOf(columns), jsonOf(place), usedBy !== undefined],
      ...[jsonOf(usedBy), badRows ?? null, readBy ?? null],
    ],
  );
  await client.query(noted);
}

/** Where it is now: the server found it elsewhere. */
export async function keepPlace(database: pg.Pool, name: string, place: TablePlace): Promise<void> {
  await database.query(
    `with moved as (update sheet_tables set place = $2 where name = $1 returning 1)
     update sheet_table_change set change = change + 1 where exists (select from moved)`,
    [name, JSON.stringify(place)],
  );
}

/** The sheet held these rows then. Not each of many runs in a second need write that. */
export async function noteSeen(database: pg.Pool, name: string, at: Date): Promise<void> {
  await database.query(
    `update sheet_tables set seen_at = $2
     where name = $1 and (seen_at is null or seen_at < $2::timestamptz - interval '10 seconds')`,
    [name, at],
  );
}

/** Makes the tables of one member another's. */
export async function handOverTables(
  client: pg.PoolClient,
  from: string,
  publisher: string,
): Promise<void> {
  const { rowCount } = await client.query(
    `update sheet_tables set publisher = $2 where publisher ->> 'id' = $1`,
    [from, publisher],
  );
  if (rowCount !== 0) await client.query(noted);
}

/** Deletes it with its rows. */
export async function deleteTable(client: pg.PoolClient, name: string): Promise<void> {
  await client.query('delete from sheet_tables where name = $1', [name]);
  await client.query(noted);
}

/** Keeps why nothing was published, for whoever asks later. */
export async function noteFailed(
  database: pg.Pool,
  name: string,
  { failed, newHeaders }: { failed: FailedPublishing; newHeaders: readonly string[] },
): Promise<void> {
  await database.query(
    `with failed as (update sheet_tables set failed = $2, new_headers = $3 where name = $1 returning 1)
     update sheet_table_change set change = change + 1 where exists (select from failed)`,
    [name, JSON.stringify(failed), newHeaders],
  );
}

/** From now on these rows count. Those before are gone. */
export async function swapIn(
  client: pg.PoolClient,
  name: string,
  { publication, newHeaders }: { publication: string; newHeaders: readonly string[] },
): Promise<void> {
  await client.query(
    'update sheet_tables set publication = $2, failed = null, new_headers = $3 where name = $1',
    [name, publication, newHeaders],
  );
  await client.query(
    `delete from sheet_publications
     where "table" = $1 and id <> $2 and published_at is not null`,
    [name, publication],
  );
  await client.query(noted);
}
