// Names the columns beside and inside a range that are taken for its person's own, and those that stand apart from it.
import type { Place } from '../cells/place.ts';
import type { LinkedRange } from '../linked-range.ts';
import { leftRows } from './left/left-rows.ts';
import type { LeftRows } from './left/left-rows.ts';
import { presentColumns } from './layout/present-columns.ts';
import { MODES } from './modes.ts';
import { ask } from './sheet.ts';
import type { Rules } from './sheet.ts';
import { apartColumns, saidOf } from './around/apart.ts';
import { surroundingsOf } from './around/neighbours.ts';
import { FILLS_CELLS, sidesOf } from './around/own-columns.ts';

/** Where a column stands that is none of the result's. */
export type ColumnSide = 'left' | 'inside' | 'right';

export interface NamedColumn {
  column: number;
  /** What stands in the row of the range's header; '' where nothing does. */
  name: string;
  side: ColumnSide;
}

/** What a person keeps beside a range: with its rows, or apart from them. Both go from left to right. */
export interface KeptBeside {
  own: NamedColumn[];
  apart: NamedColumn[];
  /** Absent: no row has left the result. */
  left?: LeftRows;
}

interface RangeThere {
  linked: LinkedRange;
  place: Place;
}

/** The columns that a refresh would take for the person's own, told from what little of the sheet that takes. */
export function* keptBeside({ linked, place }: RangeThere): Rules<KeptBeside> {
  if (MODES[linked.options.mode].writes !== 'range' || place.rows < 2)
    return { own: [], apart: [] };
  const around = surroundingsOf(place, saidOf(linked, place));
  const { left, right } = yield* sidesOf(around, linked.options.ownColumns);
  const header = { ...place, column: place.column - left, columns: left + place.columns + right };
  const noted = new Set((yield* around.noted()).cells.map(({ column }) => column));
  const own = yield* namedIn(header, place, noted);
  const ours = yield* oursIn(linked, place);
  const marked = yield* apartColumns(linked);
  const isBeside = ({ side }: NamedColumn) => side !== 'inside';
  const columns = [...new Set(marked.map(({ column }) => column))].sort((one, two) => one - two);
  const apart: NamedColumn[] = [];
  for (const column of columns) {
    apart.push(...(yield* namedIn({ ...place, column, columns: 1 }, place, noted)));
  }
  // A write that was cut off may have left columns inside that are the result's, and are not known as such yet.
  const isTheirs = (one: NamedColumn) =>
    !ours.has(one.column) && (linked.refreshing === null || isBeside(one));
  const gone = yield* leftRows({ linked, place });
  return {
    own: own.filter(isTheirs),
    apart: apart.filter(isBeside),
    ...(gone ? { left: gone } : {}),
  };
}

// The columns of the tab that show one of the result's.
function* oursIn({ columns }: LinkedRange, place: Place): Rules<Set<number>> {
  const [header = []] = yield* ask({ read: 'texts', place: { ...place, rows: 1 } });
  const present = presentColumns(columns, header);
  return new Set(present.map(({ offset }) => place.column + offset));
}

// Those of some columns that hold something which no formula in the header fills, a note at a cell included.
function* namedIn(columns: Place, place: Place, noted: ReadonlySet<number>): Rules<NamedColumn[]> {
  const header = { ...columns, rows: 1 };
  const [names = []] = yield* ask({ read: 'texts', place: header });
  const [formulas = []] = yield* ask({ read: 'formulas', place: header });
  const named: NamedColumn[] = [];
  for (let at = 0; at < columns.columns; at += 1) {
    const column = columns.column + at;
    const name = names[at] ?? '';
    if (FILLS_CELLS.test(formulas[at] ?? '')) continue;
    const cells = { row: place.row + 1, rows: place.rows - 1, column, columns: 1 };
    const isBlank = name === '' && !noted.has(column);
    if (isBlank && (yield* ask({ read: 'blank', place: cells }))) continue;
    named.push({ column, name, side: sideOf(column, place) });
  }
  return named;
}

function sideOf(column: number, place: Place): ColumnSide {
  if (column < place.column) return 'left';
  return column < place.column + place.columns ? 'inside' : 'right';
}
