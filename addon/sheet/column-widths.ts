// Makes columns as wide as what a result brings into them, and never narrower.
import type { Place } from '../../domain/cells/place.ts';
import { widthOf, type Brought } from '../../domain/refresh/column-width.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Widens the columns from a place on that are too narrow for what was written there. */
export function widenColumns(sheet: Sheet, place: Place, brought: Brought): void {
  for (const column of brought.columns) {
    const at = place.column + column.offset;
    const wanted = widthOf(column, brought);
    if (sheet.getColumnWidth(at) < wanted) sheet.setColumnWidth(at, wanted);
  }
}
