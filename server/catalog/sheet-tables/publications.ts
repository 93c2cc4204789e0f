// The pages of what is being published of a sheet table, and the rows of what was.
import type pg from 'pg';
import type { BadCell } from '../../../domain/contract/sheet-tables/sheet-table.ts';
import type { TableColumn } from '../../../domain/sheet-tables/headers.ts';
import type { SheetRows } from '../../../domain/sheet-tables/sheet-rows.ts';
import type { Owner } from '../queries/known-query.ts';
import { unpackedRows } from './packed-rows.ts';

/** A page of rows that have been typed. */
export interface TypedPage {
  nr: number;
  rowCount: number;
  byteCount: number;
  leftOut: number;
  badCells: readonly BadCell[];
  badCount: number;
  /** By packedColumns. */
  bytes: Buffer;
}

/** All pages of a publication together. */
export interface Pages {
  begunAt: Date;
  columns: TableColumn[];
  publishedAt: Date | null;
  /** How many there are, and the number of the last one. */
  count: number;
  last: number | null;
  rowCount: number;
  byteCount: number;
  leftOut: number;
  badCount: number;
  badCells: BadCell[];
}

/** Begins a publication unless it was begun; what nobody went on with for a day is let go. */
export async function beginPublication(
  database: pg.Pool,
  id: string,
  { table, columns, by }: { table: string; columns: readonly TableColumn[]; by: Owner },
): Promise<void> {
  await database.query(
    `delete from sheet_publications p where "table" = $1 and begun_at < now() - interval '1 day'
       and not exists (select from sheet_tables where publication = p.id)`,
    [table],
  );
  await database.query(
    `insert into sheet_publications (id, "table", columns, by) values ($1, $2, $3, $4)
     on conflict (id) do nothing`,
    [id, table, JSON.stringify(columns), JSON.stringify(by)],
  );
}

/** Puts a page in, in the place of one that was sent before. */
export async function putPage(
  database: pg.Pool,
  publication: string,
  page: TypedPage,
): Promise<void> {
  const { nr, rowCount, byteCount, leftOut, badCells, badCount, bytes } = page;
  await database.query(
    `insert into sheet_pages (publication, nr, row_count, byte_count, left_out, bad_cells, bad_count, bytes)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (publication, nr) do update set row_count = excluded.row_count, byte_count = excluded.byte_count,
       left_out = excluded.left_out, bad_cells = excluded.bad_cells, bad_count = excluded.bad_count,
       bytes = excluded.bytes`,
    [publication, nr, rowCount, byteCount, leftOut, JSON.stringify(badCells), badCount, bytes],
  );
}

/** What there is of it; null where there is no such publication of the table and this member. */
export async function pagesOf(
  database: pg.Pool | pg.PoolClient,
  publication: string,
  { table, by }: { table: string; by: string | null },
): Promise<Pages | null> {
  const { rows } = await database.query<Pages & { rowCount: number }>(
    `select p.begun_at as "begunAt", p.columns, p.published_at as "publishedAt", count(g.nr)::integer as count,
       max(g.nr) as last, coalesce(sum(g.row_count), 0)::integer as "rowCount",
       coalesce(sum(g.byte_count), 0)::float8 as "byteCount", coalesce(sum(g.left_out), 0)::integer as "leftOut",
       coalesce(sum(g.bad_count), 0)::integer as "badCount",
       coalesce(jsonb_agg(g.bad_cells order by g.nr) filter (where g.bad_count > 0), '[]') as "badCells"
     from sheet_publications p left join sheet_pages g on g.publication = p.id
     where p.id = $1 and p."table" = $2 and ($3::text is null or p.by ->> 'id' = $3)
     group by p.id`,
    [publication, table, by],
  );
  const [row] = rows;
  return row === undefined
    ? null
    : { ...row, badCells: (row.badCells as unknown as BadCell[][]).flat() };
}

/** Completes it. */
export async function sealPublication(
  client: pg.PoolClient,
  publication: string,
  { pages, fingerprint }: { pages: Pages; fingerprint: string },
): Promise<void> {
  const { rowCount, byteCount, leftOut } = pages;
  await client.query(
    `update sheet_publications set published_at = now(), row_count = $2, byte_count = $3, left_out = $4,
       fingerprint = $5
     where id = $1`,
    [publication, rowCount, byteCount, leftOut, fingerprint],
  );
}

/** Its rows; null where they are gone. */
export async function rowsOf(
  database: pg.Pool | pg.PoolClient,
  publication: string,
): Promise<SheetRows | null> {
  const { rows } = await database.query<{ columns: TableColumn[]; bytes: Buffer | null }>(
    `select p.columns, g.bytes from sheet_publications p left join sheet_pages g on g.publication = p.id
     where p.id = $1 order by g.nr`,
    [publication],
  );
  const [first] = rows;
  if (first === undefined) return null;
  const pages = rows.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
  return unpackedRows(pages, first.columns.length);
}

/** Lets go of what will not be published. */
export async function dropPublication(database: pg.Pool, publication: string): Promise<void> {
  await database.query('delete from sheet_publications where id = $1 and published_at is null', [
    publication,
  ]);
}
