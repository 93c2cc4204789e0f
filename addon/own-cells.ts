// Finds what a person keeps in the rows of a range: in columns that they inserted, and in those beside
// that move with the rows.
import type { Arrangement } from '../domain/refresh-plan/columns.ts';
import type { Place } from '../domain/refresh-plan/plan.ts';
import { cellName } from './cell-name.ts';
import { rangeAt } from './ranges.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Columns of the range, counted from its left edge, that are the person's own. */
export function ownOffsets(place: Pick<Place, 'columns'>, arrangement: Arrangement): number[] {
  const ours = new Set(
    [...arrangement.columns, ...arrangement.present].map(({ offset }) => offset),
  );
  return [...Array(place.columns).keys()].filter((offset) => !ours.has(offset));
}

/** Filled cells of the person's own in these rows; `companions` columns to the right are theirs too. */
export function ownCells(
  sheet: Sheet,
  rows: Place,
  { arrangement, companions }: { arrangement: Arrangement; companions: number },
): string[] {
  const beside = Math.min(companions, sheet.getMaxColumns() - rows.column - rows.columns + 1);
  const inside = ownOffsets(rows, arrangement);
  const offsets = [
    ...inside,
    ...Array.from({ length: Math.max(0, beside) }, (_, index) => rows.columns + index),
  ];
  const last = offsets[offsets.length - 1];
  if (last === undefined || rows.rows < 1) return [];
  const range = rangeAt(sheet, { ...rows, columns: last + 1 });
  const shown = range.getDisplayValues();
  const formulas = range.getFormulas();
  return shown.flatMap((texts, row) =>
    offsets
      .filter((offset) => (texts[offset] ?? '') !== '' || (formulas[row]?.[offset] ?? '') !== '')
      .filter((offset) => offset < rows.columns || (formulas[row]?.[offset] ?? '') === '')
      .map((offset) => cellName(rows.row + row, rows.column + offset)),
  );
}
