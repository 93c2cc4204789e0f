// What stands in large areas: sums of them, and the rows in which a value stands in a column. Found once for all formulas of
// a calculation.
import { isError, type CellValue } from '../../values/cell-value.ts';
import type { Area } from '../../workbook/area.ts';
import type { Cell } from '../../workbook/cell.ts';
import type { Sheet } from '../../workbook/sheet.ts';

export interface Placed {
  sheet: Sheet;
  area: Area;
}

export interface Totals {
  sum: number;
  numbers: number;
  filled: number;
  least: number;
  most: number;
}

type Key = string | number | boolean;

export class Columns {
  private readonly totals = new Map<string, Totals | null>();
  private readonly rows = new Map<string, Map<string, number[]> | null>();

  /** Null where a formula stands in the area, or an error: what it gives is for the calculator to say. */
  totalsOf(placed: Placed): Totals | null {
    const name = nameOf(placed);
    let found = this.totals.get(name);
    if (found === undefined) this.totals.set(name, (found = totalled(placed)));
    return found;
  }

  /** The rows of the tab in which a column holds a value, in any case of letters; null as above. */
  rowsWith(column: Placed, key: Key): readonly number[] | null {
    const name = nameOf(column);
    let found = this.rows.get(name);
    if (found === undefined) this.rows.set(name, (found = indexed(column)));
    return found && (found.get(keyOf(key)) ?? []);
  }
}

/** Whether a cell holds a value of its own. */
export function isPlain(cell: Cell): boolean {
  return cell.formula === '' && cell.spilled !== true && !isError(cell.value);
}

/** Tells an area from all others of the workbook. */
export function nameOf({ sheet, area: { top, left, bottom, right } }: Placed): string {
  return [sheet.id, top, left, bottom, right].join();
}

function keyOf(value: CellValue): string {
  return typeof value === 'string'
    ? `text ${value.toLowerCase()}`
    : `${typeof value} ${String(value)}`;
}

function totalled({ sheet, area }: Placed): Totals | null {
  const totals = { sum: 0, numbers: 0, filled: 0, least: Infinity, most: -Infinity };
  let plain = true;
  sheet.forEachCell(area, (cell) => {
    plain &&= isPlain(cell);
    const { value } = cell;
    if (value === '') return;
    totals.filled += 1;
    if (typeof value !== 'number') return;
    totals.numbers += 1;
    totals.sum += value;
    totals.least = Math.min(totals.least, value);
    totals.most = Math.max(totals.most, value);
  });
  return plain ? totals : null;
}

function indexed({ sheet, area }: Placed): Map<string, number[]> | null {
  const found = new Map<string, number[]>();
  let plain = true;
  sheet.forEachCell(area, (cell, row) => {
    plain &&= isPlain(cell);
    if (cell.value === '') return;
    const key = keyOf(cell.value);
    const rows = found.get(key);
    if (rows) rows.push(row);
    else found.set(key, [row]);
  });
  return plain ? found : null;
}
