// Puts cells into a sheet so that no text of theirs is ever evaluated, not even for a moment: a formula from a database
// could call out, or read what else the spreadsheet holds. Whatever may hold a text of a database is written here.
import { AUTOMATIC_FORMAT } from '../../domain/cells/cell.ts';
import type { Cell } from '../../domain/cells/cell.ts';
import { mayBeFormula } from '../../domain/cells/formula-text.ts';
import { UNFORMATTED } from '../../domain/refresh/sheet.ts';

type Range = GoogleAppsScript.Spreadsheet.Range;

/** Harmless, and our own. */
const PROBE = '=1+1';

/**
 * Sets cells whose texts have the format of plain text. Google's page says that what begins with = is a formula, and
 * does not say what becomes of it in a cell with that format: the cell itself is asked, by a formula of our own.
 */
export function setLiteralCells(range: Range, cells: Cell[][]): void {
  const first = firstRisky(cells);
  if (first === null) {
    range.setValues(cells);
    return;
  }
  const holds = isHeldBack(range.getCell(first.row + 1, first.column + 1));
  const guarded = (cell: Cell) => (!holds && isRisky(cell) ? `'${cell}` : cell);
  range.setValues(cells.map((row) => row.map(guarded)));
  mendTexts(range, cells, guarded);
}

/** Sets one cell, whatever its format: a text such as 00123 that is no number stays one. */
export function setLiteralCell(cell: Range, value: Cell): void {
  const format = cell.getNumberFormat();
  setLiteralCells(cell, [[value]]);
  if (typeof value !== 'string' || cell.getValue() === value) return;
  cell.setValue(`'${value}`);
  // Google gives the cell the format of what it took the text for.
  cell.setNumberFormat(format === UNFORMATTED ? AUTOMATIC_FORMAT : format);
}

// Or whose apostrophe Google may drop.
function isRisky(cell: Cell): cell is string {
  return typeof cell === 'string' && (mayBeFormula(cell) || cell.startsWith("'"));
}

function firstRisky(cells: Cell[][]): { row: number; column: number } | null {
  for (const [row, texts] of cells.entries()) {
    const column = texts.findIndex(isRisky);
    if (column >= 0) return { row, column };
  }
  return null;
}

function isHeldBack(cell: Range): boolean {
  cell.setValue(PROBE);
  return cell.getValue() === PROBE;
}

// What is not the text, for an apostrophe was dropped, gets the one that keeps it.
function mendTexts(range: Range, cells: Cell[][], guarded: (cell: Cell) => Cell): void {
  const columns = [...(cells[0] ?? []).keys()].filter((index) =>
    cells.some((row) => isRisky(row[index] ?? '')),
  );
  for (const column of columns) {
    const first = cells.findIndex((row) => isRisky(row[column] ?? ''));
    const part = range.offset(first, column, cells.length - first, 1);
    const found = part.getValues() as unknown[][];
    const wanted = cells.slice(first).map((row) => row[column] ?? '');
    const isWrong = (cell: Cell, index: number) => isRisky(cell) && found[index]?.[0] !== cell;
    if (!wanted.some(isWrong)) continue;
    part.setValues(
      wanted.map((cell, index) => [isWrong(cell, index) ? `'${cell}` : guarded(cell)]),
    );
  }
}
