// Finds the cells of a range and beside it at which somebody has noted something: a note stays at its cell when values move.
import type { Place } from '../../cells/place.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';

/** Among more cells than these nobody looks for notes: Google would take too long to tell them. */
const MOST_NOTED_CELLS = 200_000;
/** A note alone, in a column where nothing else stands, is looked for in so many columns on each side of a range. */
const NEAR_COLUMNS = 5;

/** A data row of the range, and a column of the tab. */
export interface NotedCell {
  row: number;
  column: number;
}

/** What was found in columns of the tab. */
export interface NotedCells {
  column: number;
  columns: number;
  cells: NotedCell[];
}

interface Around {
  place: Place;
  tab: { columns: () => Rules<number> };
}

/** The noted cells of a range and of the columns near it, from one read: in as many of these as may be looked through. */
export function* notedNear({ place, tab }: Around): Rules<NotedCells> {
  const { column, columns } = place;
  const fitting = Math.floor((MOST_NOTED_CELLS / (place.rows - 1) - columns) / 2);
  if (place.rows < 2 || fitting < 0) return { column, columns, cells: [] };
  const near = Math.min(NEAR_COLUMNS, fitting);
  const first = Math.max(1, column - near);
  const last = Math.min(column + columns - 1 + near, yield* tab.columns());
  return yield* readNotes(place, first, last - first + 1);
}

/** Those of the range and of so many columns directly beside it, which may be more than are near. */
export function* notedBeside(
  { place, noted }: { place: Place; noted: () => Rules<NotedCells> },
  { left, right }: { left: number; right: number },
): Rules<NotedCell[]> {
  const known = yield* noted();
  const first = place.column - left;
  const end = place.column + place.columns + right;
  const isKnown = first >= known.column && end <= known.column + known.columns;
  const { cells } = isKnown ? known : yield* readNotes(place, first, end - first);
  return cells.filter(({ column }) => column >= first && column < end);
}

function* readNotes(place: Place, column: number, columns: number): Rules<NotedCells> {
  const area = { row: place.row + 1, rows: place.rows - 1, column, columns };
  if (area.rows * columns > MOST_NOTED_CELLS) return { column, columns, cells: [] };
  const notes = yield* ask({ read: 'notes', place: area });
  const cells = notes.flatMap((texts, row) =>
    texts.flatMap((text, at) => (text === '' ? [] : [{ row, column: column + at }])),
  );
  return { column, columns, cells };
}
