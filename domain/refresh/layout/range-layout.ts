// What the rows of a refresh are decided from, and what is decided of them.
import type { Content } from '../../cells/content.ts';
import type { LinkedRange } from '../../linked-range.ts';
import type { Surroundings } from '../around/neighbours.ts';
import type { OwnColumns } from '../around/own-columns.ts';
import type { RangeCells } from '../sheet.ts';
import type { Arrangement } from './columns.ts';
import type { RowKey } from './row-key.ts';
import type { RowLayout } from './rows.ts';

export interface Layout {
  rows: RowLayout;
  /** Data rows, as they will be, that get the mark of a gone key or lose it. */
  marks: Mark[];
  /** How many rows stay although the result no longer has them. */
  gone?: number;
  /** How many formulas beside those still reckon with them. */
  counting?: number;
  /** The rows, as they will be, that look so now. */
  struck?: number[];
  /** Where rows stand still beside what the person keeps: how they were found. */
  standing?: Standing;
  /** What the person keeps beside or inside the range, where that was looked for, and what moves with its rows then. */
  own?: OwnColumns | null;
  around?: Surroundings;
  /** Formulas of the person's, which rows that come get too. */
  formulas?: OwnColumns['formulas'];
  /** Rows come between others that stand still, and look like the nearest of them. */
  standsStill?: boolean;
}

/** `texts` is what the row shows now; `like` a data row, as it will be, that looks as it should. */
export type Mark =
  | { row: number; gone: true; texts?: string[] }
  | { row: number; gone: false; like?: number | null };

export interface LayoutInput {
  linked: LinkedRange;
  content: Content;
  arrangement: Arrangement;
  cells: RangeCells;
  /** The fingerprints of the present data rows. */
  present: number[];
  around: Surroundings;
}

/** How rows were found again beside which a person keeps something, for the questions about it and for the record. */
export interface Standing {
  key: RowKey;
  /** No row beside which something stands is told by a guess alone, or a person has said yes to that before. */
  isSure: boolean;
  own: OwnColumns;
  /** Rows in which the person keeps something, and the cells of those that the result does not have. */
  ownRows: number;
  unfound: OwnRow[];
  /** Cells in rows of which several have one key. */
  twice: string[];
  /** Cells beside rows that were emptied, where nobody knows any more what stood in them. */
  emptied: string[];
}

/** A row in which a person keeps something, by the cells that hold it. */
export type OwnRow = string[];
