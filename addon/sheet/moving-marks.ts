// Marks on columns whose cells a write pushes in the rows of a range alone: Google moves a mark with its whole column only, so
// it is moved by a call of its own. What stands in those columns is kept while the write goes on, so that a mark which was
// left behind when Google cut that off finds its cells again.
import { textPrint } from '../../domain/refresh/layout/written-cells.ts';
import type { LinkedRange, MovingMark } from '../../domain/linked-range.ts';
import type { Operation } from '../../domain/refresh/sheet.ts';
import { moveMark, tabMarks } from './column-marks.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** So many cells of a column tell it, looked for among the rows that others may have come above. */
const MOST_CELLS = 8;
const ROWS_READ = 200;
const ROWS_SEARCHED = 2_000;

/** The record of a range whose plan is about to be carried out, with the marks that are on the way meanwhile. */
export function withMovingMarks(
  sheet: Sheet,
  linked: LinkedRange,
  operations: Operation[],
): LinkedRange {
  if (linked.refreshing === null) return linked;
  const { marks: _before, ...refreshing } = linked.refreshing;
  const marks = movingMarks(sheet, operations);
  return { ...linked, refreshing: marks.length > 0 ? { ...refreshing, marks } : refreshing };
}

/** Takes marks that a write left behind to where their cells are now; where nothing tells, they stay. */
export function mendMarks(sheet: Sheet, ranges: { linked: LinkedRange }[]): void {
  const left = ranges.flatMap(({ linked }) => linked.refreshing?.marks ?? []);
  if (left.length === 0) return;
  const there = new Map(tabMarks(sheet).map(({ value, column }) => [value, column]));
  for (const { value, row, first, last, cells } of left) {
    const now = there.get(value);
    if (now === undefined) continue;
    const columns = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    const found = columns.map((column) => ({
      column,
      held: heldIn(sheet, { column, row, cells }),
    }));
    const here = heldIn(sheet, { column: now, row, cells });
    const best = found.reduce((most, one) => (one.held > most.held ? one : most));
    if (best.held > here) moveMark(sheet, { value, column: best.column });
  }
}

function movingMarks(sheet: Sheet, operations: Operation[]): MovingMark[] {
  const moves = operations.filter((one) => one.do === 'moveMark');
  if (moves.length === 0) return [];
  const row = Math.max(1, firstRow(operations) - 1);
  return tabMarks(sheet).flatMap(({ value, column }) => {
    const ways = moves.filter((one) => one.value === value).map((one) => one.column);
    if (ways.length === 0) return [];
    const texts = textsIn(sheet, { column, row, rows: ROWS_READ });
    const cells = [...new Set(texts)].slice(0, MOST_CELLS).map(textPrint);
    const [first, last] = [Math.min(column, ...ways), Math.max(column, ...ways)];
    return [{ value, row, first, last, cells }];
  });
}

function firstRow(operations: Operation[]): number {
  const rows = operations.flatMap((one) =>
    (one.do === 'insertColumns' || one.do === 'deleteColumns') && one.reach !== 'sheet'
      ? [one.reach.fromRow]
      : [],
  );
  return Math.min(...rows);
}

function heldIn(
  sheet: Sheet,
  { column, row, cells }: Pick<MovingMark, 'row' | 'cells'> & { column: number },
): number {
  const prints = new Set(textsIn(sheet, { column, row, rows: ROWS_SEARCHED }).map(textPrint));
  return cells.filter((print) => prints.has(print)).length;
}

function textsIn(
  sheet: Sheet,
  { column, row, rows }: { column: number; row: number; rows: number },
): string[] {
  const count = Math.min(rows, sheet.getMaxRows() - row + 1);
  if (count < 1 || column > sheet.getMaxColumns()) return [];
  const texts = sheet.getRange(row, column, count, 1).getDisplayValues().flat();
  return texts.filter((text) => text !== '');
}
