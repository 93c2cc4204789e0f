// Finds out why the rows of a range may not be sorted together with what stands beside them: what a sort would tear apart,
// or would leave showing something else.
import { cellName, placeName } from '../../cells/cell-name.ts';
import { referencesOf } from '../../cells/formula-references.ts';
import type { Reference } from '../../cells/formula-references.ts';
import type { Place } from '../../cells/place.ts';
import type { Surroundings } from './neighbours.ts';
import { FILLS_CELLS } from './own-columns.ts';
import type { Referring } from './references.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';

/** Functions that name their cells by reckoning, so that nobody can tell which. */
const RECKONS_CELLS = /\b(INDIRECT|OFFSET)\s*\(/i;

/** At which edges of the range rows come before they are sorted: what ends there does not take them in. */
export interface Growth {
  top: boolean;
  end: boolean;
}

/** Why whole rows of the tab, those of the range's data, may not be sorted, in a sentence; null: they may. */
export function* whyNotSorted(around: Surroundings, growth: Growth): Rules<string | null> {
  const { place } = around;
  const columns = yield* around.tab.columns();
  const rows = { row: place.row + 1, rows: place.rows - 1, column: 1, columns };
  if (around.othersAtWork) {
    return 'Nobody was there to see the rows move, so they were left where they stand; a refresh by hand puts them into that order.';
  }
  if ((yield* around.rowNeighbours()).beside) {
    return 'Something else stands in these rows, behind an empty column: it would not belong to them any more. Move it above, below or to another tab.';
  }
  const [merge] = yield* ask({ read: 'merges', place: rows });
  if (merge) return `The cells ${placeName(merge)} are merged. Unmerge them first.`;
  if (yield* ask({ read: 'editors', place: rows })) {
    return 'Some cells in these rows are protected, and you may not edit them.';
  }
  if (yield* ask({ read: 'hidesRows', place: rows })) {
    return 'A filter hides rows, and Google sorts only those that are shown. Show all rows first.';
  }
  return (yield* ownFormulaReason(rows)) ?? (yield* namedReason(around, rows, growth));
}

// What stands in a row may look at that row, or at what does not move.
function* ownFormulaReason(rows: Place): Rules<string | null> {
  const formulas = yield* ask({ read: 'formulas', place: rows });
  for (const [down, texts] of formulas.entries()) {
    const at = texts.findIndex((text) => text !== '' && !staysTrue(text, rows.row + down, rows));
    if (at >= 0) {
      const cell = cellName(rows.row + down, rows.column + at);
      return `The formula in ${cell} looks at other rows, and would show something else.`;
    }
  }
  return null;
}

function staysTrue(formula: string, row: number, rows: Place): boolean {
  if (RECKONS_CELLS.test(formula) || FILLS_CELLS.test(formula)) return false;
  return referencesOf(formula).every((reference) => {
    const isOwnRow = reference.fromRow === row && reference.toRow === row;
    // In another tab nothing moves: only what is named for good stays the same.
    if (reference.tab !== null) return reference.isFixed;
    return reference.isFixed ? !isIn(rows, reference) : isOwnRow;
  });
}

// A name, or a formula elsewhere, that means some of the rows would mean others afterwards.
function* namedReason(around: Surroundings, rows: Place, growth: Growth): Rules<string | null> {
  const isTorn = (rectangle: Rectangle) =>
    isIn(rows, rectangle) && !isWhole(rows, growth, rectangle);
  const elsewhere = ({ own, row }: Referring) =>
    !own || row < rows.row || row >= rows.row + rows.rows;
  const formula = (yield* around.formulas())
    .filter(elsewhere)
    .find(({ references }) => references.some(isTorn));
  if (formula) {
    return `The formula in ${formula.place} names some of these rows, and would show others.`;
  }
  const names = yield* ask({ read: 'namedPlaces' });
  // The range's own name grows with it, whatever comes.
  const isOwn = (place: Place) => placeName(place) === placeName(around.place);
  const name = names.find((place) => !isOwn(place) && isTorn(rectangleOf(place)));
  return name
    ? `The cells ${placeName(name)} have a name, or a value follows them, and they would be others.`
    : null;
}

type Rectangle = Pick<Reference, 'fromRow' | 'toRow'>;

function rectangleOf({ row, rows }: Place): Rectangle {
  return { fromRow: row, toRow: row + rows - 1 };
}

function isIn({ row, rows }: Place, { fromRow, toRow }: Rectangle): boolean {
  return fromRow < row + rows && toRow >= row;
}

function isWhole({ row, rows }: Place, { top, end }: Growth, { fromRow, toRow }: Rectangle) {
  const last = row + rows - 1;
  return (top ? fromRow < row : fromRow <= row) && (end ? toRow > last : toRow >= last);
}
