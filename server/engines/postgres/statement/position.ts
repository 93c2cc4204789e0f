// Where something stands in the text that the author wrote, before parameters were numbered.
import type { Reading } from './parser.ts';

/** Line and column, both from 1; the column counts characters. */
export interface Position {
  line: number;
  column: number;
}

/** The place in the author's `sql` of the character number `index` (from 0) of the text sent to PostgreSQL. */
export function authorPosition(sql: string, reading: Reading, index: number): Position {
  const offset = unitOffset(reading.text, index);
  return positionAt(sql, authorOffset(reading, offset));
}

/** Line and column of a UTF-16 offset. */
export function positionAt(sql: string, offset: number): Position {
  const before = sql.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: [...before.slice(lineStart)].length + 1 };
}

/** The UTF-16 offset of the character number `index`: PostgreSQL counts characters, JavaScript UTF-16 units. */
export function unitOffset(text: string, index: number): number {
  let offset = 0;
  for (let left = index; left > 0 && offset < text.length; left--) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/** The UTF-16 offset in the author's text of one in the text that is sent. */
export function authorOffset({ moved }: Reading, offset: number): number {
  let shift = 0;
  for (const { from, to, textFrom, textTo } of moved) {
    if (offset < textFrom) break;
    if (offset < textTo) return from;
    shift = to - textTo;
  }
  return offset + shift;
}

/** A message of PostgreSQL, which was sent numbers, with the names that the author wrote. */
export function withNames(message: string, { names }: Pick<Reading, 'names'>): string {
  const number = /(parameter |at or near ")\$(\d+)/g;
  return message.replace(number, (all: string, before: string, digits: string) => {
    const name = names[Number(digits) - 1];
    return name === undefined ? all : `${before}:${name}`;
  });
}
