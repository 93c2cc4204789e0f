// The marks of linked ranges on columns, which go with their columns: those say which stand apart from a range.
import { columnName } from '../../domain/cells/cell-name.ts';
import {
  APART_KEY,
  columnMark,
  isRangeName,
  markOf,
  rangeName,
  rangeOfMark,
} from '../../domain/linked-range.ts';
import type { ColumnMark, TabMark } from '../../domain/refresh/sheet.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** The marks of a range in its tab. */
export function columnMarks(sheet: Sheet, id: string): ColumnMark[] {
  return marksIn(sheet, (value) => markOf(id, value) !== null).map(({ value, column }) => ({
    mark: markOf(id, value) ?? '',
    column,
  }));
}

/** Those of all ranges that stand in the tab. */
export function tabMarks(sheet: Sheet): TabMark[] {
  const rows = new Map(
    sheet
      .getNamedRanges()
      .filter((named) => isRangeName(named.getName()))
      .map((named) => [named.getName(), named.getRange().getRow()]),
  );
  const rowOf = (value: string) => rows.get(rangeName(rangeOfMark(value)));
  return marksIn(sheet, (value) => rowOf(value) !== undefined).map((one) => ({
    ...one,
    row: rowOf(one.value) ?? 1,
  }));
}

function marksIn(sheet: Sheet, isWanted: (value: string) => boolean): Omit<TabMark, 'row'>[] {
  const marks = sheet.createDeveloperMetadataFinder().withKey(APART_KEY).find();
  return marks.flatMap((one) => {
    const value = one.getValue() ?? '';
    const column = isWanted(value) ? one.getLocation().getColumn()?.getColumn() : undefined;
    return column === undefined ? [] : [{ value, column }];
  });
}

/** Puts a mark of a range on a column of its tab. */
export function markColumn(sheet: Sheet, id: string, { mark, column }: ColumnMark): void {
  const visibility = SpreadsheetApp.DeveloperMetadataVisibility.DOCUMENT;
  wholeColumn(sheet, column).addDeveloperMetadata(APART_KEY, columnMark(id, mark), visibility);
}

/** Takes a mark to another column of its tab. */
export function moveMark(sheet: Sheet, { value, column }: Omit<TabMark, 'row'>): void {
  const finder = sheet.createDeveloperMetadataFinder().withKey(APART_KEY);
  for (const one of finder.withValue(value).find()) {
    one.moveToColumn(wholeColumn(sheet, column));
  }
}

// Google keeps such a mark at whole columns alone.
function wholeColumn(sheet: Sheet, column: number): GoogleAppsScript.Spreadsheet.Range {
  const name = columnName(column);
  return sheet.getRange(`${name}:${name}`);
}
