// Which cell a field of a result becomes: its value, its number format, and what had to be given up.
// A text never becomes a number, a date or a formula, for its cell has the format "@".
import type { Column, Field } from '../contract/result.ts';
import { isNumberText, significantDigits } from './number-text.ts';
import {
  serialOfDate,
  serialOfInstant,
  serialOfTime,
  serialOfTimestamp,
  textOfTimestamp,
} from './wall-clock.ts';
import type { Serial } from './wall-clock.ts';

/** What is handed to the sheet; '' is the empty cell. Dates and times are serial numbers. */
export type Cell = string | number | boolean;

export const CELL_KINDS = ['text', 'number', 'boolean', 'date', 'datetime', 'time'] as const;
/** What a column of a linked range holds. */
export type CellKind = (typeof CELL_KINDS)[number];

/** The format that keeps a text as it is. */
export const TEXT_FORMAT = '@';
/** What Google Sheets calls Automatic. */
export const AUTOMATIC_FORMAT = 'General';

/** The most characters that Google Sheets takes in one cell. */
export const CELL_CHARACTERS = 50_000;

export interface CellColumn {
  name: string;
  kind: CellKind;
  format: string;
}

/** What a result loses on its way into cells; each is told to the person. */
export interface Losses {
  /** Numbers with more digits than a cell holds, and times with less than a thousandth of a second. */
  rounded: number;
  /** Texts that are longer than a cell may be. */
  cut: number;
  /** The columns that hold them, and those made text because of integers with more than 15 digits. */
  columns: { rounded: string[]; cut: string[]; madeText: string[] };
}

export function noLosses(): Losses {
  return { rounded: 0, cut: 0, columns: { rounded: [], cut: [], madeText: [] } };
}

/** Adds what one column loses to the losses of all. */
export function addLosses(all: Losses, column: string, { rounded, cut }: Losses): void {
  all.rounded += rounded;
  all.cut += cut;
  if (rounded > 0) all.columns.rounded.push(column);
  if (cut > 0) all.columns.cut.push(column);
}

/** The kinds and formats of a result's columns. `exactText` names columns kept as text with every digit. */
export function cellColumns(
  result: { columns: Column[]; rows: Field[][] },
  exactText: string[] = [],
): CellColumn[] {
  return result.columns.map((column, index) => {
    const kind = exactText.includes(column.name) ? 'text' : kindOf(column, index, result.rows);
    return { name: column.name, kind, format: formatOf(kind, column, index, result.rows) };
  });
}

/**
 * A function that turns a field of one column into its cell. `timeZone` is the one that an instant is
 * shown in. What is given up on the way is counted in `losses`.
 */
export function cellMaker(
  kind: CellKind,
  { timeZone, losses }: { timeZone: string; losses: Losses },
): (field: Field) => Cell {
  const asText = (field: Field) => textCell(field, losses);
  if (kind === 'text') return asText;
  if (kind === 'number') return (field) => numberCell(field, losses);
  if (kind === 'boolean') return (field) => (typeof field === 'boolean' ? field : asText(field));
  const serialOf = serialReader(kind, timeZone);
  return (field) => {
    const serial = typeof field === 'string' ? serialOf(field) : null;
    if (serial?.rounded) losses.rounded += 1;
    if (serial) return serial.serial;
    const shown = kind === 'datetime' ? textOfTimestamp(String(field), timeZone) : null;
    return asText(shown ?? field);
  };
}

/** Whether a cell of a column must have the format "@", whatever the format of the column. */
export function isTextCell(cell: Cell): boolean {
  return typeof cell === 'string' && cell !== '';
}

function kindOf({ type }: Column, index: number, rows: Field[][]): CellKind {
  if (type === 'number' && rows.some((row) => isLongInteger(row[index]))) return 'text';
  // JSON is text, and so is a type that only a newer server knows.
  return CELL_KINDS.find((kind) => kind === type) ?? 'text';
}

// A cell holds 15 significant digits: an integer with more is an identifier, and all of it counts.
function isLongInteger(field: Field | undefined): boolean {
  return typeof field === 'string' && /^-?\d{16,}$/.test(field);
}

function formatOf(kind: CellKind, column: Column, index: number, rows: Field[][]): string {
  switch (kind) {
    case 'text':
      return TEXT_FORMAT;
    case 'number':
      return numberFormat(column, index, rows);
    case 'boolean':
      return AUTOMATIC_FORMAT;
    case 'date':
      return 'yyyy-mm-dd';
    case 'time':
      return hasFraction(rows, index) ? 'hh:mm:ss.000' : 'hh:mm:ss';
    case 'datetime':
      return hasFraction(rows, index) ? 'yyyy-mm-dd hh:mm:ss.000' : 'yyyy-mm-dd hh:mm:ss';
  }
}

// A format with a fixed number of decimals must never hide a digit: it is used up to four decimals.
function numberFormat(column: Column, index: number, rows: Field[][]): string {
  if (column.typeName.startsWith('float')) return AUTOMATIC_FORMAT;
  const decimals = rows.reduce((most, row) => Math.max(most, decimalsOf(row[index])), 0);
  if (decimals > 4) return AUTOMATIC_FORMAT;
  return decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`;
}

function decimalsOf(field: Field | undefined): number {
  if (typeof field === 'number' && Number.isInteger(field) && Math.abs(field) < 1e15) return 0;
  const text = String(field ?? 0);
  if (/^-?\d+$/.test(text)) return 0;
  const decimals = /^-?\d+\.(\d+)$/.exec(text)?.[1];
  return decimals === undefined ? Infinity : decimals.length;
}

function hasFraction(rows: Field[][], index: number): boolean {
  return rows.some((row) => /:\d\d\.\d/.test(String(row[index] ?? '')));
}

function serialReader(
  kind: 'date' | 'datetime' | 'time',
  timeZone: string,
): (text: string) => Serial | null {
  if (kind === 'date') return serialOfDate;
  if (kind === 'time') return serialOfTime;
  // A timestamptz travels as an instant, which ends in Z; a timestamp without a zone does not.
  return (text) => (text.endsWith('Z') ? serialOfInstant(text, timeZone) : serialOfTimestamp(text));
}

function numberCell(field: Field, losses: Losses): Cell {
  if (typeof field !== 'string' || !isNumberText(field)) {
    return typeof field === 'number' ? field : textCell(field, losses);
  }
  if (significantDigits(field) > 15) losses.rounded += 1;
  return Number(field);
}

function textCell(field: Field, losses: Losses): Cell {
  if (field === null) return '';
  const text = String(field);
  if (text.length <= CELL_CHARACTERS) return text;
  losses.cut += 1;
  return cutText(text);
}

function cutText(text: string): string {
  const mark = `… [cut: the database holds ${text.length} characters]`;
  const end = CELL_CHARACTERS - mark.length;
  const kept = text.slice(0, end);
  // Half of a surrogate pair is no character.
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}${mark}`;
}
