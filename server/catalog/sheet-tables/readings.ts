// What the server has read of a sheet itself: nothing is written while its rows are those that are there already.
import { isDeepStrictEqual } from 'node:util';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { TablePlace } from '../../../domain/contract/sheet-tables/sheet-table.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { SheetCell } from '../../../domain/sheet-tables/typed-cell.ts';
import type { Change } from '../audit/trail.ts';
import { publishPage, typedRowsOf, type Publishing } from './publishing.ts';
import { keepPlace, noteSeen, type KnownTable } from './sheet-tables.ts';
import { fingerprintOf } from './packed-rows.ts';

/** Cells of a tab as they stand, and where. */
export interface Reading {
  place: TablePlace;
  locale: string;
  headers: string[];
  rows: SheetCell[][];
  firstRow: number;
  firstColumn: number;
}

export type TakenReading = 'same' | 'changed';

interface Taking {
  /** Sheetfeed's own. */
  database: pg.Pool;
  table: KnownTable;
  /** When the reading began. */
  at: Date;
}

/** Rows of one page. */
const PAGE_ROWS = 10_000;

/** Makes the rows of a reading count, if they are others. Throws Problem bad_cells, request_too_large. */
export async function takeReading(
  { database, table: known, at }: Taking,
  { place, rows, ...page }: Reading,
): Promise<TakenReading> {
  const table = { ...known, place };
  if (!isDeepStrictEqual(known.place, place)) await keepPlace(database, known.name, place);
  if (await isSame(table, { rows, ...page })) {
    await noteSeen(database, table.name, at);
    return 'same';
  }
  const publishing: Publishing = { database, table, by: table.publisher, now: () => at };
  const publication = randomUUID();
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  for (let nr = 0; nr < pages; nr++) {
    const from = nr * PAGE_ROWS;
    const part = { rows: rows.slice(from, from + PAGE_ROWS), firstRow: page.firstRow + from };
    const last = nr === pages - 1;
    await publishPage(
      publishing,
      { ...page, ...part, publication, page: nr, last },
      silent(database),
    );
  }
  return 'changed';
}

async function isSame(table: KnownTable, page: Omit<Reading, 'place'>): Promise<boolean> {
  const { rows: known, columns, failed } = table;
  if (known === null || failed !== null || !isDeepStrictEqual(known.columns, columns)) return false;
  const typed = await typedRowsOf(table, page);
  if (typed === null || typed.leftOut !== known.leftOut) return false;
  return (await fingerprintOf(columns, typed)) === known.fingerprint;
}

// The audit tells what people do; a sheet that changes is told by the runs that read it.
function silent(database: pg.Pool): Change {
  return (work) => inTransaction(database, (client) => work(client, () => undefined));
}
