// What a person keeps inside a range: the columns that they inserted, and cells in them.
import type { Cell } from '../../cells/cell.ts';
import type { Place } from '../../cells/place.ts';
import type { Arrangement } from './columns.ts';

/** Columns of the range, counted from its left edge, that are the person's own. */
export function ownOffsets(place: Pick<Place, 'columns'>, arrangement: Arrangement): number[] {
  const ours = new Set(
    [...arrangement.columns, ...arrangement.present].map(({ offset }) => offset),
  );
  return [...Array(place.columns).keys()].filter((offset) => !ours.has(offset));
}

/** A cell of the person's own. */
export interface OwnCell {
  name: string;
  /** Counted from the first data row and the left edge of the range. */
  row: number;
  offset: number;
  /** What it holds: a value, or the text of a formula. An earlier add-on kept a moment in milliseconds. */
  content: { value: Cell } | { date: number } | { formula: string };
  /** Its number format. */
  format: string;
}
