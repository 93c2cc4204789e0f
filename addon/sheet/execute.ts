// Carries out a refresh plan with SpreadsheetApp.
import { AUTOMATIC_FORMAT, TEXT_FORMAT } from '../../domain/cells/cell.ts';
import { rangeName } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import type { RefreshPlan } from '../../domain/refresh/plan/plan.ts';
import type { Operation } from '../../domain/refresh/sheet.ts';
import type { Place } from '../../domain/cells/place.ts';
import { runsOf } from '../../domain/refresh/layout/rows.ts';
import { messageOf, problemOf } from '../google/problems.ts';
import { GONE_COLOR } from '../../domain/refresh/sheet.ts';
import { markColumn, moveMark } from './column-marks.ts';
import { changeShape, copyLooks } from './change-shape.ts';
import type { Execution } from './execution.ts';
import { setLiteralCells } from './literal-texts.ts';
import { cellsAt, rangeAt, rangesAt } from './places.ts';
import { sortRows } from './sort-rows.ts';
import { writeRows } from './write-rows.ts';

type Kind = Operation['do'];
type Of<K extends Kind> = Extract<Operation, { do: K }>;

/**
 * Does what the plan says, in its order; gives the names of columns that hold text in some cells now.
 * Throws Problem with `untouched` where Google refuses the very first step, so that nothing was changed.
 */
export function executePlan(execution: Execution): { mixed: string[] } {
  const own = { ...execution, mixed: [...execution.mixed] };
  const groups = groupsOf(own.plan.operations);
  // A mark changes nothing that anybody sees.
  const first = groups.findIndex(([operation]) => operation?.do !== 'keepApart');
  groups.forEach((group, index) => {
    if (index <= first) firstStep(group, () => executeGroup(group, own));
    else executeGroup(group, own);
  });
  return { mixed: own.mixed };
}

const SHAPES: ReadonlySet<Kind> = new Set<Kind>([
  ...(['insertRows', 'deleteRows', 'insertColumns', 'deleteColumns', 'growTab'] as const),
  'keepApart',
]);

// What the add-on cannot see beforehand, such as a table beside the range, refuses rows and columns at once.
function firstStep([operation]: Operation[], work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!operation || !SHAPES.has(operation.do) || error instanceof Problem) throw error;
    throw refusal(error);
  }
}

function refusal(error: unknown): Problem {
  const known = problemOf(error);
  const extras = { ...known.extras, untouched: true };
  if (known.code !== 'internal') return new Problem(known.code, known.message, extras, error);
  return new Problem(
    'range_obstructed',
    `Google Sheets would not make room for the rows (${messageOf(error)}). Nothing was changed. A table, a filter or merged cells beside the range may be in the way; move the range to a tab of its own.`,
    extras,
    error,
  );
}

// What changes cells here and there is done at once: a call of Google's for each place would take minutes.
const AT_ONCE: ReadonlySet<Kind> = new Set<Kind>(['writeRows', 'emptyCells', 'markGone']);

function groupsOf(operations: Operation[]): Operation[][] {
  const groups: Operation[][] = [];
  for (const operation of operations) {
    const last = groups[groups.length - 1];
    const follows = last?.[0]?.do === operation.do && AT_ONCE.has(operation.do);
    if (last && follows) last.push(operation);
    else groups.push([operation]);
  }
  return groups;
}

function executeGroup(group: Operation[], execution: Execution): void {
  const writes = group.filter((one): one is Of<'writeRows'> => one.do === 'writeRows');
  const emptied = group.filter((one): one is Of<'emptyCells'> => one.do === 'emptyCells');
  const marks = group.filter((one): one is Of<'markGone'> => one.do === 'markGone');
  if (writes.length > 0) writeRows(writes, execution);
  else if (emptied.length > 0) emptyCells(emptied, execution);
  else if (marks.length > 0) markGone(marks, execution);
  else for (const operation of group) execute(operation, execution);
}

function execute(operation: Operation, execution: Execution): void {
  switch (operation.do) {
    case 'writeHeader':
      return writeHeader(operation, execution);
    case 'formatColumns':
      return formatColumns(operation, execution);
    case 'claim':
      return claim(operation.place, execution);
    case 'copyRow':
    case 'copyFormats':
    case 'fillFormulas':
      return copyCells(operation, execution);
    case 'insertRows':
    case 'deleteRows':
    case 'insertColumns':
    case 'deleteColumns':
    case 'growTab':
      return changeShape(operation, execution.sheet);
    case 'keepApart':
      return markColumn(execution.sheet, execution.id, operation);
    case 'moveMark':
      return moveMark(execution.sheet, operation);
    case 'sortRows':
      return sortRows(operation, execution);
    case 'fillCells':
      return fillCells(operation, execution);
    case 'clearNotes':
      return clearNotes(operation, execution);
    case 'writeRows':
    case 'emptyCells':
    case 'markGone':
      return executeGroup([operation], execution);
  }
}

function fillCells(
  { row, count, offset, cell }: Of<'fillCells'>,
  { sheet, plan: { place } }: Execution,
): void {
  const cells = sheet.getRange(row, place.column + offset, count, 1);
  setLiteralCells(
    cells,
    Array.from({ length: count }, () => [cell]),
  );
}

function clearNotes(
  { row, count, offset, columns }: Of<'clearNotes'>,
  { sheet, plan: { place } }: Execution,
): void {
  sheet.getRange(row, place.column + offset, count, columns).clearNote();
}

function claim(place: Place, { sheet, id }: Execution): void {
  sheet.getParent().setNamedRange(rangeName(id), rangeAt(sheet, place));
}

function copyCells(
  operation: Of<'copyRow' | 'copyFormats' | 'fillFormulas'>,
  { sheet, plan }: Execution,
): void {
  if (operation.do === 'copyRow') {
    const from = sheet.getRange(operation.from, operation.column, 1, operation.columns);
    from.copyTo(sheet.getRange(operation.to, operation.column, 1, operation.columns));
    return;
  }
  const { from, row, count } = operation;
  if (operation.do === 'copyFormats') {
    const { column } = plan.place;
    const width = widthOf(plan);
    copyLooks(sheet.getRange(from, column, 1, width), sheet.getRange(row, column, count, width));
    return;
  }
  sheet
    .getRange(from, operation.column, 1, operation.columns)
    .copyTo(sheet.getRange(row, operation.column, count, operation.columns));
}

// Columns that are taken out at the end are still there while the rest is done.
function widthOf({ place, columns }: RefreshPlan): number {
  return columns.reduce((width, { offset }) => Math.max(width, offset + 1), place.columns);
}

function formatColumns(
  { row, offset, count, columns, format }: Of<'formatColumns'>,
  { sheet, plan }: Execution,
): void {
  sheet.getRange(row, plan.place.column + offset, count, columns).setNumberFormat(format);
}

function emptyCells(operations: Of<'emptyCells'>[], { sheet, plan }: Execution): void {
  const placeOf = ({ row, count, offset, columns }: Of<'emptyCells'>) => ({
    ...{ row, column: plan.place.column + offset, rows: count, columns },
  });
  for (const cells of cellsAt(sheet, operations.map(placeOf))) cells.clearContent();
  const noted = operations.filter(({ notes }) => notes);
  for (const cells of rangesAt(sheet, noted.map(placeOf))) cells.clearNote();
  const left = operations.filter(({ looks }) => looks);
  for (const cells of rangesAt(sheet, left.map(placeOf))) {
    cells
      .setNumberFormat(AUTOMATIC_FORMAT)
      .setFontLine(null)
      .setFontColor(null)
      .setFontWeight(null);
  }
}

function markGone(operations: Of<'markGone'>[], execution: Execution): void {
  const gone = operations.filter((one): one is Gone => one.gone);
  const back = operations.filter((one): one is Back => !one.gone);
  strikeOut(gone, execution);
  for (const row of back) showAgain(row, execution);
}

type Gone = Extract<Of<'markGone'>, { gone: true }>;
type Back = Extract<Of<'markGone'>, { gone: false }>;

// Our cells alone: what the person keeps in these rows looks as it did.
function strikeOut(operations: Gone[], { sheet, plan }: Execution): void {
  const texts = new Map(operations.map((one) => [one.row, one.texts]));
  for (const { from, count } of runsOf(operations.map(({ row }) => row))) {
    for (const { column, columns, offset } of ourColumns(plan)) {
      const cells = sheet.getRange(from, column, count, columns);
      const rows = Array.from({ length: count }, (_, index) => texts.get(from + index));
      cells.setFontLine('line-through');
      // What an undo brings back is written after it.
      if (!rows.includes(undefined)) {
        cells.setNumberFormat(TEXT_FORMAT);
        // A column that has just come shows nothing there.
        const shown = (row: string[]) =>
          Array.from({ length: columns }, (_, index) => row[offset + index] ?? '');
        setLiteralCells(
          cells,
          rows.map((row = []) => shown(row)),
        );
      }
      // By its colour it is known as done, so that comes last.
      cells.setFontColor(GONE_COLOR);
    }
  }
}

function showAgain({ row, like = null }: Back, { sheet, plan }: Execution): void {
  for (const { column, columns, offset } of ourColumns(plan)) {
    const cells = sheet.getRange(row, column, 1, columns);
    if (like !== null) copyLooks(sheet.getRange(like, column, 1, columns), cells);
    else {
      // Null takes the colour and the line away; what was text for the mark is none any more.
      const formats = plan.columns.filter((one) => one.offset >= offset).slice(0, columns);
      cells.setFontColor(null).setFontLine(null);
      cells.setNumberFormats([formats.map(({ format }) => format)]);
    }
  }
}

function ourColumns({ place, columns }: RefreshPlan) {
  return runsOf(columns.map(({ offset }) => offset)).map(({ from, count }) => ({
    ...{ offset: from, column: place.column + from, columns: count },
  }));
}

function writeHeader({ cells, fresh }: Of<'writeHeader'>, { sheet, plan }: Execution): void {
  const { row, column } = plan.place;
  for (const run of runsOf(cells.map(({ offset }) => offset))) {
    const range = sheet.getRange(row, column + run.from, 1, run.count);
    if (!fresh && run.from > 0) copyLooks(sheet.getRange(row, column + run.from - 1), range);
    range.setNumberFormat(TEXT_FORMAT);
    if (fresh) range.setFontWeight('bold');
    const labels = cells.filter(
      ({ offset }) => offset >= run.from && offset < run.from + run.count,
    );
    setLiteralCells(range, [labels.map(({ label }) => label)]);
  }
}
