// Inserts a result as a new linked range: into a new tab, or at the selected cell.
import { meantWords } from '../domain/choices.ts';
import { sheetPicture } from '../domain/charts/sheet-picture.ts';
import type { Chart, ColumnNote } from '../domain/contract/query.ts';
import { DEFAULT_OPTIONS, newRecord, nextUndo } from '../domain/linked-range.ts';
import type { LinkedRange, RangeOptions, ValueSources } from '../domain/linked-range.ts';
import { contentFor } from '../domain/refresh/content.ts';
import type { WholeResult } from '../domain/refresh/content.ts';
import {
  newRange,
  planNewRange,
  planNewTab,
  recordOfNew,
  withOwnFormats,
} from '../domain/refresh/insertion.ts';
import type { NewRange } from '../domain/refresh/insertion.ts';
import { freeTabName, refuseRejectedAt } from '../domain/refresh/insertion-place.ts';
import type { RefreshPlan } from '../domain/refresh/plan/plan.ts';
import { refreshedRecord } from '../domain/refresh/record.ts';
import { warningsOf } from '../domain/refresh/refresh.ts';
import type { Operation } from '../domain/refresh/sheet.ts';
import { messageOf } from './google/problems.ts';
import { targetOf } from './insert-target.ts';
import { agree } from './ranges/agreements.ts';
import { placeKey } from './ranges/open-place.ts';
import { explainColumns, textColumns } from './ranges/column-notes.ts';
import { addRecord, forgetBegun } from './ranges/records.ts';
import { followedValues, forgetFollowers } from './ranges/values.ts';
import { keepWritten } from './ranges/written.ts';
import type { Outcome } from './ranges/written.ts';
import { executePlan } from './sheet/execute.ts';
import { widenColumns } from './sheet/column-widths.ts';
import { makePicture } from './sheet/picture-beside.ts';
import { rangeAt } from './sheet/places.ts';
import { follow, followInSpreadsheet } from './sheet/reads.ts';
import type { InsertTarget } from './sidebar-functions.ts';
import { keepStep } from './undo/undo.ts';
import { returnMoved, type Inserted } from './undo/insert-back.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** What a new range takes over from its query. */
export interface InsertedQuery {
  title: string;
  /** What the author says of the columns. */
  columns: readonly ColumnNote[];
  /** The chart that the author set. */
  chart: Chart | null;
}

export interface Insertion {
  slug: string;
  query: InsertedQuery;
  values: ValueSources;
  target: InsertTarget;
  /** What stands there moves to a tab of its own. */
  moves: boolean;
  /** What the person chose of its columns and rows; absent: all, as the query gives them. */
  chosen?: Chosen | undefined;
  /** It is drawn beside, with Google's own charts and pivot tables. */
  picture?: boolean | undefined;
  /** Columns whose numbers came as the database writes them. */
  exactText?: string[] | undefined;
}

export type Chosen = Pick<RangeOptions, 'columns' | 'filter' | 'sort'>;

/** Writes a result as a new linked range. Throws Problem: needs_confirmation, sheet_full, range_obstructed, range_protected. */
export function insertResult(
  spreadsheet: Spreadsheet,
  insertion: Insertion,
  result: WholeResult,
): Outcome {
  const { query, target } = insertion;
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const wanted = insertion.exactText ?? [];
  const exactText = [...new Set([...textColumns(result.columns, query.columns), ...wanted])];
  const locale = spreadsheet.getSpreadsheetLocale();
  const options = { ...DEFAULT_OPTIONS, ...insertion.chosen, exactText };
  const content = contentFor(result, options, { timeZone, locale });
  const range = newRange(content, query.columns, options);
  const size = { columns: range.columns.length, rows: content.rows.length };
  const { sheet, place, makeRoom } = targetOf(
    spreadsheet,
    { ...insertion, title: query.title, timeZone },
    size,
  );
  const plan = follow(planNewRange(range, place), { sheet, timeZone });
  if (target === 'selection') {
    const coming = { plan, content: range.content };
    follow(refuseRejectedAt(place, coming), { sheet, timeZone });
  }
  const linked = followingRecord(spreadsheet, insertion, withLabels(options, range));
  // Before it stands there: a write that was cut off is repaired without a question.
  agree(linked, placeKey({ sheet, place }));
  const moved = makeRoom();
  const undo = nextUndo(linked, new Date().toISOString(), 'insert');
  const inserted: Inserted = { newTab: target === 'newTab', moved, grew: growthOf(plan) };
  keepStep(linked, undo, JSON.stringify(inserted));
  const leaveNothing = () => forgetPlace(sheet, linked, inserted);
  const written = writeNew(sheet, { ...linked, undo }, { range, plan, result, leaveNothing });
  widenColumns(sheet, place, { columns: range.columns, content, locale });
  const cells = rangeAt(sheet, place);
  explainColumns(cells, range.columns, query.columns);
  const found = { ...written, range: cells, sheet, place, timeZone, isHome: true };
  const targets = [...content.rows.keys()];
  keepWritten(found, { plan, content: range.content, targets, firstOffset: null });
  const drawn = insertion.picture ? drawBeside(found, { query, range, result, inserted }) : null;
  // A whole range that is made active would show its last row.
  (target === 'newTab' ? cells.getCell(1, 1) : cells).activate();
  const unchanged = { cellsEditedByHand: 0, formulasReferring: [], unchanged: false };
  const warnings = warningsOf(result, { losses: range.losses, unordered: null });
  const notes = [...meantWords(result.matches), ...(drawn ? [drawn] : [])];
  return { found, changes: { ...plan.changes, ...unchanged }, notes, warnings };
}

interface Drawn {
  query: InsertedQuery;
  range: NewRange;
  result: WholeResult;
  inserted: Inserted;
}

// The result stands by then: what Google refuses of its picture is told, and harms nothing.
function drawBeside(
  { sheet, place, linked }: Outcome['found'],
  { query, range, result, inserted }: Drawn,
): string {
  const picture = sheetPicture(query.chart, shownTable(range, result));
  if (picture === null) return 'These rows and columns give no chart, so none was made.';
  try {
    const made = makePicture(sheet, { picture, place, title: query.title });
    const grew = { ...inserted.grew, columns: inserted.grew.columns + made.grew };
    if (linked.undo)
      keepStep(linked, linked.undo, JSON.stringify({ ...inserted, grew, picture: made }));
    return made.says;
  } catch (error) {
    return `The result stands, but its chart could not be made: ${messageOf(error)}`;
  }
}

// As it is in the sheet: what the person left out is in no chart, and numbers that are text there are none that Google draws.
function shownTable({ columns, content }: NewRange, result: WholeResult) {
  const typeOf = ({ source, kind }: NewRange['columns'][number]) => {
    const column = result.columns[source] ?? { name: '', type: 'text' as const, typeName: '' };
    return column.type === 'number' && kind !== 'number'
      ? { ...column, type: 'text' as const }
      : column;
  };
  const rows = content.fields.map((row) => columns.map(({ source }) => row[source] ?? null));
  return { columns: columns.map(typeOf), rows };
}

function growthOf({ operations }: RefreshPlan): Inserted['grew'] {
  const grown = operations.find((operation) => operation.do === 'growTab');
  return { rows: grown?.rows ?? 0, columns: grown?.columns ?? 0 };
}

function followingRecord(
  spreadsheet: Spreadsheet,
  { slug, query, values }: Insertion,
  options: RangeOptions,
): LinkedRange {
  const id = Utilities.getUuid().replace(/-/g, '').slice(0, 10);
  return newRecord({
    ...{ id, spreadsheet: spreadsheet.getId(), slug, title: query.title },
    values: followedValues(spreadsheet, id, values),
    options,
  });
}

// A person who chose columns keeps the words that were written over them.
function withLabels(options: RangeOptions, { columns }: NewRange): RangeOptions {
  if (options.columns.length === 0) return options;
  return { ...options, columns: columns.map(({ name, label }) => ({ name, label })) };
}

interface NewWrite {
  range: NewRange;
  plan: RefreshPlan;
  result: WholeResult;
  /** For what fails before the first cell is written. */
  leaveNothing: () => void;
}

function orElse<T>(leaveNothing: () => void, work: () => T): T {
  try {
    return work();
  } catch (error) {
    leaveNothing();
    throw error;
  }
}

// Neither an empty tab nor a name that stands for nothing. What Google refuses now is not worth hiding the reason for.
function forgetPlace(sheet: Sheet, { id }: LinkedRange, { newTab, moved }: Inserted): void {
  const spreadsheet = sheet.getParent();
  try {
    forgetBegun(spreadsheet, id);
    forgetFollowers(spreadsheet, id, {});
    if (newTab) spreadsheet.deleteSheet(sheet);
    else returnMoved(sheet, moved);
  } catch (error) {
    console.warn(messageOf(error));
  }
}

// The range has its place before its record says that it is there, and its record before its content.
function writeNew(
  sheet: Sheet,
  linked: LinkedRange,
  { range, plan, result, leaveNothing }: NewWrite,
) {
  const isShape = ({ do: what }: Operation) => what === 'growTab' || what === 'claim';
  const execute = (operations: Operation[]) => {
    const part = { ...plan, operations };
    return executePlan({ sheet, id: linked.id, plan: part, content: range.content, mixed: [] });
  };
  const own = { ...plan, columns: withOwnFormats(range) };
  const by = Session.getEffectiveUser().getEmail();
  const begun = recordOfNew(linked, own, { run: result.run, at: new Date().toISOString(), by });
  const metadata = orElse(leaveNothing, () => {
    execute(plan.operations.filter(isShape));
    return addRecord(sheet, begun, plan.place.row);
  });
  const { mixed } = execute(plan.operations.filter((operation) => !isShape(operation)));
  const { losses } = range;
  return { linked: refreshedRecord(linked, own, { result, by, mixed, losses }), metadata };
}

/** Writes a result into a new tab that is dated and not linked; gives the tab's name. Throws Problem: sheet_full. */
export function insertSnapshot(
  spreadsheet: Spreadsheet,
  linked: LinkedRange,
  result: WholeResult,
): { name: string; rows: number } {
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const locale = spreadsheet.getSpreadsheetLocale();
  const content = contentFor(result, linked.options, { timeZone, locale });
  const day = Utilities.formatDate(new Date(result.ranAt), timeZone, 'yyyy-MM-dd');
  const name = followInSpreadsheet(freeTabName(`${linked.title} ${day}`), spreadsheet);
  // A tab that Google's end of an execution leaves half-written says so by its name.
  const sheet = spreadsheet.insertSheet(`${name} (not complete)`);
  sheet.setFrozenRows(1);
  const plan = follow(planNewTab(content, linked.options), { sheet, timeZone });
  executePlan({ sheet, id: linked.id, plan, content, mixed: [] });
  widenColumns(sheet, plan.place, { columns: plan.columns, content, locale });
  SpreadsheetApp.flush();
  sheet.setName(name);
  return { name, rows: content.rows.length };
}
