// One thing that a person did: what it changed, before and after, and nothing else.
import { isDeepStrictEqual } from 'node:util';
import { copyOfCell, sameCell, type Cell } from '../cell.ts';
import type { SheetParts } from '../rollback.ts';
import type { Row, Sheet } from '../sheet.ts';
import type { BookParts, Image, RowShape } from './image.ts';
import { held, lineDifference, type Line } from './line.ts';

/** One side of a change: what there was of all that changed. */
export interface Side {
  book: Partial<BookParts>;
  /** null where no tab came, went or moved. */
  order: Sheet[] | null;
  parts: Map<Sheet, Partial<SheetParts>>;
  grids: Map<Sheet, Line<Row | undefined>>;
  rows: Map<Row, { shape: RowShape | null; cells: Line<Cell | undefined> | null }>;
  cells: Map<Cell, Cell>;
}

export interface Change {
  before: Side;
  after: Side;
}

interface Images {
  before: Image;
  after: Image;
}

/** `shifting` is the tab whose rows, columns or cells were moved, if one was. */
export function differenceOf(images: Images, shifting: Sheet | null): Change {
  const change = { before: emptySide(), after: emptySide() };
  const { before, after } = images;
  const isOrder = isDeepEqual(before.order, after.order);
  for (const [side, own, other] of [
    ['before', before, after],
    ['after', after, before],
  ] as const) {
    const kept = change[side];
    kept.book = differing(own.book, other.book);
    kept.order = isOrder ? null : own.order;
    keepParts(kept, own, other);
    for (const [cell, copy] of own.cells) {
      const there = other.cells.get(cell);
      if (there && !sameCell(copy, there)) kept.cells.set(cell, copy);
    }
  }
  keepRows(change, images, shifting);
  keepGrids(change, images, shifting);
  keepComings(change, images);
  return change;
}

export function isNothing({ before, after }: Change): boolean {
  return [before, after].every(
    ({ book, order, parts, grids, rows, cells }) =>
      Object.keys(book).length === 0 &&
      order === null &&
      [parts, grids, rows, cells].every(({ size }) => size === 0),
  );
}

/** How much it takes to keep it, in cells. */
export function sizeOf({ before, after }: Change): number {
  return [before, after].reduce((sum, { cells, rows, grids }) => {
    let size = sum + cells.size;
    for (const { cells: line } of rows.values()) size += 1 + (line ? held(line).length / 10 : 0);
    for (const line of grids.values()) size += held(line).length / 10;
    return size;
  }, 0);
}

function emptySide(): Side {
  const [parts, grids, rows, cells] = [new Map(), new Map(), new Map(), new Map()];
  return { book: {}, order: null, parts, grids, rows, cells };
}

function isDeepEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

function differing<T extends object>(own: T, other: T | undefined): Partial<T> {
  const keys = Object.keys(own) as (keyof T)[];
  const differ = keys.filter((key) => !other || !isDeepStrictEqual(own[key], other[key]));
  return Object.fromEntries(differ.map((key) => [key, own[key]])) as Partial<T>;
}

function keepParts(kept: Side, own: Image, other: Image): void {
  for (const [sheet, parts] of own.parts) {
    const differ = differing(parts, other.parts.get(sheet));
    if (Object.keys(differ).length > 0) kept.parts.set(sheet, differ);
  }
}

function keepGrids(change: Change, { before, after }: Images, shifting: Sheet | null): void {
  const { cells } = change.after;
  const holdsOne = (row: Row) =>
    cells.size > 0 && row.cells.some((cell) => cell !== undefined && cells.has(cell));
  for (const [sheet, rows] of after.grids) {
    const then = before.grids.get(sheet) ?? [];
    const lines = lineDifference(then, rows, {
      whole: sheet === shifting || !before.grids.has(sheet),
      // Where a row that changed stood: without anything in it, it may be gone when it is wanted again.
      keeps: (row) => row !== undefined && (change.after.rows.has(row) || holdsOne(row)),
    });
    if (!lines) continue;
    change.before.grids.set(sheet, lines.before);
    change.after.grids.set(sheet, lines.after);
  }
}

function keepRows(change: Change, { before, after }: Images, shifting: Sheet | null): void {
  const shifted = new Set(shifting ? after.grids.get(shifting) : []);
  for (const row of new Set([...before.rows.keys(), ...after.rows.keys()])) {
    const [then, now] = [before.rows.get(row), after.rows.get(row)];
    if (!then || !now) {
      // It came or went: all of it did.
      if (then) change.before.rows.set(row, { shape: then.shape, cells: { whole: then.cells } });
      if (now) change.after.rows.set(row, { shape: now.shape, cells: { whole: now.cells } });
      continue;
    }
    const lines = lineDifference(then.cells, now.cells, { whole: shifted.has(row) });
    const isShape = isDeepStrictEqual(then.shape, now.shape);
    if (!lines && isShape) continue;
    const { before: cells = null, after: cellsAfter = null } = lines ?? {};
    change.before.rows.set(row, { shape: isShape ? null : then.shape, cells });
    change.after.rows.set(row, { shape: isShape ? null : now.shape, cells: cellsAfter });
  }
}

/** Cells that are on one side only: what is in them must not get lost unseen. */
function keepComings(change: Change, images: Images): void {
  const before = cellsIn(change.before);
  const after = cellsIn(change.after);
  for (const [side, own, other] of [
    ['before', before, after],
    ['after', after, before],
  ] as const) {
    for (const cell of own) {
      if (other.has(cell)) continue;
      change[side].cells.set(cell, images[side].cells.get(cell) ?? copyOfCell(cell));
    }
  }
}

function cellsIn({ rows }: Side): Set<Cell> {
  const found = new Set<Cell>();
  for (const { cells } of rows.values()) {
    for (const cell of cells ? held(cells) : []) if (cell) found.add(cell);
  }
  return found;
}
