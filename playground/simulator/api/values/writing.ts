// Writes values as values.update does: RAW as they are, USER_ENTERED as a person types them.
import { areaAt, columnName, type Area } from '../../workbook/area.ts';
import { checkLength, writeInput, writeTyped } from '../../workbook/cell-writing.ts';
import type { Cell } from '../../workbook/cell.ts';
import { applyShift } from '../../workbook/structure-edits.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';
import type { JsonValue, ValueRange, Writing } from '../messages/values.ts';
import { written, type Place } from '../ranges/a1.ts';

export interface Written {
  sheet: Sheet;
  area: Area;
  /** How many cells were written, and the rows and columns of the tab that have at least one of them. */
  cells: number;
  rows: Set<number>;
  columns: Set<number>;
}

export type InputOption = NonNullable<Writing['valueInputOption']>;

/** Throws Google's answer where the option is missing: there is no default. */
export function inputOption(option: Writing['valueInputOption']): InputOption {
  if (option === undefined || option === 'INPUT_VALUE_OPTION_UNSPECIFIED')
    throw invalid("'valueInputOption' is required but not specified");
  return option;
}

/** What the values would fill, or Google's refusal: nothing is written yet. */
export interface Plan {
  sheet: Sheet;
  area: Area;
  /** By rows; null leaves a cell as it is. */
  rows: JsonValue[][];
}

/** Looks whether the values fit the place. A place with an end is also a border. */
export function planWriting(place: Place, { values = [], majorDimension }: ValueRange): Plan {
  const rows = majorDimension === 'COLUMNS' ? turned(values) : values;
  const { sheet, area } = place;
  const width = Math.max(1, ...rows.map((line) => line.length));
  const filled = areaAt(area.top, area.left, Math.max(rows.length, 1), width);
  if (!place.isOpen) checkWithin(place, filled);
  for (const line of rows) for (const value of line) checkLength(String(value));
  return { sheet, area: filled, rows };
}

function checkWithin(place: Place, filled: Area): void {
  const { area } = place;
  const outside =
    filled.bottom > area.bottom
      ? `row [${area.bottom + 1}]`
      : filled.right > area.right
        ? `column [${columnName(area.right + 1)}]`
        : null;
  if (outside !== null) {
    throw invalid(
      `Requested writing within range [${written(place)}], but tried writing to ${outside}`,
    );
  }
}

function turned(columns: JsonValue[][]): JsonValue[][] {
  const height = Math.max(0, ...columns.map((line) => line.length));
  return Array.from({ length: height }, (_, row) => columns.map((line) => line[row] ?? null));
}

/** Carries the plan out; the grid grows where the values need it. What a validation forbids is written too. */
export function writePlan(workbook: Workbook, plan: Plan, option: InputOption): Written {
  const { sheet, area, rows } = plan;
  grow(workbook, sheet, area);
  let cells = 0;
  const touched = { rows: new Set<number>(), columns: new Set<number>() };
  rows.forEach((line, down) => {
    line.forEach((value, across) => {
      if (value === null) return;
      const cell = sheet.make(area.top + down, area.left + across);
      writeValue(workbook, cell, value, option);
      touched.rows.add(area.top + down);
      touched.columns.add(area.left + across);
      cells++;
    });
  });
  sheet.drop(area);
  workbook.changed({ kind: 'cells', sheetId: sheet.id, area });
  return { sheet, area, cells, ...touched };
}

function grow(workbook: Workbook, sheet: Sheet, area: Area): void {
  for (const [axis, end] of [
    ['rows', area.bottom],
    ['columns', area.right],
  ] as const) {
    const count = end - sheet.size[axis];
    const at = sheet.size[axis] + 1;
    if (count > 0) applyShift(workbook, { kind: 'insert', axis, sheetId: sheet.id, at, count });
  }
}

function writeValue(
  workbook: Workbook,
  cell: Cell,
  value: string | number | boolean,
  option: InputOption,
): void {
  if (option === 'USER_ENTERED' && typeof value === 'string') writeInput(workbook, cell, value);
  else writeTyped(cell, value);
}
