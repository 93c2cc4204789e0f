// Lets rows and columns of a tab come and go, as a refresh plan says.
import type { Operation } from '../../domain/refresh/sheet.ts';
import { rangeAt } from './places.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

type Of<K extends Operation['do']> = Extract<Operation, { do: K }>;
type Shape = Of<'insertRows' | 'deleteRows' | 'insertColumns' | 'deleteColumns' | 'growTab'>;

/** Lets rows or columns come or go, or the tab grow. */
export function changeShape(operation: Shape, sheet: Sheet): void {
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
      return insertColumns(operation, sheet);
    case 'deleteColumns':
      if (operation.reach === 'sheet') sheet.deleteColumns(operation.column, operation.count);
      else columnsAt(operation, sheet).deleteCells(SpreadsheetApp.Dimension.COLUMNS);
      return;
    case 'growTab':
      if (operation.rows > 0) sheet.insertRowsAfter(sheet.getMaxRows(), operation.rows);
      if (operation.columns > 0) sheet.insertColumnsAfter(sheet.getMaxColumns(), operation.columns);
  }
}

// Cells that are inserted keep the looks of those that they push away: they get those of the range instead. What a rule of
// a neighbour takes (data validation) is no rule of theirs: it would refuse their values half-way.
function insertColumns(operation: Of<'insertColumns'>, sheet: Sheet): void {
  const { column, count, reach, within, like } = operation;
  const cells = columnsAt(operation, sheet);
  if (reach !== 'sheet') cells.insertCells(SpreadsheetApp.Dimension.COLUMNS);
  else if (column > 1) sheet.insertColumnsAfter(column - 1, count);
  else sheet.insertColumnsBefore(column, count);
  rangeAt(sheet, { ...within, column, columns: count }).clearDataValidations();
  if (like) {
    copyLooks(rangeAt(sheet, like), rangeAt(sheet, { ...like, column, columns: count }));
  } else if (reach !== 'sheet' && column > 1) {
    copyLooks(cells.offset(0, -1, cells.getNumRows(), 1), cells);
  }
}

function rowsAt({ row, count, reach }: Of<'insertRows' | 'deleteRows'>, sheet: Sheet): Range {
  if (reach === 'sheet') return sheet.getRange(row, 1, count, sheet.getMaxColumns());
  return sheet.getRange(row, reach.fromColumn, count, reach.columns);
}

function columnsAt(
  { column, count, reach }: Of<'insertColumns' | 'deleteColumns'>,
  sheet: Sheet,
): Range {
  if (reach === 'sheet') return sheet.getRange(1, column, sheet.getMaxRows(), count);
  return sheet.getRange(reach.fromRow, column, reach.rows, count);
}

/** Gives cells the looks of others. */
export function copyLooks(from: Range, to: Range): void {
  from.copyTo(to, SpreadsheetApp.CopyPasteType.PASTE_FORMAT, false);
}
