// Tells when rows of a range changed their places, while what a person keeps beside them did not.
import { columnName } from '../domain/cells/cell-name.ts';
import { ownOffsets } from './own-cells.ts';
import type { Prepared } from './prepare.ts';
import type { PlacedRange } from './ranges/records.ts';

/** Sentences about columns in which the person keeps something that no longer stands by its row. */
export function leftBehind({ linked, sheet, place }: PlacedRange, prepared: Prepared): string[] {
  if (linked.options.mode !== 'replace' || !hasMoved(prepared)) return [];
  const { cells, arrangement } = prepared;
  const inside = ownOffsets({ columns: cells.header.length }, arrangement).filter((offset) =>
    cells.rows.some((row) => row[offset] !== ''),
  );
  const beside = place.column + place.columns;
  const columns = inside.map((offset) => place.column + offset);
  if (isFilled(sheet, { ...place, column: beside })) columns.push(beside);
  if (columns.length === 0) return [];
  const names = columns.map(columnName).join(', ');
  return [
    `Rows changed their places, and what you keep in column ${names} did not move with them. Choose Match rows in the options of this range to keep both together.`,
  ];
}

// A row is told by what it holds: one that stands elsewhere now was moved.
function hasMoved({ present, plan, blank }: Prepared): boolean {
  const after = new Set(plan.rows);
  const before = (row: number) => present[plan.present[row] ?? -1];
  return plan.rows.some((print, row) => {
    const was = before(row);
    return was !== undefined && was !== blank && was !== print && after.has(was);
  });
}

// Something that is typed, not a formula: those look at their own row.
function isFilled(
  sheet: PlacedRange['sheet'],
  { row, column, rows }: PlacedRange['place'],
): boolean {
  if (column > sheet.getMaxColumns()) return false;
  const cells = sheet.getRange(row + 1, column, rows - 1, 1);
  if (cells.isBlank()) return false;
  const formulas = cells.getFormulas();
  return cells
    .getDisplayValues()
    .some(([text], index) => text !== '' && formulas[index]?.[0] === '');
}
