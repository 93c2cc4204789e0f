// Puts right what a write hit that landed beside its range: cells that somebody inserted or deleted between the look and the
// write move a range away, and leave the marks on whole rows and columns where they are.
import type { Cell } from '../../domain/cells/cell.ts';
import type { Place } from '../../domain/cells/place.ts';
import { Problem } from '../../domain/problem.ts';
import { cellThen } from '../../domain/refresh/around/moved-cells.ts';
import type { Operation } from '../../domain/refresh/sheet.ts';
import type { CellData, Request } from '../google/spreadsheet.ts';
import type { Opened } from './opened.ts';
import { isAnyLost, type At, type HitCell } from './lost-cells.ts';
import { heldIn, isBlankCell, type Picture } from './picture.ts';
import { gridOf, isWithin } from './places.ts';
import { namedPlace } from './shape.ts';

/** How far cells moved before the write came. */
interface Displacement {
  rows: number;
  columns: number;
}

/** So far a range is looked for, and by so many of its rows. */
const FAR = 12;
const ROWS_COMPARED = 40;

export interface Displaced {
  /** Where the range stands now. */
  place: Place;
  /** Give the cells that were hit what they held when they were read. */
  requests: Request[];
}

/** What was written: where the range was meant to stand then, and by what. */
export interface Wrote {
  then: Place;
  operations: readonly Operation[];
}

/**
 * Where a range stands that a write missed, by a look after it; null where it was hit. Throws Problem sheet_changed where nobody can tell what was hit.
 */
export async function displacedRange(
  opened: Opened,
  wrote: Wrote,
  after: Picture,
): Promise<Displaced | null> {
  const { tab, range, picture } = opened;
  const { place } = range;
  // A header that was written says nothing of where the range is.
  if (wrote.operations.some((one) => touchesHeader(one, place))) return null;
  const header = { ...place, rows: 1 };
  const [labels = []] = await picture.values(header);
  const [found = []] = await after.values(header);
  if (labels.every((label, at) => label === found[at])) return null;
  const since = await placeSince(opened, wrote);
  if (since !== null) {
    // It took along what was written: the header with it, unless the write had missed the range.
    const [there = []] = await after.values({ ...since, rows: 1 });
    if (labels.every((label, at) => label === there[at])) return null;
    throw untold();
  }
  // What was not read before is not known any more.
  if (!picture.isWhole) throw untold();
  const both = { before: picture, after };
  const moved =
    (await displacementByName(opened, wrote)) ?? (await displacement(both, place, wrote));
  if (moved === null) throw untold();
  const now = placeNow(place, moved, wrote);
  const isThere = moved.rows === 0 && moved.columns === 0;
  const hit = isThere ? [] : await restoring(both, { place, now, moved, wrote });
  const stood = { cells: await picture.everyCell(), place };
  const stands = { cells: await after.everyCell(), place: now };
  if (isAnyLost(stood, stands, hit)) throw untold();
  // Its header says something else, and nothing more.
  if (isThere) return null;
  return { place: now, requests: hit.map((one) => cellRequest(tab.id, one)) };
}

function touchesHeader(operation: Operation, { row }: Place): boolean {
  if (/^(writeHeader|insertColumns|deleteColumns)$/.test(operation.do)) return true;
  return 'row' in operation && operation.row <= row;
}

export function untold(): Problem {
  const detail =
    'Somebody inserted or deleted cells beside this range in the very moment in which it was written, so cells beside it may have been written over. Look at its edges; Google’s version history has what stood there.';
  return new Problem('sheet_changed', detail);
}

function reaches(operation: Operation, column: number): boolean {
  if (operation.do !== 'insertRows' && operation.do !== 'deleteRows') return false;
  const { reach } = operation;
  if (reach === 'sheet') return true;
  return column >= reach.fromColumn && column < reach.fromColumn + reach.columns;
}

interface Pictures {
  before: Picture;
  after: Picture;
}

/** Where a cell stands once the rows of a write have come and gone; null: it went. */
function rowAfter(cell: At, { operations }: Wrote): number | null {
  const shifts = operations.filter((one) => one.do === 'insertRows' || one.do === 'deleteRows');
  return cellThen(cell, shifts)?.row ?? null;
}

/** The same the other way round; null: it came. */
function rowBefore({ row, column }: At, { operations }: Wrote): number | null {
  let at = row;
  for (const one of operations.toReversed()) {
    if (!reaches(one, column)) continue;
    if (one.do === 'deleteRows' && at >= one.row) at += one.count;
    if (one.do !== 'insertRows' || at < one.row) continue;
    if (at < one.row + one.count) return null;
    at -= one.count;
  }
  return at;
}

// The write gave the name its place: where it stands elsewhere by now its cells moved afterwards. Null: it stands there.
async function placeSince(
  { spreadsheet, tab, range }: Opened,
  wrote: Wrote,
): Promise<Place | null> {
  if (!wrote.operations.some((one) => one.do === 'claim')) return null;
  const at = await namedPlace(spreadsheet, tab, range.name.id);
  const isThere = at !== null && isWithin(at, wrote.then) && isWithin(wrote.then, at);
  return isThere ? null : at;
}

// The name of a range moves with its cells, unless the write gave it a place.
async function displacementByName(
  { spreadsheet, tab, range }: Opened,
  wrote: Wrote,
): Promise<Displacement | null> {
  if (wrote.operations.some((one) => one.do === 'claim')) return null;
  const at = await namedPlace(spreadsheet, tab, range.name.id);
  const row = at && rowBefore(at, wrote);
  if (!at || !row) return null;
  return { rows: row - range.place.row, columns: at.column - range.place.column };
}

// By what the range held, and what stood between it and where cells may have come: most of it was not written.
async function displacement(
  pictures: Pictures,
  place: Place,
  wrote: Wrote,
): Promise<Displacement | null> {
  let best: { moved: Displacement; score: number } | null = null;
  for (const moved of displacements()) {
    const score = await scoreOf(pictures, { place: movedWith(place, moved), moved, wrote });
    if (score > (best?.score ?? 0)) best = { moved, score };
  }
  return best && best.moved;
}

// What stands above a range that moved down moved down with it, at least what stood next to it.
function movedWith(place: Place, moved: Displacement): Place {
  const rows = Math.min(place.rows, ROWS_COMPARED);
  const up = moved.rows === 0 ? 0 : Math.min(FAR, place.row - 1);
  const left = moved.columns === 0 ? 0 : Math.min(FAR, place.column - 1);
  return {
    ...{ row: place.row - up, rows: rows + up },
    ...{ column: place.column - left, columns: place.columns + left },
  };
}

async function scoreOf(
  { before, after }: Pictures,
  { place, moved, wrote }: { place: Place; moved: Displacement; wrote: Wrote },
): Promise<number> {
  let score = 0;
  for (const [down, cells] of (await before.values(place)).entries()) {
    const column = place.column + moved.columns;
    const row = rowAfter({ row: place.row + down + moved.rows, column }, wrote);
    if (row === null || row < 1 || column < 1) continue;
    const [now = []] = await after.values({ row, column, rows: 1, columns: place.columns });
    score += sameCells(cells, now);
  }
  return score;
}

const sameCells = (cells: Cell[], others: Cell[]) =>
  cells.filter((cell, at) => cell !== '' && cell === others[at]).length;

/** The nearest first. */
function displacements(): Displacement[] {
  const steps = Array.from({ length: 2 * FAR + 1 }, (_, at) => at - FAR);
  const all = steps.flatMap((rows) => steps.map((columns) => ({ rows, columns })));
  const far = ({ rows, columns }: Displacement) => Math.abs(rows) + Math.abs(columns);
  return all.sort((one, other) => far(one) - far(other));
}

function placeNow(place: Place, { rows, columns }: Displacement, wrote: Wrote): Place {
  const column = place.column + columns;
  const first = rowAfter({ row: place.row + rows, column }, wrote);
  const last = rowAfter({ row: place.row + place.rows - 1 + rows, column }, wrote);
  if (first === null || last === null) throw untold();
  return { ...place, row: first, rows: last - first + 1, column };
}

interface Restoring {
  place: Place;
  now: Place;
  moved: Displacement;
  wrote: Wrote;
}

// Where it was written, and where the range stands now, everything is as it was, but that it moved.
async function restoring(
  { before, after }: Pictures,
  { place, now, moved, wrote }: Restoring,
): Promise<HitCell[]> {
  const hit: HitCell[] = [];
  for (const [row, column] of cellsOf([wrote.then, place, now])) {
    const came = rowBefore({ row, column }, wrote);
    const source = came && { row: came - moved.rows, column: column - moved.columns };
    const was = source ? await comeFrom({ before, after }, { source, place, wrote }) : {};
    const [[is = {}] = []] = await after.cells({ row, column, rows: 1, columns: 1 });
    if (isSame(was, is)) continue;
    hit.push({ row, column, cell: was });
  }
  return hit;
}

function cellsOf(places: Place[]): [row: number, column: number][] {
  const all = new Map<string, [number, number]>();
  for (const { row, column, rows, columns } of places)
    for (let down = row; down < row + rows; down += 1)
      for (let across = column; across < column + columns; across += 1)
        all.set(`${down} ${across}`, [down, across]);
  return [...all.values()];
}

interface Source {
  source: At;
  place: Place;
  wrote: Wrote;
}

async function comeFrom(
  { before, after }: Pictures,
  { source, place, wrote }: Source,
): Promise<CellData> {
  if (source.row < 1 || source.column < 1) return {};
  const one = { ...source, rows: 1, columns: 1 };
  const [[was = {}] = []] = await before.cells(one);
  const isOurs =
    source.row >= place.row &&
    source.row < place.row + place.rows &&
    source.column >= place.column &&
    source.column < place.column + place.columns;
  if (isOurs || isBlankCell(was)) return was;
  // What still stands where it stood did not come: cells came there that hold nothing.
  const row = rowAfter(source, wrote);
  if (row === null) return was;
  const [[is = {}] = []] = await after.cells({ ...one, row });
  return heldIn(was) === heldIn(is) ? {} : was;
}

function isSame(one: CellData, other: CellData): boolean {
  const text = ({ userEnteredValue, note }: CellData) =>
    JSON.stringify([userEnteredValue ?? null, note ?? '']);
  return text(one) === text(other);
}

function cellRequest(tab: number, { row, column, cell }: HitCell): Request {
  const { userEnteredValue, userEnteredFormat, note } = cell;
  const value = {
    ...(userEnteredValue ? { userEnteredValue } : {}),
    ...(userEnteredFormat ? { userEnteredFormat } : {}),
    ...(note ? { note } : {}),
  };
  const range = gridOf(tab, { row, column, rows: 1, columns: 1 });
  const fields = 'userEnteredValue,userEnteredFormat,note';
  return { updateCells: { range, fields, rows: [{ values: [value] }] } };
}
