// How far an insertion or a deletion reaches, so that what stands around a range is moved and never
// covered or torn apart.
import type { ColumnReach, Place, RowReach } from './plan.ts';

/** What stands around a range now. */
export interface Neighbours {
  /** Columns of formulas directly beside the range: they move with its rows. */
  partnersLeft: number;
  partnersRight: number;
  /** Columns to the right that the person said move with their row. */
  companions: number;
  /** Something else stands in the data rows of the range: rows never come or go above them. */
  beside: boolean;
  /** What stands below lies across the edge of the range, so that moving a part would tear it. */
  tornBelow: boolean;
  /** Merged cells below lie across the edge of the range. */
  mergedBelow: boolean;
  /** How many columns directly to the right are blank in the rows of the range. */
  blankRight: number;
  /** What stands to the right lies across the upper or lower edge of the range. */
  tornRight: boolean;
  /** Something stands above or below the range, in its columns or to their right. */
  aboveOrBelow: boolean;
  /** A formula takes several rows together from a data row of the range on, such as SUM(B2:B9) or SUM(B2:B). */
  summed: () => boolean;
  /** A formula outside of these rows of the range (and of the formulas beside) refers to nothing else. */
  deletionBreaksFormulas: (rows: { row: number; count: number; withPartners: boolean }) => boolean;
}

/** The reach of a deletion: never more than the range where anything else stands beside. */
export function deletionReach(place: Place, around: Neighbours): RowReach {
  return around.beside ? rowWidth(place, around) : 'sheet';
}

/**
 * Whole rows where nothing else stands beside: then heights and all that stands below keep together.
 * Else only the range and the formulas beside it, so that the neighbours get no blank rows; but whole
 * rows again where that would tear apart what stands below: a blank row is a smaller harm.
 */
export function rowReach(place: Place, around: Neighbours): RowReach {
  if (!around.beside || around.tornBelow || around.mergedBelow) return 'sheet';
  return rowWidth(place, around);
}

/** The columns that move with a row of the range: its own, and those directly beside. */
export function rowWidth(
  place: Place,
  around: Neighbours,
): { fromColumn: number; columns: number } {
  const right = Math.max(around.partnersRight, around.companions);
  return {
    fromColumn: place.column - around.partnersLeft,
    columns: around.partnersLeft + place.columns + right,
  };
}

/**
 * Whole columns where nothing stands above or below; else only the rows of the range, so that tables
 * above and below get no blank columns; but whole columns again where that would tear what stands to
 * the right.
 */
export function columnReach(place: Place, around: Neighbours): ColumnReach {
  if (!around.aboveOrBelow || around.tornRight) return 'sheet';
  return { fromRow: place.row, rows: place.rows };
}

/** Whether columns of the range may be deleted: not where other cells would go, or be torn apart. */
export function mayDeleteColumns(around: Neighbours): boolean {
  return !around.aboveOrBelow || !around.tornRight;
}

/**
 * Whether these rows of the range may be deleted: not where other cells would go with them, what
 * stands below would be torn apart, or a formula would be left with #REF!.
 */
export function mayDelete(
  rows: { row: number; count: number },
  around: Neighbours,
  fillDown: boolean,
): boolean {
  if (around.beside && (around.tornBelow || around.mergedBelow)) return false;
  const formulasRight = Math.max(0, around.partnersRight - around.companions);
  // Formulas beside go with their row only where their person said that they belong to it.
  if (!fillDown && around.partnersLeft + formulasRight > 0) return false;
  return !around.deletionBreaksFormulas({ ...rows, withPartners: fillDown });
}

/**
 * What becomes of rows that the result no longer fills. They are deleted, but stay where the result is
 * cut off, and stay blank in the range where they may not be deleted.
 */
export function surplusRows(
  { row, count }: { row: number; count: number },
  { truncated, fillDown }: { truncated: boolean; fillDown: boolean },
  around: () => Neighbours,
): 'rows' | 'blank' | null {
  if (truncated) return 'rows';
  if (count <= 0) return null;
  return mayDelete({ row, count }, around(), fillDown) ? null : 'blank';
}
