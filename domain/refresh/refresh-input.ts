// What a refresh is planned from: a picture of the sheet, and what shall stand there.
import type { LinkedColumn } from '../linked-range.ts';
import type { Arrangement } from './columns.ts';
import type { Place, RowReach } from './plan.ts';
import type { Neighbours } from './reach.ts';
import type { RowLayout } from './rows.ts';

/** The tab around a range as it is now. */
export interface SheetPicture {
  /** The size of the tab, and its last row that holds anything; asked for only where the tab may grow. */
  grid: () => { rows: number; columns: number; lastRow: number };
  /** The cells of all tabs together, asked for likewise. */
  spreadsheetCells: () => number;
  place: Place;
  header: string[];
  /** The fingerprints of the data rows by the columns of the arrangement; new columns count as blank. */
  rows: number[];
  /** The number formats of the first data row, asked for only where another one is wanted. */
  formats: () => string[];
  /** Asked for only where rows or columns come or go. */
  around: () => Neighbours;
}

export interface RefreshInput {
  picture: SheetPicture;
  arrangement: Arrangement;
  layout: RowLayout;
  linked: LinkedColumn[];
  /** The fingerprint of a row of the result, by the columns of the arrangement. */
  expected: (result: number) => number;
  /** Which columns of the arrangement differ between a present row and a row of the result. */
  differing: (present: number, result: number) => number[];
  /** The fingerprint of a blank row. */
  blank: number;
  /** Columns that vanished from the result are taken out of the sheet; else they are emptied. */
  removeVanished: boolean;
  fillDown: boolean;
  /** How far rows go, where it is known from when they came; null: what stands around decides. */
  deletionReach: (place: Place) => RowReach | null;
  /** Data rows (as they will be) whose key is gone now, or there again. */
  marks: { row: number; gone: boolean }[];
}
