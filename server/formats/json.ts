// JSON: an array of objects for everybody, and the rows as arrays for the sidebar's envelope.
import { BACKSLASH, COMMA, LF, QUOTE, ZERO, fieldLength } from './bytes.ts';
import { uniqueNames } from './columns.ts';
import { writeInstant } from './instant.ts';
import { isExactNumber, isFinite, isWrittenAlike } from './json-numbers.ts';
import { kindOfText, type Writing } from '../engines/kinds.ts';
import type { RowColumn } from '../engines/rows.ts';
import type { RowFormat } from './row-writer.ts';

// How a field is written.
const TEXT = 0;
/** Text that needs no escapes. */
const PLAIN = 1;
/** A whole number of at most ten digits. */
const INTEGER = 2;
/** A number that may have more digits than JavaScript keeps, or be NaN. */
const NUMERIC = 3;
const FLOAT = 4;
const BOOLEAN = 5;
const INSTANT = 6;
/** A number that JavaScript must write with the same digits again. */
const EXACT = 7;

const NUMBERS: ReadonlySet<number> = new Set([INTEGER, NUMERIC, FLOAT]);

const WAYS: Record<Writing, number> = {
  escaped: TEXT,
  plain: PLAIN,
  boolean: BOOLEAN,
  integer: INTEGER,
  whole: NUMERIC,
  decimal: NUMERIC,
  float: FLOAT,
  instant: INSTANT,
};

const ESCAPED = new Uint8Array(256).fill(1, 0, 32);
ESCAPED[QUOTE] = ESCAPED[BACKSLASH] = 1;
const SHORT = new Uint8Array(32);
for (const [byte, letter] of [
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [12, 'f'],
  [13, 'r'],
] as const) {
  SHORT[byte] = letter.charCodeAt(0);
}
const HEX = Buffer.from('0123456789abcdef');
const NULL = Buffer.from('null');
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

interface Columns {
  columns: readonly RowColumn[];
}

/** A JSON array of objects; duplicate names get `_2`, `_3`. */
export function jsonFormat({ columns }: Columns): RowFormat {
  let shape = OBJECTS.get(columns);
  if (!shape) {
    const keys = uniqueNames(columns).map(
      (name, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`,
    );
    shape = shapeOf(columns, { keys: keys.length > 0 ? keys : ['{'], close: '}' });
    OBJECTS.set(columns, shape);
  }
  return rowsFormat(shape, { head: '[', tail: '\n]\n' });
}

// The columns of a statement are the same array as long as it is known.
const OBJECTS = new WeakMap<readonly RowColumn[], Shape>();

/** What comes as the database writes it. */
export interface ExactWishes {
  /** Whole columns, by their names. */
  exactText?: readonly string[] | undefined;
  /** Numbers that JavaScript would write with other digits. */
  exactNumbers?: boolean | undefined;
}

/** Rows as arrays, one on each line, between brackets. */
export function arraysFormat({ columns }: Columns, exact: ExactWishes = {}): RowFormat {
  const keys = columns.map((_, index) => (index === 0 ? '[' : ','));
  const shape = shapeOf(columns, { keys: keys.length > 0 ? keys : ['['], close: ']' });
  keepDigits(shape.kinds, columns, exact);
  return rowsFormat(shape, { head: '[', tail: ']' });
}

function keepDigits(
  kinds: Uint8Array,
  columns: Columns['columns'],
  { exactText = [], exactNumbers = false }: ExactWishes,
): void {
  if (exactNumbers)
    kinds.forEach((kind, index) => (kinds[index] = kind === NUMERIC ? EXACT : kind));
  if (exactText.length === 0) return;
  uniqueNames(columns).forEach((name, index) => {
    const isNumber = NUMBERS.has(kinds[index] ?? TEXT) || kinds[index] === EXACT;
    if (exactText.includes(name) && isNumber) kinds[index] = PLAIN;
  });
}

/** How each row is written. */
interface Shape {
  kinds: Uint8Array;
  /** What stands before each field. */
  keys: Buffer[];
  close: number;
  /** The most bytes that a row has besides its fields. */
  overhead: number;
}

function shapeOf(
  columns: readonly RowColumn[],
  { keys, close }: { keys: string[]; close: string },
): Shape {
  const bytes = keys.map((key) => Buffer.from(key));
  return {
    kinds: Uint8Array.from(columns, ({ kind }) => WAYS[kindOfText(kind).writing]),
    keys: bytes,
    close: close.charCodeAt(0),
    overhead: bytes.reduce((sum, key) => sum + key.length, 0) + 8 * columns.length + 8,
  };
}

function rowsFormat(
  { kinds, keys, close, overhead }: Shape,
  { head, tail }: { head: string; tail: string },
): RowFormat {
  let first = true;
  return {
    head: () => Buffer.from(head),
    tail: () => Buffer.from(tail),
    // A control character becomes six bytes.
    bound: (length) => 6 * length + overhead,
    row(from, at, out, begin) {
      let w = begin;
      if (!first) out[w++] = COMMA;
      first = false;
      out[w++] = LF;
      w = writeFields({ from, at, kinds, keys }, out, w);
      out[w++] = close;
      return w;
    },
  };
}

interface Fields {
  from: Buffer;
  at: number;
  kinds: Uint8Array;
  keys: Buffer[];
}

function writeFields({ from, at: start, kinds, keys }: Fields, out: Buffer, begin: number): number {
  let at = start;
  let w = begin;
  if (kinds.length === 0) return put(keys[0] as Buffer, out, w);
  for (let i = 0; i < kinds.length; i++) {
    const length = fieldLength(from, at);
    at += 4;
    w = put(keys[i] as Buffer, out, w);
    if (length < 0) {
      w = put(NULL, out, w);
      continue;
    }
    w = writeField(from, at, at + length, kinds[i] as number, out, w);
    at += length;
  }
  return w;
}

// eslint-disable-next-line max-params
function writeField(
  from: Buffer,
  at: number,
  end: number,
  kind: number,
  out: Buffer,
  w: number,
): number {
  switch (kind) {
    case INTEGER:
      return copy(from, at, end, out, w);
    case NUMERIC:
      return isExactNumber(from, at, end)
        ? copy(from, at, end, out, w)
        : quote(from, at, end, out, w);
    case EXACT:
      return isWrittenAlike(from, at, end)
        ? copy(from, at, end, out, w)
        : quote(from, at, end, out, w);
    case FLOAT:
      return isFinite(from, at, end) ? copy(from, at, end, out, w) : quote(from, at, end, out, w);
    case BOOLEAN:
      return put(from[at] === 0x74 ? TRUE : FALSE, out, w);
    case PLAIN:
      return quote(from, at, end, out, w);
    case INSTANT: {
      out[w++] = QUOTE;
      w = writeInstant(from, at, end, out, w);
      out[w++] = QUOTE;
      return w;
    }
    default:
      return writeText(from, at, end, out, w);
  }
}

function put(bytes: Buffer, out: Buffer, begin: number): number {
  let w = begin;
  for (let at = 0; at < bytes.length; at++) out[w++] = bytes[at] as number;
  return w;
}

// eslint-disable-next-line max-params
function copy(from: Buffer, start: number, end: number, out: Buffer, begin: number): number {
  let w = begin;
  for (let at = start; at < end; at++) out[w++] = from[at] as number;
  return w;
}

// eslint-disable-next-line max-params
function quote(from: Buffer, start: number, end: number, out: Buffer, begin: number): number {
  out[begin] = QUOTE;
  const w = copy(from, start, end, out, begin + 1);
  out[w] = QUOTE;
  return w + 1;
}

// eslint-disable-next-line max-params
function writeText(from: Buffer, start: number, end: number, out: Buffer, begin: number): number {
  let w = begin;
  out[w++] = QUOTE;
  for (let at = start; at < end; at++) {
    const byte = from[at] as number;
    if (ESCAPED[byte] === 0) out[w++] = byte;
    else w = escape(byte, out, w);
  }
  out[w++] = QUOTE;
  return w;
}

function escape(byte: number, out: Buffer, begin: number): number {
  let w = begin;
  out[w++] = BACKSLASH;
  if (byte >= 32) out[w++] = byte;
  else if (SHORT[byte]) out[w++] = SHORT[byte] as number;
  else {
    out[w++] = 0x75;
    out[w++] = ZERO;
    out[w++] = ZERO;
    out[w++] = HEX[byte >> 4] as number;
    out[w++] = HEX[byte & 15] as number;
  }
  return w;
}
