// What the server has read of a sheet itself: nothing is written while its rows are those that are there already.
import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { BadCell } from '../../../domain/contract/sheet-tables/sheet-table.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { Change } from '../audit/trail.ts';
import { publishPage, typedRowsOf, type Publishing } from './publishing.ts';
import { keepPlace, noteSeen, type KnownTable } from './sheet-tables.ts';
import { fingerprintOf } from './packed-rows.ts';
import type { SheetCells } from '../../../domain/sheet-tables/sheet-cells.ts';

export interface TakenReading {
  /** Other rows count now. */
  isChanged: boolean;
  /** Of rows that were left out; null: as before. */
  badCells: BadCell[] | null;
}

interface Taking {
  /** Sheetfeed's own. */
  database: pg.Pool;
  table: KnownTable;
  /** When the reading began. */
  at: Date;
}

/** Rows of one page. */
const PAGE_ROWS = 10_000;

/** Makes the rows of a reading count, tab by tab, if they are others. Throws Problem bad_cells, request_too_large. */
export async function takeReading(
  { database, table: known, at }: Taking,
  readings: readonly SheetCells[],
): Promise<TakenReading> {
  const place = readings[0]?.place ?? known.place;
  const table = { ...known, place };
  if (!isDeepStrictEqual(known.place, place)) await keepPlace(database, known.name, place);
  if (await isSame(table, readings)) {
    await noteSeen(database, table.name, at);
    return { isChanged: false, badCells: null };
  }
  const publishing: Publishing = { database, table, by: table.publisher, now: () => at };
  const publication = randomUUID();
  const pages = readings.flatMap(pagesOf);
  let badCells: BadCell[] = [];
  for (const [nr, page] of pages.entries()) {
    const last = nr === pages.length - 1;
    const asked = { ...page, publication, page: nr, last };
    ({ badCells } = await publishPage(publishing, asked, silent(database)));
  }
  return { isChanged: true, badCells };
}

type Page = Omit<SheetCells, 'place'>;

function pagesOf({ place: _place, rows, ...reading }: SheetCells): Page[] {
  const count = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  return Array.from({ length: count }, (_, nr) => {
    const from = nr * PAGE_ROWS;
    const firstRow = reading.firstRow + from;
    return { ...reading, rows: rows.slice(from, from + PAGE_ROWS), firstRow };
  });
}

async function isSame(table: KnownTable, readings: readonly SheetCells[]): Promise<boolean> {
  const { rows: known, columns, failed } = table;
  if (known === null || failed !== null || !isDeepStrictEqual(known.columns, columns)) return false;
  const all = { columns: columns.map((): (string | null)[] => []), rowCount: 0, leftOut: 0 };
  for (const reading of readings) {
    const typed = await typedRowsOf(table, reading);
    if (typed === null) return false;
    typed.columns.forEach((texts, at) => {
      for (const text of texts) all.columns[at]?.push(text);
    });
    all.rowCount += typed.rowCount;
    all.leftOut += typed.leftOut;
  }
  if (all.leftOut !== known.leftOut) return false;
  return (await fingerprintOf(columns, all)) === known.fingerprint;
}

// The audit tells what people do; a sheet that changes is told by the runs that read it.
function silent(database: pg.Pool): Change {
  return (work) => inTransaction(database, (client) => work(client, () => undefined));
}
