// Copies and pastes cells as tab-separated text, as the clipboard between programs does.
import { putCells, type CopyPart, type TakenCells } from './area-edits.ts';
import { areaAt, columnsOf, rowsOf, type Area, type GridSize } from './area.ts';
import { writeInput } from './cell-writing.ts';
import { displayValue } from './display.ts';
import { readTsv, writeTsv } from '../values/tab-separated.ts';
import type { Sheet } from './sheet.ts';
import { applyShift } from './structure-edits.ts';
import type { WorkbookModel } from './model.ts';

export function copyAsText(workbook: WorkbookModel, sheet: Sheet, area: Area): string {
  workbook.engine.calculate();
  const lines: string[][] = [];
  for (let row = area.top; row <= area.bottom; row++) {
    const texts: string[] = [];
    for (let column = area.left; column <= area.right; column++) {
      const cell = sheet.at(row, column);
      texts.push(cell ? displayValue(workbook, cell) : '');
    }
    lines.push(texts);
  }
  return writeTsv(lines);
}

/** How many rows and columns a text on the clipboard takes. */
export function sizeOfText(text: string): GridSize {
  const lines = readTsv(text);
  return { rows: lines.length, columns: Math.max(...lines.map((line) => line.length)) };
}

/**
 * The cells that a paste onto the selection writes: all of it where what is pasted fits in a whole number of times,
 * else as much as is pasted, from its first cell on. (As Google Sheets does.)
 */
export function pasteArea(selection: Area, { rows, columns }: GridSize): Area {
  const repeats = rowsOf(selection) % rows === 0 && columnsOf(selection) % columns === 0;
  return repeats ? selection : areaAt(selection.top, selection.left, rows, columns);
}

/** Types the text into the cells of the area, again and again until that is full. */
export function pasteText(workbook: WorkbookModel, sheet: Sheet, area: Area, text: string): void {
  const lines = readTsv(text);
  const width = Math.max(...lines.map((line) => line.length));
  makeRoom(workbook, sheet, area);
  for (let row = area.top; row <= area.bottom; row++) {
    const line = lines[(row - area.top) % lines.length] ?? [];
    for (let column = area.left; column <= area.right; column++) {
      const input = line[(column - area.left) % width];
      if (input !== undefined) writeInput(workbook, sheet.make(row, column), input);
    }
  }
  workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
}

/** Puts cells that were taken elsewhere onto the area, again and again until that is full. */
export function pasteCells(
  workbook: WorkbookModel,
  taken: TakenCells,
  { sheet, area }: { sheet: Sheet; area: Area },
  part: CopyPart,
): void {
  makeRoom(workbook, sheet, area);
  const [rows, columns] = [taken.rows.length, taken.rows[0]?.length ?? 1];
  for (let row = area.top; row <= area.bottom; row += rows) {
    for (let column = area.left; column <= area.right; column += columns)
      putCells(taken, { sheet, row, column }, part);
  }
  workbook.engine.hasFormulas = true;
  workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
}

/** Adds the rows and columns that the area needs below and to the right. */
function makeRoom(workbook: WorkbookModel, sheet: Sheet, area: Area): void {
  const missingRows = area.bottom - sheet.size.rows;
  const missingColumns = area.right - sheet.size.columns;
  if (missingRows > 0) append(workbook, sheet, 'rows', missingRows);
  if (missingColumns > 0) append(workbook, sheet, 'columns', missingColumns);
}

function append(
  workbook: WorkbookModel,
  sheet: Sheet,
  axis: 'rows' | 'columns',
  count: number,
): void {
  const at = sheet.size[axis] + 1;
  applyShift(workbook, { kind: 'insert', axis, sheetId: sheet.id, at, count });
}
