// What a refresh brings into a range: the cells of a result, as the range's mode wants them.
import { contentOf } from '../cells/content.ts';
import type { Content } from '../cells/content.ts';
import type { Result } from '../contract/result.ts';
import type { RangeOptions } from '../linked-range.ts';
import { MODES } from './modes.ts';

/** A result with the rows of all its pages. */
export type WholeResult = Omit<Result, 'next'>;

/** The column that says when a row was added, in a range to which rows are added below. */
const ADDED_AT = { name: 'added_at', type: 'datetime' as const, typeName: 'timestamptz' };

/** The content that a result is for a range with these options; instants are shown in `timeZone`. */
export function contentFor(
  result: WholeResult,
  { mode, exactText }: RangeOptions,
  timeZone: string,
): Content {
  const shown = MODES[mode].tellsWhenAdded ? withTime(result) : result;
  return contentOf(shown, { exactText, timeZone });
}

function withTime({ columns, rows, ranAt, ...result }: WholeResult) {
  // To the second: a millisecond would only make the column wider.
  const at = `${ranAt.slice(0, 19)}Z`;
  return { ...result, columns: [...columns, ADDED_AT], rows: rows.map((row) => [...row, at]) };
}
