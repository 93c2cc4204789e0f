// Rectangles of cells and their A1 notation.

/** Rows and columns are counted from 1; both ends are included. */
export interface Area {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface GridSize {
  rows: number;
  columns: number;
}

/** An area as written in A1 notation; `whole` says which direction was left open, such as `A:A`. */
export interface WrittenArea extends Area {
  whole: 'rows' | 'columns' | null;
}

export function areaAt(row: number, column: number, rows = 1, columns = 1): Area {
  return { top: row, left: column, bottom: row + rows - 1, right: column + columns - 1 };
}

export function rowsOf(area: Area): number {
  return area.bottom - area.top + 1;
}

export function columnsOf(area: Area): number {
  return area.right - area.left + 1;
}

export function covers(outer: Area, inner: Area): boolean {
  return (
    outer.top <= inner.top &&
    outer.left <= inner.left &&
    outer.bottom >= inner.bottom &&
    outer.right >= inner.right
  );
}

export function intersection(a: Area, b: Area): Area | null {
  const top = Math.max(a.top, b.top);
  const left = Math.max(a.left, b.left);
  const bottom = Math.min(a.bottom, b.bottom);
  const right = Math.min(a.right, b.right);
  return top <= bottom && left <= right ? { top, left, bottom, right } : null;
}

export function sameArea(a: Area, b: Area): boolean {
  return covers(a, b) && covers(b, a);
}

/** 1 → A, 27 → AA. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** A → 1, AA → 27. */
export function columnNumber(name: string): number {
  let column = 0;
  for (const letter of name.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

export function a1Of(area: Area): string {
  const first = columnName(area.left) + area.top;
  const last = columnName(area.right) + area.bottom;
  return first === last ? first : `${first}:${last}`;
}

const part = /^\$?([A-Za-z]{1,3})?\$?([0-9]{1,8})?$/;

interface Corner {
  column: number | null;
  row: number | null;
}

function cornerOf(text: string): Corner | null {
  const match = part.exec(text);
  if (!match || text === '') return null;
  const [, letters, digits] = match;
  if (letters === undefined && digits === undefined) return null;
  return {
    column: letters === undefined ? null : columnNumber(letters),
    row: digits === undefined ? null : Number(digits),
  };
}

/** Reads `A1`, `A1:B2`, `A:B`, `3:4` or `A5:A`; null when the text is no such thing. */
export function parseA1(text: string, grid: GridSize): WrittenArea | null {
  const [from = '', to, ...more] = text.split(':');
  const first = cornerOf(from);
  const last = to === undefined ? first : cornerOf(to);
  if (!first || !last || more.length > 0) return null;
  if (to === undefined && (first.column === null || first.row === null)) return null;
  const rows = span(first.row, last.row, grid.rows);
  const columns = span(first.column, last.column, grid.columns);
  const whole =
    first.column === null && last.column === null
      ? 'rows'
      : first.row === null && last.row === null
        ? 'columns'
        : null;
  return { top: rows[0], bottom: rows[1], left: columns[0], right: columns[1], whole };
}

function span(from: number | null, to: number | null, size: number): [number, number] {
  const first = from ?? 1;
  const last = to ?? size;
  return first <= last ? [first, last] : [last, first];
}

/** A tab's name as a formula writes it. */
export function quoteTab(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/^[A-Za-z]{1,3}[0-9]+$/.test(name)
    ? name
    : `'${name.replaceAll("'", "''")}'`;
}

/** Splits `'My tab'!A1:B2` into the tab's name (null without one) and the rest. */
export function splitTab(text: string): { tab: string | null; rest: string } {
  const bang = text.lastIndexOf('!');
  if (bang < 0) return { tab: null, rest: text };
  const written = text.slice(0, bang);
  const quoted = /^'(.*)'$/s.exec(written);
  const tab = quoted?.[1] === undefined ? written : quoted[1].replaceAll("''", "'");
  return { tab, rest: text.slice(bang + 1) };
}
