// Finds what a person keeps in the rows of a range: in columns that they inserted, and in those beside
// that move with the rows.
import type { Cell } from '../../cells/cell.ts';
import { cellName } from '../../cells/cell-name.ts';
import type { Place } from '../../cells/place.ts';
import type { Arrangement } from './columns.ts';
import type { Surroundings } from '../around/neighbours.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';

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

/** Where a person's own cells may stand: in the range itself, and in so many columns to its right. */
export interface OwnColumns {
  arrangement: Arrangement;
  companions: number;
}

/** Filled cells of the person's own in `count` data rows from the one at index `from`; of those beside, no formulas. */
export function* ownCells(
  around: Pick<Surroundings, 'place' | 'tab'>,
  { from, count }: { from: number; count: number },
  columns: OwnColumns,
): Rules<OwnCell[]> {
  if (count < 1) return [];
  const { place } = around;
  const offsets = yield* offsetsOf(around, columns);
  const last = offsets[offsets.length - 1];
  if (last === undefined) return [];
  const first = place.row + 1 + from;
  const rows = { ...place, row: first, rows: count, columns: last + 1 };
  const cells = yield* ask({ read: 'cells', place: rows });
  const formulas = yield* ask({ read: 'formulas', place: rows });
  const formats = yield* ask({ read: 'numberFormats', place: rows });
  return cells.flatMap((row, index) =>
    offsets.flatMap((offset): OwnCell[] => {
      const formula = formulas[index]?.[offset] ?? '';
      const value = row[offset] ?? '';
      if (formula === '' ? value === '' : offset >= place.columns) return [];
      const content = formula === '' ? { value } : { formula };
      const name = cellName(first + index, place.column + offset);
      const format = formats[index]?.[offset] ?? '';
      return [{ name, row: from + index, offset, content, format }];
    }),
  );
}

/**
 * For each data row, whether a person keeps anything of their own in it, formulas aside; null where there is no
 * column in which they could.
 */
export function* ownRows(
  around: Pick<Surroundings, 'place' | 'tab'>,
  columns: OwnColumns,
): Rules<boolean[] | null> {
  const { place } = around;
  const offsets = yield* offsetsOf(around, columns);
  const last = offsets[offsets.length - 1];
  if (last === undefined || place.rows < 2) return null;
  const rows = { ...place, row: place.row + 1, rows: place.rows - 1, columns: last + 1 };
  const formulas = yield* ask({ read: 'formulas', place: rows });
  const texts = yield* ask({ read: 'texts', place: rows });
  return texts.map((row, index) =>
    offsets.some((offset) => row[offset] !== '' && (formulas[index]?.[offset] ?? '') === ''),
  );
}

function* offsetsOf(
  { place, tab }: Pick<Surroundings, 'place' | 'tab'>,
  { arrangement, companions }: OwnColumns,
): Rules<number[]> {
  const inside = ownOffsets(place, arrangement);
  if (companions < 1) return inside;
  const beside = Math.min(companions, (yield* tab.columns()) - place.column - place.columns + 1);
  return [...inside, ...Array.from({ length: beside }, (_, index) => place.columns + index)];
}
