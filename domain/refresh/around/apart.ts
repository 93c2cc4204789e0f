// Columns beside a range that are not kept with its rows: its person said so, or a table of its own came to touch the
// range because that grew. Each has a mark that goes with its column, and the range's options say which marks count.
import type { LinkedRange } from '../../linked-range.ts';
import type { Place } from '../../cells/place.ts';
import { ask, once } from '../sheet.ts';
import type { ColumnMark, Rules } from '../sheet.ts';

/** How many columns on each side there are before the first one that stands apart. */
export interface Room {
  left: number;
  right: number;
}

/** What the person said of what stands beside a range. */
export interface Said {
  /** So many columns to the right move with its rows at least. */
  companions: number;
  room: () => Rules<Room>;
}

const NO_END: Room = { left: Infinity, right: Infinity };

export const NOTHING_SAID: Said = {
  companions: 0,
  *room() {
    return NO_END;
  },
};

/** What was said of a linked range that stands at this place. The marks are read once, and only where any count. */
export function saidOf({ id, options }: Pick<LinkedRange, 'id' | 'options'>, place: Place): Said {
  const { companionColumns: companions, apart } = options;
  if (apart.length === 0) return { ...NOTHING_SAID, companions };
  return {
    companions,
    room: once(function* () {
      return roomAt(place, yield* apartColumns({ id, options }));
    }),
  };
}

/** The columns that stand apart, as far as their marks are still there. */
export function* apartColumns({
  id,
  options: { apart },
}: Pick<LinkedRange, 'id' | 'options'>): Rules<ColumnMark[]> {
  if (apart.length === 0) return [];
  const marks = yield* ask({ read: 'columnMarks', range: id });
  return marks.filter(({ mark }) => apart.includes(mark));
}

// One that has come to stand inside the range is no end of it.
function roomAt({ column, columns }: Place, marks: ColumnMark[]): Room {
  const end = column + columns;
  const right = marks.filter((one) => one.column >= end).map((one) => one.column - end);
  const left = marks.filter((one) => one.column < column).map((one) => column - 1 - one.column);
  return { left: Math.min(Infinity, ...left), right: Math.min(Infinity, ...right) };
}

/** A mark that is none of these. */
export function newMark(taken: readonly string[]): string {
  let number = taken.length;
  while (taken.includes(number.toString(36))) number += 1;
  return number.toString(36);
}
