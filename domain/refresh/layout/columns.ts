// Which column of the result belongs to which column of the sheet: by name, wherever the person has
// moved it, and around columns that the person has put between.
import type { CellColumn } from '../../cells/cell.ts';
import type { LinkedColumn, RangeOptions } from '../../linked-range.ts';

/** A column of the result that the range shows, before it has a place. */
export interface ShownColumn extends CellColumn {
  /** Its index in the rows of the result. */
  source: number;
  label: string;
}

/** A column of the result in the place it has in the sheet. */
export interface PlacedColumn extends ShownColumn {
  /** Counted from the left edge of the range, as it will be after the refresh. */
  offset: number;
}

/** A column that the range showed when it was last written, where it stands now. */
export interface PresentColumn extends LinkedColumn {
  offset: number;
  /** What we wrote into its header cell; `label` is what it says now. */
  written: string;
}

/** Columns that a write had begun to add. */
export interface Adding {
  columns: Pick<LinkedColumn, 'name' | 'label'>[];
  /** Whether nothing stands in a column of the range. */
  isBlank: (offset: number) => boolean;
}

export interface Arrangement {
  columns: PlacedColumn[];
  present: PresentColumn[];
  /** Columns of the range that the result no longer has. */
  vanished: PresentColumn[];
  /** How many new columns the range gets at its right end. */
  added: number;
  /** The width of the range before any column is deleted. */
  width: number;
}

/** The columns that a range shows of a result, in the person's order and words. */
export function shownColumns(columns: CellColumn[], options: RangeOptions): ShownColumn[] {
  const all = columns.map((column, source) => ({ ...column, source, label: column.name }));
  if (options.columns.length === 0) return all;
  return options.columns.flatMap(({ name, label }) => {
    const column = all.find((one) => one.name === name);
    return column ? [{ ...column, label: label === '' ? name : label }] : [];
  });
}

/**
 * Where the columns of a range stand now, told by the texts of its header row. `adding` are columns that
 * a write had begun to add when it was cut off.
 */
export function presentColumns(
  linked: LinkedColumn[],
  header: string[],
  adding: Adding = { columns: [], isBlank: () => false },
): PresentColumn[] {
  const free = new Set(header.keys());
  const found = new Map<LinkedColumn, number>();
  const take = (column: LinkedColumn, offset: number | undefined) => {
    if (offset === undefined) return;
    found.set(column, offset);
    free.delete(offset);
  };
  const begun = adding.columns.map((column) => ({ ...NEW_COLUMN, ...column }));
  for (const column of [...linked, ...begun]) {
    take(
      column,
      [...free].find((index) => header[index] === column.label),
    );
  }
  for (const column of linked) {
    if (!found.has(column)) take(column, relabelled(linked, found, { column, free }));
  }
  // Nothing stands in those yet: they take the blank ones in order.
  const blank = [...free].filter((offset) => header[offset] === '' && adding.isBlank(offset));
  for (const column of begun) if (!found.has(column)) take(column, blank.shift());
  return [...found]
    .map(([column, offset]) => ({
      ...column,
      offset,
      written: column.label,
      label: labelAt(header, offset, column),
    }))
    .sort((one, other) => one.offset - other.offset);
}

/** Gives each shown column its place: the one it has, else a new one at the right end. */
export function arrangeColumns(
  shown: ShownColumn[],
  present: PresentColumn[],
  { width, ordered }: { width: number; ordered: boolean },
): Arrangement {
  const known = new Map(present.map((column) => [column.name, column]));
  const vanished = present.filter(({ name }) => !shown.some((column) => column.name === name));
  const slots = present.filter((column) => !vanished.includes(column)).map(({ offset }) => offset);
  let added = 0;
  const columns = shown.map((column): PlacedColumn => {
    const before = known.get(column.name);
    if (!before) return { ...column, offset: width + added++ };
    const offset = ordered ? (slots.shift() ?? before.offset) : before.offset;
    const relabelled = ordered && column.label !== before.written;
    return { ...column, offset, label: relabelled ? column.label : before.label };
  });
  columns.sort((one, other) => one.offset - other.offset);
  return { columns, present, vanished, added, width: width + added };
}

const NEW_COLUMN = { kind: 'text' as const, format: '', mixed: true };

// A header that says something else at the old place, between the same neighbours, was relabelled.
function relabelled(
  linked: LinkedColumn[],
  found: Map<LinkedColumn, number>,
  { column, free }: { column: LinkedColumn; free: Set<number> },
): number | undefined {
  const index = linked.indexOf(column);
  const left = linked
    .slice(0, index)
    .reverse()
    .find((one) => found.has(one));
  const leftOffset = left === undefined ? -1 : (found.get(left) ?? -1);
  const offset = leftOffset + 1;
  return free.has(offset) ? offset : undefined;
}

function labelAt(header: string[], offset: number, column: LinkedColumn): string {
  const text = header[offset] ?? '';
  return text === '' ? column.label : text;
}
