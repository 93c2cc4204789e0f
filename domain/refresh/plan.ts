// The refresh plan: what a refresh does to a sheet, as a list of operations that any executor can
// carry out. Operations cite rows of the result and never carry cells.
import type { CellColumn } from '../cells/cell.ts';

/** A rectangle of cells, header row included. Rows and columns count from 1. */
export interface Place {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** How far an insertion or deletion of rows reaches: all columns of the tab, or these alone. */
export type RowReach = 'sheet' | { fromColumn: number; columns: number };
/** The same for columns: all rows of the tab, or these alone. */
export type ColumnReach = 'sheet' | { fromRow: number; rows: number };

/** A column of the result in the place it has in the sheet. */
export interface PlacedColumn extends CellColumn {
  /** Its index in the rows of the result. */
  source: number;
  label: string;
  /** Counted from the left edge of the range, as it will be after the refresh. */
  offset: number;
}

/** Rows and columns are those of the tab, as they are when the operation's turn comes. */
export type Operation =
  | { do: 'insertRows'; row: number; count: number; reach: RowReach }
  | { do: 'deleteRows'; row: number; count: number; reach: RowReach }
  | { do: 'insertColumns'; column: number; count: number; reach: ColumnReach }
  | { do: 'deleteColumns'; column: number; count: number; reach: ColumnReach }
  /** Adds blank rows and columns at the end of the tab. */
  | { do: 'growTab'; rows: number; columns: number }
  /** Copies values and formats of one row over another, the cells beside that move with it included. */
  | { do: 'copyRow'; from: number; to: number; column: number; columns: number }
  /** Gives rows of the range, and of the columns beside that move with them, another row's formats. */
  | { do: 'copyFormats'; from: number; row: number; count: number }
  /** Copies the formulas beside the range from one row down (or up) to others. */
  | {
      do: 'fillFormulas';
      from: number;
      row: number;
      count: number;
      column: number;
      columns: number;
    }
  /** The range's named range becomes this place. */
  | { do: 'claim'; place: Place }
  | {
      do: 'formatColumns';
      offset: number;
      columns: number;
      row: number;
      count: number;
      format: string;
    }
  | { do: 'writeHeader'; cells: { offset: number; label: string }[]; fresh: boolean }
  /** Writes rows of the result one below the other: `only` these of the plan's columns, else all. */
  | { do: 'writeRows'; row: number; results: number[]; only?: { from: number; count: number } }
  /** Takes the content out of cells of the range, or of those beside that move with it; formats stay. */
  | { do: 'emptyCells'; row: number; count: number; offset: number; columns: number }
  /** Marks rows whose key is gone from the result, or takes the mark away. */
  | { do: 'markGone'; row: number; gone: boolean };

/** What a refresh changes, for the person who decides about it. */
export interface Changes {
  rowsAdded: number;
  rowsRemoved: number;
  rowsChanged: number;
  columnsAdded: string[];
  columnsRemoved: string[];
}

export interface RefreshPlan {
  /** Where the range stands afterwards. */
  place: Place;
  columns: PlacedColumn[];
  operations: Operation[];
  changes: Changes;
  /** The fingerprints of the data rows afterwards, by the range's columns. */
  rows: number[];
  /** Data rows that hold a row of the result, or hold what they held. */
  rowCount: number;
  /** For each data row afterwards the present row that stands there; null where it is new. */
  present: (number | null)[];
}

/** Whether a plan writes, moves or formats any cell. */
export function changesSomething(plan: RefreshPlan): boolean {
  return plan.operations.length > 0;
}
