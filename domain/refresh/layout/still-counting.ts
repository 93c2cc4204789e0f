// Finds the formulas of a person's that still reckon with rows which the result no longer has. They are told and left
// alone: a text of our cells is a number again in a formula, and what a person typed is never written.
import type { Cell } from '../../cells/cell.ts';
import { isErrorText } from '../../cells/value-in-cell.ts';
import { cellName } from '../../cells/cell-name.ts';
import type { Place } from '../../cells/place.ts';
import { runsOf } from './rows.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';
import { FILLS_CELLS, isSpilled } from '../around/own-columns.ts';

/**
 * The cells in these columns of the tab, beside these data rows of a range, in which a formula shows a number or an error:
 * its own, or one above or at the left that fills them.
 */
export function* stillCounting(
  place: Place,
  columns: readonly number[],
  rows: readonly number[],
): Rules<string[]> {
  const [first, last] = [rows[0], rows[rows.length - 1]];
  if (first === undefined || last === undefined) return [];
  const found: string[] = [];
  for (const run of runsOf([...columns])) {
    const beside = { row: place.row + 1 + first, column: run.from, columns: run.count };
    const cells = yield* ask({ read: 'cells', place: { ...beside, rows: last - first + 1 } });
    // Most keep no numbers there.
    if (!rows.some((row) => cells[row - first]?.some(counts))) continue;
    // A header that is gone is thought to stand above the first row.
    const top = Math.max(1, place.row);
    const whole = { ...beside, row: top, rows: place.row + last + 2 - top };
    const formulas = yield* ask({ read: 'formulas', place: whole });
    const filled = filledByFormula(formulas, run.count);
    const across = [...Array(run.count).keys()];
    for (const row of rows) {
      const at = place.row + 1 + row;
      const names = across
        .filter((index) => counts(cells[row - first]?.[index]) && filled[at - top]?.[index])
        .map((index) => cellName(at, run.from + index));
      found.push(...names);
    }
  }
  return found;
}

function counts(cell: Cell | undefined): boolean {
  return (typeof cell === 'number' && cell !== 0) || isErrorText(cell);
}

/** Of each cell, row by row, whether a formula of its own, at its left or above it says what it holds. */
function filledByFormula(formulas: string[][], columns: number): boolean[][] {
  const above = Array<string>(columns).fill('');
  return formulas.map((texts) =>
    above.map((last, column) => {
      const own = texts[column] ?? '';
      if (own !== '') above[column] = own;
      return own !== '' || isSpilled(texts, column) || FILLS_CELLS.test(last);
    }),
  );
}
