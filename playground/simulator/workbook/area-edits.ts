// Edits of a whole area: clearing, styling, merging, copying.
import { intersection, sameArea, type Area } from './area.ts';
import { hasContent, plainStyle, restyler, type Cell, type CellStyle } from './cell.ts';
import { SheetsError } from '../errors.ts';
import { translateFormula } from '../formulas/references.ts';
import type { Sheet } from './sheet.ts';
import type { WorkbookModel } from './model.ts';

export interface Clearing {
  contents?: boolean;
  formats?: boolean;
  notes?: boolean;
  validations?: boolean;
}

export function clearArea(workbook: WorkbookModel, sheet: Sheet, area: Area, what: Clearing): void {
  sheet.forEachCell(area, (cell) => {
    if (what.contents) Object.assign(cell, { value: '', formula: '', spilled: false });
    if (what.formats) cell.style = plainStyle;
    if (what.notes) cell.note = '';
    if (what.validations) cell.validation = null;
  });
  sheet.drop(area);
  workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
}

export function styleArea(
  workbook: WorkbookModel,
  sheet: Sheet,
  area: Area,
  change: Partial<CellStyle>,
): void {
  sheet.restyle(area, restyler(change));
  workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
}

/** Merges the area; only its first cell keeps a value. Throws when it cuts through a merge. */
export function mergeArea(workbook: WorkbookModel, sheet: Sheet, area: Area): void {
  const cut = sheet.merges.some((merge) => {
    const common = intersection(merge, area);
    return common !== null && !sameArea(common, merge);
  });
  if (cut)
    throw new SheetsError('You must select all cells in a merged range to merge or unmerge them.');
  unmergeArea(workbook, sheet, area);
  sheet.forEachCell(area, (cell, row, column) => {
    if (row !== area.top || column !== area.left) Object.assign(cell, { value: '', formula: '' });
  });
  sheet.merges.push(area);
  workbook.changed({ kind: 'structure', sheetId: sheet.id });
}

export function unmergeArea(workbook: WorkbookModel, sheet: Sheet, area: Area): void {
  sheet.merges = sheet.merges.filter((merge) => !intersection(merge, area));
  workbook.changed({ kind: 'structure', sheetId: sheet.id });
}

export type CopyPart = 'all' | 'values' | 'formats' | 'formulas';

export interface CopyTarget {
  sheet: Sheet;
  row: number;
  column: number;
}

/** Cells as they were when they were taken, and where from. */
export interface TakenCells {
  top: number;
  left: number;
  rows: (Cell | undefined)[][];
}

export function takeCells(sheet: Sheet, area: Area): TakenCells {
  const rows: (Cell | undefined)[][] = [];
  for (let row = area.top; row <= area.bottom; row++) {
    const cells: (Cell | undefined)[] = [];
    for (let column = area.left; column <= area.right; column++) {
      const cell = sheet.at(row, column);
      cells.push(cell && { ...cell });
    }
    rows.push(cells);
  }
  return { top: area.top, left: area.left, rows };
}

/** Puts them onto the cells from the target on; formulas refer to cells moved as far. */
export function putCells(taken: TakenCells, target: CopyTarget, part: CopyPart): void {
  const [down, across] = [target.row - taken.top, target.column - taken.left];
  taken.rows.forEach((cells, r) =>
    cells.forEach((cell, c) =>
      copyCell(cell, target.sheet.make(target.row + r, target.column + c), { part, down, across }),
    ),
  );
}

/** Copies the area once onto the cells from the target on; formulas refer to cells moved as far. */
export function copyCells(
  { sheet, area }: { sheet: Sheet; area: Area },
  target: CopyTarget,
  part: CopyPart,
): void {
  putCells(takeCells(sheet, area), target, part);
}

interface CopyWay {
  part: CopyPart;
  down: number;
  across: number;
}

function copyCell(from: Cell | undefined, to: Cell, { part, down, across }: CopyWay): void {
  if (part !== 'formats') {
    to.value = from?.value ?? '';
    const keepsFormula = part !== 'values' && from !== undefined && hasContent(from);
    to.formula =
      keepsFormula && from.formula !== '' ? translateFormula(from.formula, down, across) : '';
    to.spilled = false;
  }
  if (part === 'all' || part === 'formats') to.style = from?.style ?? plainStyle;
  if (part === 'all') {
    to.note = from?.note ?? '';
    to.validation = from?.validation ?? null;
  }
}
