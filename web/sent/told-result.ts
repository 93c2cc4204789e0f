// A result whose last column says who was told when: without that column, and the rows that one filter of it leaves.
import type { Result } from '../../domain/contract/result.ts';
import { BETWEEN_LISTS } from '../../domain/sent-list.ts';

/** The query's own columns alone. */
export function ownResult(result: Result): Result {
  const { told, columns, rows, ...rest } = result;
  if (told === undefined) return result;
  return {
    ...rest,
    columns: columns.slice(0, -1),
    rows: rows.map((row) => row.slice(0, -1)),
  };
}

/** Everybody; who was told nothing yet; or, with a list as the column names it, who does not stand in that. */
export type Among = { of: 'all' } | { of: 'new' } | { of: 'since'; list: string };

/** The lists that somebody in the result stands in, the latest first. */
export function listsIn({ told, rows }: Result): string[] {
  if (told === undefined) return [];
  const lists = new Set(rows.flatMap((row) => listsOf(row)));
  return [...lists].sort().reverse();
}

/** The places of the rows that the filter leaves; null: all. */
export function placesFor(result: Result, filter: Among): number[] | null {
  if (filter.of === 'all' || result.told === undefined) return null;
  const stays = (row: Result['rows'][number]) =>
    filter.of === 'new' ? listsOf(row).length === 0 : !listsOf(row).includes(filter.list);
  return result.rows.flatMap((row, place) => (stays(row) ? [place] : []));
}

function listsOf(row: Result['rows'][number]): string[] {
  const told = row.at(-1);
  return typeof told === 'string' ? told.split(BETWEEN_LISTS) : [];
}
