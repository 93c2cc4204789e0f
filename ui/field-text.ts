// A field of a result as a person reads it.
import type { Column, Field } from '../domain/contract/result.ts';

interface Reading {
  /** IANA name of the zone that instants are shown in; the reader's own without it. */
  timeZone?: string | undefined;
  /** Group the digits of numbers as the reader's language does. */
  grouped: boolean;
}

/** The text of a field; null has none, for it is drawn apart. */
export function fieldText(field: Field, column: Column, reading: Reading): string | null {
  if (field === null) return null;
  if (typeof field === 'boolean') return field ? 'true' : 'false';
  if (column.type === 'number') return numberText(field, column.name, reading.grouped);
  if (column.type === 'datetime') return instantText(String(field), reading.timeZone);
  return String(field);
}

// A year or an identifier is a name made of digits: 2,025 would be misread.
const digitsAreAName = /(^|_)(id|ids|year|number|no|code|zip)$/i;
const plainNumber = /^(-?)(\d+)(?:\.(\d+))?$/;

// Digit by digit, for a number given as text may hold more digits than a double.
function numberText(field: string | number, name: string, grouped: boolean): string {
  const text = String(field);
  const [, sign = '', whole = '', decimals] = plainNumber.exec(text) ?? [];
  if (!grouped || whole === '' || digitsAreAName.test(name)) return text;
  const groups = new Intl.NumberFormat().format(BigInt(whole));
  return `${sign}${groups}${decimals === undefined ? '' : decimalMark() + decimals}`;
}

function decimalMark(): string {
  const parts = new Intl.NumberFormat().formatToParts(0.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}

const formats = new Map<string, Intl.DateTimeFormat>();

// Only what ends in Z is an instant; a timestamp without time zone is shown as it is stored.
function instantText(text: string, timeZone: string | undefined): string {
  const instant = text.endsWith('Z') ? Date.parse(text) : NaN;
  if (Number.isNaN(instant)) return text.replace('T', ' ');
  const key = timeZone ?? '';
  const format = formats.get(key) ?? isoLike(timeZone);
  formats.set(key, format);
  return format.format(instant);
}

// Swedish writes dates as ISO 8601 does.
function isoLike(timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
}

/** Whether a column's fields stand at the right. */
export function isNumeric(column: Column): boolean {
  return column.type === 'number';
}

/** What a column's type is called before people who know no SQL. */
export function typeWords(type: string): string {
  return typeNames[type] ?? type;
}

const typeNames: Record<string, string> = {
  text: 'text',
  number: 'number',
  boolean: 'yes or no',
  date: 'date',
  time: 'time',
  datetime: 'date and time',
  json: 'JSON',
};
