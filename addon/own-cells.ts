// Finds what a person keeps in the rows of a range: in columns that they inserted, and in those beside
// that move with the rows.
import type { Cell } from '../domain/cells/cell.ts';
import type { Arrangement } from '../domain/refresh/columns.ts';
import type { Place } from '../domain/refresh/plan.ts';
import { isDate } from '../domain/cells/wall-clock.ts';
import { cellName } from '../domain/cells/cell-name.ts';
import { rangeAt } from './sheet/places.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Columns of the range, counted from its left edge, that are the person's own. */
export function ownOffsets(place: Pick<Place, 'columns'>, arrangement: Arrangement): number[] {
  const ours = new Set(
    [...arrangement.columns, ...arrangement.present].map(({ offset }) => offset),
  );
  return [...Array(place.columns).keys()].filter((offset) => !ours.has(offset));
}

/** A cell of the person's own. */
export interface OwnCell {
  name: string;
  /** Counted from the first data row and the left edge of the range. */
  row: number;
  offset: number;
  /** What it holds: a value, a moment in milliseconds, or the text of a formula. */
  content: { value: Cell } | { date: number } | { formula: string };
  /** Its number format. */
  format: string;
}

/**
 * Filled cells of the person's own in `count` data rows from the one at index `from`; `companions` columns
 * to the right are theirs too, but for formulas in them.
 */
export function ownCells(
  { sheet, place }: { sheet: Sheet; place: Place },
  { from, count }: { from: number; count: number },
  { arrangement, companions }: { arrangement: Arrangement; companions: number },
): OwnCell[] {
  const beside = Math.min(companions, sheet.getMaxColumns() - place.column - place.columns + 1);
  const offsets = [
    ...ownOffsets(place, arrangement),
    ...Array.from({ length: Math.max(0, beside) }, (_, index) => place.columns + index),
  ];
  const last = offsets[offsets.length - 1];
  if (last === undefined || count < 1) return [];
  const first = place.row + 1 + from;
  const range = rangeAt(sheet, { ...place, row: first, rows: count, columns: last + 1 });
  const values = range.getValues() as unknown[][];
  const formulas = range.getFormulas();
  const formats = range.getNumberFormats();
  return values.flatMap((cells, index) =>
    offsets.flatMap((offset): OwnCell[] => {
      const formula = formulas[index]?.[offset] ?? '';
      const value = cells[offset] ?? '';
      if (formula === '' ? value === '' : offset >= place.columns) return [];
      const content = formula === '' ? contentOf(value) : { formula };
      const name = cellName(first + index, place.column + offset);
      const format = formats[index]?.[offset] ?? '';
      return [{ name, row: from + index, offset, content, format }];
    }),
  );
}

function contentOf(value: unknown): OwnCell['content'] {
  if (isDate(value)) return { date: value.getTime() };
  return { value: typeof value === 'number' || typeof value === 'boolean' ? value : String(value) };
}

/** Puts cells back where they stood. */
export function restoreOwnCells(sheet: Sheet, place: Place, cells: OwnCell[]): void {
  for (const { row, offset, content, format } of cells) {
    const cell = sheet.getRange(place.row + 1 + row, place.column + offset);
    if (format !== '') cell.setNumberFormat(format);
    if ('formula' in content) cell.setFormula(content.formula);
    else if ('date' in content) cell.setValue(new Date(content.date));
    else {
      cell.setValue(content.value);
      // A text that Google took for something else gets the apostrophe that keeps it one.
      const isText = typeof content.value === 'string';
      if (isText && cell.getValue() !== content.value) cell.setValue(`'${content.value}`);
    }
  }
}
