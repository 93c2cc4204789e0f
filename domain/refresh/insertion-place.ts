// Decides where a new linked range stands: in a tab of its own, from the selected cell on, or below what stands there.
// What stands there is never covered: it makes room by moving to another tab, if the person says so.
import { cellName } from '../cells/cell-name.ts';
import { overlap } from '../cells/place.ts';
import type { Place } from '../cells/place.ts';
import { Problem } from '../problem.ts';
import { refuseFullForTab } from './around/spreadsheet-size.ts';
import { refuseObstacles } from './plan/obstacles.ts';
import { refuseRejected } from './plan/rejected-values.ts';
import type { ComingRows } from './plan/rejected-values.ts';
import { ask } from './sheet.ts';
import type { Rules, SpreadsheetRead } from './sheet.ts';

/** Covered cells that are named to the person. */
const NAMED_CELLS = 20;
/** What Google makes of a new tab. */
const NEW_TAB = { rows: 1000, columns: 26 };
/** The longest name that a new tab gets. */
const TAB_NAME_CHARACTERS = 60;

/** How large a result is, its header row aside. */
export interface ResultSize {
  rows: number;
  columns: number;
}

/** Where a result stands whose first cell this is; without rows it has a blank one. */
export function placeFrom(
  { row, column }: Pick<Place, 'row' | 'column'>,
  { rows, columns }: ResultSize,
): Place {
  return { row, column, rows: 1 + Math.max(1, rows), columns };
}

export interface NewTab {
  name: string;
  place: Place;
}

/** The tab that a result gets for itself. Throws Problem: sheet_full. */
export function* decideNewTab(title: string, size: ResultSize): Rules<NewTab, SpreadsheetRead> {
  const rows = Math.max(NEW_TAB.rows, 1 + size.rows);
  yield* refuseFullForTab(rows * Math.max(NEW_TAB.columns, size.columns));
  return { name: yield* freeTabName(title), place: placeFrom({ row: 1, column: 1 }, size) };
}

/** A name for a new tab that is not taken, without characters that trouble formulas and exports. */
export function* freeTabName(title: string): Rules<string, SpreadsheetRead> {
  const clean = title
    .replace(/[\\/?*[\]:'"\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const name = clean.slice(0, TAB_NAME_CHARACTERS).trim() || 'Query';
  const taken = new Set((yield* ask({ read: 'tabNames' })).map((one) => one.toLowerCase()));
  let unique = name;
  for (let count = 2; taken.has(unique.toLowerCase()); count += 1) unique = `${name} ${count}`;
  return unique;
}

/** Cells that a result must leave alone, with the words for them. */
export interface Taken {
  title: string;
  place: Place;
}

/** A place from the selected cell on. */
export interface Selected {
  place: Place;
  /** The linked ranges of the same tab. */
  others: Taken[];
  /** The cells of that tab from which its own values come. */
  ownValues: Taken[];
  /** The person said that what stands there may move to another tab. */
  moves: boolean;
}

/**
 * The cells that have to move before a result stands here; null: none. Throws Problem: range_obstructed,
 * range_protected, and needs_confirmation where something stands there and the person has not said that it may move.
 */
export function* decideSelected({
  place,
  others,
  ownValues,
  moves,
}: Selected): Rules<Place | null> {
  refuseTaken(place, others, ({ title }) => `The linked range ${title} stands there.`);
  refuseTaken(
    place,
    ownValues,
    ({ title }) => `The result would stand on ${title}, from which its own value comes.`,
  );
  const there = yield* insideTab(place);
  if (!there) return null;
  const covered = yield* filledCells(there);
  if (!moves) refuseCovering(covered);
  yield* refuseObstacles(there, null);
  return covered.coveredCount > 0 ? there : null;
}

/** The first place below all that stands in these columns from here down, with a blank row between. */
export function* placeBelow(place: Place, others: Taken[]): Rules<Place> {
  const bottoms = others
    .filter((other) => overlap(other.place, { ...place, rows: Infinity }))
    .map((other) => other.place.row + other.place.rows - 1);
  const lastRow = yield* ask({ read: 'tab', what: 'lastRow' });
  const there = yield* insideTab({ ...place, rows: Math.max(0, lastRow - place.row + 1) });
  const filled = there ? yield* lastFilledRow(there) : null;
  const last = Math.max(...bottoms, filled ?? 0);
  return last < place.row ? place : { ...place, row: last + 2 };
}

function* lastFilledRow(place: Place): Rules<number | null> {
  const formulas = yield* ask({ read: 'formulas', place });
  const texts = yield* ask({ read: 'texts', place });
  const isFilled = (row: string[], index: number) =>
    row.some((text, column) => text !== '' || formulas[index]?.[column] !== '');
  for (let index = texts.length - 1; index >= 0; index -= 1) {
    if (isFilled(texts[index] ?? [], index)) return place.row + index;
  }
  return null;
}

/** Throws Problem range_obstructed, with the cell, where a rule of cells at the place refuses what is to be written. */
export function* refuseRejectedAt(place: Place, coming: ComingRows): Rules<void> {
  const there = yield* insideTab(place);
  if (there) yield* refuseRejected(there, coming);
}

export interface Covered {
  /** Cells that hold something, at most 20 of them named. */
  covered: string[];
  coveredCount: number;
}

/** What a result at this place would cover. */
export function* coveredAt(place: Place): Rules<Covered> {
  const there = yield* insideTab(place);
  return there ? yield* filledCells(there) : { covered: [], coveredCount: 0 };
}

function refuseTaken(place: Place, taken: Taken[], says: (one: Taken) => string): void {
  const inTheWay = taken.find((one) => overlap(one.place, place));
  if (!inTheWay) return;
  throw new Problem(
    'range_obstructed',
    `${says(inTheWay)} Select a cell elsewhere, or insert below it or into a new tab.`,
  );
}

function refuseCovering({ covered, coveredCount }: Covered): void {
  if (coveredCount === 0) return;
  const rest = coveredCount - covered.length;
  const more = rest > 0 ? ` and ${rest} more` : '';
  const says = `The result would cover ${covered.join(', ')}${more}.`;
  throw new Problem('needs_confirmation', says, { covered, coveredCount });
}

// What lies beyond the edges of the tab is grown there, and holds nothing.
function* insideTab(place: Place): Rules<Place | null> {
  const lastRow = yield* ask({ read: 'tab', what: 'rows' });
  const lastColumn = yield* ask({ read: 'tab', what: 'columns' });
  const rows = Math.min(place.rows, lastRow - place.row + 1);
  const columns = Math.min(place.columns, lastColumn - place.column + 1);
  return rows > 0 && columns > 0 ? { ...place, rows, columns } : null;
}

function* filledCells(place: Place): Rules<Covered> {
  if (yield* ask({ read: 'blank', place })) return { covered: [], coveredCount: 0 };
  const formulas = yield* ask({ read: 'formulas', place });
  const texts = yield* ask({ read: 'texts', place });
  const filled = texts.flatMap((row, rowIndex) =>
    row.flatMap((text, index) => {
      const isFilled = text !== '' || formulas[rowIndex]?.[index] !== '';
      return isFilled ? [cellName(place.row + rowIndex, place.column + index)] : [];
    }),
  );
  return { covered: filled.slice(0, NAMED_CELLS), coveredCount: filled.length };
}
