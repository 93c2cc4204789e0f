// How far an insertion or a deletion reaches, so that what stands around a range is moved and never
// covered or torn apart.
import type { Place } from '../../cells/place.ts';
import type { ColumnNeighbours, RowNeighbours, Surroundings } from './neighbours.ts';
import { broken } from './references.ts';
import type { ColumnReach, RowReach, Rules } from '../sheet.ts';

/** The reach of a deletion: never more than the range where anything else stands beside. */
export function deletionReach(place: Place, around: RowNeighbours): RowReach {
  return around.beside ? rowWidth(place, around) : 'sheet';
}

/**
 * Whole rows where nothing else stands beside: then heights and all that stands below keep together.
 * Else only the range and the formulas beside it, so that the neighbours get no blank rows; but whole
 * rows again where that would tear apart what stands below: a blank row is a smaller harm.
 */
export function rowReach(place: Place, around: RowNeighbours): RowReach {
  if (!around.beside || around.tornBelow || around.mergedBelow) return 'sheet';
  return rowWidth(place, around);
}

/** The columns that move with a row of the range: its own, and those directly beside. */
export function rowWidth(
  place: Place,
  around: RowNeighbours,
): { fromColumn: number; columns: number } {
  return {
    fromColumn: place.column - around.left,
    columns: around.left + place.columns + around.right,
  };
}

/**
 * Whole columns where nothing stands above or below; else only the rows of the range, so that tables
 * above and below get no blank columns; but whole columns again where that would tear what stands to
 * the right.
 */
export function columnReach(place: Place, around: ColumnNeighbours): ColumnReach {
  if (!around.aboveOrBelow || around.tornRight) return 'sheet';
  return { fromRow: place.row, rows: place.rows };
}

/** Whether columns of the range may be deleted: not where other cells would go, or be torn apart. */
export function mayDeleteColumns(around: ColumnNeighbours): boolean {
  return !around.aboveOrBelow || !around.tornRight;
}

/**
 * Whether rows of the range may be deleted with all that moves with them: not where other cells would go, what stands below
 * would be torn apart, or a formula would be left with #REF!.
 */
export function* mayDeleteRows(
  { row, count }: { row: number; count: number },
  surroundings: Surroundings,
): Rules<boolean> {
  if (surroundings.othersAtWork) return false;
  const around = yield* surroundings.rowNeighbours();
  if (around.beside && (around.tornBelow || around.mergedBelow)) return false;
  const { fromColumn, columns } = rowWidth(surroundings.place, around);
  const going = { row, rows: count, column: fromColumn, columns };
  return broken(yield* surroundings.formulas(), going).length === 0;
}

/**
 * What becomes of rows that the result no longer fills. They are deleted, but stay where the result is
 * cut off, and stay blank in the range where they may not be deleted.
 */
export function* surplusRows(
  { row, count }: { row: number; count: number },
  truncated: boolean,
  surroundings: Surroundings,
): Rules<'rows' | 'blank' | null> {
  if (truncated) return 'rows';
  if (count <= 0) return null;
  return (yield* mayDeleteRows({ row, count }, surroundings)) ? null : 'blank';
}
