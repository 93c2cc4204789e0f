// Refreshes a linked range: runs its query, lets the rules decide, writes, and keeps what happened.
import { asksTheSame } from '../domain/agreement.ts';
import { meantWords } from '../domain/choices.ts';
import { nextUndo } from '../domain/linked-range.ts';
import type { Unchanged } from '../domain/contract/result.ts';
import type { LinkedRange, ValueSources } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import { newTabChanges, noChanges } from '../domain/refresh/changes.ts';
import type { RefreshChanges } from '../domain/refresh/changes.ts';
import type { WholeResult } from '../domain/refresh/content.ts';
import { inOrder } from '../domain/refresh/layout/query-order.ts';
import { leftBehind } from '../domain/refresh/left-behind.ts';
import { changesSomething } from '../domain/refresh/plan/plan.ts';
import { isAsWritten } from '../domain/refresh/prepare.ts';
import { askedBy } from '../domain/refresh/questions.ts';
import { ranAs, refreshedWith, shownEtag, unchangedRecord } from '../domain/refresh/record.ts';
import {
  decideRefresh,
  editedNotes,
  firstOffset,
  mixedColumns,
  previewRefresh,
  recordAfter,
  warningsOf,
} from '../domain/refresh/refresh.ts';
import type { Decision, RefreshedBy, Writing } from '../domain/refresh/refresh.ts';
import { ask } from '../domain/refresh/sheet.ts';
import type { RangeCells } from '../domain/refresh/sheet.ts';
import { agree, agreedPlace, requireAgreement } from './ranges/agreements.ts';
import { askedResult, keepAskedResult } from './asked-result.ts';
import { countingBeside, countingTold } from './beside/still-counting.ts';
import { withSheetLock } from './google/lock.ts';
import { problemOf } from './google/problems.ts';
import { insertSnapshot } from './insert.ts';
import { unlit } from './light-changes.ts';
import { writeMarked } from './marked-write.ts';
import { isKeptProblem, keepProblem } from './ranges/kept-problem.ts';
import { writeNote } from './ranges/notes.ts';
import { placeKey, requireOpenPlace } from './ranges/open-place.ts';
import { markHeader, placedAgain, placedRange, saveRecord } from './ranges/records.ts';
import type { PlacedRange } from './ranges/records.ts';
import { bindSchedule } from './ranges/schedule-token.ts';
import { bindAtServer } from './ranges/server-schedule.ts';
import { keepValues } from './ranges/settings.ts';
import { shownValues } from './ranges/values.ts';
import { keepWritten } from './ranges/written.ts';
import type { Outcome } from './ranges/written.ts';
import { runOf, tellingGone, withValues } from './range-run.ts';
import { fetchResult, fetchUnlessSame } from './run.ts';
import type { RunAsked } from './run.ts';
import { follow } from './sheet/reads.ts';
import { removeLeftColumn } from './sheet/sort-rows.ts';
import type { RefreshAsked } from './sidebar-functions.ts';
import { keepStep } from './undo/undo.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/**
 * Refreshes a range with the result of `run`. What goes wrong before the first write leaves the old
 * cells and the old values whole, and is kept as the range's problem. `allow` throws where nobody agreed to what the
 * range asks for; by itself it asks the person at the keyboard. Throws Problem.
 */
export function refreshLinkedRange(
  spreadsheet: Spreadsheet,
  asked: RefreshAsked,
  how: RefreshedBy,
  allow: (linked: LinkedRange) => void = requireAsked(spreadsheet, asked, how),
): Outcome {
  try {
    const found = withValues(placedRange(spreadsheet, asked.id), asked.values);
    allow(found.linked);
    const run = runOf(spreadsheet, found, asked);
    const result = answeredResult(asked, how) ?? fetchFor(found, run);
    const outcome = withSheetLock(() =>
      writeOnce(spreadsheet, placedAgain(spreadsheet, found), { asked, run, result, how, found }),
    );
    const isOther = asked.values !== undefined || !asksTheSame(outcome.found.linked, found.linked);
    const wasAsked = found.linked.problem?.code === 'needs_confirmation';
    if (how.by === 'person') keepAgreed(spreadsheet, outcome.found, { isOther, wasAsked });
    return outcome;
  } catch (error) {
    const problem = problemOf(error);
    if (isKeptProblem(problem, how.by)) keepProblem(spreadsheet, asked, problem);
    throw problem;
  }
}

function requireAsked(
  spreadsheet: Spreadsheet,
  { values }: Pick<RefreshAsked, 'values'>,
  how: RefreshedBy,
) {
  const yes = how.by === 'person' ? how.confirmed.agreed : undefined;
  const consent = { yes, ownValues: values !== undefined };
  return (linked: LinkedRange) => requireAgreement(spreadsheet, linked, consent);
}

// A range may ask otherwise afterwards: with the values that were given, or by the query's new name. And what a person
// lets run by hand, their own schedule of the range runs from now on.
function keepAgreed(
  spreadsheet: Spreadsheet,
  found: PlacedRange,
  { isOther, wasAsked }: { isOther: boolean; wasAsked: boolean },
): void {
  const now = found.linked;
  const place = placeKey(found);
  if (isOther || agreedPlace(now) !== place) agree(now, place);
  if (!now.schedule && !now.prompts) return;
  const me = whoRefreshes();
  const mine = now.schedule?.owner === me ? now.schedule : null;
  const isMineByGoogle = mine !== null && mine.server === undefined;
  if (isMineByGoogle || now.prompts?.owner === me) bindSchedule(spreadsheet, now);
  if (mine?.server !== undefined && (isOther || wasAsked)) bindAtServer(spreadsheet, now);
}

/** What a refresh with the result of `run` would change. Throws Problem. */
export function previewLinkedRefresh(
  spreadsheet: Spreadsheet,
  asked: RefreshAsked,
): RefreshChanges {
  const found = withValues(placedRange(spreadsheet, asked.id), asked.values);
  requireAgreement(spreadsheet, found.linked, { ownValues: asked.values !== undefined });
  const result = tellingGone(() => fetchResult(runOf(spreadsheet, found, asked)));
  return follow(previewRefresh(found, { result, timeZone: found.timeZone }), found);
}

// What the person said yes to was fetched when they were asked.
function answeredResult({ id, run }: RefreshAsked, how: RefreshedBy): WholeResult | null {
  const isAnswer = how.by === 'person' && how.confirmed.asked !== undefined;
  return isAnswer ? askedResult(id, run) : null;
}

function fetchFor({ linked, timeZone }: PlacedRange, run: RunAsked): WholeResult | Unchanged {
  const same = shownEtag(linked, timeZone);
  return tellingGone(() => fetchUnlessSame(run, same));
}

interface Fetched {
  asked: RefreshAsked;
  run: RunAsked;
  result: WholeResult | Unchanged;
  how: RefreshedBy;
  /** As it was when the run was asked for. */
  found: PlacedRange;
}

function writeOnce(
  spreadsheet: Spreadsheet,
  before: PlacedRange,
  { asked, run, result, how, found }: Fetched,
): Outcome {
  if (!asked.values && !asksTheSame(before.linked, found.linked)) {
    const detail = 'The range was changed while its query ran. Nothing was written; try again.';
    throw new Problem('sheet_changed', detail);
  }
  if (before.linked.refreshing) removeLeftColumn(before.sheet, before.linked.id);
  requireOpenPlace(before, how.by === 'person' ? how.confirmed.agreed : undefined);
  const now = withValues(before, asked.values);
  const coming = { how: asChosen(how, asked), shown: shownValues(spreadsheet, before.linked) };
  const outcome =
    'unchanged' in result
      ? writeUnchanged(now, { ...coming, unchanged: result, run })
      : writeResult(now, { ...coming, result });
  if (!asked.values) return outcome;
  // Only now: the names of the cells that values followed before are needed until the new ones count.
  const linked = keepValues(spreadsheet, outcome.found, asked.values);
  return { ...outcome, found: { ...outcome.found, linked } };
}

// With other values other rows are what the person wants, be they few.
function asChosen(how: RefreshedBy, { values }: RefreshAsked): RefreshedBy {
  if (how.by === 'schedule' || values === undefined) return how;
  return { ...how, confirmed: { ...how.confirmed, fewRows: true } };
}

interface Coming {
  result: WholeResult;
  how: RefreshedBy;
  /** The values that the range showed until now. */
  shown: ValueSources;
  /** What the range holds, where it was read already. */
  cells?: RangeCells;
}

// The result is the same; whether the cells still show it is another question.
function writeUnchanged(
  asFound: PlacedRange,
  { unchanged, run, ...coming }: Omit<Coming, 'result'> & { unchanged: Unchanged; run: RunAsked },
): Outcome {
  const found = unlit(asFound);
  const cells = follow(ask({ read: 'range', place: found.place }), found);
  if (!isAsWritten(found.linked, cells)) {
    // The server has just answered this run.
    const result = fetchResult({ ...run, isKnown: true });
    return writeResult(found, { ...coming, result, cells });
  }
  const counting = countingBeside(found);
  const ran = { run: run.run, by: whoRefreshes(), counting: counting.length };
  const linked = unchangedRecord(found.linked, unchanged, ran);
  writeNote(found, linked);
  saveRecord(found, linked);
  const warnings = [...(linked.refreshed?.losses ?? []), ...countingTold(found, counting)];
  return { found: { ...found, linked }, changes: noChanges(), notes: [], warnings };
}

function writeResult(found: PlacedRange, coming: Coming): Outcome {
  const decision = decide(found, coming);
  switch (decision.do) {
    case 'nothing':
      return { found, changes: noChanges(), notes: [], warnings: [] };
    case 'newTab':
      return writeNewTab(found, coming.result);
    case 'write':
      return writeDecided(found, coming, decision);
  }
}

function decide(found: PlacedRange, coming: Coming): Decision {
  try {
    return follow(decideRefresh(found, { ...coming, timeZone: found.timeZone }), found);
  } catch (error) {
    const isAsking = error instanceof Problem && askedBy(error) !== null;
    if (isAsking) keepAskedResult(found.linked.id, coming.result);
    throw error;
  }
}

function writeNewTab(found: PlacedRange, result: WholeResult): Outcome {
  const { name, rows } = insertSnapshot(
    found.sheet.getParent(),
    ranAs(found.linked, result),
    result,
  );
  const refreshed = refreshedWith(result, whoRefreshes());
  const linked = { ...ranAs(found.linked, result), refreshed, problem: null };
  saveRecord(found, linked);
  const notes = [`The result is in the new tab ${name}.`];
  return {
    found: { ...found, linked },
    changes: newTabChanges(rows),
    notes,
    warnings: [],
  };
}

function writeDecided(asFound: PlacedRange, { result, how }: Coming, writing: Writing): Outcome {
  const found = unlit(asFound);
  const { prepared, edited, changes, keep } = writing;
  const by = whoRefreshes();
  const undoAt = keep === null ? null : new Date().toISOString();
  if (keep !== null && undoAt !== null)
    keepStep(found.linked, nextUndo(found.linked, undoAt), keep);
  const mixed = changesSomething(prepared.plan)
    ? writeMarked(found, prepared, { run: result.run, by })
    : mixedColumns(found.linked);
  const linked = recordAfter(found.linked, writing, { result, how, by, mixed, undoAt });
  const now = { ...found, linked, place: prepared.plan.place };
  const { plan, content, layout, headerGone } = prepared;
  if (headerGone) markHeader(found.sheet, linked.id, plan.place.row);
  const targets = inOrder(layout.targets, plan.order);
  keepWritten(now, { plan, content, targets, firstOffset: firstOffset(prepared) });
  const meant = meantWords(result.matches);
  const { losses } = prepared;
  const warnings = [
    ...warningsOf(result, { losses, ...plan }),
    ...countingTold(now, countingBeside(now)),
  ];
  const notes = [...meant, ...editedNotes(edited, how), ...follow(leftBehind(now, prepared), now)];
  return { found: now, changes, notes, warnings };
}

function whoRefreshes(): string {
  return Session.getEffectiveUser().getEmail();
}
