// Rows of sheet tables as they lie in the database: compressed, page by page; and their fingerprint.
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { TableColumn } from '../../../domain/sheet-tables/headers.ts';
import type { SheetRows } from '../../../domain/sheet-tables/sheet-rows.ts';

type Columns = readonly (readonly (string | null)[])[];

const deflated = promisify(deflateRaw);
const inflated = promisify(inflateRaw);

/** The columns of one page. */
export async function packedColumns(columns: Columns): Promise<Buffer> {
  return deflated(JSON.stringify(columns), { level: 1 });
}

/** All pages as one. */
export async function unpackedRows(pages: readonly Buffer[], columns: number): Promise<SheetRows> {
  const all: (string | null)[][] = Array.from({ length: columns }, () => []);
  for (const page of pages) {
    const read = JSON.parse((await inflated(page)).toString('utf8')) as (string | null)[][];
    // Others get their turn between two pages.
    await nextTurn();
    all.forEach((column, index) => {
      for (const field of read[index] ?? []) column.push(field);
    });
  }
  return { columns: all, rowCount: all[0]?.length ?? 0 };
}

/** The same for the same columns and rows, however they came. */
export async function fingerprintOf(
  columns: readonly TableColumn[],
  rows: SheetRows,
): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(columns.map(({ name, type }) => [name, type])));
  for (const column of rows.columns) {
    // With its lengths, so that no two columns read alike.
    hash.update(JSON.stringify(column));
    await nextTurn();
  }
  return hash.digest('hex');
}
