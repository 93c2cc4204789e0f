// Which value a cell gives for a parameter: what it shows for a text, what it holds for a number or a date.
import type { ParameterType, Scalar } from '../contract/parameter.ts';
import { isNumberText } from './number-text.ts';
import { isDate, serialOfDateObject } from './wall-clock.ts';
import { dateFromText, momentFromText } from './written-date.ts';
import { numberFromText, writtenNumber } from './written-number.ts';

/** A cell that is not empty: what Google gives for it, and what it shows. */
export interface FilledCell {
  value: unknown;
  shown: string;
}

/** What a value is read for, and the clocks and the writing of the spreadsheet. */
export interface ValueWanted {
  type: ParameterType;
  /** What the parameter is called before people. */
  name: string;
  timeZone: () => string;
  locale: () => string;
}

/** The value, or what is wrong as the first half of a sentence. */
export type CellValueRead = { value: Scalar } | { wrong: string };

/** What Google Sheets gives for a formula that has no value. */
const ERRORS: ReadonlySet<unknown> = new Set([
  ...['#N/A', '#REF!', '#NAME?', '#VALUE!', '#DIV/0!', '#NUM!', '#NULL!', '#ERROR!'],
  ...['Loading...', '#SPILL!', '#CALC!'],
]);

/** Whether a cell holds what Google Sheets gives for a formula that has no value. */
export function isErrorText(value: unknown): boolean {
  return ERRORS.has(value);
}

/** The value that a cell gives for a parameter. */
export function valueInCell(cell: FilledCell, wanted: ValueWanted): CellValueRead {
  const { value, shown } = cell;
  if (isErrorText(value)) return { wrong: `The cell for ${wanted.name} shows ${String(value)}` };
  switch (wanted.type) {
    case 'text':
    case 'choice':
      // A format may hide what is there.
      return { value: shown === '' ? String(value) : shown };
    case 'number':
      return numberIn(cell, wanted);
    case 'boolean':
      if (typeof value === 'boolean') return { value };
      return { wrong: `The cell for ${wanted.name} holds "${shown}", not TRUE or FALSE` };
    case 'date':
      return dayIn(cell, wanted);
    case 'timestamp':
      return momentIn(cell, wanted);
  }
}

function numberIn({ value, shown }: FilledCell, { name, locale }: ValueWanted): CellValueRead {
  if (typeof value === 'number') return { value };
  const text = typeof value === 'string' ? value.trim() : shown;
  if (isNumberText(text) && !text.includes('.')) return { value: text };
  const read = typeof value === 'string' ? numberFromText(text, locale()) : null;
  if (read === null) return notA('number', text, name);
  if ('value' in read) return read;
  const [one, other] = read.either;
  const written = [writtenNumber(one, locale()), writtenNumber(other, locale())] as const;
  return unclear(text, written, name);
}

function dayIn({ value, shown }: FilledCell, wanted: ValueWanted): CellValueRead {
  if (isDate(value)) {
    const serial = serialOfDateObject(value.getTime(), wanted.timeZone());
    return serial < 1 ? notA('date', shown, wanted.name) : { value: dayOfSerial(serial) };
  }
  return written(String(value), wanted, dateFromText);
}

function momentIn({ value, shown }: FilledCell, wanted: ValueWanted): CellValueRead {
  if (isDate(value)) {
    const serial = serialOfDateObject(value.getTime(), wanted.timeZone());
    return serial < 1 ? notA('date', shown, wanted.name) : { value: value.toISOString() };
  }
  return written(String(value), wanted, momentFromText);
}

// Words such as start of month are the server's to read.
function written(
  text: string,
  { name, locale }: ValueWanted,
  read: typeof dateFromText,
): CellValueRead {
  const found = /^\d{4}-/.test(text) || !/\d/.test(text) ? null : read(text, locale());
  if (found === null) return { value: text };
  return 'value' in found ? found : unclear(text, found.either, name);
}

const DAY_MS = 86_400_000;
const EPOCH_MS = Date.UTC(1899, 11, 30);

function dayOfSerial(serial: number): string {
  return new Date(EPOCH_MS + Math.floor(serial) * DAY_MS).toISOString().slice(0, 10);
}

function notA(what: string, text: string, name: string): CellValueRead {
  return { wrong: `The cell for ${name} shows "${text}", which is not a ${what}` };
}

function unclear(
  text: string,
  [one, other]: readonly [string, string],
  name: string,
): CellValueRead {
  return { wrong: `"${text}" in the cell for ${name} may be ${one} or ${other}` };
}
