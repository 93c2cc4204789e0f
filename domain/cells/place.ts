// A rectangle of cells.

/** A rectangle of cells; of a linked range its header row is included. Rows and columns count from 1. */
export interface Place {
  row: number;
  column: number;
  rows: number;
  columns: number;
}
