// What a part of the workbook is at one moment: by reference where edits only move things, copied where they rewrite them.
import type { Area } from '../area.ts';
import { copyOfCell, type Cell } from '../cell.ts';
import type { WorkbookModel } from '../model.ts';
import { partsOf, type SheetParts } from '../rollback.ts';
import type { Row, Sheet } from '../sheet.ts';

/** Rows that an edit may change, and the cells among them that it may rewrite in place; null: formulas alone. */
export interface Stretch {
  sheet: Sheet;
  from: number;
  to: number;
  rewritten: Area | null;
}

/**
 * All that an edit may change of the cells; whatever else there is, is little, and is always kept. A tab whose rows,
 * columns or cells shift is known as a whole: what came into it since could not be told where to go.
 */
export type Reach = Stretch[] | { everything: true; shifting: Sheet | null };

export type RowShape = { [key in keyof Omit<Row, 'cells'>]-?: Row[key] | undefined };

export interface RowImage {
  shape: RowShape;
  cells: (Cell | undefined)[];
}

export interface BookParts {
  name: string;
  locale: string;
  timeZone: string;
  names: WorkbookModel['names']['list'];
  metadata: WorkbookModel['metadata']['list'];
}

export interface Image {
  book: BookParts;
  /** The tabs in their order. */
  order: Sheet[];
  parts: Map<Sheet, SheetParts>;
  /** The rows of each tab that was looked at, the first of the tab first; those outside of the reach are absent. */
  grids: Map<Sheet, (Row | undefined)[]>;
  rows: Map<Row, RowImage>;
  cells: Map<Cell, Cell>;
}

/** Also of tabs that are not among `known`: they came with the edit, or go with its undo. */
export function imageOf(workbook: WorkbookModel, reach: Reach, known?: Set<Sheet>): Image {
  const image: Image = {
    book: bookOf(workbook),
    order: [...workbook.sheets],
    parts: new Map(workbook.sheets.map((sheet) => [sheet, partsOf(sheet)])),
    grids: new Map(),
    rows: new Map(),
    cells: new Map(),
  };
  const everything = 'everything' in reach;
  const all = workbook.sheets.filter((one) => everything || known?.has(one) === false);
  for (const sheet of all) takeStretch(image, { sheet, from: 1, to: Infinity, rewritten: null });
  if (!everything) for (const stretch of reach) takeStretch(image, stretch);
  return image;
}

/** Makes the rows of a reach, so that what comes into an empty one later does not go with it. */
export function makeRows(reach: Reach): void {
  if ('everything' in reach) return;
  for (const { sheet, from, to } of reach) {
    for (let row = from; row <= Math.min(to, sheet.size.rows); row++) sheet.row(row);
  }
}

export function bookOf({ name, locale, timeZone, names, metadata }: WorkbookModel): BookParts {
  const lists = structuredClone({ names: names.list, metadata: metadata.list });
  return { name, locale, timeZone, ...lists };
}

export function shapeOf({ height, hidden, hiddenByFilter }: Row): RowShape {
  return { height, hidden, hiddenByFilter };
}

function takeStretch(image: Image, { sheet, from, to, rewritten }: Stretch): void {
  const rows: (Row | undefined)[] = [];
  for (let at = from - 1; at < Math.min(to, sheet.rows.length); at++) rows[at] = sheet.rows[at];
  image.grids.set(sheet, rows);
  for (let at = from - 1; at < rows.length; at++) {
    const row = rows[at];
    if (row) image.rows.set(row, { shape: shapeOf(row), cells: row.cells.slice() });
  }
  const bottom = Math.min(to, sheet.size.rows);
  const area = rewritten ?? { ...sheet.everything, top: from, bottom };
  sheet.forEachCell(area, (cell) => {
    if (rewritten || cell.formula !== '') image.cells.set(cell, copyOfCell(cell));
  });
}
