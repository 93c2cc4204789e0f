// Which numbers, as the database writes them, JavaScript holds and writes with the same digits.
import { DOT, MINUS, NINE, ZERO } from './bytes.ts';

/** A double holds every decimal number of so many significant digits (IEEE 754 binary64). */
const EXACT_DIGITS = 15;
/** The largest double has 309 digits; what is longer than this may be none, however few of its digits count. */
const MOST_NUMBER_BYTES = 300;

/** 0.000001 is written so, 0.0000001 as 1e-7 (ECMA-262, Number::toString). */
const SMALL_ZEROS = 6;

/** Whether it is a number in JSON: NaN, Infinity and -Infinity are none. */
export function isFinite(from: Buffer, at: number, end: number): boolean {
  const last = from[end - 1] as number;
  return last >= ZERO && last <= NINE && (from[at] as number) <= NINE;
}

/** Whether a double holds it with all of its digits; zeros at either end are none that count. */
export function isExactNumber(from: Buffer, start: number, end: number): boolean {
  if (end - start <= EXACT_DIGITS) return isFinite(from, start, end);
  if (end - start > MOST_NUMBER_BYTES) return false;
  let digits = 0;
  let zeros = 0;
  for (let at = start; at < end; at++) {
    const byte = from[at] as number;
    if (byte === ZERO) {
      if (digits > 0) zeros++;
    } else if (byte > ZERO && byte <= NINE) {
      digits += zeros + 1;
      zeros = 0;
    } else if (byte !== DOT && byte !== MINUS) return false;
  }
  return digits <= EXACT_DIGITS;
}

/** Whether JavaScript writes it like this again: it drops zeros at the end of a fraction, and gives what is large or small an exponent. */
export function isWrittenAlike(from: Buffer, start: number, end: number): boolean {
  if (end - start > EXACT_DIGITS || !isFinite(from, start, end)) return false;
  const first = from[start] === MINUS ? start + 1 : start;
  let point = first;
  while (point < end && from[point] !== DOT) point++;
  // There is no minus zero in text.
  if (point === end) return from[start] !== MINUS || from[first] !== ZERO;
  if (from[end - 1] === ZERO) return false;
  return from[first] !== ZERO || !isSmall(from, point + 1, end);
}

/** From a millionth on downwards. */
function isSmall(from: Buffer, start: number, end: number): boolean {
  let at = start;
  while (at < end && from[at] === ZERO) at++;
  return at - start >= SMALL_ZEROS;
}
