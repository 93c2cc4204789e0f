// Gives linked ranges their schedules, and takes them away.
import type { LinkedRange, RangeSchedule, ScheduleRule } from '../domain/linked-range.ts';
import { Problem } from '../domain/problem.ts';
import { startClock, stopClock } from './google/clock.ts';
import { requireAgreement } from './ranges/agreements.ts';
import { findRange, findRanges, saveRecord } from './ranges/records.ts';
import {
  dropScheduleToken,
  forgetScheduleToken,
  keepScheduleToken,
  rangesWithToken,
} from './ranges/schedule-token.ts';
import { withSheetLock } from './google/lock.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/**
 * Gives a range a schedule of the person at the keyboard, or takes it away; `yes` stands for what they said yes to.
 * Throws Problem: needs_confirmation, quota_used_up, forbidden.
 */
export function schedule(
  spreadsheet: Spreadsheet,
  { id, rule, yes }: { id: string; rule: ScheduleRule | null; yes?: string | undefined },
): void {
  const { linked } = findRange(spreadsheet, id);
  const me = Session.getEffectiveUser().getEmail();
  if (linked.schedule && linked.schedule.owner !== me) {
    throw new Problem(
      'forbidden',
      `This schedule is ${linked.schedule.owner}'s. Take it over first, then change it.`,
    );
  }
  if (rule) begin(spreadsheet, { linked, yes }, newSchedule(rule, me));
  else end(spreadsheet, id);
}

/** Makes a colleague's schedule that of the person at the keyboard, with whose rights it then runs. Throws like `schedule`. */
export function takeOver(spreadsheet: Spreadsheet, id: string, yes?: string): void {
  const { linked } = findRange(spreadsheet, id);
  if (!linked.schedule) throw new Problem('not_found', 'This range has no schedule.');
  const { rule, lastRunAt } = linked.schedule;
  const me = Session.getEffectiveUser().getEmail();
  begin(spreadsheet, { linked, yes }, { ...newSchedule(rule, me), lastRunAt });
}

/** Ends what an unlinked range leaves behind of this person's schedule. */
export function forgetSchedule(spreadsheet: Spreadsheet, id: string): void {
  forgetScheduleToken(spreadsheet, id);
  stopIdleClock(spreadsheet);
}

/** Stops the clock of a person who has no schedule in this spreadsheet any more, and ends what it signed in with. */
export function stopIdleClock(spreadsheet: Spreadsheet): void {
  const me = Session.getEffectiveUser().getEmail();
  const mine = findRanges(spreadsheet).some(({ linked }) => linked.schedule?.owner === me);
  if (mine) return;
  stopClock(spreadsheet);
  for (const id of rangesWithToken(spreadsheet)) dropScheduleToken(spreadsheet, id);
}

// Nothing is kept where Google refuses the trigger or the server the token.
function begin(
  spreadsheet: Spreadsheet,
  { linked, yes }: { linked: LinkedRange; yes: string | undefined },
  kept: RangeSchedule,
): void {
  requireAgreement(spreadsheet, linked, { yes });
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
