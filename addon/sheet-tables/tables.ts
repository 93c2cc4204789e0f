// The sheet tables of a spreadsheet: proposed for what is selected, made, published, changed and deleted.
import type {
  NewSheetTable,
  SheetTable,
  SheetTableList,
} from '../../domain/contract/sheet-tables/sheet-table.ts';
import { placeText } from '../../domain/cells/cell-name.ts';
import { Problem, type ProblemCode } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { bindHeaders, type TableColumn } from '../../domain/sheet-tables/headers.ts';
import { proposedColumns, proposedTableName } from '../../domain/sheet-tables/proposal.ts';
import { areaNamed, isWholeTab } from '../../domain/sheet-tables/table-range.ts';
import { isTabLike, proposedPattern } from '../../domain/sheet-tables/tab-pattern.ts';
import { askServer, askServerForAll, type Call } from '../google/backend.ts';
import { problemOf } from '../google/problems.ts';
import type { SheetTableView, TableProposal, TableWish } from './table-views.ts';
import {
  forgetStand,
  keepStand,
  placeFor,
  selectedStand,
  standOf,
  type TableStand,
} from './place.ts';
import { markedFor } from './mark.ts';
import { ownPublishing, type OwnPublishing } from './own-publishing.ts';
import { fetchTable, forgetNotes, publishAndTell } from './publish-and-tell.ts';
import { forgetPublishing, publishWhen } from './publish-when.ts';
import { readSheet } from './read-sheet.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The tables of the open spreadsheet that the person may use. */
export function tablesHere(spreadsheet: Spreadsheet): {
  tables: SheetTableView[];
  account: string | null;
} {
  const { tables, account } = askServer<SheetTableList>('get', routes.sheetTables);
  const here = spreadsheet.getId();
  const ours = tables.filter(({ place }) => place.spreadsheet.id === here);
  const own = ownPublishing(spreadsheet);
  return { tables: withQueries(ours).map((table) => viewOf(table, own[table.name])), account };
}

// Who waits for a table that cannot be published; the list itself does not say it.
function withQueries(tables: readonly SheetTable[]): SheetTable[] {
  const failed = tables.filter((table) => table.failed !== null);
  const calls = failed.map(({ name }): Call => ({ method: 'get', path: routes.sheetTable(name) }));
  const whole = new Map(
    askServerForAll<SheetTable>(calls).flatMap((answer) =>
      answer instanceof Problem ? [] : [[answer.name, answer] as const],
    ),
  );
  return tables.map((table) => whole.get(table.name) ?? table);
}

/** What the selected cells, or their whole tab, would be as a table. */
export function proposeTable(spreadsheet: Spreadsheet, whole: boolean): TableProposal {
  const stand = selectedStand(spreadsheet, whole);
  const { headers, rows, firstColumn } = readSheet(stand, []);
  const locale = spreadsheet.getSpreadsheetLocale();
  const columns = proposedColumns({ headers, rows, locale });
  const title = stand.sheet.getName();
  const { faults } = bindHeaders(columns, headers, firstColumn);
  const none =
    columns.length === 0 ? ['The first row holds no headers. Select from the header row on.'] : [];
  return {
    ...{ title, name: proposedTableName(title), columns },
    ...{ place: placeWords(placeFor(spreadsheet, stand)), whole: isWholeTab(stand.area) },
    stacks: stacksOf(spreadsheet, title),
    rowCount: rows.filter((row) => row.some((cell) => cell !== '')).length,
    faults: [...new Set([...none, ...faults])],
  };
}

// Of tabs of one kind, such as one for each month.
function stacksOf(spreadsheet: Spreadsheet, tab: string): TableProposal['stacks'] {
  const names = spreadsheet.getSheets().map((one) => one.getName());
  const pattern = proposedPattern(tab, names);
  if (pattern === null) return null;
  return { pattern, tabs: names.filter((one) => isTabLike(pattern, one)) };
}

/** Makes a table of what is selected and publishes it: what keeps that is told in what it gives. Throws Problem conflict and others. */
export function makeTable(
  spreadsheet: Spreadsheet,
  { whole, publishes = 'asked', tabs, ...wish }: TableWish,
): SheetTableView {
  const stand: TableStand = selectedStand(spreadsheet, whole);
  const { name, title, columns, badRows, readBy } = wish;
  const made: NewSheetTable = {
    ...{ name, title, badRows, readBy, usedBy: audienceOf(wish.usedBy) },
    columns: tabs === undefined ? columns : [...columns, tabColumn(columns)],
    place: { ...placeFor(spreadsheet, stand), ...(tabs === undefined ? {} : { tabs }) },
  };
  keepStand(spreadsheet, name, stand);
  const table = askToMake(spreadsheet, made);
  publishWhen(spreadsheet, table, readBy === 'server' ? 'asked' : publishes);
  return published(spreadsheet, table);
}

// Which tab a row stands in.
function tabColumn(columns: readonly TableColumn[]): TableColumn {
  const name = free('tab', new Set(columns.map((column) => column.name)));
  return { name, header: 'Tab', type: 'text', of: 'tab' };
}

function askToMake(spreadsheet: Spreadsheet, made: NewSheetTable): SheetTable {
  try {
    return markedFor(spreadsheet, made.readBy, (mark) =>
      askServer<SheetTable>('post', routes.sheetTables, { ...made, ...mark }),
    );
  } catch (error) {
    forgetStand(spreadsheet, made.name);
    throw error;
  }
}

/** Publishes it as it stands now; what keeps that is told in what it gives. */
export function publishNow(spreadsheet: Spreadsheet, name: string): SheetTableView {
  return published(spreadsheet, fetchTable(name));
}

/** Changes who may use it, what becomes of bad rows, or its columns; then publishes it. */
export function changeTable(
  spreadsheet: Spreadsheet,
  { name, usedBy, badRows, columns, readBy, publishes }: { name: string } & Partial<TableWish>,
): SheetTableView {
  const change = {
    ...(usedBy ? { usedBy: audienceOf(usedBy) } : {}),
    ...(badRows ? { badRows } : {}),
    ...(columns ? { columns } : {}),
    ...(readBy ? { readBy } : {}),
  };
  const changed = markedFor(spreadsheet, readBy, (mark) =>
    askServer<SheetTable>('put', routes.sheetTable(name), { ...change, ...mark }),
  );
  const when = changed.readBy === 'server' ? 'asked' : publishes;
  if (when) publishWhen(spreadsheet, changed, when);
  return published(spreadsheet, changed);
}

/** What a column with this header would be, for one that was added to the sheet. */
export function proposeColumns(
  spreadsheet: Spreadsheet,
  { name, headers: wanted }: { name: string; headers: string[] },
): TableProposal['columns'] {
  const table = fetchTable(name);
  const { headers, rows } = readSheet(standOf(spreadsheet, table), table.columns);
  const locale = spreadsheet.getSpreadsheetLocale();
  const proposed = proposedColumns({ headers, rows, locale });
  const taken = new Set(table.columns.map((column) => column.name));
  return proposed
    .filter(({ header }) => wanted.includes(header))
    .map((column) => ({ ...column, name: free(column.name, taken) }));
}

function free(name: string, taken: ReadonlySet<string>): string {
  for (let count = 2, next = name; ; count++) {
    if (!taken.has(next)) return next;
    next = `${name.slice(0, 55)}_${count}`;
  }
}

/** Deletes it; queries that read it fail from then on. */
export function deleteTable(spreadsheet: Spreadsheet, name: string): void {
  forgetNotes(spreadsheet, name);
  askServer('delete', routes.sheetTable(name));
  forgetPublishing(spreadsheet, name);
  forgetStand(spreadsheet, name);
}

/** Selects a cell of a table. Throws Problem range_lost. */
export function goToCell(
  spreadsheet: Spreadsheet,
  { name, cell }: { name: string; cell: string },
): void {
  const table = fetchTable(name);
  const at = table.place.tabs === undefined ? standOf(spreadsheet, table).sheet : spreadsheet;
  at.getRange(cell).activate();
}

// A table that cannot be published is there all the same, and says itself what is wrong.
function published(spreadsheet: Spreadsheet, table: SheetTable): SheetTableView {
  try {
    if (table.readBy === 'addon') publishAndTell(spreadsheet, table);
  } catch (error) {
    const problem = problemOf(error);
    if (!TOLD_BY_TABLE.has(problem.code)) throw problem;
  }
  return viewOf(fetchTable(table.name), ownPublishing(spreadsheet)[table.name]);
}

const TOLD_BY_TABLE: ReadonlySet<ProblemCode> = new Set(['bad_cells', 'request_too_large']);

function audienceOf(usedBy: TableWish['usedBy']): NewSheetTable['usedBy'] {
  return usedBy === 'everybody' ? null : { members: [], groups: [] };
}

function viewOf(table: SheetTable, own: OwnPublishing | undefined): SheetTableView {
  const { name, title, columns, place, rows, failed, newHeaders, badRows, readBy, usedBy } = table;
  const isMine = usedBy?.members.length === 0 && usedBy.groups.length === 0;
  return {
    ...{ name, title, columns, newHeaders, badRows, readBy, place: placeWords(place) },
    usedBy: usedBy === null ? 'everybody' : isMine ? 'me' : 'some',
    publisher: table.publisher.name || table.publisher.email,
    mayChange: table.may.change,
    publishes: own?.when ?? 'asked',
    unpublished: own?.problem ?? null,
    rows: rows && { at: rows.at, rowCount: rows.rowCount, leftOut: rows.leftOut },
    failed: failed && {
      ...{ at: failed.at, detail: failed.detail, badCount: failed.badCount },
      badCells: failed.badCells.map(({ cell, column, shown, reason }) => ({
        ...{ cell, column, shown, reason },
      })),
    },
    queries: table.queries ?? null,
  };
}

function placeWords({
  tab,
  range,
  tabs,
}: Pick<SheetTable['place'], 'tab' | 'range' | 'tabs'>): string {
  if (tabs !== undefined) return `the tabs ${tabs}`;
  const area = areaNamed(range);
  if (!isWholeTab(area)) return placeText(tab, range);
  return area.row === 1 ? `the whole tab ${tab}` : `the tab ${tab} from row ${area.row} on`;
}
