// Gives linked ranges their schedules, and takes them away.
import type { LinkedRange, RangeSchedule } from '../domain/linked-range.ts';
import type { ScheduleRule } from '../domain/schedule-rule.ts';
import { Problem } from '../domain/problem.ts';
import { startClock, stopClock } from './google/clock.ts';
import { beginAtServer, endAtServer, pauseAtServer } from './ranges/server-schedule.ts';
import { requireAgreement } from './ranges/agreements.ts';
import { findRange, findRanges, placed, saveRecord } from './ranges/records.ts';
import {
  dropScheduleToken,
  forgetScheduleToken,
  keepScheduleToken,
  rangesWithToken,
} from './ranges/schedule-token.ts';
import { withPause } from '../domain/schedule.ts';
import { writeNote } from './ranges/notes.ts';
import { withSheetLock } from './google/lock.ts';
import { ownPublishing } from './sheet-tables/own-publishing.ts';
import { ownPrompts } from './prompted/own-prompts.ts';
import { forgetPrompts } from './prompted/prompts.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

export interface ScheduleWish {
  id: string;
  rule: ScheduleRule | null;
  /** Whose clock calls. */
  by?: 'google' | 'server' | undefined;
  yes?: string | undefined;
}

/**
 * Gives a range a schedule of the person at the keyboard, or takes it away; `yes` stands for what they said yes to.
 * Throws Problem: needs_confirmation, quota_used_up, forbidden, spreadsheet_not_shared.
 */
export function schedule(spreadsheet: Spreadsheet, { id, rule, by, yes }: ScheduleWish): void {
  const { linked } = findRange(spreadsheet, id);
  const me = Session.getEffectiveUser().getEmail();
  if (linked.schedule && linked.schedule.owner !== me) {
    throw new Problem(
      'forbidden',
      `This schedule is ${linked.schedule.owner}'s. Take it over first, then change it.`,
    );
  }
  if (!rule) return end(spreadsheet, linked);
  const beginBy = by === 'server' ? beginByServer : begin;
  beginBy(spreadsheet, { linked, yes }, newSchedule(rule, me));
}

/** Makes a colleague's schedule that of the person at the keyboard, with whose rights it then runs. Throws like `schedule`. */
export function takeOver(spreadsheet: Spreadsheet, id: string, yes?: string): void {
  const { linked } = findRange(spreadsheet, id);
  if (!linked.schedule) throw new Problem('not_found', 'This range has no schedule.');
  const { rule, lastRunAt } = linked.schedule;
  const me = Session.getEffectiveUser().getEmail();
  const beginBy = linked.schedule.server === undefined ? begin : beginByServer;
  beginBy(spreadsheet, { linked, yes }, { ...newSchedule(rule, me), lastRunAt });
}

/** Has the server run its schedule of a range no more, or again, and says so at the range. Throws Problem: not_found, forbidden. */
export function pause(spreadsheet: Spreadsheet, id: string, isPaused: boolean): void {
  const { linked } = findRange(spreadsheet, id);
  const { schedule: kept } = linked;
  if (kept?.server === undefined)
    throw new Problem('not_found', 'The server has no schedule of this range any more.');
  pauseAtServer(kept.server, isPaused);
  const now = new Date();
  const by = Session.getEffectiveUser().getEmail();
  const paused = isPaused ? { by, at: now.toISOString() } : null;
  withSheetLock(() => {
    const found = findRange(spreadsheet, id);
    const schedule = found.linked.schedule;
    // The server says so there too, where it can.
    if (!schedule || (schedule.paused !== undefined) === isPaused) return;
    const linked = { ...found.linked, schedule: withPause(schedule, paused, now) };
    saveRecord(found, linked);
    if (found.range) writeNote(placed(spreadsheet, found, found.range), linked);
  });
}

/** Ends what an unlinked range leaves behind of this person's schedule. */
export function forgetSchedule(spreadsheet: Spreadsheet, linked: LinkedRange): void {
  forgetPrompts(spreadsheet, linked.id);
  forgetScheduleToken(spreadsheet, linked.id);
  endAtServer(linked.schedule);
  stopIdleClock(spreadsheet);
}

/** Stops the clock of a person who has no schedule and no table in this spreadsheet any more, and ends what it signed in with. */
export function stopIdleClock(spreadsheet: Spreadsheet): void {
  const me = Session.getEffectiveUser().getEmail();
  const mine = findRanges(spreadsheet).some(
    ({ linked: { schedule: kept } }) => kept?.owner === me && kept.server === undefined,
  );
  const publishes = Object.values(ownPublishing(spreadsheet)).some(({ when }) => when !== 'asked');
  if (mine) return;
  if (!publishes) stopClock(spreadsheet);
  for (const id of rangesWithToken(spreadsheet)) dropUnlessPrompted(spreadsheet, id);
}

// What people do in the spreadsheet has it refreshed with the same token.
function dropUnlessPrompted(spreadsheet: Spreadsheet, id: string): void {
  if (ownPrompts(spreadsheet)[id] === undefined) dropScheduleToken(spreadsheet, id);
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
  endAtServer(linked.schedule);
}

function end(spreadsheet: Spreadsheet, { id, schedule: kept }: LinkedRange): void {
  keepSchedule(spreadsheet, id, null);
  dropUnlessPrompted(spreadsheet, id);
  endAtServer(kept);
  stopIdleClock(spreadsheet);
}

// The server looks whether the range names its schedule: only who edits the spreadsheet can have written that.
function beginByServer(
  spreadsheet: Spreadsheet,
  { linked, yes }: { linked: LinkedRange; yes: string | undefined },
  kept: RangeSchedule,
): void {
  requireAgreement(spreadsheet, linked, { yes });
  const { id, schedule: before } = linked;
  const isMine = before?.owner === kept.owner;
  const server = (isMine && before.server) || Utilities.getUuid();
  const paused = server === before?.server ? before.paused : undefined;
  const begun = { ...kept, server, ...(paused && { paused }) };
  keepSchedule(spreadsheet, id, begun);
  try {
    beginAtServer(spreadsheet, { ...linked, schedule: begun });
  } catch (error) {
    keepSchedule(spreadsheet, id, before);
    throw error;
  }
  dropUnlessPrompted(spreadsheet, id);
  stopIdleClock(spreadsheet);
}

function keepSchedule(spreadsheet: Spreadsheet, id: string, kept: RangeSchedule | null): void {
  withSheetLock(() => {
    const found = findRange(spreadsheet, id);
    saveRecord(found, { ...found.linked, schedule: kept });
  });
  // The server reads it next.
  SpreadsheetApp.flush();
}

function newSchedule(rule: ScheduleRule, owner: string): RangeSchedule {
  const since = new Date().toISOString();
  return { rule, owner, since, lastRunAt: null, failuresInARow: 0 };
}
