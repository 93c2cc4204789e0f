// Which column of the result belongs to which column of the sheet: by name, wherever the person has
// moved it, and around columns that the person has put between.
import type { CellColumn } from '../../cells/cell.ts';
import type { RangeOptions } from '../../linked-range.ts';
import type { PresentColumn } from './present-columns.ts';

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

export interface Arrangement {
  columns: PlacedColumn[];
  present: PresentColumn[];
  /** Columns of the range that the result no longer has. */
  vanished: PresentColumn[];
  /** How many new columns the range gets at its right end. */
  added: number;
  /** The width of the range before any column is deleted. */
  width: number;
  /** Columns that come again where they stood, as an undo has them, by their offsets, the first at the left. */
  inserted: number[];
}

/** Where a column that is there stands before others come. */
export function offsetNow({ inserted }: Pick<Arrangement, 'inserted'>, offset: number): number {
  return offset - inserted.filter((one) => one < offset).length;
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
  return { columns, present, vanished, added, width: width + added, inserted: [] };
}
