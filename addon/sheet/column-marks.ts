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
  const name = columnName(column);
  const visibility = SpreadsheetApp.DeveloperMetadataVisibility.DOCUMENT;
  sheet
    .getRange(`${name}:${name}`)
    .addDeveloperMetadata(APART_KEY, columnMark(id, mark), visibility);
}
