// Finds the columns beside a range that belong to its rows: those that touch it, and those behind an empty column, which
// people leave between a result and their notes. A column in which somebody noted something at a cell is no empty one.
import { overlap } from '../../cells/place.ts';
import type { Place } from '../../cells/place.ts';
import type { OwnReach } from '../../own-reach.ts';
import type { Surroundings } from './neighbours.ts';
import { ask, once } from '../sheet.ts';
import type { Rules } from '../sheet.ts';

/** Columns further away than this belong to nobody's rows, and rows to no formula's neighbours. */
export const MOST_BESIDE = 50;

export interface Besides {
  left: number;
  right: number;
  /** Another range stands directly behind them. */
  touchesLeft: boolean;
  touchesRight: boolean;
}

type Around = Pick<Surroundings, 'place' | 'tab' | 'said' | 'noted'>;

/** The columns on each side, as far as they reach. */
export function* columnsBeside(around: Around, reach: OwnReach): Rules<Besides> {
  const { place, tab } = around;
  if (reach === 'none') return { left: 0, right: 0, touchesLeft: false, touchesRight: false };
  const others = once(() => ask({ read: 'otherRanges', place }));
  const end = place.column + place.columns;
  const room = yield* around.said.room();
  const noted = (yield* around.noted()).cells.map(({ column }) => column);
  const last = Math.max(yield* tab.lastColumn(), ...new Set(noted));
  const most = Math.min(MOST_BESIDE, room.right, last - end + 1);
  const right = yield* sideOf({ around, others, reach, step: 1, from: end, most });
  const toLeft = Math.min(MOST_BESIDE, room.left, place.column - 1);
  const from = place.column - 1;
  const left = yield* sideOf({ around, others, reach, step: -1, from, most: toLeft });
  return {
    ...{ left: left.count, right: right.count },
    ...{ touchesLeft: left.touches, touchesRight: right.touches },
  };
}

interface Side {
  around: Around;
  others: () => Rules<Place[]>;
  reach: OwnReach;
  step: 1 | -1;
  /** The column that touches the range, and how many there are on this side at most. */
  from: number;
  most: number;
}

interface Found {
  count: number;
  touches: boolean;
}

function* sideOf(side: Side): Rules<Found> {
  const first = yield* filledFrom(side, 0);
  if (first.end === 'other') return { count: first.to, touches: first.to > 0 };
  let count = first.to;
  while (side.reach === 'found' && !(yield* isBlankFrom(side, count))) {
    const block = yield* nextBlock(side, count);
    if (block === null || !(yield* isOfRows(side, block))) break;
    count = block.to;
  }
  return { count, touches: false };
}

/** Columns from the nearest on, counted from 0; what stands behind them. */
interface Block {
  from: number;
  to: number;
  end: 'empty' | 'other';
}

function* filledFrom(side: Side, from: number): Rules<Block> {
  for (let at = from; at < side.most; at += 1) {
    const cells = columnsAt(side, at, at + 1);
    if (yield* isEmpty(side, cells)) return { from, to: at, end: 'empty' };
    if ((yield* side.others()).some((other) => overlap(other, cells))) {
      return { from, to: at, end: 'other' };
    }
  }
  return { from, to: Math.max(from, side.most), end: 'empty' };
}

// The next columns that hold something; null where those are another range's.
function* nextBlock(side: Side, from: number): Rules<Block | null> {
  let at = from;
  while (at < side.most && (yield* isEmpty(side, columnsAt(side, at, at + 1)))) at += 1;
  const block = yield* filledFrom(side, at);
  // What touches another range is kept beside that one.
  return block.end === 'other' ? null : block;
}

function* isBlankFrom(side: Side, from: number): Rules<boolean> {
  if (from >= side.most) return true;
  return yield* isEmpty(side, columnsAt(side, from, side.most));
}

function* isEmpty({ around }: Side, cells: Place): Rules<boolean> {
  if (!(yield* ask({ read: 'blank', place: cells }))) return false;
  const { cells: noted } = yield* around.noted();
  return !noted.some(
    ({ column }) => column >= cells.column && column < cells.column + cells.columns,
  );
}

// Whether what stands behind an empty column belongs to the rows. A table of its own goes on below them, and a summary
// reckons with several of them; of two results the one at the left has what stands between them.
function* isOfRows(side: Side, { from, to }: Block): Rules<boolean> {
  const cells = columnsAt(side, from, to);
  if (yield* goesOnBelow(side, cells)) return false;
  if (side.step < 0 && (yield* side.others()).some((other) => isLeftOf(other, cells))) return false;
  const formulas = (yield* ask({ read: 'formulasR1C1', place: cells })).flat();
  return !formulas.some(
    (formula) => takesSeveral(formula) && formulas.filter((one) => one === formula).length === 1,
  );
}

function* goesOnBelow({ around: { tab } }: Side, cells: Place): Rules<boolean> {
  const row = cells.row + cells.rows;
  if (row > (yield* tab.lastRow())) return false;
  const below = { ...cells, row, rows: 1 };
  const [texts = []] = yield* ask({ read: 'texts', place: below });
  if (texts.every((text) => text === '')) return false;
  // A total below the notes is no other row of them.
  const [formulas = []] = yield* ask({ read: 'formulas', place: below });
  return texts.some((text, at) => text !== '' && formulas[at] === '');
}

function isLeftOf(other: Place, cells: Place): boolean {
  return overlap(other, { ...cells, column: 1, columns: cells.column });
}

function takesSeveral(formula: string): boolean {
  return /:/.test(formula.replace(/"(?:[^"]|"")*"/g, '')) && !formula.includes('!');
}

function columnsAt({ around: { place }, step, from }: Side, first: number, end: number): Place {
  const columns = end - first;
  const column = step > 0 ? from + first : from - end + 1;
  return { row: place.row + 1, rows: place.rows - 1, column, columns };
}
