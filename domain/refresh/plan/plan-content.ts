// Plans what is written into the cells of a range: rows that differ, those that are emptied, the marks.
import { blocksOf } from './blocks.ts';
import type { Operation } from '../sheet.ts';
import type { RefreshInput } from './refresh-input.ts';
import { runsOf } from '../layout/rows.ts';

/** What is written and emptied, and how many rows that were there change by it. */
export function planContent(input: RefreshInput): { operations: Operation[]; changed: number } {
  const { layout, picture, expected, blank } = input;
  const now = (index: number) => {
    const present = layout.present[index] ?? null;
    return present === null ? null : picture.rows[present];
  };
  const indexes = [...layout.targets.keys()];
  const dirty = indexes.filter((index) => {
    const target = layout.targets[index];
    return typeof target === 'number' && now(index) !== expected[target];
  });
  const toEmpty = indexes.filter(
    (index) => layout.targets[index] === 'blank' && now(index) !== blank,
  );
  const changed = dirty.filter((index) => (layout.present[index] ?? null) !== null);
  return {
    operations: [...planWrites(input, dirty, changed), ...planEmptied(input, toEmpty)],
    changed: changed.length,
  };
}

/** Rows whose key is gone now, or there again. */
export function planMarks({ marks, picture }: RefreshInput): Operation[] {
  const first = picture.place.row + 1;
  return marks.map((mark): Operation => {
    if (mark.gone) return { do: 'markGone', ...mark, row: first + mark.row };
    const { like = null } = mark;
    return {
      do: 'markGone',
      gone: false,
      row: first + mark.row,
      like: like === null ? null : first + like,
    };
  });
}

// Rows that were there get only the columns in which any of them differs; new rows get all.
function planWrites(input: RefreshInput, dirty: number[], changed: number[]): Operation[] {
  const width = input.arrangement.columns.length;
  const only = changedColumns(input, changed);
  if (only.count === width) return writesOf(input, dirty, null);
  const known = new Set(changed);
  const fresh = dirty.filter((index) => !known.has(index));
  return [...writesOf(input, fresh, null), ...writesOf(input, changed, only)];
}

function writesOf(
  { arrangement, layout, picture }: RefreshInput,
  rows: number[],
  only: { from: number; count: number } | null,
): Operation[] {
  const width = arrangement.columns.length;
  const first = picture.place.row + 1;
  const exact = picture.around.othersAtWork;
  return blocksOf(rows, layout.targets, { columns: only?.count ?? width, width, exact }).map(
    ({ from, results }): Operation => ({
      do: 'writeRows',
      row: first + from,
      results,
      ...(only ? { only } : {}),
    }),
  );
}

function changedColumns(
  { arrangement, layout, differing }: RefreshInput,
  rows: number[],
): { from: number; count: number } {
  const width = arrangement.columns.length;
  let from = width;
  let to = -1;
  for (const index of rows) {
    const target = layout.targets[index];
    const present = layout.present[index] ?? null;
    if (typeof target !== 'number' || present === null) continue;
    for (const column of differing(present, target)) {
      from = Math.min(from, column);
      to = Math.max(to, column);
    }
    if (from === 0 && to === width - 1) break;
  }
  return to < from ? { from: 0, count: width } : { from, count: to - from + 1 };
}

function planEmptied(input: RefreshInput, rows: number[]): Operation[] {
  const { arrangement, layout, picture, removeVanished } = input;
  const first = picture.place.row + 1;
  const blanks = runsOf(rows).flatMap(({ from, count }) =>
    runsOf(arrangement.columns.map(({ offset }) => offset)).map((run): Operation => ({
      do: 'emptyCells',
      row: first + from,
      count,
      offset: run.from,
      columns: run.count,
    })),
  );
  const vanished = removeVanished ? [] : arrangement.vanished;
  const count = layout.targets.length;
  return [
    ...blanks,
    ...vanished.map(({ offset }): Operation => ({
      do: 'emptyCells',
      row: first,
      count,
      offset,
      columns: 1,
    })),
  ];
}
