// Rows of a sheet become rows of its table: each cell by its column's type, and each that does not fit by its name.
import { cellName, placeText } from '../cells/cell-name.ts';
import type { TableColumn } from './headers.ts';
import { typedCell, type SheetCell, type TypedCell } from './typed-cell.ts';

/** A cell that does not fit. */
export interface Misfit {
  cell: string;
  column: string;
  shown: string;
  reason: string;
}

export interface TypedRows {
  /** Column by column. */
  columns: (string | null)[][];
  rowCount: number;
  /** Of their texts. */
  byteCount: number;
  /** Rows with a cell that does not fit. */
  misfitRows: number;
  /** The first of them. */
  misfits: Misfit[];
  misfitCount: number;
}

/** How rows are read. */
export interface RowReading {
  columns: readonly TableColumn[];
  /** For each column its index in a row. */
  indexes: readonly number[];
  locale: string;
  /** Where the first cell of the first row stands, from 1. */
  firstRow: number;
  firstColumn: number;
  /** The tab, where several are stacked. */
  tab?: { name: string } | undefined;
}

/** So many cells are named. */
export const MOST_NAMED = 20;
const LONGEST_SHOWN = 100;

export function noRows(columns: number): TypedRows {
  return {
    columns: Array.from({ length: columns }, () => []),
    ...{ rowCount: 0, byteCount: 0, misfitRows: 0, misfits: [], misfitCount: 0 },
  };
}

/** In the place of a cell: the name of the tab. */
const TAB: TypedCell = { text: null };

/** Adds the row of this index to what was read before it. A row without any value is none; one that does not fit is left out. */
export function addRow(
  into: TypedRows,
  row: readonly SheetCell[],
  { reading, index }: { reading: RowReading; index: number },
): void {
  const { columns, indexes, locale } = reading;
  const typed = columns.map(({ type, of }, at) =>
    of === 'tab' ? TAB : typedCell(row[indexes[at] ?? -1] ?? null, type, locale),
  );
  if (typed.every((cell) => cell === TAB || ('text' in cell && cell.text === null))) return;
  if (typed.some((cell) => 'reason' in cell)) into.misfitRows++;
  typed.forEach((cell, at) => {
    if ('reason' in cell) addMisfit(into, row, { reading, index, at, reason: cell.reason });
  });
  if (typed.some((cell) => 'reason' in cell)) return;
  into.rowCount++;
  typed.forEach((cell, at) => {
    const text = cell === TAB ? (reading.tab?.name ?? null) : 'text' in cell ? cell.text : null;
    into.columns[at]?.push(text);
    into.byteCount += text?.length ?? 0;
  });
}

function addMisfit(
  into: TypedRows,
  row: readonly SheetCell[],
  {
    reading,
    index,
    at,
    reason,
  }: { reading: RowReading; index: number; at: number; reason: string },
): void {
  into.misfitCount++;
  if (into.misfits.length >= MOST_NAMED) return;
  const place = reading.indexes[at] ?? 0;
  into.misfits.push({
    cell: cellIn(reading.tab, cellName(reading.firstRow + index, reading.firstColumn + place)),
    column: reading.columns[at]?.header ?? '',
    shown: shownCell(row[place] ?? null),
    reason,
  });
}

/** A cell as it is named: with its tab, where several are stacked. */
export function cellIn(tab: { name: string } | undefined, cell: string): string {
  return tab ? placeText(tab.name, cell) : cell;
}

function shownCell(cell: SheetCell): string {
  const text = typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell ?? '');
  const plain = text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
  return plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN)}…` : plain;
}

/** B17 "n/a" is not a date */
export function misfitText({
  cell,
  shown,
  reason,
}: Pick<Misfit, 'cell' | 'shown' | 'reason'>): string {
  return `${cell} "${shown}" ${reason}`;
}
