// Goes on with cells beyond their edge, as dragging the corner of a selection does.
import { putCells, takeCells } from './area-edits.ts';
import { areaAt, columnsOf, rowsOf, type Area } from './area.ts';
import type { Sheet } from './sheet.ts';
import type { WorkbookModel } from './model.ts';
import { formatOf, type Cell } from './cell.ts';
import { isDateFormat } from '../values/format-parts.ts';

/** Fills `to`, which holds all of `from` and goes on in one direction; numbers in even steps go on so. */
export function fillCells(workbook: WorkbookModel, sheet: Sheet, from: Area, to: Area): void {
  const down = rowsOf(to) > rowsOf(from);
  const [first, length] = down ? [from.top, rowsOf(from)] : [from.left, columnsOf(from)];
  const [begin, end] = down ? [to.top, to.bottom] : [to.left, to.right];
  const taken = Array.from({ length }, (_, at) => takeCells(sheet, lineOf(from, down, first + at)));
  const goesOn = seriesOf(taken.map(({ rows }) => rows.flat()));
  for (let line = begin; line <= end; line++) {
    const at = line - first;
    if (at >= 0 && at < length) continue;
    const cells = taken[((at % length) + length) % length];
    if (!cells) continue;
    const target = lineOf(from, down, line);
    putCells(cells, { sheet, row: target.top, column: target.left }, 'all');
    goesOn.forEach((value, across) => {
      if (!value) return;
      const [row, column] = down ? [line, from.left + across] : [from.top + across, line];
      sheet.make(row, column).value = value(at);
    });
  }
  workbook.changed({ kind: 'cells', sheetId: sheet.id, area: to });
}

function lineOf(area: Area, down: boolean, at: number): Area {
  return down ? areaAt(at, area.left, 1, columnsOf(area)) : areaAt(area.top, at, rowsOf(area), 1);
}

type Series = ((at: number) => number) | null;

/** For each cell across: what a number there goes on as; null where it is repeated. */
function seriesOf(lines: (Cell | undefined)[][]): Series[] {
  return (lines[0] ?? []).map((_, across) => {
    const cells = lines.map((line) => line[across]);
    const numbers = cells.map((cell) => (cell?.formula === '' ? cell.value : null));
    if (!numbers.every((value) => typeof value === 'number')) return null;
    const [start = 0, second] = numbers;
    const [only] = cells;
    const step =
      second === undefined ? (only && isDateFormat(formatOf(only)) ? 1 : 0) : second - start;
    const even = numbers.every((value, at) => Math.abs(value - (start + step * at)) < 1e-9);
    return even && step !== 0 ? (at) => start + step * at : null;
  });
}
