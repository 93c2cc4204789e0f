// Inserts a result as a new linked range: into a new tab, or at the selected cell.
import { noLosses } from '../domain/cells/cell.ts';
import type { Losses } from '../domain/cells/cell.ts';
import { withNotes } from '../domain/cells/column-notes.ts';
import type { ColumnNote } from '../domain/contract/query.ts';
import { DEFAULT_OPTIONS } from '../domain/linked-range.ts';
import type { LinkedRange, ValueSources } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import { shownColumns } from '../domain/refresh/columns.ts';
import { planInsertion } from '../domain/refresh/plan-insertion.ts';
import type { Operation, Place, PlacedColumn, RefreshPlan } from '../domain/refresh/plan.ts';
import { explainColumns, textColumns, withOwnFormats } from './ranges/column-notes.ts';
import { blankPrint, contentOf, expectedPrints } from './content.ts';
import type { Content } from './content.ts';
import { executePlan } from './sheet/execute.ts';
import { tabName, targetOf } from './insert-target.ts';
import { followedValues } from './ranges/values.ts';
import { countCells, tabSize } from './sheet/sheet-size.ts';
import { addRecord, saveRecord } from './ranges/records.ts';
import { rangeAt } from './sheet/places.ts';
import { refreshedRecord } from './refresh-record.ts';
import type { RefreshOutcome } from './refresh-record.ts';
import { warningsOf, writeNote } from './ranges/notes.ts';
import type { WholeResult } from './run.ts';
import type { InsertTarget } from './sidebar-functions.ts';

import { rememberWritten } from './written-cells.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** A column of a new tab gets no wider than this, in pixels, */
const WIDEST_COLUMN = 300;
/** which texts of more characters than this would make it. */
const WIDE_CHARACTERS = 42;

/** What a new range takes over from its query. */
export interface InsertedQuery {
  title: string;
  /** What the author says of the columns. */
  columns: readonly ColumnNote[];
}

export interface Insertion {
  slug: string;
  values: ValueSources;
  target: InsertTarget;
  /** Write over what stands there. */
  cover: boolean;
}

/** Writes a result as a new linked range; gives its id. Throws Problem: needs_confirmation, sheet_full, range_obstructed, range_protected. */
export function insertResult(
  spreadsheet: Spreadsheet,
  insertion: Insertion & { query: InsertedQuery },
  result: WholeResult,
): RefreshOutcome {
  const notes = insertion.query.columns;
  const linked = newRange(spreadsheet, insertion, textColumns(result.columns, notes));
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const content = contentOf(result, linked, timeZone);
  const own = insertedColumns(content);
  const columns = withNotes(own, notes);
  const size = { columns: columns.length, rows: result.rows.length };
  const target = { ...insertion, title: insertion.query.title };
  const { sheet, place } = targetOf(spreadsheet, target, size);
  const losses = noLosses();
  const plan = planAt({ sheet, place }, { content, columns, losses });
  const values = followedValues(spreadsheet, linked.id, insertion.values);
  const execution = { sheet, id: linked.id, content, mixed: [] };
  // The range has its place before its record says that it is there, and its record before its content.
  const isShape = ({ do: what }: Operation) => what === 'growTab' || what === 'claim';
  executePlan({ ...execution, plan: { ...plan, operations: plan.operations.filter(isShape) } });
  const written = { ...plan, columns: withOwnFormats(columns, own) };
  const begun = beingInserted({ ...linked, values }, written, result);
  const metadata = addRecord(sheet, begun, place.row);
  const operations = plan.operations.filter((operation) => !isShape(operation));
  const { mixed } = executePlan({ ...execution, plan: { ...plan, operations } });
  if (insertion.target === 'newTab') fitColumns(sheet, columns, content);
  const done = refreshedRecord({ ...linked, values }, written, { result, mixed, losses });
  const range = rangeAt(sheet, place);
  explainColumns(range, columns, notes);
  const found = { linked: done, metadata, range, sheet, place, timeZone, isHome: true };
  writeNote(found, done);
  saveRecord(found, done);
  rememberWritten(done, plan, { content, targets: [...result.rows.keys()] });
  range.activate();
  const unchanged = { cellsEditedByHand: 0, formulasReferring: [], unchanged: false };
  const changes = { ...plan.changes, ...unchanged };
  return { found, changes, notes: [], warnings: warningsOf(result, losses) };
}

function planAt(
  { sheet, place }: { sheet: Sheet; place: Place },
  { content, columns, losses }: { content: Content; columns: PlacedColumn[]; losses: Losses },
): RefreshPlan {
  const expected = expectedPrints(content, columns, losses);
  return planInsertion({
    place,
    columns,
    grid: tabSize(sheet),
    spreadsheetCells: () => countCells(sheet.getParent()),
    expected: (index) => expected[index] ?? 0,
    blank: blankPrint(columns),
    results: content.rows.length,
  });
}

/** Writes a result into a new tab that is dated and not linked; gives the tab's name. Throws Problem: sheet_full. */
export function insertSnapshot(
  spreadsheet: Spreadsheet,
  linked: LinkedRange,
  result: WholeResult,
): string {
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const content = contentOf(result, linked, timeZone);
  const shown = shownColumns(content.columns, linked.options);
  const columns = shown.map((column, offset) => ({ ...column, offset }));
  const day = Utilities.formatDate(new Date(result.ranAt), timeZone, 'yyyy-MM-dd');
  const name = tabName(spreadsheet, `${linked.title} ${day}`);
  // A tab that Google's end of an execution leaves half-written says so by its name.
  const sheet = spreadsheet.insertSheet(`${name} (not complete)`);
  sheet.setFrozenRows(1);
  const rows = 1 + Math.max(1, result.rows.length);
  const plan = planInsertion({
    place: { row: 1, column: 1, rows, columns: columns.length },
    columns,
    grid: tabSize(sheet),
    spreadsheetCells: () => countCells(spreadsheet),
    expected: () => 0,
    blank: 0,
    results: result.rows.length,
  });
  const operations = plan.operations.filter((operation) => operation.do !== 'claim');
  executePlan({ sheet, id: linked.id, plan: { ...plan, operations }, content, mixed: [] });
  fitColumns(sheet, columns, content);
  SpreadsheetApp.flush();
  sheet.setName(name);
  return name;
}

// Only in a tab of our own: elsewhere the widths are the person's.
function fitColumns(sheet: Sheet, columns: PlacedColumn[], { rows }: Content): void {
  sheet.autoResizeColumns(1, columns.length);
  for (const { offset, source, label } of columns) {
    const isWide = (field: unknown) => String(field ?? '').length > WIDE_CHARACTERS;
    if (isWide(label) || rows.some((row) => isWide(row[source]))) {
      sheet.setColumnWidth(offset + 1, WIDEST_COLUMN);
    }
  }
}

function newRange(
  spreadsheet: Spreadsheet,
  { slug, values, query }: { slug: string; values: ValueSources; query: InsertedQuery },
  exactText: string[],
): LinkedRange {
  return {
    id: Utilities.getUuid().replace(/-/g, '').slice(0, 10),
    spreadsheet: spreadsheet.getId(),
    slug,
    title: query.title,
    values,
    options: { ...DEFAULT_OPTIONS, exactText },
    columns: [],
    rowCount: 0,
    wrote: null,
    refreshed: null,
    refreshing: null,
    problem: null,
    schedule: null,
    undo: null,
  };
}

function beingInserted(linked: LinkedRange, plan: RefreshPlan, { run }: WholeResult): LinkedRange {
  const at = new Date().toISOString();
  const by = Session.getEffectiveUser().getEmail();
  const columns = plan.columns.map(({ name, label, kind, format }) => ({
    ...{ name, label, kind, format, mixed: false },
  }));
  return { ...linked, columns, refreshing: { run, at, by, rows: 0, last: null } };
}

function insertedColumns(content: Content): PlacedColumn[] {
  const columns = shownColumns(content.columns, DEFAULT_OPTIONS);
  if (columns.length === 0) {
    throw new Problem('sql_invalid', 'The query has no columns, so there is nothing to insert.');
  }
  return columns.map((column, offset) => ({ ...column, offset }));
}
