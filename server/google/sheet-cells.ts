// The cells of a sheet table by Google's Sheets API, as the add-on would send them: one read for cells, formats and place.
import type { sheets_v4 } from '@googleapis/sheets';
import type { TablePlace } from '../../domain/contract/sheet-tables/sheet-table.ts';
import { cellName, columnName, placeText } from '../../domain/cells/cell-name.ts';
import { Problem } from '../../domain/problem.ts';
import { headerRowIn, type TableColumn } from '../../domain/sheet-tables/headers.ts';
import { momentOf } from '../../domain/sheet-tables/moment.ts';
import {
  areaName,
  areaNamed,
  headerName,
  isWholeTab,
  type TableArea,
} from '../../domain/sheet-tables/table-range.ts';
import { isTabLike } from '../../domain/sheet-tables/tab-pattern.ts';
import type { SheetCell } from '../../domain/sheet-tables/typed-cell.ts';
import { GoogleRefusal } from './refusal.ts';
import type { CellData, GridRange, Spreadsheet, SpreadsheetData } from './spreadsheet.ts';
import type { SheetCells } from '../../domain/sheet-tables/sheet-cells.ts';

export interface WantedTable {
  name: string;
  title: string;
  place: TablePlace;
  columns: readonly TableColumn[];
}

/**
 * Reads a table as far down as anything stands; of several tabs that are stacked each. Throws Problem range_lost,
 * spreadsheet_not_shared, google_unavailable.
 */
export async function readSheetCells(
  spreadsheet: Spreadsheet,
  table: WantedTable,
): Promise<SheetCells[]> {
  const { tabs: pattern } = table.place;
  if (pattern === undefined) return [await readTab(spreadsheet, table)];
  const { tabs } = await spreadsheet.about();
  const like = tabs.filter(({ title }) => isTabLike(pattern, title));
  if (like.length === 0) throw tabGone(table.title, { ...table.place, tab: pattern });
  return Promise.all(
    like.map(async ({ id, title, rows, columns }) => {
      const stand = { tabId: id, area: areaNamed(table.place.range) };
      // Those of several small tabs come by one request.
      const read = await readAt(spreadsheet, table, stand, rows * columns);
      const cells = await cellsIn(spreadsheet, { read, table, stand });
      // Where the table is kept to stand stays what it is: by its pattern.
      return { ...cells, place: table.place, tab: { name: title, id } };
    }),
  );
}

async function readTab(spreadsheet: Spreadsheet, table: WantedTable): Promise<SheetCells> {
  const stand = await standOf(spreadsheet, table);
  const read = await readAt(spreadsheet, table, stand);
  const moved = movedTo(read, table);
  if (moved === null || isSame(moved, stand)) return cellsIn(spreadsheet, { read, table, stand });
  return cellsIn(spreadsheet, {
    ...{ read: await readAt(spreadsheet, table, moved), table, stand: moved },
  });
}

interface Stand {
  tabId: number;
  area: TableArea;
}

const isSame = (one: Stand, other: Stand) =>
  one.tabId === other.tabId && areaName(one.area) === areaName(other.area);

// Where it was last; a tab that was only named is looked up.
async function standOf(spreadsheet: Spreadsheet, { title, place }: WantedTable): Promise<Stand> {
  const area = areaNamed(place.range);
  if (place.tabId !== undefined) return { tabId: place.tabId, area };
  const { tabs } = await spreadsheet.about();
  const tab = tabs.find((one) => one.title === place.tab);
  if (!tab) throw tabGone(title, place);
  return { tabId: tab.id, area };
}

const FIELDS = [
  'properties(title,locale)',
  'namedRanges(name,range)',
  'sheets(properties(sheetId,title),data(startRow,startColumn,rowData.values(effectiveValue,effectiveFormat.numberFormat.type)))',
].join(',');

async function readAt(
  spreadsheet: Spreadsheet,
  { title, place }: WantedTable,
  { tabId, area }: Stand,
  most?: number,
): Promise<SpreadsheetData> {
  const columns = isWholeTab(area)
    ? {}
    : { startColumnIndex: area.column - 1, endColumnIndex: area.lastColumn };
  const gridRange: GridRange = { sheetId: tabId, startRowIndex: area.row - 1, ...columns };
  try {
    return await spreadsheet.getBy([{ gridRange }], FIELDS, most);
  } catch (error) {
    // Google's word for a tab or cells that are not there any more.
    if (error instanceof GoogleRefusal) throw tabGone(title, place, error);
    throw error;
  }
}

function tabGone(title: string, { tab, spreadsheet }: TablePlace, cause?: unknown): Problem {
  const detail = `The cells of ${title} are not in the spreadsheet ${spreadsheet.name} any more (tab ${tab}). If that was a mistake, undo it in the sheet; else delete the table.`;
  return new Problem('range_lost', detail, {}, cause);
}

// The name over its header row has followed its cells; a whole tab has none.
function movedTo({ namedRanges = [] }: SpreadsheetData, { name }: WantedTable): Stand | null {
  const range = namedRanges.find((one) => one.name === headerName(name))?.range;
  if (!range) return null;
  const [left, right] = [range.startColumnIndex ?? 0, range.endColumnIndex ?? 0];
  const area = { row: (range.startRowIndex ?? 0) + 1, column: left + 1, lastColumn: right };
  return right > left ? { tabId: range.sheetId ?? 0, area } : null;
}

interface Read {
  read: SpreadsheetData;
  table: WantedTable;
  stand: Stand;
}

async function cellsIn(
  spreadsheet: Spreadsheet,
  { read: { properties, sheets = [] }, table, stand: { tabId, area } }: Read,
): Promise<SheetCells> {
  const [sheet] = sheets;
  if (!sheet) throw tabGone(table.title, table.place);
  const tab = sheet.properties?.title ?? table.place.tab;
  const rows = (sheet.data?.[0]?.rowData ?? []).map(({ values = [] }) => values.map(cellOf));
  const header = headerRowIn(rows, table.columns);
  const headers = await headersOf(spreadsheet, rows[header] ?? [], {
    ...{ tab, row: area.row + header, column: area.column },
  });
  return {
    place: {
      ...{ ...table.place, tab, tabId, range: areaName(area) },
      spreadsheet: { ...table.place.spreadsheet, name: properties?.title ?? '' },
    },
    locale: properties?.locale ?? 'en_US',
    ...{ headers, rows: rows.slice(header + 1) },
    ...{ firstRow: area.row + header + 1, firstColumn: area.column },
  };
}

// As they are shown: only of numbers and dates that is something else than what they hold.
async function headersOf(
  spreadsheet: Spreadsheet,
  cells: readonly SheetCell[],
  { tab, row, column }: { tab: string; row: number; column: number },
): Promise<string[]> {
  if (cells.every((cell) => cell === null || (typeof cell === 'string' && !/^\d/.test(cell)))) {
    return cells.map((cell) => String(cell ?? ''));
  }
  const last = columnName(column + cells.length - 1) + row;
  const range = placeText(tab, `${cellName(row, column)}:${last}`);
  const [[shown = []] = []] = await spreadsheet.values([range], 'FORMATTED_VALUE');
  return cells.map((_cell, index) => String(shown[index] ?? ''));
}

const DATES: ReadonlySet<string> = new Set(['DATE', 'TIME', 'DATE_TIME']);

function cellOf({ effectiveValue, effectiveFormat }: CellData): SheetCell {
  if (!effectiveValue) return null;
  const { stringValue, numberValue, boolValue, errorValue } = effectiveValue;
  if (typeof numberValue === 'number') {
    const isDate = DATES.has(effectiveFormat?.numberFormat?.type ?? '');
    return isDate ? momentOf(numberValue) : numberValue;
  }
  if (typeof boolValue === 'boolean') return boolValue;
  return errorValue ? errorText(errorValue) : (stringValue ?? null);
}

/** developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/other#ErrorType */
const ERRORS: Readonly<Record<string, string>> = {
  NULL_VALUE: '#NULL!',
  DIVIDE_BY_ZERO: '#DIV/0!',
  VALUE: '#VALUE!',
  REF: '#REF!',
  NAME: '#NAME?',
  NUM: '#NUM!',
  N_A: '#N/A',
  LOADING: 'Loading...',
};

function errorText({ type }: sheets_v4.Schema$ErrorValue): string {
  return ERRORS[type ?? ''] ?? '#ERROR!';
}
