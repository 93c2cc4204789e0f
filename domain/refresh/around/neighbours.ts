// What stands around a linked range: each thing is read once, and only when something hangs on it.
import { overlap } from '../../cells/place.ts';
import type { Place } from '../../cells/place.ts';
import type { Said } from './apart.ts';
import { notedNear } from './noted-cells.ts';
import type { NotedCells } from './noted-cells.ts';
import { referringTo } from './references.ts';
import type { Referring } from './references.ts';
import { ask, once } from '../sheet.ts';
import type { Rules, TabNumber } from '../sheet.ts';

/** What stands beside the rows of a range, and below it. */
export interface RowNeighbours {
  /** Columns of formulas directly beside the range: they move with its rows. */
  partnersLeft: number;
  partnersRight: number;
  /** Columns to the right that the person said move with their row. */
  companions: number;
  /** All columns on each side that move with a row. */
  left: number;
  right: number;
  /** Something else stands in the data rows of the range: rows never come or go above them. */
  beside: boolean;
  /** Then: what stands below lies across the edge of the range, so that moving a part would tear it. */
  tornBelow: boolean;
  /** Then: merged cells below lie across the edge of the range. */
  mergedBelow: boolean;
}

/** What stands above, below and to the right of a range, which columns that come or go would move. */
export interface ColumnNeighbours {
  /** What stands to the right lies across the upper or lower edge of the range. */
  tornRight: boolean;
  /** Something stands above or below the range, in its columns or to their right. */
  aboveOrBelow: boolean;
}

/** The tab around a range, as it is before anything is written. */
export interface Surroundings {
  place: Place;
  /** What its person said of what stands beside it. */
  said: Said;
  /** People may work here between the look and the write. */
  othersAtWork: boolean;
  /** The size of the tab, and its last row and column that hold anything. */
  tab: Record<TabNumber, () => Rules<number>>;
  spreadsheetCells: () => Rules<number>;
  /** The cells of the range, and of the columns near it, at which a note stands. */
  noted: () => Rules<NotedCells>;
  rowNeighbours: () => Rules<RowNeighbours>;
  columnNeighbours: () => Rules<ColumnNeighbours>;
  /** The formulas of the spreadsheet that refer to cells of the tab. */
  formulas: () => Rules<Referring[]>;
}

/** Columns beside a range that move with its rows. */
export interface Beside {
  left: number;
  right: number;
  /** Rows went in these columns alone, for something stood beside them: so they come back. */
  inPart?: boolean | undefined;
}

/** What stands around `place`; `own` columns on both sides move with its rows, and what its person `said`. */
export function surroundingsOf(
  place: Place,
  said: Said,
  own: Beside = { left: 0, right: 0 },
): Surroundings {
  const number = (what: TabNumber) => once(() => ask({ read: 'tab', what }));
  const tab = {
    rows: number('rows'),
    columns: number('columns'),
    lastRow: number('lastRow'),
    lastColumn: number('lastColumn'),
  };
  return {
    ...{ place, said, tab },
    othersAtWork: false,
    spreadsheetCells: once(() => ask({ read: 'spreadsheetCells' })),
    noted: once(() => notedNear({ place, tab })),
    rowNeighbours: once(() => rowNeighbours({ place, tab, said }, own)),
    columnNeighbours: once(() => columnNeighbours({ place, tab })),
    formulas: once(() => referringTo()),
  };
}

/** The same with whose rows those columns move. */
export function withOwn(around: Surroundings, own: Beside | null): Surroundings {
  if (own === null) return around;
  const { othersAtWork, place, said, noted } = around;
  return { ...surroundingsOf(place, said, own), othersAtWork, noted };
}

type Around = Pick<Surroundings, 'place' | 'tab'>;

/** Top, left, bottom, right. */
type Corners = [number, number, number, number];

function* rowNeighbours(
  around: Around & Pick<Surroundings, 'said'>,
  own: Beside,
): Rules<RowNeighbours> {
  const { top, left: first, bottom, right: last } = edgesOf(around.place);
  const lastColumn = yield* around.tab.lastColumn();
  // At the edge of the tab there are fewer than the person said.
  const room = yield* around.said.room();
  const wanted = Math.min(around.said.companions, room.right);
  const companions = Math.min(wanted, (yield* around.tab.columns()) - last);
  const partnersLeft = Math.min(room.left, yield* partners(around, 'left'));
  const partnersRight = Math.min(room.right, yield* partners(around, 'right'));
  const left = Math.max(partnersLeft, own.left);
  const right = Math.max(partnersRight, companions, own.right);
  const from = first - left;
  const to = last + right;
  const beside =
    own.inPart === true ||
    !(yield* isBlank(around, [top + 1, 1, bottom, from - 1])) ||
    !(yield* isBlank(around, [top + 1, to + 1, bottom, lastColumn]));
  // Where nothing stands beside, whole rows come and go, and nothing below is torn.
  const tornBelow = beside && ((yield* isTorn(around, from - 1)) || (yield* isTorn(around, to)));
  const mergedBelow = beside && (yield* isMerged(around, { from, to }));
  return { partnersLeft, partnersRight, companions, left, right, beside, tornBelow, mergedBelow };
}

function* columnNeighbours(around: Around): Rules<ColumnNeighbours> {
  const { top, left, bottom } = edgesOf(around.place);
  const lastRow = yield* around.tab.lastRow();
  const lastColumn = yield* around.tab.lastColumn();
  const tornRight = (yield* isTornAcross(around, top - 1)) || (yield* isTornAcross(around, bottom));
  const aboveOrBelow =
    !(yield* isBlank(around, [1, left, top - 1, lastColumn])) ||
    !(yield* isBlank(around, [bottom + 1, left, lastRow, lastColumn]));
  return { tornRight, aboveOrBelow };
}

/** Whether so many columns directly to the right of the range hold nothing in its rows, and no chart hangs there. */
export function* isFreeRight(around: Around, columns: number): Rules<boolean> {
  const { top, bottom, right } = edgesOf(around.place);
  if (!(yield* isBlank(around, [top, right + 1, bottom, right + columns]))) return false;
  const there = { row: top, rows: bottom - top + 1, column: right + 1, columns };
  return !(yield* ask({ read: 'chartCells' })).some((cell) => overlap(cell, there));
}

// Formulas belong to the rows when they stand beside the first data row and beside the last one.
function* partners({ place, tab }: Around, side: 'left' | 'right'): Rules<number> {
  const { top, left, bottom, right } = edgesOf(place);
  const from = side === 'left' ? 1 : right + 1;
  const to = side === 'left' ? left - 1 : yield* tab.lastColumn();
  if (to < from || bottom === top) return 0;
  const row = { column: from, rows: 1, columns: to - from + 1 };
  const [first = []] = yield* ask({ read: 'formulas', place: { ...row, row: top + 1 } });
  const [last = []] = yield* ask({ read: 'formulas', place: { ...row, row: bottom } });
  const nearest = (formulas: string[]) => (side === 'left' ? [...formulas].reverse() : formulas);
  const lasts = nearest(last);
  const end = nearest(first).findIndex(
    (formula, index) => formula === '' || (lasts[index] ?? '') === '',
  );
  return end < 0 ? first.length : end;
}

function* isBlank({ tab }: Around, [first, left, bottom, right]: Corners): Rules<boolean> {
  // A header that is gone is thought to stand above the first row.
  const top = Math.max(1, first);
  if (bottom < top || right < left) return true;
  const end = Math.min(bottom, yield* tab.rows());
  if (end < top) return true;
  const place = { row: top, column: left, rows: end - top + 1, columns: right - left + 1 };
  return yield* ask({ read: 'blank', place });
}

// Below the range, something stands on both sides of the line to the right of `column`.
function* isTorn({ place, tab }: Around, column: number): Rules<boolean> {
  const { bottom } = edgesOf(place);
  if (column < 1 || column + 1 > (yield* tab.lastColumn())) return false;
  const rows = (yield* tab.lastRow()) - bottom;
  if (rows < 1) return false;
  const below = { row: bottom + 1, column, rows, columns: 2 };
  const cells = yield* ask({ read: 'texts', place: below });
  return cells.some(([one, other]) => one !== '' && other !== '');
}

// To the right of the range, something stands on both sides of the line below `row`.
function* isTornAcross({ place, tab }: Around, row: number): Rules<boolean> {
  const { right } = edgesOf(place);
  if (row < 1 || row + 1 > (yield* tab.lastRow())) return false;
  const columns = (yield* tab.lastColumn()) - right;
  if (columns < 1) return false;
  const beside = { row, column: right + 1, rows: 2, columns };
  const [above = [], below = []] = yield* ask({ read: 'texts', place: beside });
  return above.some((text, index) => text !== '' && below[index] !== '');
}

function* isMerged(
  { place, tab }: Around,
  { from, to }: { from: number; to: number },
): Rules<boolean> {
  const { top } = edgesOf(place);
  const rows = (yield* tab.rows()) - top;
  if (rows < 1) return false;
  const below = { row: top + 1, column: from, rows, columns: to - from + 1 };
  const merges = yield* ask({ read: 'merges', place: below });
  return merges.some(({ column, columns }) => column < from || column + columns - 1 > to);
}

function edgesOf({ row, column, rows, columns }: Place) {
  return { top: row, bottom: row + rows - 1, left: column, right: column + columns - 1 };
}
