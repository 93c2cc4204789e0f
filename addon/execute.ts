// Carries out a refresh plan with SpreadsheetApp.
import { TEXT_FORMAT, isTextCell, noLosses } from '../domain/cell.ts';
import type { Cell } from '../domain/cell.ts';
import { rangeName } from '../domain/linked-range.ts';
import type { Operation, Place, PlacedColumn, RefreshPlan } from '../domain/refresh-plan/plan.ts';
import { runsOf } from '../domain/refresh-plan/rows.ts';
import type { Content } from './content.ts';
import { GONE_COLOR } from './layout.ts';
import { rangeAt } from './ranges.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Cells written in one call. */
const BLOCK_CELLS = 200_000;
const MANY_BLOCKS = 10;

export interface Execution {
  sheet: Sheet;
  id: string;
  plan: RefreshPlan;
  /** The rows that the plan cites. */
  content: Content;
  /** Names of columns that hold text in some cells already. */
  mixed: string[];
}

/** Does what the plan says, in its order; gives the names of columns that hold text in some cells now. */
export function executePlan(execution: Execution): { mixed: string[] } {
  const own = { ...execution, mixed: [...execution.mixed], textIsSafe: false };
  own.textIsSafe = isTextSafe(own);
  for (const operation of own.plan.operations) execute(operation, own);
  return { mixed: own.mixed };
}

interface Running extends Execution {
  /** All text columns have the format "@" in all rows already. */
  textIsSafe: boolean;
}

// Where many blocks are written, one look at the formats saves a call for each of them.
function isTextSafe({ sheet, plan }: Execution): boolean {
  const { operations, place } = plan;
  if (operations.some(({ do: what }) => what !== 'writeRows')) return false;
  if (operations.length < MANY_BLOCKS) return false;
  return textRuns(plan.columns).every(({ from, count }) =>
    sheet
      .getRange(place.row + 1, place.column + from, place.rows - 1, count)
      .getNumberFormats()
      .every((row) => row.every((format) => format === TEXT_FORMAT)),
  );
}

function textRuns(columns: PlacedColumn[]): { from: number; count: number }[] {
  return runsOf(columns.filter(({ kind }) => kind === 'text').map(({ offset }) => offset));
}

function execute(operation: Operation, execution: Running): void {
  switch (operation.do) {
    case 'writeRows':
      return writeRows(operation, execution);
    case 'writeHeader':
      return writeHeader(operation, execution);
    case 'formatColumn':
    case 'emptyCells':
    case 'markGone':
      return changeCells(operation, execution);
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
  }
}

type ShapeOperation = Extract<
  Operation,
  { do: 'insertRows' | 'deleteRows' | 'insertColumns' | 'deleteColumns' | 'growTab' }
>;

function changeShape(operation: ShapeOperation, sheet: Sheet): void {
  switch (operation.do) {
    case 'insertRows':
      if (operation.reach === 'sheet') sheet.insertRowsBefore(operation.row, operation.count);
      else rowsAt(operation, sheet).insertCells(SpreadsheetApp.Dimension.ROWS);
      return;
    case 'deleteRows':
      if (operation.reach === 'sheet') sheet.deleteRows(operation.row, operation.count);
      else rowsAt(operation, sheet).deleteCells(SpreadsheetApp.Dimension.ROWS);
      return;
    case 'insertColumns':
      if (operation.reach === 'sheet') insertColumns(sheet, operation);
      else columnsAt(operation, sheet).insertCells(SpreadsheetApp.Dimension.COLUMNS);
      return;
    case 'deleteColumns':
      if (operation.reach === 'sheet') sheet.deleteColumns(operation.column, operation.count);
      else columnsAt(operation, sheet).deleteCells(SpreadsheetApp.Dimension.COLUMNS);
      return;
    case 'growTab':
      if (operation.rows > 0) sheet.insertRowsAfter(sheet.getMaxRows(), operation.rows);
      if (operation.columns > 0) sheet.insertColumnsAfter(sheet.getMaxColumns(), operation.columns);
  }
}

function insertColumns(sheet: Sheet, { column, count }: { column: number; count: number }): void {
  sheet.insertColumnsAfter(column - 1, count);
}

function rowsAt(operation: Extract<Operation, { do: 'insertRows' | 'deleteRows' }>, sheet: Sheet) {
  const { row, count, reach } = operation;
  if (reach === 'sheet') return sheet.getRange(row, 1, count, sheet.getMaxColumns());
  return sheet.getRange(row, reach.fromColumn, count, reach.columns);
}

function columnsAt(
  operation: Extract<Operation, { do: 'insertColumns' | 'deleteColumns' }>,
  sheet: Sheet,
) {
  const { column, count, reach } = operation;
  if (reach === 'sheet') return sheet.getRange(1, column, sheet.getMaxRows(), count);
  return sheet.getRange(reach.fromRow, column, reach.rows, count);
}

function claim(place: Place, { sheet, id }: Execution): void {
  sheet.getParent().setNamedRange(rangeName(id), rangeAt(sheet, place));
}

function copyCells(
  operation: Extract<Operation, { do: 'copyRow' | 'copyFormats' | 'fillFormulas' }>,
  { sheet, plan }: Execution,
): void {
  const { column } = plan.place;
  if (operation.do === 'copyRow') {
    const from = sheet.getRange(operation.from, operation.column, 1, operation.columns);
    from.copyTo(sheet.getRange(operation.to, operation.column, 1, operation.columns));
    return;
  }
  const { from, row, count } = operation;
  if (operation.do === 'copyFormats') {
    const width = widthOf(plan);
    const formats = SpreadsheetApp.CopyPasteType.PASTE_FORMAT;
    sheet
      .getRange(from, column, 1, width)
      .copyTo(sheet.getRange(row, column, count, width), formats, false);
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

function changeCells(
  operation: Extract<Operation, { do: 'formatColumn' | 'emptyCells' | 'markGone' }>,
  { sheet, plan }: Execution,
): void {
  const { column } = plan.place;
  if (operation.do === 'formatColumn') {
    const { row, offset, count, format } = operation;
    sheet.getRange(row, column + offset, count, 1).setNumberFormat(format);
  } else if (operation.do === 'emptyCells') {
    const { row, offset, count, columns } = operation;
    sheet.getRange(row, column + offset, count, columns).clearContent();
  } else {
    const cells = sheet.getRange(operation.row, column, 1, widthOf(plan));
    cells.setFontColor(operation.gone ? GONE_COLOR : null);
  }
}

function writeHeader(
  { cells, fresh }: Extract<Operation, { do: 'writeHeader' }>,
  { sheet, plan }: Execution,
): void {
  const { row, column } = plan.place;
  for (const run of runsOf(cells.map(({ offset }) => offset))) {
    const range = sheet.getRange(row, column + run.from, 1, run.count);
    if (!fresh && run.from > 0) copyLooks(sheet.getRange(row, column + run.from - 1), range);
    range.setNumberFormat(TEXT_FORMAT);
    if (fresh) range.setFontWeight('bold');
    const labels = cells.filter(
      ({ offset }) => offset >= run.from && offset < run.from + run.count,
    );
    range.setValues([labels.map(({ label }) => label)]);
  }
}

function copyLooks(
  from: GoogleAppsScript.Spreadsheet.Range,
  to: GoogleAppsScript.Spreadsheet.Range,
): void {
  from.copyTo(to, SpreadsheetApp.CopyPasteType.PASTE_FORMAT, false);
}

function writeRows(
  { row, results }: Extract<Operation, { do: 'writeRows' }>,
  execution: Running,
): void {
  const { plan } = execution;
  const most = Math.max(1, Math.floor(BLOCK_CELLS / Math.max(1, plan.columns.length)));
  for (let from = 0; from < results.length; from += most) {
    const part = results.slice(from, from + most);
    for (const run of runsOf(plan.columns.map(({ offset }) => offset))) {
      const columns = plan.columns.filter(
        ({ offset }) => offset >= run.from && offset < run.from + run.count,
      );
      writeBlock({ row: row + from, results: part, columns }, execution);
    }
  }
}

function writeBlock(
  { row, results, columns }: { row: number; results: number[]; columns: PlacedColumn[] },
  { sheet, plan, content, mixed, textIsSafe }: Running,
): void {
  const [first] = columns;
  if (!first) return;
  const losses = noLosses();
  const makers = columns.map(({ kind }) => content.cellOf(kind, losses));
  const cells = results.map((result) =>
    columns.map(
      ({ source }, index) => makers[index]?.(content.rows[result]?.[source] ?? null) ?? '',
    ),
  );
  const at = { row, column: plan.place.column };
  columns.forEach((column, index) => {
    const block = {
      sheet,
      row,
      left: at.column,
      column,
      cells: cells.map((one) => one[index] ?? ''),
    };
    protectSingleTexts(block, mixed);
  });
  if (!textIsSafe) protectTextColumns(sheet, { ...at, columns, count: cells.length });
  sheet
    .getRange(row, plan.place.column + first.offset, cells.length, columns.length)
    .setValues(cells);
}

// The format "@" must stand before the value comes, or 00123 becomes 123 and =1+1 a formula.
function protectTextColumns(
  sheet: Sheet,
  at: { row: number; column: number; columns: PlacedColumn[]; count: number },
): void {
  for (const run of textRuns(at.columns)) {
    sheet.getRange(at.row, at.column + run.from, at.count, run.count).setNumberFormat(TEXT_FORMAT);
  }
}

// A date before 1900 or a NaN is text in a column of another kind: each cell gets its own format.
function protectSingleTexts(
  { sheet, row, left, column, cells }: ColumnBlock,
  mixed: string[],
): void {
  if (column.kind === 'text') return;
  if (cells.some(isTextCell) && !mixed.includes(column.name)) mixed.push(column.name);
  if (!mixed.includes(column.name)) return;
  const formats = cells.map((cell) => [isTextCell(cell) ? TEXT_FORMAT : column.format]);
  sheet.getRange(row, left + column.offset, cells.length, 1).setNumberFormats(formats);
}

interface ColumnBlock {
  sheet: Sheet;
  row: number;
  left: number;
  column: PlacedColumn;
  cells: Cell[];
}
