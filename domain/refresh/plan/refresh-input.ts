// What a refresh is planned from: a picture of the sheet, and what shall stand there.
import type { Place } from '../../cells/place.ts';
import type { LinkedColumn } from '../../linked-range.ts';
import type { OwnReach } from '../../own-reach.ts';
import type { Arrangement } from '../layout/columns.ts';
import type { FormulaColumn } from '../around/own-columns.ts';
import type { Surroundings } from '../around/neighbours.ts';
import type { Mark } from '../layout/range-layout.ts';
import type { FirstBatch } from '../layout/first-batch.ts';
import type { RowLayout } from '../layout/rows.ts';
import type { RowReach, Rules } from '../sheet.ts';

/** A range as it is now. */
export interface RangePicture {
  place: Place;
  header: string[];
  /** The fingerprints of the data rows by the columns of the arrangement; new columns count as blank. */
  rows: number[];
  /** The number formats of the first data row, asked for only where another one is wanted. */
  formats: () => Rules<string[]>;
  around: Surroundings;
}

/** How far columns that are taken back came and went; those that came into blank ones leave these blank again. */
export interface ColumnsUndone {
  came: 'sheet' | 'rows' | 'blank' | null;
  went: 'sheet' | 'rows' | null;
}

/** The columns that stand apart from a range by their marks, and how far those reach that do not. */
export interface ApartBefore {
  range: string;
  marks: readonly string[];
  reach: OwnReach;
}

export interface RefreshInput {
  picture: RangePicture;
  arrangement: Arrangement;
  layout: RowLayout;
  /** Rows that get the time at which they came. */
  firstBatch: FirstBatch | null;
  /** The fingerprints of the present data rows as they are once they have it. */
  keptRows: number[];
  linked: LinkedColumn[];
  /** The fingerprints of the columns when all is done. */
  columnPrints: string;
  /** The fingerprint of each row of the result, by the columns of the arrangement. */
  expected: number[];
  /** Which columns of the arrangement differ between a present row and a row of the result. */
  differing: (present: number, result: number) => number[];
  /** The fingerprint of a blank row. */
  blank: number;
  /** Columns that vanished from the result are taken out of the sheet; else they are emptied. */
  removeVanished: boolean;
  /** How columns came and went in the refresh that is taken back; null: none is. */
  undone: ColumnsUndone | null;
  /** Rows that stand still are put into the order of the result when all is written. */
  sorts: boolean;
  /** What is known of columns that stand apart. */
  apart: ApartBefore;
  /** How far rows go, where it is known from when they came; null: what stands around decides. */
  deletionReach: (place: Place) => RowReach | null;
  /** Data rows (as they will be) whose key is gone now, or there again. */
  marks: Mark[];
  /** Data rows, as they will be, that look like rows which the result no longer has until the plan is carried out. */
  struck: ReadonlySet<number>;
  /** Present rows with a colour of their own, which no other row gets. */
  colored: ReadonlySet<number>;
  /** So many rows stay although the result no longer has them. */
  gone: number;
  /** So many formulas beside those still reckon with them. */
  counting: number;
  /** Rows come between others that stand still. */
  standsStill: boolean;
  /** Columns of the person's own whose formulas rows that come get, each with the present rows that have one. */
  formulas: FormulaColumn[];
}
