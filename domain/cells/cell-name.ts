// Names of cells in A1 notation.
import type { Place } from './place.ts';

/** The name of a cell: B3. */
export function cellName(row: number, column: number): string {
  return `${columnName(column)}${row}`;
}

/** The letters of a column: AB. */
export function columnName(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  const last = String.fromCharCode(65 + ((column - 1) % 26));
  return rest > 0 ? `${columnName(rest)}${last}` : last;
}

/** A place as people write it: Sheet1!A1:B2, 'My tab'!A1:B2. */
export function placeText(tab: string, a1: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(tab);
  return plain ? `${tab}!${a1}` : `'${tab.replace(/'/g, "''")}'!${a1}`;
}

/** The name of a place without its tab: A1:B2, or A1 for a single cell. */
export function placeName({ row, column, rows, columns }: Place): string {
  const first = cellName(row, column);
  const last = cellName(row + rows - 1, column + columns - 1);
  return first === last ? first : `${first}:${last}`;
}

/** The place that a name such as A1:B2 stands for; null for whole rows or columns. */
export function placeNamed(name: string): Place | null {
  const corners = /^([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$/.exec(name);
  if (!corners) return null;
  const [, left = '', top = '', right = left, bottom = top] = corners;
  const row = Number(top);
  const column = columnNumber(left);
  return { row, column, rows: Number(bottom) - row + 1, columns: columnNumber(right) - column + 1 };
}

function columnNumber(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
