// What the cells of a linked range hold: read once, in blocks, and then looked at by all who ask.
import type { Cell, CellKind } from '../../domain/cells/cell.ts';
import type { LinkedColumn } from '../../domain/linked-range.ts';
import type { Place } from '../../domain/refresh/plan.ts';
import { rowFingerprint } from '../../domain/cells/fingerprint.ts';
import {
  isDate,
  isDoubtful,
  serialOfDate,
  serialOfDateObject,
  serialOfTime,
  serialOfTimestamp,
} from '../../domain/cells/wall-clock.ts';
import { rangeAt } from './places.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Cells read in one call. */
const BLOCK_CELLS = 400_000;

/** The cells of a range; dates are serial numbers, an error is its text. */
export interface RangeCells {
  /** The texts of the header row. */
  header: string[];
  /** The data rows. */
  rows: Cell[][];
}

/** Which columns of a range a row's fingerprint is taken of; null is a column that does not exist yet. */
export interface PrintedColumn {
  offset: number | null;
  kind: CellKind;
}

/** Reads a range, header row included. */
export function readRange(sheet: Sheet, place: Place, timeZone: string): RangeCells {
  const rows: Cell[][] = [];
  let header: string[] = [];
  const most = Math.max(1, Math.floor(BLOCK_CELLS / place.columns));
  for (let from = 0; from < place.rows; from += most) {
    const block = { ...place, row: place.row + from, rows: Math.min(most, place.rows - from) };
    const values = rangeAt(sheet, block).getValues() as unknown[][];
    if (from === 0) header = headerTexts(sheet, place, values.shift() ?? []);
    const first = from === 0 ? { ...block, row: block.row + 1 } : block;
    for (const row of cellsOf(values, { sheet, place: first, timeZone })) rows.push(row);
  }
  return { header, rows };
}

/** One fingerprint for each data row, by a choice of columns. */
export function rowPrints({ rows }: RangeCells, columns: PrintedColumn[]): number[] {
  const kinds = columns.map(({ kind }) => kind);
  return rows.map((row) =>
    rowFingerprint(
      columns.map(({ offset }) => (offset === null ? '' : (row[offset] ?? ''))),
      kinds,
    ),
  );
}

/** The columns that a range had when it was last written, for its fingerprints. */
export function printedColumns(
  columns: LinkedColumn[],
  present: { name: string; offset: number }[],
): PrintedColumn[] {
  return columns.map(({ name, kind }) => ({
    kind,
    offset: present.find((column) => column.name === name)?.offset ?? null,
  }));
}

// A header cell holds a text; what a person made of one is read as it is shown.
function headerTexts(sheet: Sheet, place: Place, values: unknown[]): string[] {
  if (values.every((value) => typeof value === 'string')) return values;
  const [shown = []] = rangeAt(sheet, { ...place, rows: 1 }).getDisplayValues();
  return shown;
}

interface Where {
  sheet: Sheet;
  place: Place;
  timeZone: string;
}

function cellsOf(values: unknown[][], where: Where): Cell[][] {
  const doubtful = new Map<number, number[]>();
  const cells = values.map((row, index) =>
    row.map((value, column): Cell => {
      if (!isDate(value)) return plainCell(value);
      const ms = value.getTime();
      if (isDoubtful(ms, where.timeZone)) {
        const known = doubtful.get(column);
        if (known) known.push(index);
        else doubtful.set(column, [index]);
      }
      return serialOfDateObject(ms, where.timeZone);
    }),
  );
  for (const [column, rows] of doubtful) settle(cells, { column, rows }, where);
  return cells;
}

// What the cells show says what a doubtful Date stands for: read in the column that has one, as far as needed.
function settle(
  cells: Cell[][],
  { column, rows }: { column: number; rows: number[] },
  { sheet, place }: Where,
): void {
  const [first = 0] = rows;
  const last = rows[rows.length - 1] ?? first;
  const shown = sheet
    .getRange(place.row + first, place.column + column, last - first + 1, 1)
    .getDisplayValues();
  for (const row of rows) {
    // Some locales part seconds from their fraction with a comma.
    const text = (shown[row - first]?.[0] ?? '').replace(',', '.');
    const read = serialOfTimestamp(text) ?? serialOfDate(text) ?? serialOfTime(text);
    const cell = cells[row];
    if (read && cell) cell[column] = read.serial;
  }
}

function plainCell(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value ?? '');
}
