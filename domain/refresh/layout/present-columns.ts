// Where the columns of a range stand now: told by the texts of its header row, else by what stands in their rows, else
// by their neighbours.
import type { LinkedColumn } from '../../linked-range.ts';
import type { ColumnsSeen } from './column-prints.ts';

/** A column that the range showed when it was last written, where it stands now. */
export interface PresentColumn extends LinkedColumn {
  offset: number;
  /** What we wrote into its header cell; `label` is what it says now. */
  written: string;
  by: 'label' | 'content' | 'place';
}

/** What is seen of a range besides its header row. */
export interface Beneath extends ColumnsSeen {
  /** Columns that a write had begun to add when it was cut off. */
  adding: Pick<LinkedColumn, 'name' | 'label'>[];
}

const NOTHING_SEEN: Beneath = {
  ...{ adding: [], holds: () => null, wasBlank: () => false, isBlank: () => false },
};

type Found = Map<LinkedColumn, { offset: number; by: PresentColumn['by'] }>;

/** The columns of the record that are there, and where. */
export function presentColumns(
  linked: LinkedColumn[],
  header: string[],
  { adding, holds, wasBlank, isBlank }: Beneath = NOTHING_SEEN,
): PresentColumn[] {
  const free = new Set(header.keys());
  const found: Found = new Map();
  const take = (column: LinkedColumn, offset: number | undefined, by: PresentColumn['by']) => {
    if (offset === undefined) return;
    found.set(column, { offset, by });
    free.delete(offset);
  };
  const begun = adding.map((column) => ({ ...NEW_COLUMN, ...column }));
  const at = (where: (offset: number) => boolean) => [...free].find(where);
  for (const column of [...linked, ...begun]) {
    take(
      column,
      at((offset) => header[offset] === column.label),
      'label',
    );
  }
  linked.forEach((column, index) => {
    if (!found.has(column))
      take(
        column,
        at((offset) => holds(index, offset) === true),
        'content',
      );
  });
  linked.forEach((column, index) => {
    if (found.has(column)) return;
    const offset = relabelled(linked, found, { column, free, header });
    // A column that was blank is none in which something stands.
    const isOther = offset !== undefined && wasBlank(index) && !isBlank(offset);
    take(column, isOther ? (at(isBlank) ?? offset) : offset, 'place');
  });
  // Nothing stands in those yet: they take the blank ones in order.
  const blank = [...free].filter((offset) => header[offset] === '' && isBlank(offset));
  for (const column of begun) if (!found.has(column)) take(column, blank.shift(), 'place');
  return [...found]
    .map(([column, { offset, by }]) => ({
      ...{ ...column, offset, by },
      written: column.label,
      label: labelAt(header, offset, column),
    }))
    .sort((one, other) => one.offset - other.offset);
}

const NEW_COLUMN = { kind: 'text' as const, format: '', mixed: true };

// A header that says something else at the old place, between the same neighbours, was relabelled; a column that was put
// there says nothing, as long as its person gave it no name.
function relabelled(
  linked: LinkedColumn[],
  found: Found,
  { column, free, header }: { column: LinkedColumn; free: Set<number>; header: string[] },
): number | undefined {
  const index = linked.indexOf(column);
  const left = linked
    .slice(0, index)
    .reverse()
    .find((one) => found.has(one));
  const leftOffset = left === undefined ? -1 : (found.get(left)?.offset ?? -1);
  const offset = leftOffset + 1;
  if (!free.has(offset)) return undefined;
  let named = offset;
  while (free.has(named) && header[named] === '') named += 1;
  return free.has(named) ? named : offset;
}

function labelAt(header: string[], offset: number, column: LinkedColumn): string {
  const text = header[offset] ?? '';
  return text === '' ? column.label : text;
}

/** Columns of which it is doubtful where they stand, or whether they shall. */
export interface ColumnDoubts {
  /** Nothing but their neighbours tells them, and another column may be meant. */
  unsure: PresentColumn[];
  /** Their cells were taken out, header and all, while others still hold something. */
  takenOut: PresentColumn[];
}

/** What is doubtful about columns that were found. */
export function columnDoubts(
  linked: LinkedColumn[],
  present: PresentColumn[],
  { header, seen }: { header: string[]; seen: ColumnsSeen },
): ColumnDoubts {
  const byPlace = present.filter(({ by }) => by === 'place');
  const isEmptied = present.every(({ offset }) => seen.isBlank(offset));
  if (byPlace.length === 0 || isEmptied) return NO_DOUBTS;
  const hasOthers = header.length > linked.length;
  const index = ({ name }: PresentColumn) => linked.findIndex((column) => column.name === name);
  return {
    unsure: byPlace.filter(({ offset }) => hasOthers && !seen.isBlank(offset)),
    takenOut: byPlace.filter(
      (column) =>
        header[column.offset] === '' &&
        seen.isBlank(column.offset) &&
        seen.holds(index(column), column.offset) === false,
    ),
  };
}

export const NO_DOUBTS: ColumnDoubts = { unsure: [], takenOut: [] };
