// Counts the cells of a range that somebody changed by hand and that a refresh would write over.
import { noLosses } from '../domain/cell.ts';
import type { Cell } from '../domain/cell.ts';
import type { Arrangement } from '../domain/refresh-plan/columns.ts';
import { comparable } from '../domain/refresh-plan/fingerprint.ts';
import type { Place } from '../domain/refresh-plan/plan.ts';
import type { RowLayout, Target } from '../domain/refresh-plan/rows.ts';
import type { Content } from './content.ts';
import { readCells } from './picture.ts';

interface Comparison {
  arrangement: Arrangement;
  content: Content;
  layout: RowLayout;
  /** The fingerprints of the rows that are there, and of the content's. */
  present: number[];
  expected: number[];
  timeZone: string;
}

/**
 * How many cells hold what the content does not. Rows that were only moved (sorted) lose nothing and
 * do not count, nor do rows that are kept; where the database changed the same rows too, its changes
 * are among the count.
 */
export function countEditedCells(
  sheet: GoogleAppsScript.Spreadsheet.Sheet,
  place: Place,
  comparison: Comparison,
): number {
  const fates = fatesOf(comparison.layout, comparison.present.length);
  const strangers = strangeRows(comparison).filter((index) => fates[index] !== 'kept');
  const [first] = strangers;
  const last = strangers[strangers.length - 1];
  if (first === undefined || last === undefined) return 0;
  const block = { ...place, row: place.row + 1 + first, rows: last - first + 1 };
  const cells = readCells(sheet, block, comparison.timeZone);
  return strangers.reduce(
    (count, index) =>
      count + differences(cells[index - first] ?? [], fates[index] ?? 'blank', comparison),
    0,
  );
}

// What becomes of each present row; one that goes is blank afterwards.
function fatesOf({ present, targets }: RowLayout, rows: number): Target[] {
  const fates = Array<Target>(rows).fill('blank');
  present.forEach((index, row) => {
    if (index !== null) fates[index] = targets[row] ?? 'blank';
  });
  return fates;
}

function strangeRows({ present, expected }: Comparison): number[] {
  const known = new Map<number, number>();
  for (const print of expected) known.set(print, (known.get(print) ?? 0) + 1);
  return [...present.keys()].filter((index) => {
    const print = present[index] ?? 0;
    const left = known.get(print) ?? 0;
    if (left > 0) known.set(print, left - 1);
    return left === 0;
  });
}

function differences(cells: Cell[], fate: Target, { arrangement, content }: Comparison): number {
  const row = typeof fate === 'number' ? content.rows[fate] : undefined;
  return arrangement.columns.filter(({ offset, kind, source }) => {
    const now = cells[offset] ?? '';
    if (now === '' && !row) return false;
    const shall = row ? content.cellOf(kind, noLosses())(row[source] ?? null) : '';
    return comparable(now, kind) !== comparable(shall, kind);
  }).length;
}
