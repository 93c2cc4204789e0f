// A rectangle of cells.

/** A rectangle of cells; of a linked range its header row is included. Rows and columns count from 1. */
export interface Place {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** Whether two places of one tab have a cell in common. */
export function overlap(one: Place, other: Place): boolean {
  return (
    one.row < other.row + other.rows &&
    other.row < one.row + one.rows &&
    one.column < other.column + other.columns &&
    other.column < one.column + one.columns
  );
}
