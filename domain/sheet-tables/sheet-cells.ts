// Cells of a tab as they stand, from which a sheet table is made.
import type { TablePlace } from '../contract/sheet-tables/sheet-table.ts';
import type { SheetCell } from './typed-cell.ts';

export interface SheetCells {
  /** Where it is now: tabs are renamed, and columns move. */
  place: TablePlace;
  /** de_DE. */
  locale: string;
  headers: string[];
  rows: SheetCell[][];
  /** Where the first row below the headers and the first column stand, from 1. */
  firstRow: number;
  firstColumn: number;
  /** The tab, where several are stacked. */
  tab?: { name: string; id: number };
}
