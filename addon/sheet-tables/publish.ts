// Sends what a sheet holds to the server, page by page: the last one makes all of them count.
import type {
  BadCell,
  SheetTable,
  TablePage,
  TablePageTaken,
} from '../../domain/contract/sheet-tables/sheet-table.ts';
import { routes } from '../../domain/routes.ts';
import type { SheetCell } from '../../domain/sheet-tables/typed-cell.ts';
import { askServer } from '../google/backend.ts';
import { placeFor, standsOf, type TableStand } from './place.ts';
import { readSheet } from './read-sheet.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The server takes 2 MB and 200,000 cells; a character takes at most three bytes, and most take one. */
const PAGE_CHARACTERS = 600_000;
const PAGE_CELLS = 150_000;

type Published = Pick<SheetTable, 'name' | 'title' | 'columns' | 'place'>;

/**
 * Publishes a table as it stands now, and gives the cells that do not fit where their rows are left out. Throws Problem
 * bad_cells, request_too_large, range_lost.
 */
export function publishTable(spreadsheet: Spreadsheet, table: Published): BadCell[] {
  const stands = standsOf(spreadsheet, table);
  const isStacked = table.place.tabs !== undefined;
  const [first] = stands;
  if (first && !isStacked) keepPlace(spreadsheet, table, placeFor(spreadsheet, first));
  const publication = Utilities.getUuid();
  const locale = spreadsheet.getSpreadsheetLocale();
  const pages = stands.flatMap((stand) => pagesIn(stand, table, isStacked));
  const badCells: BadCell[] = [];
  pages.forEach((page, index) => {
    const last = index === pages.length - 1;
    const body: Partial<TablePage> = { ...page, publication, page: index, last, locale };
    const taken = askServer<Partial<TablePageTaken>>('put', routes.tableRows(table.name), body);
    badCells.push(...(taken.badCells ?? []));
  });
  return badCells;
}

type Page = Pick<TablePage, 'headers' | 'firstRow' | 'firstColumn' | 'rows' | 'tab'>;

function pagesIn(stand: TableStand, { columns }: Published, isStacked: boolean): Page[] {
  const { headers, rows, firstRow, firstColumn } = readSheet(stand, columns);
  const { sheet } = stand;
  const tab = isStacked ? { tab: { name: sheet.getName(), id: sheet.getSheetId() } } : {};
  let before = 0;
  return pagesOf(rows).map((page) => {
    const from = firstRow + before;
    before += page.length;
    return { headers, firstRow: from, firstColumn, rows: page, ...tab };
  });
}

// Cells that are named, and the links that open them, follow a tab that was renamed and columns that moved.
function keepPlace(
  spreadsheet: Spreadsheet,
  { name, place }: Published,
  now: SheetTable['place'],
): void {
  if (place.tab === now.tab && place.tabId === now.tabId && place.range === now.range) return;
  askServer('put', routes.sheetTable(name), { place: now });
}

function pagesOf(rows: SheetCell[][]): SheetCell[][][] {
  const pages: SheetCell[][][] = [[]];
  let [characters, cells] = [0, 0];
  for (const row of rows) {
    const size = JSON.stringify(row).length;
    if (characters + size > PAGE_CHARACTERS || cells + row.length > PAGE_CELLS) {
      pages.push([]);
      [characters, cells] = [0, 0];
    }
    pages[pages.length - 1]?.push(row);
    characters += size;
    cells += row.length;
  }
  return pages;
}
