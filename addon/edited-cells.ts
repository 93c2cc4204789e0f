// Counts the cells of a range that somebody changed by hand and that a refresh would write over.
import { cellMaker, noLosses } from '../domain/cell.ts';
import type { Cell } from '../domain/cell.ts';
import type { Arrangement } from '../domain/refresh-plan/columns.ts';
import { comparable } from '../domain/refresh-plan/fingerprint.ts';
import type { Place } from '../domain/refresh-plan/plan.ts';
import { readCells } from './picture.ts';
import type { WholeResult } from './results.ts';

interface Comparison {
  arrangement: Arrangement;
  result: WholeResult;
  /** The fingerprints of the rows that are there, and of those that shall be. */
  rows: number[];
  expected: number[];
  timeZone: string;
}

/**
 * How many cells hold what the result does not. Rows that were only moved (sorted) lose nothing and
 * do not count; where the database changed the same rows too, its changes are among the count.
 */
export function countEditedCells(
  sheet: GoogleAppsScript.Spreadsheet.Sheet,
  place: Place,
  comparison: Comparison,
): number {
  const strangers = strangeRows(comparison.rows, comparison.expected);
  const [first] = strangers;
  const last = strangers[strangers.length - 1];
  if (first === undefined || last === undefined) return 0;
  const block = { ...place, row: place.row + 1 + first, rows: last - first + 1 };
  const cells = readCells(sheet, block, comparison.timeZone);
  return strangers.reduce(
    (count, index) => count + differences(cells[index - first] ?? [], index, comparison),
    0,
  );
}

function strangeRows(rows: number[], expected: number[]): number[] {
  const known = new Map<number, number>();
  for (const print of expected) known.set(print, (known.get(print) ?? 0) + 1);
  return [...rows.keys()].filter((index) => {
    const print = rows[index] ?? 0;
    const left = known.get(print) ?? 0;
    if (left > 0) known.set(print, left - 1);
    return left === 0;
  });
}

function differences(
  cells: Cell[],
  index: number,
  { arrangement, result, timeZone }: Comparison,
): number {
  const row = result.rows[index];
  return arrangement.columns.filter(({ offset, kind, source }) => {
    const now = cells[offset] ?? '';
    if (now === '' && !row) return false;
    const make = cellMaker(kind, { timeZone, losses: noLosses() });
    const shall = row ? make(row[source] ?? null) : '';
    return comparable(now, kind, timeZone) !== comparable(shall, kind, timeZone);
  }).length;
}
