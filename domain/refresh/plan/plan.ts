// The refresh plan: what a refresh does to a sheet, as a list of operations that any executor can carry out.
import type { Place } from '../../cells/place.ts';
import type { PlacedColumn } from '../layout/columns.ts';
import type { Operation } from '../sheet.ts';

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
  /** Those of the columns. */
  columnPrints: string;
  /** Data rows that hold a row of the result, or hold what they held. */
  rowCount: number;
  /** Data rows besides, which the result no longer has: they stay for what the person keeps beside them. */
  gone: number;
  /** For each data row afterwards the present row that stands there; null where it is new. */
  present: (number | null)[];
  /**
   * What the plan does last with the rows it has, all as given here: for each place, the row that comes to stand there.
   * Null: they stay as they stand.
   */
  order: number[] | null;
  /** Why they are not in the query's order although the person wants that, in sentences. */
  unordered: string | null;
  /** So many formulas beside rows which the result no longer has still reckon with them. */
  counting: number;
}

/** Whether a plan writes, moves or formats any cell. */
export function changesSomething(plan: RefreshPlan): boolean {
  return plan.operations.length > 0;
}
