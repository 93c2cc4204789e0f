// Schedules of linked ranges: who has one, and what the sidebar shows of it.
import { cutOffProblem, isCutOff, isLate, isTriedAgain, nextRuns } from '../domain/schedule.ts';
import type { LinkedRange, RangeSchedule, ScheduleRule } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import { startClock, stopClock } from './google/clock.ts';
import { findRange, findRanges, saveRecord } from './ranges/records.ts';
import { problemView } from './refresh-record.ts';
import {
  dropScheduleToken,
  forgetScheduleToken,
  keepScheduleToken,
} from './ranges/schedule-token.ts';
import { withSheetLock } from './google/lock.ts';
import type { ScheduleView } from './sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

const NEXT_RUNS = 3;

/** Gives a range a schedule of the person at the keyboard, or takes it away. Throws Problem: quota_used_up, forbidden. */
export function schedule(spreadsheet: Spreadsheet, id: string, rule: ScheduleRule | null): void {
  const { linked } = findRange(spreadsheet, id);
  const me = Session.getEffectiveUser().getEmail();
  if (linked.schedule && linked.schedule.owner !== me) {
    throw new Problem(
      'forbidden',
      `This schedule is ${linked.schedule.owner}'s. Take it over first, then change it.`,
    );
  }
  if (rule) begin(spreadsheet, linked, newSchedule(rule, me));
  else end(spreadsheet, id);
}

/** Makes a colleague's schedule that of the person at the keyboard, with whose rights it then runs. Throws like `schedule`. */
export function takeOver(spreadsheet: Spreadsheet, id: string): void {
  const { linked } = findRange(spreadsheet, id);
  if (!linked.schedule) throw new Problem('not_found', 'This range has no schedule.');
  const { rule, lastRunAt } = linked.schedule;
  const me = Session.getEffectiveUser().getEmail();
  begin(spreadsheet, linked, { ...newSchedule(rule, me), lastRunAt });
}

/** Ends what an unlinked range leaves behind of this person's schedule. */
export function forgetSchedule(spreadsheet: Spreadsheet, id: string): void {
  forgetScheduleToken(spreadsheet, id);
  stopIdleClock(spreadsheet);
}

/** Stops the clock of a person who has no schedule in this spreadsheet any more. */
export function stopIdleClock(spreadsheet: Spreadsheet): void {
  const me = Session.getEffectiveUser().getEmail();
  const mine = findRanges(spreadsheet).some(({ linked }) => linked.schedule?.owner === me);
  if (!mine) stopClock(spreadsheet);
}

/** What the sidebar shows of a schedule. */
export function scheduleView(spreadsheet: Spreadsheet, linked: LinkedRange): ScheduleView | null {
  const { schedule: kept } = linked;
  if (!kept) return null;
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const cutOff = isCutOff(kept, new Date());
  const problem = cutOff ? cutOffProblem(kept) : kept.failuresInARow > 0 ? linked.problem : null;
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
    triesAgain: isTriedAgain(kept),
    failuresInARow: kept.failuresInARow + (cutOff ? 1 : 0),
    problem: problem && problemView(problem),
  };
}

/** Whether a schedule should have run long ago: its owner left, or Google stopped calling. */
export function isScheduleLate(spreadsheet: Spreadsheet, linked: LinkedRange): boolean {
  const { schedule: kept } = linked;
  if (!kept) return false;
  const zone = spreadsheet.getSpreadsheetTimeZone();
  return isLate(kept.rule, zone, { last: lastOf(kept), now: new Date() });
}

/** When a schedule last ran, or began. */
export function lastOf({ lastRunAt, since }: RangeSchedule): Date {
  return new Date(lastRunAt ?? since);
}

// Nothing is kept where Google refuses the trigger or the server the token.
function begin(spreadsheet: Spreadsheet, linked: LinkedRange, kept: RangeSchedule): void {
  startClock(spreadsheet);
  try {
    keepScheduleToken(spreadsheet, linked);
    keepSchedule(spreadsheet, linked.id, kept);
  } catch (error) {
    stopIdleClock(spreadsheet);
    throw error;
  }
}

function end(spreadsheet: Spreadsheet, id: string): void {
  keepSchedule(spreadsheet, id, null);
  dropScheduleToken(spreadsheet, id);
  stopIdleClock(spreadsheet);
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
