// Sorts whole rows of a tab by numbers in a column of ours, which is there only meanwhile.
import { columnName } from '../../domain/cells/cell-name.ts';
import { isSortKey, sortKeys } from '../../domain/refresh/layout/query-order.ts';
import type { Operation } from '../../domain/refresh/sheet.ts';
import type { Execution } from './execution.ts';
import { setLiteralCells } from './literal-texts.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Sort = Pick<Extract<Operation, { do: 'sortRows' }>, 'row' | 'order'>;

/** The key of the mark on that column, by which it is found again where Google cut the execution off. */
const ORDER_KEY = 'sheetfeed-order';

/** Puts rows into an order. All cells of a row move together, whatever somebody types there meanwhile. */
export function sortRows(
  { row, order }: Sort,
  { sheet, id }: Pick<Execution, 'sheet' | 'id'>,
): void {
  const column = sheet.getMaxColumns() + 1;
  sheet.insertColumnsAfter(column - 1, 1);
  const name = columnName(column);
  sheet.getRange(`${name}:${name}`).addDeveloperMetadata(ORDER_KEY, id);
  const keys = sheet.getRange(row, column, order.length, 1);
  // The new column is like its neighbour, which may refuse what is none of its choices.
  keys.clearDataValidations();
  setLiteralCells(
    keys,
    sortKeys(order).map((key) => [key]),
  );
  sheet.getRange(row, 1, order.length, column).sort({ column, ascending: true });
  sheet.deleteColumns(column, 1);
}

/** Takes such a column away that was left when Google cut the execution off; one in which somebody typed since is theirs. */
export function removeLeftColumn(sheet: Sheet, id: string): void {
  const marks = sheet.createDeveloperMetadataFinder().withKey(ORDER_KEY).withValue(id).find();
  for (const mark of marks) {
    const column = mark.getLocation().getColumn()?.getColumn();
    if (column === undefined) continue;
    const texts = sheet.getRange(1, column, sheet.getMaxRows(), 1).getDisplayValues().flat();
    if (texts.every((text) => text === '' || isSortKey(text))) sheet.deleteColumns(column, 1);
    else mark.remove();
  }
}
