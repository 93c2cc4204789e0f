// Which row of the result goes into which row of the range, and which rows must come and go for it.

/** What a row of the range shall hold: a row of the result, what it holds already, or nothing. */
export type Target = number | 'kept' | 'blank';

export interface RowLayout {
  /** For each data row of the range as it will be. */
  targets: Target[];
  /** For each of them the present data row that stands there; null where a row was inserted. */
  present: (number | null)[];
  /** Present rows that go, those at the bottom first, so that the numbers of the others stay true. */
  deletions: { from: number; count: number }[];
  /** Rows that come, before the data row at this index (counted after the deletions). */
  insertion: { before: number; count: number } | null;
  /** The last row, which an insertion has pushed to the end, is copied back to this index. */
  copyLastTo: number | null;
}

/**
 * The result takes the place of what is there. Rows come before the last and go before the last, so
 * that whatever refers to the range grows and shrinks with it; one data row always stays.
 */
export function replaceRows(
  present: number,
  results: number,
  { keepSurplus }: { keepSurplus: 'rows' | 'blank' | null },
): RowLayout {
  const wanted = Math.max(1, results);
  const targets: Target[] = results === 0 ? ['blank'] : [...Array(results).keys()];
  if (wanted >= present) return grown(targets, present);
  if (keepSurplus === null) return shrunk(targets, present);
  const surplus: Target[] = Array<Target>(present - results).fill(
    keepSurplus === 'rows' ? 'kept' : 'blank',
  );
  return unmoved([...targets.slice(0, results), ...surplus]);
}

/** The result goes below the rows that are there (`kept` of the `present` ones). */
export function appendRows(present: number, results: number, kept: number): RowLayout {
  const targets: Target[] = [
    ...Array<Target>(kept).fill('kept'),
    ...Array.from({ length: results }, (_, index) => index),
  ];
  if (targets.length === 0) targets.push('blank');
  while (targets.length < present) targets.push('blank');
  const layout = grown(targets, present);
  if (layout.insertion === null || kept < present) return layout;
  // The last row was pushed to the end by the insertion before it.
  layout.present[kept - 1] = present - 1;
  layout.present[layout.present.length - 1] = null;
  return { ...layout, copyLastTo: kept - 1 };
}

/** Rows stay where they are, `gone` ones go, and rows of the result that have no row come below. */
export function matchRows(
  matches: (number | null)[],
  gone: Set<number>,
  added: number[],
): RowLayout {
  const stay = [...matches.keys()].filter((row) => !gone.has(row));
  const keptTargets = stay.map((row): Target => matches[row] ?? 'kept');
  const targets = [...keptTargets, ...added];
  if (stay.length === 0) return { ...replaceAll(targets, matches.length) };
  const layout = appendRows(stay.length, added.length, stay.length);
  return {
    ...layout,
    targets: targets,
    present: layout.present.map((index) => (index === null ? null : (stay[index] ?? null))),
    deletions: runsOf([...gone]).reverse(),
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

function replaceAll(targets: Target[], present: number): RowLayout {
  const filled: Target[] = targets.length === 0 ? ['blank'] : targets;
  return filled.length >= present ? grown(filled, present) : shrunk(filled, present);
}

function unmoved(targets: Target[]): RowLayout {
  const present = [...targets.keys()];
  return { targets, present, deletions: [], insertion: null, copyLastTo: null };
}

function grown(targets: Target[], present: number): RowLayout {
  const count = targets.length - present;
  if (count <= 0) return unmoved(targets);
  const before = Math.max(0, present - 1);
  return {
    targets,
    present: targets.map((_, index) => {
      if (index < before) return index;
      return index === targets.length - 1 && present > 0 ? present - 1 : null;
    }),
    deletions: [],
    insertion: { before, count },
    copyLastTo: null,
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
    insertion: null,
    copyLastTo: null,
  };
}
