// Publishes what a sheet holds: types its cells page by page, and swaps all rows in with the last one, or says why not.
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import {
  MOST_TABLE_BYTES,
  MOST_TABLE_ROWS,
  type BadCell,
  type TablePage,
} from '../../../domain/contract/sheet-tables/sheet-table.ts';
import { Problem } from '../../../domain/problem.ts';
import { cellAddress } from '../../../domain/sheet-tables/cell-address.ts';
import { bindHeaders } from '../../../domain/sheet-tables/headers.ts';
import {
  addRow,
  misfitText,
  MOST_NAMED,
  noRows,
  type RowReading,
  type TypedRows,
} from '../../../domain/sheet-tables/typed-rows.ts';
import type { SheetRows } from '../../../domain/sheet-tables/sheet-rows.ts';
import type { SheetCell } from '../../../domain/sheet-tables/typed-cell.ts';
import type { Change } from '../audit/trail.ts';
import type { Owner } from '../queries/known-query.ts';
import { fingerprintOf, packedColumns } from './packed-rows.ts';
import {
  beginPublication,
  dropPublication,
  pagesOf,
  putPage,
  rowsOf,
  sealPublication,
  type Pages,
} from './publications.ts';
import { noteFailed, swapIn, type KnownTable } from './sheet-tables.ts';

/** What is published, by whom. */
export interface Publishing {
  database: pg.Pool;
  table: KnownTable;
  by: Owner;
  now: () => Date;
}

export interface PublishedPage {
  publication: string;
  state: 'taken' | 'published';
  newHeaders: string[];
  badCells: BadCell[];
}

/**
 * Takes a page; the last one swaps all rows in. Throws Problem bad_cells, request_too_large, invalid_request for pages
 * that are missing, conflict where somebody else published since.
 */
export async function publishPage(
  publishing: Publishing,
  page: TablePage,
  change: Change,
): Promise<PublishedPage> {
  const { database, table, by } = publishing;
  const publication = page.publication ?? wholePage(page);
  const bound = bindHeaders(table.columns, page.headers, page.firstColumn);
  const { newHeaders, faults } = bound;
  if (faults.length > 0) throw await failed(publishing, { detail: faults.join(' '), newHeaders });
  const typed = await typedPage(page, { columns: table.columns, indexes: bound.indexes, ...page });
  const badCells = withAddresses(table, typed, page.tab);
  await beginPublication(database, publication, { table: table.name, columns: table.columns, by });
  await requireOpen(publishing, publication);
  await putPage(database, publication, {
    ...{ nr: page.page, rowCount: typed.rowCount, byteCount: typed.byteCount },
    ...{ leftOut: typed.misfitRows, badCells, badCount: typed.misfitCount },
    bytes: await packedColumns(typed.columns),
  });
  const pages = await requireRoom(publishing, publication);
  if (!page.last) return { publication, state: 'taken', newHeaders, badCells: [] };
  await complete(publishing, { publication, pages, newHeaders, last: page.page }, change);
  return {
    publication,
    state: 'published',
    newHeaders,
    badCells: pages.badCells.slice(0, MOST_NAMED),
  };
}

function wholePage({ page, last }: TablePage): string {
  if (page === 0 && last) return randomUUID();
  const detail = 'Several pages belong together by their publication: give each the same UUID.';
  throw new Problem('invalid_request', detail);
}

/** The rows of a whole sheet as they would be kept; null where its headers or its new ones need telling. */
export async function typedRowsOf(
  table: KnownTable,
  page: Pick<TablePage, 'headers' | 'rows' | 'firstRow' | 'firstColumn' | 'locale' | 'tab'>,
): Promise<(SheetRows & { leftOut: number }) | null> {
  const { indexes, faults, newHeaders } = bindHeaders(
    table.columns,
    page.headers,
    page.firstColumn,
  );
  if (faults.length > 0 || newHeaders.join('\n') !== table.newHeaders.join('\n')) return null;
  const typed = await typedPage(page, { columns: table.columns, indexes, ...page });
  if (typed.misfitCount > 0 && table.badRows === 'fail') return null;
  return { columns: typed.columns, rowCount: typed.rowCount, leftOut: typed.misfitRows };
}

/** Rows of one turn of the event loop. */
const ROWS_AT_ONCE = 500;

async function typedPage(
  { rows }: Pick<TablePage, 'rows'>,
  reading: RowReading,
): Promise<TypedRows> {
  const typed = noRows(reading.columns.length);
  for (let index = 0; index < rows.length; index++) {
    if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await nextTurn();
    addRow(typed, cellsOf(rows[index], index), { reading, index });
  }
  return typed;
}

function cellsOf(row: unknown, index: number): SheetCell[] {
  if (Array.isArray(row) && row.every(isCell)) return row;
  const detail = `The request is not valid. Row ${index} must be a list of texts, numbers, booleans and null.`;
  throw new Problem('invalid_request', detail);
}

function isCell(cell: unknown): cell is SheetCell {
  return cell === null || ['string', 'number', 'boolean'].includes(typeof cell);
}

function withAddresses(
  { place }: KnownTable,
  { misfits }: TypedRows,
  tab: TablePage['tab'],
): BadCell[] {
  const at = tab ? { ...place, tabId: tab.id } : place;
  const plain = (cell: string) => cell.slice(cell.lastIndexOf('!') + 1);
  return misfits.map((misfit) => ({ ...misfit, url: cellAddress(at, plain(misfit.cell)) }));
}

// What was published is done, and what another member began is theirs.
async function requireOpen(
  { database, table, by }: Publishing,
  publication: string,
): Promise<void> {
  const pages = await pagesOf(database, publication, { table: table.name, by: by.id });
  if (pages !== null && pages.publishedAt === null) return;
  const detail = 'This publication is over, or somebody else’s. Begin a new one with another UUID.';
  throw new Problem('conflict', detail);
}

async function requireRoom(publishing: Publishing, publication: string): Promise<Pages> {
  const { database, table } = publishing;
  const pages = await pagesOf(database, publication, { table: table.name, by: null });
  if (pages === null) throw noPages();
  if (pages.rowCount <= MOST_TABLE_ROWS && pages.byteCount <= MOST_TABLE_BYTES) return pages;
  await dropPublication(database, publication);
  const detail = `A sheet table holds at most ${MOST_TABLE_ROWS.toLocaleString('en-US')} rows and ${MOST_TABLE_BYTES / 1024 / 1024} MB. Select less, or keep this in a database.`;
  throw await failed(publishing, { detail, code: 'request_too_large' });
}

function noPages(): Problem {
  const detail =
    'The publication is gone: its sheet table was deleted, or nobody went on with it. Begin again.';
  return new Problem('conflict', detail);
}

interface Completed {
  publication: string;
  pages: Pages;
  newHeaders: readonly string[];
  last: number;
}

async function complete(
  publishing: Publishing,
  { publication, pages, newHeaders, last }: Completed,
  change: Change,
): Promise<void> {
  const { database, table } = publishing;
  if (pages.count !== last + 1 || pages.last !== last) {
    const detail = `Pages are missing: ${pages.count} of ${last + 1} are there. Send them, then the last one again.`;
    throw new Problem('invalid_request', detail);
  }
  if (pages.badCount > 0 && table.badRows === 'fail') {
    await dropPublication(database, publication);
    throw await failed(publishing, { ...toldOf(pages, table), newHeaders });
  }
  const rows = await rowsOf(database, publication);
  if (rows === null) throw noPages();
  const fingerprint = await fingerprintOf(pages.columns, rows);
  await change(async (client, tell) => {
    tell(table.name, { rows: rows.rowCount, leftOut: pages.leftOut, fingerprint });
    await requireNewest(client, { name: table.name, publication, pages });
    await sealPublication(client, publication, { pages, fingerprint });
    await swapIn(client, table.name, { publication, newHeaders });
  });
}

// The table's row is locked, so that of two publications the one that began later counts, whichever ends first.
async function requireNewest(
  client: pg.PoolClient,
  { name, publication, pages }: { name: string; publication: string; pages: Pages },
): Promise<void> {
  const { rows } = await client.query<{ isNewest: boolean; isSame: boolean }>(
    `select t.columns = $3::jsonb as "isSame", not exists (
       select from sheet_publications p where p.id = t.publication and p.begun_at > $4) as "isNewest"
     from sheet_tables t join sheet_publications mine on mine.id = $2
     where t.name = $1 for update of t`,
    [name, publication, JSON.stringify(pages.columns), pages.begunAt],
  );
  if (rows[0] === undefined) throw noPages();
  if (rows[0].isSame && rows[0].isNewest) return;
  const detail = rows[0].isSame
    ? 'Somebody published newer rows meanwhile, which stay.'
    : 'The columns of the sheet table were changed meanwhile. Publish again.';
  throw new Problem('conflict', detail);
}

function toldOf(
  { badCells, badCount }: Pages,
  { readBy }: KnownTable,
): {
  detail: string;
  badCells: BadCell[];
  badCount: number;
} {
  const named = badCells.slice(0, MOST_NAMED);
  const more = badCount - named.length;
  const what =
    readBy === 'server'
      ? 'Mend them in the sheet: until then queries that read it fail.'
      : 'Mend them, then publish again: until then queries read the rows from before.';
  const detail = `${badCount === 1 ? 'One cell does' : `${badCount} cells do`} not fit: ${named.map(misfitText).join('; ')}${more > 0 ? `; and ${more} more` : ''}. ${what}`;
  return { detail, badCells: named, badCount };
}

interface Failed {
  detail: string;
  badCells?: BadCell[];
  badCount?: number;
  newHeaders?: readonly string[];
  code?: 'bad_cells' | 'request_too_large';
}

/** Keeps why nothing was published, and gives it as a problem. */
async function failed(
  { database, table, now }: Publishing,
  {
    detail,
    badCells = [],
    badCount = 0,
    newHeaders = table.newHeaders,
    code = 'bad_cells',
  }: Failed,
): Promise<Problem> {
  const kept = { at: now().toISOString(), detail, badCells, badCount };
  // At each run the same may be wrong: it has been since the first of them.
  if (table.failed?.detail !== detail)
    await noteFailed(database, table.name, { failed: kept, newHeaders });
  return new Problem(code, detail, badCount === 0 ? {} : { badCells, badCount });
}
