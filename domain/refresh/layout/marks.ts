// The mark of rows that the result no longer has, and that stay for what stands beside them: which rows get it, and
// which lose it.
import type { Place } from '../../cells/place.ts';
import { ask, GONE_COLOR } from '../sheet.ts';
import type { Rules } from '../sheet.ts';
import type { LayoutInput, Mark } from './range-layout.ts';
import { offsetNow } from './columns.ts';
import { blankPrint } from './row-prints.ts';
import { runsOf } from './rows.ts';
import type { RowLayout } from './rows.ts';
import type { Fate } from './standing-rows.ts';

interface Marking {
  fates: Fate[];
  present: (number | null)[];
  /** Present rows that stay although the result no longer has them. */
  kept: number[];
  marked: Set<number>;
}

/** The rows, as they will be, that get the mark of rows which the result no longer has, or lose it. */
export function* marksOf(place: Place, { fates, present, kept, marked }: Marking): Rules<Mark[]> {
  const position = new Map(present.map((row, at) => [row, at]));
  const atOf = (row: number) => position.get(row) ?? row;
  const shown = [...fates.keys()].filter((row) => typeof fates[row] === 'number');
  const fresh = kept.filter((row) => !marked.has(row));
  const texts = yield* textsOf(place, fresh);
  const like = shown.find((row) => !marked.has(row));
  return [
    ...fresh.map((row, at): Mark => ({ row: atOf(row), gone: true, texts: texts[at] ?? [] })),
    ...shown
      .filter((row) => marked.has(row))
      .map((row): Mark => ({
        ...{ row: atOf(row), gone: false, like: like === undefined ? null : atOf(like) },
      })),
  ].sort((one, other) => one.row - other.row);
}

/** The present rows that have the mark. */
export function markedRows({
  arrangement,
  around: { place },
}: Pick<LayoutInput, 'arrangement' | 'around'>): Rules<Set<number>> {
  // The mark is in our columns; before them may stand one of the person's.
  const offset = offsetNow(arrangement, arrangement.present[0]?.offset ?? 0);
  return markedIn(place, place.column + offset);
}

/** The same by a column of the tab that is one of ours. */
export function* markedIn(place: Place, column: number): Rules<Set<number>> {
  const first = { column, row: place.row + 1, rows: place.rows - 1, columns: 1 };
  const colors = yield* ask({ read: 'fontColors', place: first });
  return new Set(
    [...colors.keys()].filter((row) => colors[row]?.[0]?.toLowerCase() === GONE_COLOR),
  );
}

/** Rows, as they will be, that lose the mark because nothing stands beside them any more: new ones may look like one that had it. */
export function* marksToTakeAway(
  input: LayoutInput,
  { targets, present }: RowLayout,
): Rules<Mark[]> {
  const marked = input.linked.refreshed?.kept ? yield* markedRows(input) : new Set<number>();
  if (marked.size === 0) return [];
  const rows = [...targets.keys()].filter((row) => targets[row] !== 'kept');
  const isPlain = (row: number) => !marked.has(present[row] ?? -1);
  const came = (row: number) => (present[row] ?? null) === null;
  const blank = blankPrint(input.arrangement.columns);
  const isFilled = (row: number) => input.present[present[row] ?? -1] !== blank;
  const like = rows.find((row) => !came(row) && isPlain(row) && isFilled(row)) ?? null;
  return rows
    .filter((row) => came(row) || !isPlain(row))
    .map((row): Mark => ({ row, gone: false, like }));
}

// What the cells of those rows show.
function* textsOf(place: Place, rows: number[]): Rules<string[][]> {
  const texts: string[][] = [];
  for (const { from, count } of runsOf(rows)) {
    const cells = { ...place, row: place.row + 1 + from, rows: count };
    texts.push(...(yield* ask({ read: 'texts', place: cells })));
  }
  return texts;
}
