// Which cell a field of a result becomes: its value, its number format, and what had to be given up.
// A text never becomes a number, a date or a formula, for its cell has the format "@".
import type { Column, Field } from '../contract/result.ts';
import { serialOfDuration } from './duration.ts';
import { amountOf, isNumberText, plainDigits, significantDigits } from './number-text.ts';
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

export const CELL_KINDS = [
  ...(['text', 'number', 'boolean', 'date', 'datetime', 'time', 'duration'] as const),
] as const;
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

/** The kind of a result's column. `exactText` names columns kept as text with every digit. */
export function kindOfColumn(
  column: Column,
  fields: () => Iterable<Field | undefined>,
  exactText: string[] = [],
): CellKind {
  const { name, type, holds, decimals } = column;
  if (exactText.includes(name)) return 'text';
  if (holds === 'duration') return 'duration';
  if (holds === 'money' && decimals !== undefined) return 'number';
  if (type === 'number') return hasLongInteger(fields()) ? 'text' : 'number';
  // JSON is text, and so is a type that only a newer server knows.
  return CELL_KINDS.find((kind) => kind === type) ?? 'text';
}

export interface CellMaking {
  /** The one that an instant is shown in. */
  timeZone: string;
  /** What is given up on the way is counted here. */
  losses: Losses;
  /** How many decimals amounts of money have; absent where the numbers are no money. */
  decimals?: number | undefined;
}

/** A function that turns a field of one column into its cell. */
export function cellMaker(
  kind: CellKind,
  { timeZone, losses, decimals }: CellMaking,
): (field: Field) => Cell {
  const asText = (field: Field) => textCell(field, losses);
  if (kind === 'text') return asText;
  if (kind === 'number' && decimals !== undefined) {
    return (field) => numberCell(amountOf(String(field ?? ''), decimals) ?? field, losses);
  }
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

// A cell holds 15 significant digits: an integer with more is an identifier, and all of it counts.
function hasLongInteger(fields: Iterable<Field | undefined>): boolean {
  for (const field of fields) {
    if (typeof field !== 'string' || field.length < 16) continue;
    if (/^-?\d+$/.test(field) && significantDigits(field) > 15) return true;
  }
  return false;
}

function serialReader(
  kind: 'date' | 'datetime' | 'time' | 'duration',
  timeZone: string,
): (text: string) => Serial | null {
  if (kind === 'duration') return serialOfDuration;
  if (kind === 'date') return serialOfDate;
  if (kind === 'time') return serialOfTime;
  // A timestamptz travels as an instant, which ends in Z; a timestamp without a zone does not.
  return (text) => (text.endsWith('Z') ? serialOfInstant(text, timeZone) : serialOfTimestamp(text));
}

function numberCell(field: Field, losses: Losses): Cell {
  if (typeof field !== 'string' || !isNumberText(field)) {
    return typeof field === 'number' ? field : textCell(field, losses);
  }
  const digits = significantDigits(field);
  const number = Number(field);
  // What is beyond a double, at either end, would be another number.
  if (!Number.isFinite(number) || (number === 0 && digits > 0)) return textCell(field, losses);
  if (digits > 15) losses.rounded += 1;
  return number;
}

function textCell(field: Field, losses: Losses): Cell {
  if (field === null) return '';
  const text = typeof field === 'number' ? plainDigits(field) : String(field);
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
