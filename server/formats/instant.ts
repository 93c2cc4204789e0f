// PostgreSQL's timestamptz, such as 2026-03-29 02:30:00.5+02, as an ISO instant in UTC, byte by byte.
import { DOT, MINUS, NINE, PLUS, ZERO } from './bytes.ts';

const COLON = 0x3a;
const T = 0x54;
const Z = 0x5a;
const DATE_LENGTH = 10;
const TIME_LENGTH = 19;

/**
 * Writes the instant that stands in `from` between `start` and `end` into `out` at `begin`, without quotes.
 * What has no year of four digits (infinity, years before 1 or after 9999) is copied as it is.
 */
// eslint-disable-next-line max-params
export function writeInstant(
  from: Buffer,
  start: number,
  end: number,
  out: Buffer,
  begin: number,
): number {
  const sign = signAt(from, start, end);
  if (sign < 0) return copy(from, start, end, out, begin);
  const offset = offsetSeconds(from, sign, end);
  let w = begin;
  if (offset === 0) w = copy(from, start, start + TIME_LENGTH, out, w);
  else w = writeShifted(from, start, offset, out, w);
  out[begin + DATE_LENGTH] = T;
  w = copy(from, start + TIME_LENGTH, sign, out, w);
  out[w++] = Z;
  return w;
}

// Where the offset begins; -1 for a form that is not YYYY-MM-DD HH:MM:SS[.ffffff]±….
function signAt(from: Buffer, start: number, end: number): number {
  if (from[start + 4] !== MINUS || from[start + 13] !== COLON || from[end - 1] === 0x43) return -1;
  for (let at = start + TIME_LENGTH; at < end; at++) {
    const byte = from[at] as number;
    if (byte === PLUS || byte === MINUS) return at;
    if (byte !== DOT && (byte < ZERO || byte > NINE)) return -1;
  }
  return -1;
}

// ±HH, ±HH:MM or ±HH:MM:SS
function offsetSeconds(from: Buffer, sign: number, end: number): number {
  let seconds = two(from, sign + 1) * 3600;
  if (end > sign + 4) seconds += two(from, sign + 4) * 60;
  if (end > sign + 7) seconds += two(from, sign + 7);
  return from[sign] === MINUS ? -seconds : seconds;
}

// eslint-disable-next-line max-params
function writeShifted(
  from: Buffer,
  start: number,
  offset: number,
  out: Buffer,
  begin: number,
): number {
  const year = two(from, start) * 100 + two(from, start + 2);
  const moment = new Date(0);
  moment.setUTCFullYear(year, two(from, start + 5) - 1, two(from, start + 8));
  moment.setUTCHours(two(from, start + 11), two(from, start + 14), two(from, start + 17) - offset);
  const shifted = moment.getUTCFullYear();
  // A shift over the edge of four digits.
  if (shifted < 1 || shifted > 9999)
    return begin + out.write(moment.toISOString().slice(0, -5), begin);
  putTwo(out, begin, Math.floor(shifted / 100));
  putTwo(out, begin + 2, shifted % 100);
  out[begin + 4] = out[begin + 7] = MINUS;
  putTwo(out, begin + 5, moment.getUTCMonth() + 1);
  putTwo(out, begin + 8, moment.getUTCDate());
  putTwo(out, begin + 11, moment.getUTCHours());
  putTwo(out, begin + 14, moment.getUTCMinutes());
  putTwo(out, begin + 17, moment.getUTCSeconds());
  out[begin + 13] = out[begin + 16] = COLON;
  return begin + TIME_LENGTH;
}

function two(from: Buffer, at: number): number {
  return ((from[at] as number) - ZERO) * 10 + (from[at + 1] as number) - ZERO;
}

function putTwo(out: Buffer, at: number, value: number): void {
  out[at] = ZERO + Math.floor(value / 10);
  out[at + 1] = ZERO + (value % 10);
}

// eslint-disable-next-line max-params
function copy(from: Buffer, start: number, end: number, out: Buffer, begin: number): number {
  let w = begin;
  for (let at = start; at < end; at++) out[w++] = from[at] as number;
  return w;
}
