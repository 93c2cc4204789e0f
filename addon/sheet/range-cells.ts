// What cells hold: read in blocks, dates as the serial numbers that stand in them.
import type { Cell } from '../../domain/cells/cell.ts';
import type { Place } from '../../domain/cells/place.ts';
import { momentOf } from '../../domain/sheet-tables/moment.ts';
import type { SheetCell } from '../../domain/sheet-tables/typed-cell.ts';
import { serialOfShown } from '../../domain/cells/shown-serial.ts';
import { isDate, isDoubtful, serialOfDateObject } from '../../domain/cells/wall-clock.ts';
import type { RangeCells } from '../../domain/refresh/sheet.ts';
import { rangeAt } from './places.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;

/** Cells read in one call. */
const BLOCK_CELLS = 400_000;

/** Cells of a tab, and the clocks that their dates are read by. */
export interface Where {
  sheet: Sheet;
  place: Place;
  timeZone: string;
}

/** Reads a linked range, which is `whole` where one block holds it: the texts of its header row, and its data rows. */
export function readRange(where: Where, whole: () => Range): RangeCells {
  const { sheet, place } = where;
  let header: string[] = [];
  const rows: Cell[][] = [];
  for (const block of blocksOf(place)) {
    const range = block.rows === place.rows ? whole() : rangeAt(sheet, block);
    const values = range.getValues() as unknown[][];
    if (block.row === place.row) header = headerTexts(sheet, place, values.shift() ?? []);
    const first = block.row === place.row ? { ...block, row: block.row + 1 } : block;
    for (const row of cellsOf(values, { ...where, place: first })) rows.push(row);
  }
  return { header, rows };
}

/** Reads the cells of a place, which is `whole`. */
export function readCells(where: Where, whole: Range): Cell[][] {
  return cellsOf(whole.getValues() as unknown[][], where);
}

/** Reads cells as a sheet table takes them: dates and times as texts without a zone, such as 2026-01-31. */
export function readTableCells(where: Where): SheetCell[][] {
  return blocksOf(where.place).flatMap((place) => {
    const values = rangeAt(where.sheet, place).getValues() as unknown[][];
    const cells = cellsOf(values, { ...where, place });
    return cells.map((row, index) =>
      row.map((cell, column) =>
        typeof cell === 'number' && isDate(values[index]?.[column]) ? momentOf(cell) : cell,
      ),
    );
  });
}

function blocksOf(place: Place): Place[] {
  const most = Math.max(1, Math.floor(BLOCK_CELLS / place.columns));
  const blocks: Place[] = [];
  for (let from = 0; from < place.rows; from += most) {
    const rows = Math.min(most, place.rows - from);
    blocks.push({ ...place, row: place.row + from, rows });
  }
  return blocks;
}

// A header cell holds a text; what a person made of one is read as it is shown.
function headerTexts(sheet: Sheet, place: Place, values: unknown[]): string[] {
  if (values.every((value) => typeof value === 'string')) return values;
  const [shown = []] = rangeAt(sheet, { ...place, rows: 1 }).getDisplayValues();
  return shown;
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
  const locale = sheet.getParent().getSpreadsheetLocale();
  const shown = sheet
    .getRange(place.row + first, place.column + column, last - first + 1, 1)
    .getDisplayValues();
  for (const row of rows) {
    const serial = serialOfShown(shown[row - first]?.[0] ?? '', locale);
    const cell = cells[row];
    if (serial !== null && cell) cell[column] = serial;
  }
}

function plainCell(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value ?? '');
}
