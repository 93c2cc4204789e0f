// Decides where a new linked range stands: in a tab of its own or from the selected cell on, what it would cover
// there, and what forbids it.
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

/** A place from the selected cell on. */
export interface Selected {
  place: Place;
  /** The linked ranges of the same tab. */
  others: { title: string; place: Place }[];
  /** The person said that what stands there may be covered. */
  cover: boolean;
}

/**
 * Refuses a place where a result may not stand. Throws Problem: range_obstructed, range_protected, and
 * needs_confirmation where it would cover something.
 */
export function* refuseSelected({ place, others, cover }: Selected): Rules<void> {
  refuseOtherRanges(place, others);
  const there = yield* insideTab(place);
  if (!there) return;
  if (!cover) refuseCovering(yield* filledCells(there));
  yield* refuseObstacles(there, null);
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

function refuseOtherRanges(place: Place, others: Selected['others']): void {
  const inTheWay = others.find((other) => overlap(other.place, place));
  if (!inTheWay) return;
  throw new Problem(
    'range_obstructed',
    `The linked range ${inTheWay.title} stands there. Select a cell elsewhere, or insert into a new tab.`,
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
