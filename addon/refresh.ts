// Refreshes a linked range: runs its query, plans, asks, writes, and keeps what happened.
import type { Unchanged } from '../domain/contract/result.ts';
import { QUERY_GONE } from '../domain/linked-range-note.ts';
import type { LinkedRange, ValueSources } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import { changesSomething } from '../domain/refresh/plan.ts';
import { fetchParameters } from './catalog.ts';
import { contentOf } from './content.ts';
import type { EditedCells } from './edited-cells.ts';
import { executePlan } from './sheet/execute.ts';
import { problemOf } from './google/problems.ts';
import { insertSnapshot } from './insert.ts';
import { leftBehind } from './left-behind.ts';
import { firstOffset, warningsOf, writeNote } from './ranges/notes.ts';
import { refuseObstacles } from './obstacles.ts';
import { isAsWritten, prepareContent } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { readRange } from './sheet/range-cells.ts';
import type { RangeCells } from './sheet/range-cells.ts';
import { keepValues } from './ranges/settings.ts';
import {
  bringRecordHome,
  findRange,
  placedAgain,
  placedRange,
  saveRecord,
} from './ranges/records.ts';
import type { PlacedRange } from './ranges/records.ts';
import { askFirst, changesOf, noChanges, previewOf } from './refresh-changes.ts';
import { isKeptProblem, keepProblem } from './ranges/kept-problem.ts';
import { refreshedNow, refreshedRecord } from './refresh-record.ts';
import type { RefreshOutcome } from './refresh-record.ts';
import { fetchResult, fetchUnlessSame, sheetPlace } from './run.ts';
import type { RunAsked, WholeResult } from './run.ts';
import { withSheetLock } from './google/lock.ts';
import type { Confirmed, RefreshAsked, RefreshPreview } from './sidebar-functions.ts';
import { keepForUndo } from './undo.ts';
import { followsCells, shownValues, valuesFrom } from './ranges/values.ts';
import { rememberWritten } from './written-cells.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Who refreshes: a person who can be asked, or a schedule, which puts right what it finds. */
export type RefreshedBy = { by: 'person'; confirmed: Confirmed } | { by: 'schedule' };

/**
 * Refreshes a range with the result of `run`. What goes wrong before the first write leaves the old
 * cells and the old values whole, and is kept as the range's problem. Throws Problem.
 */
export function refreshLinkedRange(
  spreadsheet: Spreadsheet,
  { id, run, values }: RefreshAsked,
  how: RefreshedBy,
): RefreshOutcome {
  try {
    const found = withValues(placedRange(spreadsheet, id), values);
    const asked = runOf(spreadsheet, found, run);
    const result = tellingGone(() => fetchUnlessSame(asked, sameEtag(found)));
    return withSheetLock(() => {
      const before = placedAgain(spreadsheet, found);
      const now = withValues(before, values);
      const shown = shownValues(spreadsheet, before.linked);
      const outcome =
        'unchanged' in result
          ? writeUnchanged(now, { unchanged: result, asked, how, shown })
          : writeResult(now, { result, how, shown });
      return values ? followingCells(spreadsheet, outcome, values) : outcome;
    });
  } catch (error) {
    const problem = problemOf(error);
    const isWhole = values !== undefined && !isBeingWritten(spreadsheet, id);
    if (isKeptProblem(problem, how.by) && !isWhole) keepProblem(spreadsheet, id, problem);
    throw problem;
  }
}

function withValues(found: PlacedRange, values: ValueSources | undefined): PlacedRange {
  return values ? { ...found, linked: { ...found.linked, values } } : found;
}

// Only now: the names of the cells that values followed before are needed until the new ones count.
function followingCells(
  spreadsheet: Spreadsheet,
  outcome: RefreshOutcome,
  values: ValueSources,
): RefreshOutcome {
  const followed = keepValues(spreadsheet, outcome.found, values);
  return { ...outcome, found: { ...outcome.found, linked: followed } };
}

// A range that other values could not be brought into shows what it showed, and nothing is wrong with it.
function isBeingWritten(spreadsheet: Spreadsheet, id: string): boolean {
  return findRange(spreadsheet, id).linked.refreshing !== null;
}

/** What a refresh with the result of `run` would change. Throws Problem. */
export function previewLinkedRefresh(
  spreadsheet: Spreadsheet,
  { id, run, values }: RefreshAsked,
): RefreshPreview {
  const found = withValues(placedRange(spreadsheet, id), values);
  const result = tellingGone(() => fetchResult(runOf(spreadsheet, found, run)));
  if (found.linked.options.mode === 'snapshot') {
    return { ...noChanges(), rowsAdded: result.rows.length, unchanged: false };
  }
  const prepared = prepareResult(found, result, { removeVanished: true });
  return previewOf(found, prepared, prepared.editedCells());
}

function runOf(
  spreadsheet: Spreadsheet,
  { linked, timeZone, sheet }: PlacedRange,
  run: string,
): RunAsked {
  const { slug, values } = linked;
  const parameters = followsCells(values) ? fetchParameters(slug) : null;
  const place = sheetPlace(spreadsheet, sheet);
  return { slug, run, values: valuesFrom(values, spreadsheet, parameters), timeZone, place };
}

// A query that is gone is told in the same words wherever it is noticed.
function tellingGone<T>(fetch: () => T): T {
  try {
    return fetch();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
    throw new Problem('not_found', QUERY_GONE, { ...error.extras, gone: true }, error);
  }
}

// The etag of the result that the range shows; null where the same result must be written all the same.
function sameEtag({ linked, timeZone }: PlacedRange): string | null {
  const { refreshed, refreshing, options } = linked;
  if (!refreshed || refreshing || refreshed.truncated || refreshed.etag === '') return null;
  if (refreshed.timeZone !== timeZone) return null;
  return options.mode === 'replace' || options.mode === 'match' ? refreshed.etag : null;
}

// The result is the same; whether the cells still show it is another question.
function writeUnchanged(
  found: PlacedRange,
  {
    unchanged,
    asked,
    ...coming
  }: Omit<Coming, 'result'> & { unchanged: Unchanged; asked: RunAsked },
): RefreshOutcome {
  const cells = readRange(found.sheet, found.place, found.timeZone);
  const { refreshed } = found.linked;
  if (!refreshed || !isAsWritten(found, cells)) {
    return writeResult(found, { ...coming, result: fetchResult(asked), cells });
  }
  const { ranAt: at, query, lagSeconds = null } = unchanged;
  const by = Session.getEffectiveUser().getEmail();
  const { restored: _restored, ...before } = refreshed;
  const schedule = found.linked.schedule && { ...found.linked.schedule, failuresInARow: 0 };
  const now = { ...before, at, by, run: asked.run, lagSeconds };
  const slug = query ?? found.linked.slug;
  const linked = { ...found.linked, slug, refreshed: now, problem: null, schedule };
  writeNote(found, linked);
  saveRecord(found, linked);
  return {
    found: { ...found, linked },
    changes: noChanges(),
    notes: [],
    warnings: now.losses ?? [],
  };
}

interface Coming {
  result: WholeResult;
  how: RefreshedBy;
  /** The values that the range showed until now. */
  shown: ValueSources;
  /** What the range holds, where it was read already. */
  cells?: RangeCells;
}

function writeResult(found: PlacedRange, coming: Coming): RefreshOutcome {
  const { linked } = found;
  const { result } = coming;
  if (linked.options.mode === 'snapshot') return writeSnapshot(found, result);
  const again = linked.options.mode === 'append' && linked.refreshed?.run === result.run;
  // The rows of this run stand there already: the caller did not hear of it and asks again.
  if (again && !linked.refreshing) return { found, changes: noChanges(), notes: [], warnings: [] };
  return refreshWith(found, coming);
}

function writeSnapshot(found: PlacedRange, result: WholeResult): RefreshOutcome {
  const spreadsheet = found.sheet.getParent();
  const tab = insertSnapshot(spreadsheet, found.linked, result);
  const linked = { ...found.linked, refreshed: refreshedNow(result), problem: null };
  saveRecord(found, linked);
  const changes = { ...noChanges(), rowsAdded: result.rows.length, unchanged: false };
  const notes = [`The result is in the new tab ${tab}.`];
  return { found: { ...found, linked }, changes, notes, warnings: [] };
}

function refreshWith(found: PlacedRange, { result, how, shown, cells }: Coming): RefreshOutcome {
  const prepared = prepareResult(found, result, { removeVanished: how.by === 'person', cells });
  const edited = prepared.editedCells();
  const changes = changesOf(prepared, edited);
  if (how.by === 'person') askFirst(found, prepared, { changes, confirmed: how.confirmed });
  const mixedBefore = found.linked.columns.filter(({ mixed }) => mixed).map(({ name }) => name);
  let mixed = mixedBefore;
  let { undo } = found.linked;
  if (changesSomething(prepared.plan)) {
    refuseObstacles(found.range, prepared.plan);
    undo = keepForUndo(found, prepared, shown) ? { at: new Date().toISOString() } : null;
    saveRecord(found, beingWritten(found.linked, result.run, prepared));
    mixed = execute(found, prepared, mixedBefore);
  }
  const restored = how.by === 'schedule' ? edited.count : 0;
  const now = finish(found, prepared, { result, mixed, undo, restored });
  const warnings = warningsOf(result, prepared.losses);
  const notes = [...editedNotes(edited, how), ...leftBehind(now, prepared)];
  return { found: now, changes, notes, warnings };
}

function prepareResult(
  found: PlacedRange,
  result: WholeResult,
  { removeVanished, cells }: { removeVanished: boolean; cells?: RangeCells | undefined },
): Prepared {
  const content = contentOf(result, found.linked, found.timeZone);
  return prepareContent(found, content, { removeVanished, keepOwn: !removeVanished, cells });
}

function execute(found: PlacedRange, { plan, content }: Prepared, mixed: string[]): string[] {
  const { linked, sheet } = found;
  try {
    return executePlan({ sheet, id: linked.id, plan, content, mixed }).mixed;
  } catch (error) {
    // The range is as it was, and is not called incomplete; what was kept for an undo is not.
    if (isUntouched(error)) saveRecord(found, { ...linked, undo: null });
    throw error;
  }
}

function isUntouched(error: unknown): boolean {
  return error instanceof Problem && error.extras['untouched'] === true;
}

interface Done {
  result: WholeResult;
  mixed: string[];
  undo: LinkedRange['undo'];
  /** Cells changed by hand that a schedule put right; null: some. */
  restored: number | null;
}

function finish(
  found: PlacedRange,
  prepared: Prepared,
  { undo, restored, ...done }: Done,
): PlacedRange {
  const { plan, losses, content, layout } = prepared;
  const written = refreshedRecord(found.linked, plan, { ...done, losses });
  const refreshed = written.refreshed && {
    ...written.refreshed,
    ...(restored === 0 ? {} : { restored }),
  };
  const linked = { ...written, refreshed, undo };
  const now = { ...found, linked, place: plan.place };
  writeNote(now, linked, firstOffset(prepared));
  saveRecord(now, linked);
  bringRecordHome(now);
  rememberWritten(linked, plan, { content, targets: layout.targets });
  return now;
}

function beingWritten(
  linked: LinkedRange,
  run: string,
  { present, arrangement }: Prepared,
): LinkedRange {
  const known = new Set(linked.columns.map(({ name }) => name));
  const columns = arrangement.columns
    .filter(({ name }) => !known.has(name))
    .map(({ name, label }) => ({ name, label }));
  const adding = columns.length > 0 ? { columns } : {};
  // After a write that was cut off, what counts is still how it was before that.
  if (linked.refreshing) return { ...linked, refreshing: { ...linked.refreshing, run, ...adding } };
  const at = new Date().toISOString();
  const by = Session.getEffectiveUser().getEmail();
  const rows = linked.rowCount === 0 ? 0 : present.length;
  const last = present[present.length - 1] ?? null;
  return { ...linked, refreshing: { run, at, by, rows, last, ...adding } };
}

function editedNotes({ count }: EditedCells, how: RefreshedBy): string[] {
  if (count === 0 || how.by === 'person') return [];
  if (count === null) return ['Cells changed by hand were put right.'];
  return [`${count.toLocaleString('en-US')} cells changed by hand were put right.`];
}
