// CSV as RFC 4180 has it: a header, CRLF, quotes only where they are needed; the fields are the database's text.
import { COMMA, CR, LF, QUOTE, fieldLength } from './bytes.ts';
import { kindOfText } from '../engines/kinds.ts';
import type { RowColumn } from '../engines/rows.ts';
import type { RowFormat } from './row-writer.ts';

const SPECIAL = new Uint8Array(256);
for (const byte of [QUOTE, COMMA, CR, LF]) SPECIAL[byte] = 1;

/** CSV with a header row. */
export function csvFormat({ columns }: { columns: readonly RowColumn[] }): RowFormat {
  const plain = Uint8Array.from(columns, ({ kind }) =>
    kindOfText(kind).writing === 'escaped' ? 0 : 1,
  );
  const header = columns.map(({ name }) => quoted(name)).join(',');
  return {
    head: () => Buffer.from(`${header}\r\n`),
    tail: () => Buffer.alloc(0),
    // Every byte may be a quote that is doubled, and each field is quoted and separated.
    bound: (length) => 2 * length + 4 * columns.length + 4,
    row: (from, at, out, w) => writeRow(from, at, plain, out, w),
  };
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// One loop over all fields: a call for each would cost a third of the time.
// eslint-disable-next-line max-params
function writeRow(
  from: Buffer,
  start: number,
  plain: Uint8Array,
  out: Buffer,
  begin: number,
): number {
  const count = plain.length;
  let at = start;
  let w = begin;
  for (let i = 0; i < count; i++) {
    const length = fieldLength(from, at);
    at += 4;
    if (i > 0) out[w++] = COMMA;
    if (length > 0) {
      const end = at + length;
      w = plain[i] === 1 ? copy(from, at, end, out, w) : writeText(from, at, end, out, w);
      at = end;
    } else if (length === 0 || count === 1) {
      // An empty text differs from null, as in COPY; a line with nothing at all would be no row to many readers.
      out[w++] = QUOTE;
      out[w++] = QUOTE;
    }
  }
  out[w++] = CR;
  out[w++] = LF;
  return w;
}

// eslint-disable-next-line max-params
function copy(from: Buffer, start: number, end: number, out: Buffer, begin: number): number {
  let w = begin;
  for (let at = start; at < end; at++) out[w++] = from[at] as number;
  return w;
}

// Copies in the hope that nothing needs quotes, and begins again where something does.
// eslint-disable-next-line max-params
function writeText(from: Buffer, start: number, end: number, out: Buffer, begin: number): number {
  let w = begin;
  let at = start;
  while (at < end && SPECIAL[from[at] as number] === 0) out[w++] = from[at++] as number;
  if (at === end) return w;
  w = begin;
  out[w++] = QUOTE;
  for (at = start; at < end; at++) {
    const byte = from[at] as number;
    if (byte === QUOTE) out[w++] = QUOTE;
    out[w++] = byte;
  }
  out[w++] = QUOTE;
  return w;
}
