// The table of frozen runs: what each was, who keeps it, and how it stands.
import type pg from 'pg';
import type { ReadTable } from '../../../domain/contract/sheet-tables/read-table.ts';
import type { Values } from '../../../domain/contract/parameter.ts';
import { forgetNumberOf } from '../runs/numbers.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

/** A column as rows travel; an engine's kinds are its own matter. */
interface KeptColumn {
  name: string;
  kind: string;
  typeName: string;
}

export interface NewFrozen {
  id: string;
  run: string;
  query: string | null;
  /** Of a variation: the query that it selected from, as that was named then. */
  original: string | null;
  title: string | null;
  version: number;
  source: string;
  sql: string;
  key: readonly string[];
  values: Values;
  timeZone: string;
  maker: Owner;
  alert: string | null;
  columns: readonly KeptColumn[];
  /** ISO. */
  ranAt: string;
  ranOn: string;
  lagSeconds: number | null;
  rowCount: number;
  byteCount: number;
  /** That it read; null: none. */
  sheetTables: readonly ReadTable[] | null;
}

export interface KnownFrozen extends NewFrozen {
  madeAt: Date;
  fingerprint: string;
  citedAt: Date | null;
  sharedAt: Date | null;
  erasedAt: Date | null;
  erasedBy: Owner | null;
}

interface FrozenRow extends Omit<KnownFrozen, 'ranAt' | 'rowCount' | 'byteCount'> {
  ranAt: Date;
  rowCount: string;
  byteCount: string;
}

const columns = `id, run, query, original, title, version, source, sql, key, "values", time_zone as "timeZone", maker, alert,
  columns, ran_at as "ranAt", ran_on as "ranOn", lag_seconds as "lagSeconds", row_count as "rowCount",
  byte_count as "byteCount", made_at as "madeAt", fingerprint, cited_at as "citedAt", shared_at as "sharedAt",
  erased_at as "erasedAt", erased_by as "erasedBy",
  sheet_tables as "sheetTables"`;

const frozenFrom = (row: FrozenRow): KnownFrozen => ({
  ...row,
  ranAt: row.ranAt.toISOString(),
  rowCount: Number(row.rowCount),
  byteCount: Number(row.byteCount),
});

/** Enters it; false where its run is frozen already. Its pieces follow, then `sealFrozen`. */
export async function insertFrozen(client: pg.PoolClient, frozen: NewFrozen): Promise<boolean> {
  const { id, run, query, title, version, source, sql, key, values, timeZone, maker } = frozen;
  const {
    original,
    alert,
    columns: all,
    ranAt,
    ranOn,
    lagSeconds,
    rowCount,
    byteCount,
    sheetTables,
  } = frozen;
  const { rowCount: inserted } = await client.query(
    `insert into frozen_runs (id, run, query, title, version, source, sql, key, "values", time_zone, maker, alert,
       columns, ran_at, ran_on, lag_seconds, row_count, byte_count, sheet_tables, original)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
     on conflict (run) where erased_at is null do nothing`,
    [
      ...[id, run, query, title, version, source, sql, JSON.stringify(key), JSON.stringify(values)],
      ...[timeZone, JSON.stringify({ id: maker.id, ...personOf(maker) }), alert],
      ...[JSON.stringify(all), ranAt, ranOn, lagSeconds, rowCount, byteCount],
      sheetTables === null ? null : JSON.stringify(sheetTables),
      original,
    ],
  );
  return inserted === 1;
}

/** Null where the run is not frozen, or no longer. */
export async function frozenOfRun(
  database: pg.Pool | pg.PoolClient,
  run: string,
): Promise<KnownFrozen | null> {
  const { rows } = await database.query<FrozenRow>(
    `select ${columns} from frozen_runs where run = $1 and erased_at is null`,
    [run],
  );
  return rows[0] === undefined ? null : frozenFrom(rows[0]);
}

export async function findFrozen(
  database: pg.Pool | pg.PoolClient,
  id: string,
): Promise<KnownFrozen | null> {
  const { rows } = await database.query<FrozenRow>(
    `select ${columns} from frozen_runs where id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : frozenFrom(rows[0]);
}

/** Those of these ids that there are, in no order. */
export async function findAllFrozen(
  database: pg.Pool | pg.PoolClient,
  ids: readonly string[],
): Promise<KnownFrozen[]> {
  const { rows } = await database.query<FrozenRow>(
    `select ${columns} from frozen_runs where id = any($1)`,
    [ids],
  );
  return rows.map(frozenFrom);
}

/** The latest two hundred of a query under any of its slugs, or of a member; erased ones too. */
export async function listFrozen(
  database: pg.Pool,
  { slugs, maker }: { slugs: readonly string[] | null; maker: string | null },
): Promise<KnownFrozen[]> {
  const { rows } = await database.query<FrozenRow>(
    `select ${columns} from frozen_runs
     where ($1::text[] is null or query = any($1)) and ($2::text is null or maker ->> 'id' = $2)
     order by made_at desc, id limit 200`,
    [slugs, maker],
  );
  return rows.map(frozenFrom);
}

// Whoever seals one waits for the others, so that two together do not pass the budget.
const SEALING = 7_302_118;

/** Completes it, and gives what all of them take together. Nothing else is to be written after it. */
export async function sealFrozen(
  client: pg.PoolClient,
  { id, fingerprint, storedBytes }: { id: string; fingerprint: string; storedBytes: number },
): Promise<number> {
  await client.query('update frozen_runs set fingerprint = $2, stored_bytes = $3 where id = $1', [
    id,
    fingerprint,
    storedBytes,
  ]);
  await client.query('select pg_advisory_xact_lock($1)', [SEALING]);
  const { rows } = await client.query<{ bytes: string }>(
    'select coalesce(sum(stored_bytes), 0) as bytes from frozen_runs',
  );
  return Number(rows[0]?.bytes ?? 0);
}

/** From now on it is kept for good. */
export async function citeFrozen(client: pg.PoolClient, id: string): Promise<void> {
  await client.query(
    'update frozen_runs set cited_at = coalesce(cited_at, now()) where id = $1 and erased_at is null',
    [id],
  );
}

/** From now on, or no longer, whoever may run on its source sees it. */
export async function shareFrozen(
  client: pg.PoolClient,
  id: string,
  isShared: boolean,
): Promise<void> {
  await client.query(
    'update frozen_runs set shared_at = case when $2 then coalesce(shared_at, now()) end where id = $1',
    [id, isShared],
  );
}

/** Erases its rows and its values; that it was there, stays. */
export async function eraseFrozen(client: pg.PoolClient, id: string, by: Owner): Promise<void> {
  await client.query('delete from frozen_pieces where frozen = $1', [id]);
  await forgetNumberOf(client, id);
  // What names a row is of its data.
  await client.query(
    `update comments set row_key = null, column_name = null where about_kind = 'frozen' and about_name = $1`,
    [id],
  );
  await client.query(
    `update frozen_runs set erased_at = now(), erased_by = $2, stored_bytes = 0, "values" = '{}', sql = ''
     where id = $1 and erased_at is null`,
    [id, JSON.stringify({ id: by.id, ...personOf(by) })],
  );
}

const FORGOTTEN_AT_ONCE = 500;

/** Lets go of the rows of those that nobody cited for so many days. */
export async function forgetFrozen(database: pg.Pool, days: number): Promise<void> {
  for (let gone = FORGOTTEN_AT_ONCE; gone === FORGOTTEN_AT_ONCE;) {
    const { rowCount } = await database.query(
      `with old as (
         update frozen_runs set erased_at = now(), stored_bytes = 0, "values" = '{}', sql = ''
         where id in (
           select id from frozen_runs
           where cited_at is null and erased_at is null and made_at < now() - $1 * interval '1 day'
           limit ${FORGOTTEN_AT_ONCE} for update skip locked)
         returning id),
       pieces as (delete from frozen_pieces where frozen in (select id from old))
       select from old`,
      [days],
    );
    gone = rowCount ?? 0;
  }
}
