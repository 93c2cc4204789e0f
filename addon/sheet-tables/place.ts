// Where the sheet tables of a spreadsheet stand: what is selected for a new one, and where a known one is now.
import type { TablePlace } from '../../domain/contract/sheet-tables/sheet-table.ts';
import { Problem } from '../../domain/problem.ts';
import {
  areaName,
  areaNamed,
  headerName,
  isWholeTab,
  WHOLE_TAB,
  type TableArea,
} from '../../domain/sheet-tables/table-range.ts';
import { isTabLike } from '../../domain/sheet-tables/tab-pattern.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

export interface TableStand {
  sheet: Sheet;
  area: TableArea;
}

/** What is selected, from its first row on; a single cell stands for its whole tab, as `whole` does. */
export function selectedStand(spreadsheet: Spreadsheet, whole: boolean): TableStand {
  const sheet = spreadsheet.getActiveSheet();
  const range = sheet.getActiveRange();
  if (whole || !range || range.getNumRows() * range.getNumColumns() === 1) {
    return { sheet, area: WHOLE_TAB };
  }
  const [column, columns] = [range.getColumn(), range.getNumColumns()];
  if (columns >= sheet.getMaxColumns())
    return { sheet, area: { ...WHOLE_TAB, row: range.getRow() } };
  return { sheet, area: { row: range.getRow(), column, lastColumn: column + columns - 1 } };
}

type Where = {
  name: string;
  title: string;
  place: Pick<TablePlace, 'tab' | 'tabId' | 'range' | 'tabs'>;
};

/** Where a table is now: in its tab, or in each of those that are stacked. Throws Problem range_lost. */
export function standsOf(spreadsheet: Spreadsheet, table: Where): TableStand[] {
  const { tabs: pattern, range } = table.place;
  if (pattern === undefined) return [standOf(spreadsheet, table)];
  const like = spreadsheet.getSheets().filter((one) => isTabLike(pattern, one.getName()));
  if (like.length === 0) throw tabGone(table.title, pattern);
  return like.map((sheet) => ({ sheet, area: areaNamed(range) }));
}

/** Where a table is now, by the name that its header row has in the spreadsheet. Throws Problem range_lost. */
export function standOf(spreadsheet: Spreadsheet, { name, title, place }: Where): TableStand {
  const header = spreadsheet.getRangeByName(headerName(name));
  if (header) {
    const column = header.getColumn();
    const lastColumn = column + header.getNumColumns() - 1;
    return { sheet: header.getSheet(), area: { row: header.getRow(), column, lastColumn } };
  }
  const sheets = spreadsheet.getSheets();
  const sheet =
    sheets.find((one) => one.getSheetId() === place.tabId) ??
    sheets.find((one) => one.getName() === place.tab);
  if (sheet) return { sheet, area: areaNamed(place.range) };
  throw tabGone(title, place.tab);
}

function tabGone(title: string, tab: string): Problem {
  const detail = `The tab ${tab}, in which ${title} stood, is gone. If that was a mistake, undo it in the sheet; else delete the table.`;
  return new Problem('range_lost', detail);
}

/** As the server keeps it. */
export function placeFor(spreadsheet: Spreadsheet, { sheet, area }: TableStand): TablePlace {
  return {
    spreadsheet: {
      ...{ id: spreadsheet.getId(), name: spreadsheet.getName().slice(0, 500) },
      url: spreadsheet.getUrl(),
    },
    ...{ tab: sheet.getName(), tabId: sheet.getSheetId(), range: areaName(area) },
  };
}

/** Has the spreadsheet keep where the header row is, also when rows and columns are inserted before it. */
export function keepStand(
  spreadsheet: Spreadsheet,
  name: string,
  { sheet, area }: TableStand,
): void {
  if (isWholeTab(area)) return;
  const columns = area.lastColumn - area.column + 1;
  spreadsheet.setNamedRange(headerName(name), sheet.getRange(area.row, area.column, 1, columns));
}

/** Forgets it. */
export function forgetStand(spreadsheet: Spreadsheet, name: string): void {
  const known = spreadsheet.getNamedRanges().find((one) => one.getName() === headerName(name));
  known?.remove();
}
