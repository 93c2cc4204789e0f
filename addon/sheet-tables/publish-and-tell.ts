// Publishes a sheet table and tells at its cells what does not fit: by hand, when somebody edits it, and every hour.
import type { SheetTable } from '../../domain/contract/sheet-tables/sheet-table.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { mendText, type Waiting } from '../../domain/sheet-tables/cell-note.ts';
import { askServer } from '../google/backend.ts';
import { problemOf } from '../google/problems.ts';
import { takeNotesOut, tellAtCells, type ToldCell } from './cell-notes.ts';
import { keepPublishing, ownPublishing, type OwnPublishing } from './own-publishing.ts';
import { placeFor, standsOf, type TableStand } from './place.ts';
import { publishTable } from './publish.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Publishes it as it stands now; cells that do not fit carry notes afterwards, and mended ones none. Throws Problem. */
export function publishAndTell(spreadsheet: Spreadsheet, table: SheetTable): void {
  const before = ownPublishing(spreadsheet)[table.name];
  try {
    tell(spreadsheet, { table, before }, publishTable(spreadsheet, table));
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code === 'bad_cells')
      tell(spreadsheet, { table, before }, cellsOf(problem.extras['badCells']));
    throw problem;
  }
}

/** The same at which nobody sits: what goes wrong besides cells is kept for the sidebar. */
export function publishUnattended(spreadsheet: Spreadsheet, name: string): void {
  try {
    publishAndTell(spreadsheet, fetchTable(name));
    keepProblem(spreadsheet, name, null);
  } catch (error) {
    const problem = problemOf(error);
    keepProblem(spreadsheet, name, problem.code === 'bad_cells' ? null : problem);
  }
}

/** A table with the queries that read it. */
export function fetchTable(name: string): SheetTable {
  return askServer<SheetTable>('get', routes.sheetTable(name));
}

/** Takes the notes of a table out that is no more published. */
export function forgetNotes(spreadsheet: Spreadsheet, name: string): void {
  const { [name]: kept } = ownPublishing(spreadsheet);
  if (kept?.isTold) takeNotesOut(standsOf(spreadsheet, { name, ...kept }), []);
}

function tell(
  spreadsheet: Spreadsheet,
  { table, before }: { table: SheetTable; before: OwnPublishing | undefined },
  cells: readonly ToldCell[],
): void {
  const stands = standsOf(spreadsheet, table);
  if (before?.isTold) takeNotesOut(stands, cells);
  if (cells.length > 0) {
    const waiting = waitingFor(spreadsheet, table.queries ? table : fetchTable(table.name));
    tellAtCells(stands, cells, (cell) => mendText(cell, waiting));
  }
  const { tab, tabId, range, tabs } = placeNow(spreadsheet, table, stands);
  const isTold = cells.length > 0;
  keepPublishing(spreadsheet, table.name, {
    ...{ when: before?.when ?? 'asked', title: table.title, isTold },
    place: { tab, tabId, range, ...(tabs === undefined ? {} : { tabs }) },
  });
}

function placeNow(
  spreadsheet: Spreadsheet,
  { place }: SheetTable,
  [first]: readonly TableStand[],
): SheetTable['place'] {
  return first && place.tabs === undefined ? placeFor(spreadsheet, first) : place;
}

// Everybody who edits the spreadsheet reads a note: it names no query that is not open to everybody.
function waitingFor(spreadsheet: Spreadsheet, table: SheetTable): Waiting {
  const { title, queries = [], rows, publisher, badRows } = table;
  const open = queries.filter((one) => one.open);
  return {
    title,
    queries: open.map((one) => one.title),
    others: queries.length - open.length,
    publisher: publisher.name || publisher.email,
    rowsAt: rows?.at ?? null,
    isLeftOut: badRows === 'leave_out',
    timeZone: spreadsheet.getSpreadsheetTimeZone(),
  };
}

function cellsOf(badCells: unknown): ToldCell[] {
  // The server's problem carries them as its table does.
  return Array.isArray(badCells) ? (badCells as ToldCell[]) : [];
}

function keepProblem(spreadsheet: Spreadsheet, name: string, problem: Problem | null): void {
  const { [name]: kept } = ownPublishing(spreadsheet);
  if (!kept) return;
  const { problem: before, ...rest } = kept;
  if (problem === null && before === undefined) return;
  const at = new Date().toISOString();
  const told = problem === null ? {} : { problem: { at, detail: problem.message } };
  keepPublishing(spreadsheet, name, { ...rest, ...told });
}
