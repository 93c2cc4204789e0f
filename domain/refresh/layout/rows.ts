// Which row of the result goes into which row of the range, and which rows must come and go for it.
import type { Edges } from '../around/together.ts';

/** What a row of the range shall hold: a row of the result, what it holds already, or nothing. */
export type Target = number | 'kept' | 'blank';

export interface RowLayout {
  /** For each data row of the range as it will be. */
  targets: Target[];
  /** For each of them the present data row that stands there; null where a row was inserted. */
  present: (number | null)[];
  /** Present rows that go, those at the bottom first, so that the numbers of the others stay true. */
  deletions: { from: number; count: number }[];
  /** Rows that come, before the data row at this index (counted after the deletions), the bottom first. */
  insertions: { before: number; count: number }[];
  /** Rows that an insertion left at an edge of the range and that are copied back to their place, by index. */
  copies: { from: number; to: number }[];
}

/**
 * The result takes the place of what is there. Rows come before the last and go before the last, so
 * that whatever refers to the range grows and shrinks with it; one data row always stays, and two where
 * formulas take several rows together (`summed`): a reference to a single row would not grow again.
 */
export function replaceRows(
  present: number,
  results: number,
  { keepSurplus, summed }: { keepSurplus: 'rows' | 'blank' | null; summed: boolean },
): RowLayout {
  const wanted = leastRows(present, results, summed);
  const targets: Target[] = [...Array(results).keys()];
  while (targets.length < wanted) targets.push('blank');
  if (wanted >= present) return grown(targets, present, summed);
  if (keepSurplus === null) return shrunk(targets, present);
  const surplus: Target[] = Array<Target>(present - results).fill(
    keepSurplus === 'rows' ? 'kept' : 'blank',
  );
  return unmoved([...targets.slice(0, results), ...surplus]);
}

/** The data rows that a range of `present` rows has for a result. */
export function leastRows(present: number, results: number, summed: boolean): number {
  return Math.max(results, summed && present > 1 ? 2 : 1);
}

/**
 * The result goes below the `kept` of the `present` rows. Rows beyond those were left by a write that
 * was cut off: `lastIsAtEnd` says that it had pushed the last kept row to the end of the range.
 */
export function appendRows(
  present: number,
  results: number,
  { kept, lastIsAtEnd, summed }: { kept: number; lastIsAtEnd: boolean; summed: boolean },
): RowLayout {
  const targets: Target[] = [
    ...Array<Target>(kept).fill('kept'),
    ...Array.from({ length: results }, (_, index) => index),
  ];
  while (targets.length < Math.max(1, present)) targets.push('blank');
  const layout = grown(targets, present, summed);
  const pushed = layout.insertions.some(({ before }) => before < present) && kept === present;
  if (kept === 0 || (!pushed && !lastIsAtEnd)) return layout;
  const end = layout.present.length - 1;
  return {
    ...layout,
    present: layout.present.map((index, row) => {
      if (row === kept - 1) return present - 1;
      return row === end ? null : index;
    }),
    copies: [{ from: end, to: kept - 1 }],
  };
}

/** The result goes below all rows, where nothing takes these together and would have to grow. */
export function rowsBelow(present: number, results: number): RowLayout {
  const came = [...Array(results).keys()];
  return {
    ...{ targets: [...Array<Target>(present).fill('kept'), ...came], deletions: [] },
    present: [...Array(present).keys(), ...came.map(() => null)],
    insertions: results > 0 ? [{ before: present, count: results }] : [],
    copies: [],
  };
}

/**
 * Takes a layout back: rows that came go, rows that went come again at their places, with the rows of
 * `kept` (by present row, as they were before) and the rest as it stands.
 */
export function undoneRows(
  layout: Pick<RowLayout, 'present'>,
  before: number,
  kept: Map<number, number>,
): RowLayout {
  const positions = new Map<number, number>();
  layout.present.forEach((index, row) => {
    if (index !== null) positions.set(index, row);
  });
  const all = [...Array(before).keys()];
  const missing = all.filter((index) => !positions.has(index));
  const came = [...layout.present.keys()].filter((row) => (layout.present[row] ?? null) === null);
  return {
    targets: all.map((index) => kept.get(index) ?? (positions.has(index) ? 'kept' : 'blank')),
    present: all.map((index) => positions.get(index) ?? null),
    deletions: runsOf(came).reverse(),
    insertions: runsOf(missing)
      .map(({ from, count }) => ({
        before: from - missing.filter((index) => index < from).length,
        count,
      }))
      .reverse(),
    copies: [],
  };
}

/**
 * The same where something that takes rows together begins or ends at an edge: rows come inside it, and the row at the
 * edge is copied back to its place.
 */
export function insideEdges(layout: RowLayout, taken: Edges): RowLayout {
  const rows = layout.present.length;
  const came = layout.insertions.reduce((sum, { count }) => sum + count, 0);
  const stay = rows - came;
  const last = taken.last && layout.insertions.some(({ before }) => before === stay);
  const first = taken.first && layout.insertions.some(({ before }) => before === 0);
  if (stay < (first && last ? 2 : 1) || !(first || last)) return layout;
  const placeOf = (before: number) => {
    if (last && before === stay) return stay - 1;
    return first && before === 0 ? 1 : before;
  };
  const isThere = [...layout.present.keys()].filter((row) => layout.present[row] !== null);
  return {
    ...layout,
    insertions: layout.insertions.map(({ before, count }) => ({ before: placeOf(before), count })),
    copies: [
      ...(last ? [{ from: rows - 1, to: isThere[stay - 1] ?? 0 }] : []),
      ...(first ? [{ from: 0, to: isThere[0] ?? 0 }] : []),
    ],
  };
}

/** Groups numbers into runs of successive ones, the smallest first. */
export function runsOf(numbers: number[]): { from: number; count: number }[] {
  const runs: { from: number; count: number }[] = [];
  for (const number of [...numbers].sort((one, other) => one - other)) {
    const last = runs[runs.length - 1];
    if (last && last.from + last.count === number) last.count += 1;
    else runs.push({ from: number, count: 1 });
  }
  return runs;
}

/** All rows of such runs. */
export function rowsIn(runs: readonly { from: number; count: number }[]): number[] {
  return runs.flatMap(({ from, count }) => Array.from({ length: count }, (_, at) => from + at));
}

/** All rows are new ones, in the place of `present` others. */
export function replaceAll(targets: Target[], present: number, summed: boolean): RowLayout {
  const filled = [...targets];
  while (filled.length < leastRows(present, targets.length, summed)) filled.push('blank');
  return filled.length >= present ? grown(filled, present, summed) : shrunk(filled, present);
}

function unmoved(targets: Target[]): RowLayout {
  const present = [...targets.keys()];
  return { targets, present, deletions: [], insertions: [], copies: [] };
}

function grown(targets: Target[], present: number, summed: boolean): RowLayout {
  const count = targets.length - present;
  if (count <= 0) return unmoved(targets);
  // Above a single row they would push down where a reference such as B2:B begins.
  const before = summed && present === 1 ? 1 : Math.max(0, present - 1);
  return {
    targets,
    present: targets.map((_, index) => {
      if (index < before) return index;
      if (before === present) return null;
      return index === targets.length - 1 && present > 0 ? present - 1 : null;
    }),
    deletions: [],
    insertions: [{ before, count }],
    copies: [],
  };
}

/** The present data rows that go when a range of `present` rows shrinks to `wanted`. */
export function rowsToDelete(present: number, wanted: number): { from: number; count: number } {
  // With two rows or more the first and the last one stay: what refers to either stays whole.
  return { from: wanted <= 1 ? 1 : wanted - 1, count: present - Math.max(1, wanted) };
}

function shrunk(targets: Target[], present: number): RowLayout {
  const { from, count } = rowsToDelete(present, targets.length);
  return {
    targets,
    present: targets.map((_, index) => (index < from ? index : index + count)),
    deletions: [{ from, count }],
    insertions: [],
    copies: [],
  };
}
