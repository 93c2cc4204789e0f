// Inserts a result as a new linked range: into a new tab, or at the selected cell.
import { contentOf } from '../domain/cells/content.ts';
import type { Content } from '../domain/cells/content.ts';
import { meantWords } from '../domain/choices.ts';
import type { ColumnNote } from '../domain/contract/query.ts';
import { DEFAULT_OPTIONS, newRecord, nextUndo } from '../domain/linked-range.ts';
import type { LinkedRange, ValueSources } from '../domain/linked-range.ts';
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
import type { PlacedColumn } from '../domain/refresh/layout/columns.ts';
import type { RefreshPlan } from '../domain/refresh/plan/plan.ts';
import { refreshedRecord } from '../domain/refresh/record.ts';
import { warningsOf } from '../domain/refresh/refresh.ts';
import type { Operation } from '../domain/refresh/sheet.ts';
import { messageOf } from './google/problems.ts';
import { targetOf } from './insert-target.ts';
import { agree } from './ranges/agreements.ts';
import { explainColumns, textColumns } from './ranges/column-notes.ts';
import { addRecord, forgetBegun } from './ranges/records.ts';
import { followedValues, forgetFollowers } from './ranges/values.ts';
import { keepWritten } from './ranges/written.ts';
import type { Outcome } from './ranges/written.ts';
import { executePlan } from './sheet/execute.ts';
import { rangeAt } from './sheet/places.ts';
import { follow, followInSpreadsheet } from './sheet/reads.ts';
import type { InsertTarget } from './sidebar-functions.ts';
import { keepStep } from './undo.ts';
import { returnMoved, type Inserted } from './undo-insert.ts';

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
  query: InsertedQuery;
  values: ValueSources;
  target: InsertTarget;
  /** What stands there moves to a tab of its own. */
  moves: boolean;
}

/** Writes a result as a new linked range. Throws Problem: needs_confirmation, sheet_full, range_obstructed, range_protected. */
export function insertResult(
  spreadsheet: Spreadsheet,
  insertion: Insertion,
  result: WholeResult,
): Outcome {
  const { query, target } = insertion;
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const exactText = textColumns(result.columns, query.columns);
  const locale = spreadsheet.getSpreadsheetLocale();
  const range = newRange(contentOf(result, { exactText, timeZone, locale }), query.columns);
  const size = { columns: range.columns.length, rows: result.rows.length };
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
  const linked = followingRecord(spreadsheet, insertion, exactText);
  // Before it stands there: a write that was cut off is repaired without a question.
  agree(linked);
  const moved = makeRoom();
  const undo = nextUndo(linked, new Date().toISOString(), 'insert');
  const inserted: Inserted = { newTab: target === 'newTab', moved, grew: growthOf(plan) };
  keepStep(linked, undo, JSON.stringify(inserted));
  const leaveNothing = () => forgetPlace(sheet, linked, inserted);
  const written = writeNew(sheet, { ...linked, undo }, { range, plan, result, leaveNothing });
  if (target === 'newTab') fitColumns(sheet, range.columns, range.content);
  const cells = rangeAt(sheet, place);
  explainColumns(cells, range.columns, query.columns);
  const found = { ...written, range: cells, sheet, place, timeZone, isHome: true };
  const targets = [...result.rows.keys()];
  keepWritten(found, { plan, content: range.content, targets, firstOffset: null });
  cells.activate();
  const unchanged = { cellsEditedByHand: 0, formulasReferring: [], unchanged: false };
  const warnings = warningsOf(result, range.losses);
  const notes = meantWords(result.matches);
  return { found, changes: { ...plan.changes, ...unchanged }, notes, warnings };
}

function growthOf({ operations }: RefreshPlan): Inserted['grew'] {
  const grown = operations.find((operation) => operation.do === 'growTab');
  return { rows: grown?.rows ?? 0, columns: grown?.columns ?? 0 };
}

function followingRecord(
  spreadsheet: Spreadsheet,
  { slug, query, values }: Insertion,
  exactText: string[],
): LinkedRange {
  const id = Utilities.getUuid().replace(/-/g, '').slice(0, 10);
  return newRecord({
    ...{ id, spreadsheet: spreadsheet.getId(), slug, title: query.title },
    values: followedValues(spreadsheet, id, values),
    options: { ...DEFAULT_OPTIONS, exactText },
  });
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
): string {
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
  fitColumns(sheet, plan.columns, content);
  SpreadsheetApp.flush();
  sheet.setName(name);
  return name;
}

// Only in a tab of our own: elsewhere the widths are the person's.
function fitColumns(sheet: Sheet, columns: PlacedColumn[], { fields }: Content): void {
  sheet.autoResizeColumns(1, columns.length);
  for (const { offset, source, label } of columns) {
    const isWide = (field: unknown) => String(field ?? '').length > WIDE_CHARACTERS;
    if (isWide(label) || fields.some((row) => isWide(row[source]))) {
      sheet.setColumnWidth(offset + 1, WIDEST_COLUMN);
    }
  }
}
