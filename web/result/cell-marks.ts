// What stands at the cells of a table besides their values.

export interface CellMarks {
  /** What a click on a cell does; the row by its place in the result. */
  onCell?: ((row: number, column: string) => void) | undefined;
  /** How much was said of the cell, and where that stands; null: nothing. */
  markOf?: ((row: number, column: string) => { count: number; address: string } | null) | undefined;
}
