// Reads the sheet around a linked range: what its cells hold, and what stands beside and below.
import type { Cell, CellKind } from '../domain/cell.ts';
import type { LinkedColumn } from '../domain/linked-range.ts';
import type { Place } from '../domain/refresh-plan/plan.ts';
import { rowFingerprint } from '../domain/refresh-plan/fingerprint.ts';
import {
  isDoubtful,
  serialOfDate,
  serialOfDateObject,
  serialOfTime,
  serialOfTimestamp,
} from '../domain/wall-clock.ts';
import { rangeAt } from './ranges.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Cells read in one call. */
const BLOCK_CELLS = 400_000;

/** Which columns of a place a row's fingerprint is taken of; null is a column that does not exist yet. */
export interface PrintedColumn {
  offset: number | null;
  kind: CellKind;
}

/** The texts of a range's header row. */
export function readHeader(sheet: Sheet, place: Place): string[] {
  const [header = []] = rangeAt(sheet, { ...place, rows: 1 }).getDisplayValues();
  return header;
}

/** One fingerprint for each data row and each choice of columns, read in blocks. */
export function readFingerprints(
  sheet: Sheet,
  place: Place,
  { choices, timeZone }: { choices: PrintedColumn[][]; timeZone: string },
): number[][] {
  const prints: number[][] = choices.map(() => []);
  const kinds = choices.map((columns) => columns.map(({ kind }) => kind));
  eachBlock(place, (block) => {
    for (const row of readCells(sheet, block, timeZone)) {
      choices.forEach((columns, index) => {
        const cells = columns.map(({ offset }) => (offset === null ? '' : (row[offset] ?? '')));
        prints[index]?.push(rowFingerprint(cells, kinds[index] ?? []));
      });
    }
  });
  return prints;
}

/** The cells of a place; dates are serial numbers, an error is its text. */
export function readCells(sheet: Sheet, place: Place, timeZone: string): Cell[][] {
  const values = rangeAt(sheet, place).getValues() as unknown[][];
  // What the cells show says what a doubtful Date stands for; read only where there is one.
  let shown: string[][] | null = null;
  const textAt = (row: number, column: number) => {
    shown ??= rangeAt(sheet, place).getDisplayValues();
    return shown[row]?.[column] ?? '';
  };
  return values.map((row, rowIndex) =>
    row.map((value, column) =>
      value instanceof Date
        ? serialOfCell(value.getTime(), timeZone, () => textAt(rowIndex, column))
        : cellOf(value),
    ),
  );
}

function serialOfCell(ms: number, timeZone: string, shown: () => string): number {
  const serial = serialOfDateObject(ms, timeZone);
  if (!isDoubtful(ms, timeZone)) return serial;
  const text = shown();
  const read = serialOfTimestamp(text) ?? serialOfDate(text) ?? serialOfTime(text);
  return read?.serial ?? serial;
}

/** The cells of all tabs together, blank ones included. */
export function countCells(spreadsheet: Spreadsheet): number {
  return spreadsheet
    .getSheets()
    .reduce((sum, sheet) => sum + sheet.getMaxRows() * sheet.getMaxColumns(), 0);
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

function eachBlock(place: Place, work: (block: Place) => void): void {
  const most = Math.max(1, Math.floor(BLOCK_CELLS / place.columns));
  const end = place.row + place.rows;
  for (let row = place.row + 1; row < end; row += most) {
    work({ ...place, row, rows: Math.min(most, end - row) });
  }
}

function cellOf(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value ?? '');
}
