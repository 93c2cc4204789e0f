// Takes the workbook from one side of a change to the other, where nothing else has touched what would change.
import { isDeepStrictEqual } from 'node:util';
import { restoreCell, sameCell, type Cell } from '../cell.ts';
import type { WorkbookModel } from '../model.ts';
import { partsOf } from '../rollback.ts';
import type { Row } from '../sheet.ts';
import { bookOf, shapeOf, type RowShape } from './image.ts';
import { isLine, putLine } from './line.ts';
import type { Side } from './step.ts';

/** Whether the workbook still is what the side says, as far as it goes. */
export function isAs(workbook: WorkbookModel, side: Side): boolean {
  const { book, order, parts, grids, rows, cells } = side;
  const { sheets } = workbook;
  if (order && !(order.length === sheets.length && order.every((one, at) => one === sheets[at])))
    return false;
  if (!holds(bookOf(workbook), book)) return false;
  for (const [sheet, some] of parts) if (!holds(partsOf(sheet), some)) return false;
  for (const [sheet, line] of grids) if (!isLine(sheet.rows, line, sameRow)) return false;
  for (const [row, { shape, cells: line }] of rows) {
    if (shape && !sameShape(shapeOf(row), shape)) return false;
    if (line && !isLine(row.cells, line, samePlace)) return false;
  }
  for (const [cell, then] of cells) if (!sameCell(cell, then)) return false;
  return true;
}

function holds(whole: object, part: object): boolean {
  const known = new Map(Object.entries(whole));
  return Object.entries(part).every(([key, value]) => isDeepStrictEqual(known.get(key), value));
}

/** A row that holds nothing is as good as none. */
function sameRow(a: Row | undefined, b: Row | undefined): boolean {
  return a === b || (isEmpty(a) && isEmpty(b));
}

function isEmpty(row: Row | undefined): boolean {
  if (!row) return true;
  const isPlain = sameShape(shapeOf(row), {
    ...{ height: undefined, hidden: undefined, hiddenByFilter: undefined },
  });
  return isPlain && row.cells.every((cell) => sameCell(cell, undefined));
}

function sameShape(a: RowShape, b: RowShape): boolean {
  return (
    a.height === b.height &&
    Boolean(a.hidden) === Boolean(b.hidden) &&
    Boolean(a.hiddenByFilter) === Boolean(b.hiddenByFilter)
  );
}

/** The very cell, for its contents are looked at by themselves; one that holds nothing is as good as none. */
function samePlace(a: Cell | undefined, b: Cell | undefined): boolean {
  return a === b || (sameCell(a, undefined) && sameCell(b, undefined));
}

/** Makes the workbook what the side says. */
export function bringBack(workbook: WorkbookModel, side: Side): void {
  const { names, metadata, ...book } = structuredClone(side.book);
  Object.assign(workbook, book);
  if (names) workbook.names.list = names;
  if (metadata) workbook.metadata.list = metadata;
  if (side.order) workbook.sheets = [...side.order];
  for (const [sheet, parts] of side.parts) Object.assign(sheet, structuredClone(parts));
  for (const [sheet, line] of side.grids) sheet.rows = putLine(sheet.rows, line);
  for (const [row, { shape, cells }] of side.rows) {
    if (shape) putShape(row, shape);
    if (cells) row.cells = putLine(row.cells, cells);
  }
  for (const [cell, copy] of side.cells) restoreCell(cell, copy);
  showSomeTab(workbook);
  workbook.engine.hasFormulas = true;
  workbook.engine.hasPivots = true;
  workbook.changed({ kind: 'sheets' });
}

function putShape(row: Row, shape: RowShape): void {
  for (const [key, value] of Object.entries(shape)) {
    if (value === undefined) Reflect.deleteProperty(row, key);
    else Reflect.set(row, key, value);
  }
}

function showSomeTab(workbook: WorkbookModel): void {
  const { sheets, activeSheetId } = workbook;
  if (sheets.some(({ id, hidden }) => id === activeSheetId && !hidden)) return;
  workbook.activeSheetId = (sheets.find(({ hidden }) => !hidden) ?? sheets[0])?.id ?? 0;
}
