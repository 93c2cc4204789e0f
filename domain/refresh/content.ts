// What a refresh brings into a range: the cells of a result, as the range's mode wants them.
import { contentOf } from '../cells/content.ts';
import type { Cell } from '../cells/cell.ts';
import type { Content, ContentWishes } from '../cells/content.ts';
import type { Result } from '../contract/result.ts';
import type { RangeOptions } from '../linked-range.ts';
import { chosenRows } from './chosen-rows.ts';
import { MODES } from './modes.ts';

/** A result with the rows of all its pages. */
export type WholeResult = Omit<Result, 'next'>;

/** The column that says when a row was added, in a range to which rows are added below. */
const ADDED_AT = { name: 'added_at', type: 'datetime' as const, typeName: 'timestamptz' };

/**
 * The content that a result is for a range with these options, by the spreadsheet's clocks and in its writing. Throws
 * Problem columns_missing.
 */
export function contentFor(
  result: WholeResult,
  { mode, exactText, filter, sort }: RangeOptions,
  { timeZone, locale }: Pick<ContentWishes, 'timeZone' | 'locale'>,
): Content {
  const rows = chosenRows(result, { filter, sort }, timeZone);
  const chosen = rows === result.rows ? result : { ...result, rows };
  const shown = MODES[mode].tellsWhenAdded ? withTime(chosen) : chosen;
  return contentOf(shown, { exactText, timeZone, locale });
}

/** Whether there are days in the content, which each locale writes in its own way. */
export function showsDays({ columns }: Pick<Result, 'columns'>, { mode }: RangeOptions): boolean {
  const isDay = ({ type }: Result['columns'][number]) => type === 'date' || type === 'datetime';
  return MODES[mode].tellsWhenAdded || columns.some(isDay);
}

/** What the column for it says of rows that came with the run of this instant. */
export function addedCell(ranAt: string, wishes: { timeZone: string }): Cell | null {
  const shown = { columns: [ADDED_AT], rows: [[toTheSecond(ranAt)]], truncated: false };
  return contentOf(shown, { ...wishes, exactText: [] }).rows[0]?.[0] ?? null;
}

function withTime({ columns, rows, ranAt, ...result }: WholeResult) {
  const at = toTheSecond(ranAt);
  return { ...result, columns: [...columns, ADDED_AT], rows: rows.map((row) => [...row, at]) };
}

// A millisecond would only make the column wider.
function toTheSecond(ranAt: string): string {
  return `${ranAt.slice(0, 19)}Z`;
}
