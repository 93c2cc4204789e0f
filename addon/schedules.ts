// Schedules of linked ranges: who has one, and what runs when the clock calls.
import { isDue, isLate, nextRuns } from '../domain/schedule.ts';
import type { LinkedRange, RangeSchedule, ScheduleRule } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import { scheduledSpreadsheets, startClock, stopClock } from './clock.ts';
import { writeNote } from './notes.ts';
import { problemOf } from './google-problems.ts';
import { findRange, findRanges, placed, saveRecord } from './ranges.ts';
import type { FoundRange } from './ranges.ts';
import { problemView } from './refresh-record.ts';
import { refreshLinkedRange } from './refresh.ts';
import { withSheetLock } from './sheet-lock.ts';
import type { ScheduleView } from './sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Google ends an execution after six minutes: what does not fit waits for the next hour. */
const LONGEST_MS = 4.5 * 60_000;
const NEXT_RUNS = 3;
/** Nobody waits at a keyboard for a schedule to be noted. */
const LONG_WAIT_SECONDS = 60;

/** Gives a range a schedule of the person at the keyboard, or takes it away. Throws Problem: quota_used_up, forbidden. */
export function schedule(spreadsheet: Spreadsheet, id: string, rule: ScheduleRule | null): void {
  const me = Session.getEffectiveUser().getEmail();
  const before = findRange(spreadsheet, id).linked.schedule;
  if (before && before.owner !== me) {
    throw new Problem(
      'forbidden',
      `This schedule is ${before.owner}'s. Take it over first, then change it.`,
    );
  }
  if (rule) startClock(spreadsheet);
  keepSchedule(spreadsheet, id, rule && newSchedule(rule, me));
  if (!rule) stopWithoutSchedules(spreadsheet, me);
}

/** Makes a colleague's schedule that of the person at the keyboard, with whose rights it then runs. */
export function takeOver(spreadsheet: Spreadsheet, id: string): void {
  const { linked } = findRange(spreadsheet, id);
  if (!linked.schedule) throw new Problem('not_found', 'This range has no schedule.');
  startClock(spreadsheet);
  const me = Session.getEffectiveUser().getEmail();
  const { lastRunAt } = linked.schedule;
  keepSchedule(spreadsheet, id, { ...newSchedule(linked.schedule.rule, me), lastRunAt });
}

/** Refreshes what is due, for the person whose trigger this is. Whatever fails is kept at its range. */
export function runDueSchedules(): void {
  const started = Date.now();
  for (const spreadsheet of scheduledSpreadsheets()) {
    for (const { linked } of dueRanges(spreadsheet, new Date(started))) {
      if (Date.now() - started > LONGEST_MS) return;
      runScheduled(spreadsheet, linked.id);
    }
  }
}

/** What the sidebar shows of a schedule. */
export function scheduleView(spreadsheet: Spreadsheet, linked: LinkedRange): ScheduleView | null {
  const { schedule: kept, problem } = linked;
  if (!kept) return null;
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const after = new Date(Math.max(Date.now(), lastOf(kept).getTime()));
  return {
    rule: kept.rule,
    timeZone,
    owner: kept.owner,
    mine: kept.owner === Session.getEffectiveUser().getEmail(),
    lastRunAt: kept.lastRunAt,
    nextRunsAt: nextRuns(kept.rule, timeZone, { after, count: NEXT_RUNS }).map((at) =>
      at.toISOString(),
    ),
    failuresInARow: kept.failuresInARow,
    problem: problem && kept.failuresInARow > 0 ? problemView(problem) : null,
  };
}

/** Whether a schedule should have run long ago: its owner left, or Google stopped calling. */
export function isScheduleLate(spreadsheet: Spreadsheet, linked: LinkedRange): boolean {
  const { schedule: kept } = linked;
  if (!kept) return false;
  const zone = spreadsheet.getSpreadsheetTimeZone();
  return isLate(kept.rule, zone, { last: lastOf(kept), now: new Date() });
}

function dueRanges(spreadsheet: Spreadsheet, now: Date): FoundRange[] {
  const me = Session.getEffectiveUser().getEmail();
  const zone = spreadsheet.getSpreadsheetTimeZone();
  const due = findRanges(spreadsheet).filter(({ linked }) => {
    const kept = linked.schedule;
    if (!kept || kept.owner !== me) return false;
    return isDue(kept.rule, zone, { last: lastOf(kept), now });
  });
  // What waited longest comes first, so that nothing starves when the time is not enough for all.
  const waits = ({ linked }: FoundRange) => (linked.schedule ? lastOf(linked.schedule) : now);
  return due.sort((one, other) => waits(one).getTime() - waits(other).getTime());
}

function runScheduled(spreadsheet: Spreadsheet, id: string): void {
  let failed = false;
  try {
    refreshLinkedRange(spreadsheet, { id, run: Utilities.getUuid() }, { by: 'schedule' });
  } catch (error) {
    failed = true;
    // Kept as the range's problem by then; the next schedule has its turn all the same.
    console.warn(problemOf(error).message);
  }
  noteRun(spreadsheet, id, failed);
}

function noteRun(spreadsheet: Spreadsheet, id: string, failed: boolean): void {
  withSheetLock(() => {
    const found = findRange(spreadsheet, id);
    const kept = found.linked.schedule;
    if (!kept) return;
    const failuresInARow = failed ? kept.failuresInARow + 1 : 0;
    const lastRunAt = new Date().toISOString();
    const linked = { ...found.linked, schedule: { ...kept, lastRunAt, failuresInARow } };
    saveRecord(found, linked);
    if (failed && found.range) writeNote(placed(spreadsheet, found, found.range), linked);
  }, LONG_WAIT_SECONDS);
}

function keepSchedule(spreadsheet: Spreadsheet, id: string, kept: RangeSchedule | null): void {
  withSheetLock(() => {
    const found = findRange(spreadsheet, id);
    saveRecord(found, { ...found.linked, schedule: kept });
  });
}

function newSchedule(rule: ScheduleRule, owner: string): RangeSchedule {
  const since = new Date().toISOString();
  return { rule, owner, since, lastRunAt: null, failuresInARow: 0 };
}

function stopWithoutSchedules(spreadsheet: Spreadsheet, me: string): void {
  const mine = findRanges(spreadsheet).some(({ linked }) => linked.schedule?.owner === me);
  if (!mine) stopClock(spreadsheet);
}

function lastOf({ lastRunAt, since }: RangeSchedule): Date {
  return new Date(lastRunAt ?? since);
}
