// Refreshes a linked range: runs its query, plans, asks, writes, and keeps what happened.
import { noLosses } from '../domain/cell.ts';
import { QUERY_GONE } from '../domain/linked-range-note.ts';
import type { LinkedRange } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import { changesSomething } from '../domain/refresh-plan/plan.ts';
import { NO_EDITED_CELLS } from './edited-cells.ts';
import type { EditedCells } from './edited-cells.ts';
import { executePlan } from './execute.ts';
import { problemOf } from './google-problems.ts';
import { warningsOf, writeNote } from './notes.ts';
import { refuseObstacles } from './obstacles.ts';
import { contentOf } from './content.ts';
import { prepareContent } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { findRange, placeOf, placedRange, saveRecord } from './ranges.ts';
import type { PlacedRange } from './ranges.ts';
import { insertSnapshot } from './insert.ts';
import { refreshedNow, refreshedRecord } from './refresh-record.ts';
import type { RefreshOutcome } from './refresh-record.ts';
import { broken, formulasReferringTo } from './references.ts';
import { fetchResult } from './results.ts';
import type { RunAsked, WholeResult } from './results.ts';
import { countRows } from './row-counts.ts';
import { withSheetLock } from './sheet-lock.ts';
import type { Confirmed, RefreshPreview } from './sidebar-functions.ts';
import { keepForUndo } from './undo.ts';
import { rememberWritten } from './written-cells.ts';
import { followsCells, valuesFrom } from './values.ts';
import { fetchParameters } from './catalog.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Formulas and cells that are named to the person. */
const NAMED_CELLS = 20;

/** Who refreshes: a person who can be asked, or a schedule, which puts right what it finds. */
export type RefreshedBy = { by: 'person'; confirmed: Confirmed } | { by: 'schedule' };

/**
 * Refreshes a range with the result of `run`. What goes wrong before the first write leaves the old
 * values whole and is kept as the range's problem. Throws Problem.
 */
export function refreshLinkedRange(
  spreadsheet: Spreadsheet,
  { id, run }: { id: string; run: string },
  how: RefreshedBy,
): RefreshOutcome {
  try {
    const found = placedRange(spreadsheet, id);
    const result = fetchResultOf(spreadsheet, found.linked, run);
    return withSheetLock(() => writeResult(placedRange(spreadsheet, id), result, how));
  } catch (error) {
    const problem = problemOf(error);
    if (isKept(problem, how)) keepProblem(spreadsheet, id, problem);
    throw problem;
  }
}

/** What a refresh with the result of `run` would change. Throws Problem. */
export function previewLinkedRefresh(
  spreadsheet: Spreadsheet,
  { id, run }: { id: string; run: string },
): RefreshPreview {
  const found = placedRange(spreadsheet, id);
  const result = fetchResultOf(spreadsheet, found.linked, run);
  if (found.linked.options.mode === 'snapshot') {
    return { ...noChanges(), rowsAdded: result.rows.length, unchanged: false };
  }
  const prepared = prepareResult(found, result, true);
  return previewOf(found, prepared, prepared.editedCells());
}

// A query that is gone is told in the same words wherever it is noticed.
function fetchResultOf(spreadsheet: Spreadsheet, linked: LinkedRange, run: string): WholeResult {
  try {
    return fetchResult(runOf(spreadsheet, linked, run));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
    throw new Problem('not_found', QUERY_GONE, { ...error.extras, gone: true }, error);
  }
}

/** The run of a linked range's query, with the values it has now. */
export function runOf(spreadsheet: Spreadsheet, linked: LinkedRange, run: string): RunAsked {
  const { slug, values } = linked;
  const parameters = followsCells(values) ? fetchParameters(slug) : null;
  return {
    slug,
    run,
    values: valuesFrom(values, spreadsheet, parameters),
    timeZone: spreadsheet.getSpreadsheetTimeZone(),
  };
}

function writeResult(found: PlacedRange, result: WholeResult, how: RefreshedBy): RefreshOutcome {
  const { linked } = found;
  if (linked.options.mode === 'snapshot') return writeSnapshot(found, result);
  const again = linked.options.mode === 'append' && linked.refreshed?.run === result.run;
  // The rows of this run stand there already: the caller did not hear of it and asks again.
  if (again && !linked.refreshing) return { changes: noChanges(), notes: [], warnings: [] };
  return refreshWith(found, result, how);
}

function writeSnapshot(found: PlacedRange, result: WholeResult): RefreshOutcome {
  const { linked, range } = found;
  const tab = insertSnapshot(range.getSheet().getParent(), linked, result);
  saveRecord(found, { ...linked, refreshed: refreshedNow(result), problem: null });
  const changes = { ...noChanges(), rowsAdded: result.rows.length, unchanged: false };
  return { changes, notes: [`The result is in the new tab ${tab}.`], warnings: [] };
}

function noChanges(): RefreshPreview {
  return {
    ...{ rowsAdded: 0, rowsRemoved: 0, rowsChanged: 0, cellsEditedByHand: 0 },
    ...{ columnsAdded: [], columnsRemoved: [], formulasReferring: [], unchanged: true },
  };
}

function refreshWith(found: PlacedRange, result: WholeResult, how: RefreshedBy): RefreshOutcome {
  const prepared = prepareResult(found, result, how.by === 'person');
  const edited = prepared.editedCells();
  const changes = changesOf(found, prepared, edited);
  if (how.by === 'person') askFirst(found, prepared, { changes, confirmed: how.confirmed });
  const mixedBefore = found.linked.columns.filter(({ mixed }) => mixed).map(({ name }) => name);
  let mixed = mixedBefore;
  let undo = found.linked.undo;
  if (changesSomething(prepared.plan)) {
    refuseObstacles(found.range, prepared.plan);
    undo = keepForUndo(found, prepared) ? { at: new Date().toISOString() } : null;
    saveRecord(found, beingWritten(found.linked, result.run, prepared));
    mixed = execute(found, prepared, mixedBefore);
  }
  const restored = how.by === 'schedule' ? edited.count : 0;
  finish(found, prepared, { result, mixed, undo, restored });
  const warnings = warningsOf(result, prepared.losses);
  return { changes, notes: editedNotes(edited, how), warnings };
}

function prepareResult(found: PlacedRange, result: WholeResult, removeVanished: boolean): Prepared {
  const timeZone = found.range.getSheet().getParent().getSpreadsheetTimeZone();
  const content = contentOf(result, found.linked, timeZone);
  return prepareContent(found, content, { removeVanished, keepOwn: !removeVanished });
}

function execute(found: PlacedRange, { plan, content }: Prepared, mixed: string[]): string[] {
  const { linked, range } = found;
  return executePlan({
    sheet: range.getSheet(),
    id: linked.id,
    plan,
    content,
    mixed,
  }).mixed;
}

interface Done {
  result: WholeResult;
  mixed: string[];
  undo: LinkedRange['undo'];
  /** Cells changed by hand that a schedule put right; null: some. */
  restored: number | null;
}

function finish(found: PlacedRange, prepared: Prepared, { undo, restored, ...done }: Done): void {
  const written = refreshedRecord(found.linked, prepared.plan, done);
  const refreshed = written.refreshed && {
    ...written.refreshed,
    ...(restored === 0 ? {} : { restored }),
  };
  const linked = { ...written, refreshed, undo };
  const sheet = found.range.getSheet();
  const { row, column } = prepared.plan.place;
  const placed = { ...found, range: sheet.getRange(row, column) };
  writeNote(placed, linked, prepared.losses);
  saveRecord(found, linked);
  const { content, layout } = prepared;
  rememberWritten(linked, prepared.plan, { content, targets: layout.targets });
}

function beingWritten(linked: LinkedRange, run: string, { present }: Prepared): LinkedRange {
  // After a write that was cut off, what counts is still how it was before that.
  if (linked.refreshing) return { ...linked, refreshing: { ...linked.refreshing, run } };
  const at = new Date().toISOString();
  const by = Session.getEffectiveUser().getEmail();
  return {
    ...linked,
    refreshing: {
      run,
      at,
      by,
      rows: linked.rowCount === 0 ? 0 : present.length,
      last: present[present.length - 1] ?? null,
    },
  };
}

function askFirst(
  found: PlacedRange,
  prepared: Prepared,
  { changes, confirmed }: { changes: RefreshPreview; confirmed: Confirmed },
): void {
  const reasons: string[] = [];
  if (changes.cellsEditedByHand !== 0 && !confirmed.editedCells) {
    reasons.push(editedWords(changes.cellsEditedByHand, changes.editedCells ?? []));
  }
  if (prepared.ownCells.length > 0 && !confirmed.ownCells) {
    reasons.push(
      `Rows go in which you keep something of your own: ${listed(prepared.ownCells)}. It would go with them.`,
    );
  }
  const { vanished } = prepared.arrangement;
  const preview = withFormulas(found, prepared, changes);
  if (preview.formulasReferring.length > 0 && !confirmed.removedColumns) {
    const names = vanished.map(({ label }) => label).join(', ');
    reasons.push(
      `The query no longer has ${names}, and formulas refer to it. Going on removes the column.`,
    );
  }
  if (reasons.length > 0) throw new Problem('needs_confirmation', reasons.join(' '), { preview });
}

function editedWords(count: number | null, cells: string[]): string {
  const subject =
    count === null
      ? 'Cells were'
      : count === 1
        ? '1 cell was'
        : `${count.toLocaleString('en-US')} cells were`;
  const named = cells.length === 0 ? '' : ` (${listed(cells, count ?? cells.length)})`;
  return `${subject} changed by hand${named} and would get the database's values back.`;
}

function listed(cells: string[], count = cells.length): string {
  const named = cells.slice(0, NAMED_CELLS);
  const more = count - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en-US')} more` : ''}`;
}

function previewOf(found: PlacedRange, prepared: Prepared, edited: EditedCells): RefreshPreview {
  return withFormulas(found, prepared, changesOf(found, prepared, edited));
}

function withFormulas(
  found: PlacedRange,
  { arrangement: { vanished } }: Prepared,
  changes: RefreshPreview,
): RefreshPreview {
  if (vanished.length === 0) return changes;
  const sheet = found.range.getSheet();
  const place = placeOf(found.range);
  const formulas = formulasReferringTo(sheet);
  const formulasReferring = vanished
    .flatMap(({ offset }) =>
      broken(formulas, { ...place, column: place.column + offset, columns: 1 }),
    )
    .map((formula) => formula.place)
    .slice(0, NAMED_CELLS);
  return { ...changes, formulasReferring };
}

function changesOf(
  { range }: PlacedRange,
  prepared: Prepared,
  edited: EditedCells = NO_EDITED_CELLS,
): RefreshPreview {
  const { plan, ownCells } = prepared;
  const unchanged = !changesSomething(plan);
  const counts = unchanged ? {} : countRows(range.getSheet(), placeOf(range), prepared);
  return {
    ...plan.changes,
    ...counts,
    cellsEditedByHand: edited.count,
    editedCells: edited.cells,
    ownCells: ownCells.slice(0, NAMED_CELLS),
    formulasReferring: [],
    unchanged,
  };
}

function editedNotes({ count }: EditedCells, how: RefreshedBy): string[] {
  if (count === 0 || how.by === 'person') return [];
  if (count === null) return ['Cells changed by hand were put right.'];
  return [`${count.toLocaleString('en-US')} cells changed by hand were put right.`];
}

// What the person at the keyboard sees at once and puts right is nothing that others need to know.
function isKept({ code }: Problem, { by }: RefreshedBy): boolean {
  // Whoever holds the lock is refreshing now; and a range that is not there keeps nothing.
  if (code === 'sheet_busy') return false;
  if (by === 'schedule') return true;
  return !['needs_confirmation', 'not_authorized', 'run_cancelled'].includes(code);
}

// The values stay as they are; that they are old, and why, is kept where everybody sees it.
function keepProblem(spreadsheet: Spreadsheet, id: string, problem: Problem): void {
  withSheetLock(() => {
    const found = findRange(spreadsheet, id);
    const { code, message: detail } = problem;
    const linked = { ...found.linked, problem: { code, detail, at: new Date().toISOString() } };
    saveRecord(found, linked);
    if (found.range && problem.code !== 'range_protected') {
      writeNote({ ...found, range: found.range }, linked, noLosses());
    }
  });
}
