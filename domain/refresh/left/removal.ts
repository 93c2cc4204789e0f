// Decides how rows that the result no longer has are taken out of the sheet with what a person keeps beside them, once that
// person wants it: which of them may go, what of theirs goes with them, and what is kept so that it comes back by an undo.
import type { Cell } from '../../cells/cell.ts';
import { cellName } from '../../cells/cell-name.ts';
import { contentOfCells } from '../../cells/content.ts';
import type { Place } from '../../cells/place.ts';
import type { LinkedRange, Refreshed, ValueSources } from '../../linked-range.ts';
import { Problem } from '../../problem.ts';
import { saidOf } from '../around/apart.ts';
import { surroundingsOf, withOwn } from '../around/neighbours.ts';
import { findOwnColumns } from '../around/own-columns.ts';
import type { OwnColumns } from '../around/own-columns.ts';
import { mayDeleteRows } from '../around/reach.ts';
import { markedIn } from '../layout/marks.ts';
import { presentColumns } from '../layout/present-columns.ts';
import { runsOf } from '../layout/rows.ts';
import type { RowLayout } from '../layout/rows.ts';
import { refuseObstacles } from '../plan/obstacles.ts';
import { prepareContent } from '../prepare.ts';
import type { Prepared, RangeNow } from '../prepare.ts';
import { ask } from '../sheet.ts';
import type { Rules } from '../sheet.ts';
import { cellsToKeep } from '../undo/keep.ts';
import type { KeptCells, RemovedCells } from '../undo/kept-cells.ts';

/** More rows are left for another time: what they hold would be too much to be kept. */
const MOST_ROWS = 300;

/** A row that would go, as a person sees it. */
export interface GoingRow {
  /** Its first cell, and what that shows. */
  cell: string;
  shows: string;
  /** What the person keeps beside it. */
  keeps: { cell: string; shows: string }[];
}

export interface Going {
  rows: GoingRow[];
  /** The first cells of those that stay all the same: something elsewhere needs them. */
  stay: string[];
}

export interface Removal {
  prepared: Prepared;
  kept: KeptCells;
  /** The record when it is done, but for what can be taken back. */
  done: (written: LinkedRange) => LinkedRange;
}

interface Found {
  own: OwnColumns;
  /** Data rows that go. */
  going: number[];
  told: Going;
}

/** The rows that may be taken out, for the person to look at. Throws Problem: sheet_changed, not_found. */
export function* goingRows(now: RangeNow): Rules<Going> {
  return (yield* findGoing(now)).told;
}

/** Decides that these rows go, where they are what the person was shown. Throws Problem: sheet_changed, not_found, range_protected, range_obstructed. */
export function* decideRemoval(
  now: RangeNow,
  { rows, values }: { rows: GoingRow[]; values: ValueSources },
): Rules<Removal> {
  const { linked, place } = now;
  const { own, going, told } = yield* findGoing(now);
  if (JSON.stringify(told.rows) !== JSON.stringify(rows)) throw changedSince();
  const beside = { left: own.left, right: own.right };
  const prepared = yield* prepareContent(now, contentOfCells(linked.columns, []), {
    removeVanished: false,
    beside,
    rows: () => without(place.rows - 1, going),
  });
  const { added, vanished } = prepared.arrangement;
  if (prepared.edited || added + vanished.length > 0) throw refreshFirst();
  yield* refuseObstacles(place, prepared.plan);
  const kept = yield* cellsToKeep(now, prepared, values);
  const removed = yield* removedCells(place, own, going);
  return {
    prepared,
    kept: { ...kept, removed },
    done: (written) => doneRecord(linked, written, told.stay.length),
  };
}

function* findGoing(now: RangeNow): Rules<Found> {
  const { linked, place } = now;
  if (linked.refreshing) throw refreshFirst();
  const [header = []] = yield* ask({ read: 'texts', place: { ...place, rows: 1 } });
  const present = presentColumns(linked.columns, header);
  // Without its headers nobody can be sure which rows these are.
  if (present.length < linked.columns.length) throw refreshFirst();
  const first = place.column + (present[0]?.offset ?? 0);
  const marked = linked.refreshed?.kept ? [...(yield* markedIn(place, first))] : [];
  const own = yield* ownOf(now, new Set(present.map(({ offset }) => offset)));
  if (marked.length === 0 || own === null) throw noneLeft();
  const going = (yield* mayGo(now, own, marked)).slice(0, MOST_ROWS);
  const nameOf = (row: number) => cellName(place.row + 1 + row, first);
  const stay = marked.filter((row) => !going.includes(row)).map(nameOf);
  if (going.length === 0) throw allNeeded(stay);
  return { own, going, told: { rows: yield* toldRows(place, own, { going, first }), stay } };
}

function ownOf({ linked, place }: RangeNow, ours: Set<number>): Rules<OwnColumns | null> {
  const inside = [...Array(place.columns).keys()].filter((offset) => !ours.has(offset));
  return findOwnColumns(surroundingsOf(place, saidOf(linked, place)), inside, linked.options);
}

// A range keeps two rows, for a sum over one would not grow again; what a formula names by its cell stays for that formula.
function* mayGo({ linked, place }: RangeNow, own: OwnColumns, marked: number[]): Rules<number[]> {
  const around = withOwn(surroundingsOf(place, saidOf(linked, place)), own);
  const shared = new Set(own.shared);
  const going: number[] = [];
  for (const row of marked) {
    if (place.rows - 1 - going.length <= 2) break;
    // Whose that is nobody can tell.
    if (own.filled[row]?.some((column) => shared.has(column))) continue;
    if (yield* mayDeleteRows({ row: place.row + 1 + row, count: 1 }, around)) going.push(row);
  }
  return going;
}

function* toldRows(
  place: Place,
  own: OwnColumns,
  { going, first }: { going: number[]; first: number },
): Rules<GoingRow[]> {
  const from = going[0] ?? 0;
  const rows = (going[going.length - 1] ?? from) - from + 1;
  const column = place.column - own.left;
  const columns = own.left + place.columns + own.right;
  const area = { row: place.row + 1 + from, rows, column, columns };
  const texts = yield* ask({ read: 'texts', place: area });
  const notes = yield* ask({ read: 'notes', place: area });
  return going.map((row) => {
    const name = (at: number) => cellName(place.row + 1 + row, at);
    const text = (at: number) => texts[row - from]?.[at - column] ?? '';
    const note = (at: number) => notes[row - from]?.[at - column] ?? '';
    // At a cell of the result it is the note that is theirs.
    const kept = (at: number) =>
      own.columns.includes(at) && text(at) !== '' ? text(at) : note(at);
    const keeps = (own.filled[row] ?? []).map((at) => ({ cell: name(at), shows: kept(at) }));
    return { cell: name(first), shows: text(first), keeps };
  });
}

function without(rows: number, going: number[]): RowLayout {
  const gone = new Set(going);
  const present = [...Array(rows).keys()].filter((row) => !gone.has(row));
  return {
    targets: present.map(() => 'kept'),
    present,
    deletions: runsOf(going).reverse(),
    insertions: [],
    copies: [],
  };
}

// Formulas by where they look from, so that they are right wherever the range stands by then.
function* removedCells(place: Place, own: OwnColumns, going: number[]): Rules<RemovedCells> {
  const from = going[0] ?? 0;
  const rows = (going[going.length - 1] ?? from) - from + 1;
  const columns = own.left + place.columns + own.right;
  const area = { row: place.row + 1 + from, rows, column: place.column - own.left, columns };
  const cells = yield* ask({ read: 'cells', place: area });
  const formulas = yield* ask({ read: 'formulasR1C1', place: area });
  const [header = []] = yield* ask({ read: 'texts', place: { ...area, row: place.row, rows: 1 } });
  const tabColumns = yield* ask({ read: 'tab', what: 'columns' });
  const rowOf = (row: number) =>
    (own.filled[row] ?? []).map((column): [number, Cell, string] => {
      const at = column - area.column;
      return [at, cells[row - from]?.[at] ?? '', formulas[row - from]?.[at] ?? ''];
    });
  return {
    ...{ left: own.left, columns, stood: { row: place.row, column: place.column } },
    ...{ header, tabColumns },
    rows: going.map((row) => ({ row, cells: rowOf(row) })),
  };
}

// Nothing was refreshed: all but the rows is as it was.
function doneRecord(linked: LinkedRange, written: LinkedRange, left: number): LinkedRange {
  const { refreshed, rowCount, problem, schedule } = linked;
  return {
    ...written,
    rowCount,
    problem,
    schedule,
    refreshed: refreshed && leaving(refreshed, left),
  };
}

function leaving({ kept: _kept, counting, ...rest }: Refreshed, left: number): Refreshed {
  if (left === 0) return rest;
  return { ...rest, kept: left, ...(counting === undefined ? {} : { counting }) };
}

function noneLeft(): Problem {
  return new Problem('not_found', 'No row of this range is struck through any more.');
}

function allNeeded(stay: string[]): Problem {
  return new Problem(
    'range_obstructed',
    `The rows of ${stay.join(', ')} stay: a formula elsewhere names a cell of theirs, what stands beside touches another result too, or too few rows would be left. Nothing was changed. Empty what stands beside them, and the next refresh takes them out.`,
  );
}

function refreshFirst(): Problem {
  return new Problem(
    'sheet_changed',
    'Cells or headers of this range were changed since its last refresh. Nothing was changed. Refresh it first, then remove the rows.',
  );
}

function changedSince(): Problem {
  return new Problem(
    'sheet_changed',
    'These rows, or what stands beside them, have changed since you were asked, so nothing was removed. Look again, then remove them.',
  );
}
