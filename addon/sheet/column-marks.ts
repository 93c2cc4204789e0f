// The marks of linked ranges on columns, which go with their columns: those say which stand apart from a range.
import { columnName } from '../../domain/cells/cell-name.ts';
import { APART_KEY, columnMark, markOf } from '../../domain/linked-range.ts';
import type { ColumnMark } from '../../domain/refresh/sheet.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** The marks of a range in its tab. */
export function columnMarks(sheet: Sheet, id: string): ColumnMark[] {
  return sheet
    .createDeveloperMetadataFinder()
    .withKey(APART_KEY)
    .find()
    .flatMap((one) => {
      const mark = markOf(id, one.getValue() ?? '');
      const column = mark === null ? undefined : one.getLocation().getColumn()?.getColumn();
      return mark === null || column === undefined ? [] : [{ mark, column }];
    });
}

/** Puts a mark of a range on a column of its tab. */
export function markColumn(sheet: Sheet, id: string, { mark, column }: ColumnMark): void {
  const visibility = SpreadsheetApp.DeveloperMetadataVisibility.DOCUMENT;
  wholeColumn(sheet, column).addDeveloperMetadata(APART_KEY, columnMark(id, mark), visibility);
}

/** Takes a mark of a range to another column of its tab. */
export function moveMark(sheet: Sheet, id: string, { mark, column }: ColumnMark): void {
  const finder = sheet.createDeveloperMetadataFinder().withKey(APART_KEY);
  for (const one of finder.withValue(columnMark(id, mark)).find()) {
    one.moveToColumn(wholeColumn(sheet, column));
  }
}

// Google keeps such a mark at whole columns alone.
function wholeColumn(sheet: Sheet, column: number): GoogleAppsScript.Spreadsheet.Range {
  const name = columnName(column);
  return sheet.getRange(`${name}:${name}`);
}
