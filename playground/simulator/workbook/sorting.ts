// Sorts the rows of an area.
import type { Area } from './area.ts';
import type { Cell } from './cell.ts';
import { isError, type CellValue } from '../values/cell-value.ts';
import { translateFormula } from '../formulas/references.ts';
import type { Sheet } from './sheet.ts';
import type { WorkbookModel } from './model.ts';

export interface SortKey {
  /** A column of the tab. */
  column: number;
  ascending: boolean;
}

/** Moves whole rows of the area; named ranges, metadata and notes' rows stay where they are, notes move. */
export function sortRows(workbook: WorkbookModel, sheet: Sheet, area: Area, keys: SortKey[]): void {
  workbook.engine.calculate();
  const rows: { from: number; cells: (Cell | undefined)[] }[] = [];
  for (let row = area.top; row <= area.bottom; row++) {
    const cells: (Cell | undefined)[] = [];
    for (let column = area.left; column <= area.right; column++) cells.push(sheet.at(row, column));
    rows.push({ from: row, cells });
  }
  rows.sort((a, b) => compareRows(a.cells, b.cells, { area, keys }));
  rows.forEach(({ from, cells }, index) => {
    const row = area.top + index;
    cells.forEach((cell, at) => {
      if (cell && cell.formula !== '') cell.formula = translateFormula(cell.formula, row - from, 0);
      sheet.put(row, area.left + at, cell);
    });
  });
  workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
}

interface Order {
  area: Area;
  keys: SortKey[];
}

function compareRows(
  a: (Cell | undefined)[],
  b: (Cell | undefined)[],
  { area, keys }: Order,
): number {
  for (const { column, ascending } of keys) {
    const index = column - area.left;
    const order = compareValues(a[index]?.value ?? '', b[index]?.value ?? '', ascending);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers, then text, then booleans, then errors; empty cells last either way. */
function compareValues(a: CellValue, b: CellValue, ascending: boolean): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '');
  const order = rank(a) - rank(b) || compareAlike(a, b);
  return ascending ? order : -order;
}

function rank(value: CellValue): number {
  if (isError(value)) return 3;
  return { number: 0, string: 1, boolean: 2 }[typeof value as 'number' | 'string' | 'boolean'];
}

function compareAlike(a: CellValue, b: CellValue): number {
  if (isError(a) || isError(b)) return 0;
  if (typeof a === 'string') return a.localeCompare(String(b), 'en', { sensitivity: 'accent' });
  return Number(a) - Number(b);
}
