// What a cell's rule says of the values in it.
import { columnName, type Area } from './area.ts';
import type { Cell, Validation } from './cell.ts';
import { SheetsError } from '../errors.ts';
import { displayValue } from './display.ts';
import type { WorkbookModel } from './model.ts';
import type { Sheet } from './sheet.ts';

/** Throws Google's text for a cell of the area that holds what its rule rejects. */
export function checkValid(workbook: WorkbookModel, sheet: Sheet, area: Area): void {
  sheet.forEachCell(area, (cell, row, column) => {
    if (!cell.validation?.strict || isValid(workbook, cell)) return;
    throw new SheetsError(
      `The data you entered in cell ${columnName(column)}${row} violates the data validation rules set on this cell.`,
    );
  });
}

/** Whether the cell holds nothing, or what its rule allows. A rule that the simulator cannot check allows everything. */
export function isValid(workbook: { locale: string }, cell: Cell): boolean {
  const { value, validation, formula } = cell;
  if (!validation || value === '' || formula !== '') return true;
  const { condition, list } = validation;
  if (condition) return meets(value, condition);
  // A number matches its text, and what it shows.
  return list.includes(String(value)) || list.includes(displayValue(workbook, cell));
}

const comparisons: Record<string, (value: number, a: number, b: number) => boolean> = {
  NUMBER_GREATER: (value, a) => value > a,
  NUMBER_GREATER_THAN_EQ: (value, a) => value >= a,
  NUMBER_LESS: (value, a) => value < a,
  NUMBER_LESS_THAN_EQ: (value, a) => value <= a,
  NUMBER_EQ: (value, a) => value === a,
  NUMBER_NOT_EQ: (value, a) => value !== a,
  NUMBER_BETWEEN: (value, a, b) => value >= a && value <= b,
  NUMBER_NOT_BETWEEN: (value, a, b) => value < a || value > b,
};

function meets(
  value: Cell['value'],
  { type, values }: NonNullable<Validation['condition']>,
): boolean {
  if (type === 'BOOLEAN') return typeof value === 'boolean' || values.includes(String(value));
  const compare = comparisons[type];
  if (!compare) return true;
  const [first = NaN, second = NaN] = values.map(Number);
  return typeof value === 'number' && compare(value, first, second);
}
