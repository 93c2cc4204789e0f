// What the playground's grid paints of a cell.
import { columnsOf, rowsOf, type Area } from './area.ts';
import { plainStyle, type Cell, type CellStyle } from './cell.ts';
import { isError } from '../values/cell-value.ts';
import { displayValue } from './display.ts';
import type { Sheet } from './sheet.ts';
import type { WorkbookModel } from './model.ts';

export interface CellView extends CellStyle {
  row: number;
  column: number;
  /** '' is empty; dates are serial numbers. */
  value: string | number | boolean;
  display: string;
  /** What stands in the formula bar and in the editor: formula, typed value, or text. */
  input: string;
  formula: string;
  note: string;
  /** '' or what is wrong with the formula. */
  error: string;
  /** Where the cell stands when no alignment was chosen: numbers and dates right, booleans centre. */
  side: 'left' | 'center' | 'right';
  /** Rows and columns that it takes when it is the first of merged cells; 0 when another covers it. */
  merged: { rows: number; columns: number };
  /** Values to choose from, when the cell has such a validation. */
  choices: string[];
  /** Whether it takes nothing else. */
  strict: boolean;
}

export interface RowView {
  row: number;
  height: number;
  hidden: boolean;
  cells: CellView[];
}

const blank: Cell = { value: '', formula: '', style: plainStyle, note: '', validation: null };

export function viewCell(
  workbook: WorkbookModel,
  sheet: Sheet,
  { row, column }: { row: number; column: number },
): CellView {
  const cell = sheet.at(row, column) ?? blank;
  const { value } = cell;
  const display = displayValue(workbook, cell);
  return {
    ...cell.style,
    row,
    column,
    value: isError(value) ? value.error : value,
    display,
    input: cell.formula === '' ? inputOf(cell, display) : cell.formula,
    formula: cell.formula,
    note: cell.note,
    error: isError(value) ? value.message : '',
    side: sideOf(cell),
    merged: mergedAt(sheet.merges, row, column),
    choices: cell.validation?.list ?? [],
    strict: cell.validation?.strict ?? false,
    ...litBy(sheet, row, column),
  };
}

// Of conditional formats those are painted that compare two texts: others need the formula of each cell reckoned.
function litBy(sheet: Sheet, row: number, column: number): { background: string } | null {
  const rule = sheet.conditionalFormats.find(
    ({ formula, areas }) =>
      /^="[^"]+"<>""$/.test(formula) &&
      areas.some(
        ({ top, left, bottom, right }) =>
          row >= top && row <= bottom && column >= left && column <= right,
      ),
  );
  return rule ? { background: rule.background } : null;
}

/** Text that would be read as something else is shown with its apostrophe, as typed. */
function inputOf(cell: Cell, display: string): string {
  if (typeof cell.value !== 'number') return display;
  return cell.style.format === '' ? String(cell.value) : display;
}

function sideOf({ value, style }: Cell): 'left' | 'center' | 'right' {
  if (style.align !== '') return style.align;
  if (typeof value === 'number') return 'right';
  return typeof value === 'boolean' || isError(value) ? 'center' : 'left';
}

function mergedAt(merges: Area[], row: number, column: number): { rows: number; columns: number } {
  const merge = merges.find(
    ({ top, left, bottom, right }) =>
      row >= top && row <= bottom && column >= left && column <= right,
  );
  if (!merge) return { rows: 1, columns: 1 };
  const first = merge.top === row && merge.left === column;
  return first ? { rows: rowsOf(merge), columns: columnsOf(merge) } : { rows: 0, columns: 0 };
}

export function viewRows(
  workbook: WorkbookModel,
  sheet: Sheet,
  [from, to]: [number, number],
): RowView[] {
  const views: RowView[] = [];
  for (let row = Math.max(from, 1); row <= Math.min(to, sheet.size.rows); row++) {
    const held = sheet.rows[row - 1];
    const cells = (held?.cells ?? []).flatMap((cell, index) =>
      cell ? viewCell(workbook, sheet, { row, column: index + 1 }) : [],
    );
    const hidden = held?.hidden === true || held?.hiddenByFilter === true;
    views.push({ row, height: held?.height ?? 21, hidden, cells });
  }
  return views;
}
