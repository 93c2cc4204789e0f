// Which column of a sheet is which column of its table: they are bound by what their headers say, so that they may move.
import { columnName } from '../cells/cell-name.ts';
import type { TableType } from './typed-cell.ts';

/** A column of a sheet table. */
export interface TableColumn {
  /** In SQL. */
  name: string;
  /** As the header row says. */
  header: string;
  type: TableType;
  /** Its value is the name of the tab, and no cell's. */
  of?: 'tab' | undefined;
}

export interface BoundHeaders {
  /** For each column of the table its index in a row of the sheet. */
  indexes: number[];
  /** Headers that no column of the table has. */
  newHeaders: string[];
  /** What keeps the rows from being read, in sentences; empty when all is well. */
  faults: string[];
}

/** `firstColumn` is the number of the first header's column in the sheet, from 1. */
export function bindHeaders(
  columns: readonly TableColumn[],
  headers: readonly string[],
  firstColumn: number,
): BoundHeaders {
  const places = new Map<string, number[]>();
  headers.forEach((header, index) => {
    const key = headerKey(header);
    if (key !== '') places.set(key, [...(places.get(key) ?? []), index]);
  });
  const found = columns.map(({ header }) => places.get(headerKey(header)) ?? []);
  const faults = columns.flatMap(({ header, of }, index) =>
    of === 'tab' ? [] : faultOf(header, found[index] ?? [], firstColumn),
  );
  const known = new Set(columns.map(({ header }) => headerKey(header)));
  const isNew = (header: string) => headerKey(header) !== '' && !known.has(headerKey(header));
  const newHeaders = [...new Set(headers.filter(isNew).map((header) => header.trim()))];
  return { indexes: found.map(([index = -1]) => index), newHeaders, faults };
}

function faultOf(header: string, places: readonly number[], firstColumn: number): string[] {
  if (places.length === 1) return [];
  if (places.length === 0) return [`No column is headed "${header}" any more.`];
  const names = places.map((index) => columnName(firstColumn + index));
  return [`The columns ${names.join(' and ')} are both headed "${header}". Rename one of them.`];
}

/** Somebody may write a title above a table that stands already: so many rows are looked at. */
export const HEADER_ROWS = 20;

/** The index of the row that has the most of the headers, the first of them where several do. */
export function headerRowIn(
  rows: readonly (readonly unknown[])[],
  columns: readonly Pick<TableColumn, 'header'>[],
): number {
  const known = new Set(columns.map(({ header }) => headerKey(header)));
  const counts = rows
    .slice(0, HEADER_ROWS)
    .map((row) => row.filter((cell) => known.has(headerKey(String(cell ?? '')))).length);
  return Math.max(0, counts.indexOf(Math.max(...counts)));
}

/** The same for headers that differ in case and blanks only. */
export function headerKey(header: string): string {
  return header.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** In UTF-8: PostgreSQL cuts names after 63. */
export function bytesOf(text: string): number {
  const sizes = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  return sizes.reduce(
    (sum, point) => sum + (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4),
    0,
  );
}
