// A field of a result as a person reads it.
import type { ColumnNote } from '../../domain/contract/query.ts';
import type { Column, Field } from '../../domain/contract/result.ts';
import { plainDigits, significantDigits } from '../../domain/cells/number-text.ts';
import { own } from '../../domain/own.ts';

/** A double holds every decimal number of so many significant digits (IEEE 754 binary64). */
const EXACT_DIGITS = 15;

/** How a field is to be read. */
export interface Reading {
  /** IANA name of the zone that instants are shown in; the reader's own without it. */
  timeZone?: string | undefined;
  /** Group the digits of numbers as the reader's language does. */
  grouped: boolean;
  /** Decimals that every number of the column shows at least, so that their points stand below each other. */
  decimals?: number | undefined;
  /** The format that the author gave the column. */
  format?: ColumnNote['format'] | undefined;
}

/** The text of a field; null has none, for it is drawn apart. */
export function fieldText(field: Field, column: Column, reading: Reading): string | null {
  if (field === null) return null;
  if (typeof field === 'boolean') return field ? 'true' : 'false';
  const { format, timeZone } = reading;
  if (format === 'text') return String(field);
  if (column.type === 'number') {
    return formattedNumber(field, format) ?? numberText(field, column.name, reading);
  }
  if (column.type === 'datetime') {
    const text = instantText(String(field), timeZone);
    return format === 'date' ? text.replace(/^(\d{4}-\d\d-\d\d) .*/, '$1') : text;
  }
  return String(field);
}

// Only for the eye: the exact number stands in the cell's title, and in every download.
function formattedNumber(field: string | number, format: Reading['format']): string | null {
  const options = format === undefined ? null : numberOptions(format);
  // A number given as text may hold more digits than a double: it is written digit by digit.
  if (options === null || (typeof field === 'string' && significantDigits(field) > EXACT_DIGITS))
    return null;
  const number = Number(field);
  return Number.isFinite(number) ? numberFormat(options).format(number) : null;
}

function numberOptions(format: NonNullable<Reading['format']>): Intl.NumberFormatOptions | null {
  switch (format) {
    case 'whole':
      return { maximumFractionDigits: 0 };
    case 'decimal':
      return { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    case 'percent':
      return { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 };
    case 'date':
    case 'datetime':
    case 'text':
      return null;
    default:
      return { style: 'currency', currency: format };
  }
}

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const { style, currency, minimumFractionDigits: least, maximumFractionDigits: most } = options;
  const key = `${style} ${currency} ${least} ${most} ${options.notation}`;
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(undefined, options);
  numberFormats.set(key, format);
  return format;
}

/** The text of a number on an axis: short, with its unit. */
export function axisText(value: number, format: Reading['format']): string {
  const { style, currency } = (format === undefined ? null : numberOptions(format)) ?? {};
  const unit = style === undefined ? {} : currency === undefined ? { style } : { style, currency };
  const short = Math.abs(value) >= 100_000 ? { notation: 'compact' as const } : {};
  const digits = { minimumFractionDigits: 0, maximumFractionDigits: 2 };
  return numberFormat({ ...unit, ...short, ...digits }).format(value);
}

/** The text of a number beside a bar or above a line. */
export function measureText(value: number, format: Reading['format']): string {
  return formattedNumber(value, format) ?? numberFormat({ maximumFractionDigits: 2 }).format(value);
}

// A year or an identifier is a name made of digits: 2,025 would be misread.
const digitsAreAName = /(^|_)(id|ids|year|number|no|code|zip)$/i;
const plainNumber = /^(-?)(\d+)(?:\.(\d+))?$/;

// Digit by digit, for a number given as text may hold more digits than a double.
function numberText(field: string | number, name: string, reading: Reading): string {
  const { grouped, decimals: least = 0 } = reading;
  const text = typeof field === 'number' ? plainDigits(field) : field;
  const [, sign = '', whole = '', decimals] = plainNumber.exec(text) ?? [];
  if (!grouped || whole === '' || digitsAreAName.test(name)) return text;
  const groups = numberFormat({}).format(BigInt(whole));
  const padded = (decimals ?? '').padEnd(least, '0');
  return `${sign}${groups}${padded === '' ? '' : decimalMark() + padded}`;
}

const decimalsAtMost = 4;

/** How many decimals the numbers of a column have at most; 0 where they have many, as measurements do. */
export function decimalsIn(column: Column, fields: Iterable<Field | undefined>): number {
  if (column.typeName !== 'numeric') return 0;
  let most = 0;
  for (const field of fields) {
    const decimals = plainNumber.exec(String(field))?.[3]?.length ?? 0;
    if (decimals > decimalsAtMost) return 0;
    most = Math.max(most, decimals);
  }
  return most;
}

let knownMark: string | undefined;

function decimalMark(): string {
  const parts = () => numberFormat({}).formatToParts(0.5);
  return (knownMark ??= parts().find(({ type }) => type === 'decimal')?.value ?? '.');
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
  return own(typeNames, type) ?? type;
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
