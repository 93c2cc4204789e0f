// Places of a tab as the Sheets API writes them: counted from 0, ends not included.
import type { Place } from '../../domain/cells/place.ts';
import type { GridRange } from '../google/spreadsheet.ts';

/** A place of a tab. */
export function gridOf(tab: number, { row, column, rows, columns }: Place): GridRange {
  return {
    sheetId: tab,
    startRowIndex: row - 1,
    endRowIndex: row - 1 + rows,
    startColumnIndex: column - 1,
    endColumnIndex: column - 1 + columns,
  };
}

/** The place of a range; an end that is left out is the tab's, which the caller knows. */
export function placeOf(range: GridRange, tab: { rows: number; columns: number }): Place {
  const { startRowIndex: top, startColumnIndex: left } = range;
  const { endRowIndex: bottom, endColumnIndex: right } = range;
  return {
    row: (top ?? 0) + 1,
    column: (left ?? 0) + 1,
    rows: (bottom ?? tab.rows) - (top ?? 0),
    columns: (right ?? tab.columns) - (left ?? 0),
  };
}

/** Whole rows or columns of a tab. */
export function linesOf(tab: number, dimension: 'ROWS' | 'COLUMNS', from: number, count: number) {
  return { sheetId: tab, dimension, startIndex: from - 1, endIndex: from - 1 + count };
}

/** Whether one place lies within another. */
export function isWithin(place: Place, outer: Place): boolean {
  return (
    place.row >= outer.row &&
    place.column >= outer.column &&
    place.row + place.rows <= outer.row + outer.rows &&
    place.column + place.columns <= outer.column + outer.columns
  );
}
