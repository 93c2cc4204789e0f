// A cell of a sheet table as its column's type takes it, or why it does not.
import { plainDigits } from '../cells/number-text.ts';
import { dateFromText, momentFromText, type DateRead } from '../cells/written-date.ts';
import { numberFromText } from '../cells/written-number.ts';

export const TABLE_TYPES = ['text', 'number', 'boolean', 'date', 'datetime'] as const;
export type TableType = (typeof TABLE_TYPES)[number];

/** As it travels: what a sheet gives for a cell, dates and times as ISO 8601 without a zone. */
export type SheetCell = string | number | boolean | null;

/** The text that the database reads, null for an empty cell; or what is wrong, as the end of a sentence. */
export type TypedCell = { text: string | null } | { reason: string };

/** What a cell shows whose formula failed: whoever typed the same as text meant no value either. */
const FORMULA_ERRORS = new Set(
  '#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #ERROR! #SPILL! #CALC!'.split(' '),
);
const STILL_LOADING = 'Loading...';
const UNSTORABLE = /[\0\p{Surrogate}]/u;

const EMPTY: TypedCell = { text: null };

/** `locale` is the spreadsheet's, such as de_DE: it says what a number or a date means that is written as text. */
export function typedCell(cell: SheetCell, type: TableType, locale: string): TypedCell {
  if (cell === null || cell === '') return EMPTY;
  if (typeof cell === 'string') return typedText(cell, type, locale);
  if (type === 'text') return { text: typeof cell === 'number' ? digits(cell) : shown(cell) };
  if (type === 'number') return numberOf(cell);
  if (type === 'boolean' && typeof cell === 'boolean') return { text: String(cell) };
  return { reason: `is not ${nameOfType(type)}` };
}

/** The type in a sentence: "a date". */
export function nameOfType(type: TableType): string {
  const names = {
    text: 'text',
    number: 'a number',
    boolean: 'TRUE or FALSE',
    date: 'a date',
    datetime: 'a date and time',
  };
  return names[type];
}

const shown = (cell: boolean) => (cell ? 'TRUE' : 'FALSE');

function numberOf(cell: number | boolean): TypedCell {
  if (typeof cell === 'number' && Number.isFinite(cell)) return { text: digits(cell) };
  return { reason: 'is not a number' };
}

// Without an exponent, as a person reads it.
const digits = (cell: number) => plainDigits(Object.is(cell, -0) ? 0 : cell);

function typedText(cell: string, type: TableType, locale: string): TypedCell {
  if (FORMULA_ERRORS.has(cell)) return { reason: 'is the error of a formula' };
  if (cell === STILL_LOADING) return { reason: 'is a formula that is still loading' };
  if (UNSTORABLE.test(cell)) return { reason: 'holds a character that cannot be stored' };
  if (type === 'text') return { text: cell };
  const text = cell.trim();
  if (text === '') return EMPTY;
  if (type === 'boolean') return booleanFrom(text);
  if (type === 'number') return oneReading(numberFromText(text, locale), type);
  return dated(momentFromText(text.replace('T', ' '), locale), text, { type, locale });
}

function booleanFrom(text: string): TypedCell {
  const word = text.toLowerCase();
  return word === 'true' || word === 'false'
    ? { text: word }
    : { reason: `is not ${nameOfType('boolean')}` };
}

// A date's time of day is no part of it; a day alone is its midnight.
function dated(
  moment: DateRead,
  text: string,
  { type, locale }: { type: TableType; locale: string },
): TypedCell {
  const read = moment ?? dateFromText(text, locale);
  const typed = oneReading(read, type);
  if (!('text' in typed) || typed.text === null) return typed;
  return { text: type === 'date' ? typed.text.slice(0, 10) : typed.text };
}

function oneReading(
  read: { value: string } | { either: [string, string] } | null,
  type: TableType,
): TypedCell {
  if (read === null) return { reason: `is not ${nameOfType(type)}` };
  if ('value' in read) return { text: read.value };
  const [one, other] = read.either;
  return { reason: `could be ${one} or ${other}` };
}
