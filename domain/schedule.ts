// When a schedule runs: pure arithmetic on rules, time zones and instants.
import { Cron } from 'croner';
import type { AlertEvery } from './contract/alert.ts';
import { FAILURES_TOLD } from './schedule-words.ts';
import type { RangeProblem, RangeSchedule, SchedulePause } from './linked-range.ts';
import type { ScheduleRule } from './schedule-rule.ts';

/** Google ends an execution after six minutes. */
const LONGEST_RUN_MS = 6 * 60_000;
/** Google fires a clock's trigger within an hour; twice that late is late. */
const LATE_MS = 2 * 3_600_000;

/** The next `count` instants after `after`, by the clocks of `timeZone` (an IANA name). An hour that the clocks skip runs an hour later; one that they repeat runs once. */
export function nextRuns(
  rule: ScheduleRule,
  timeZone: string,
  { after, count }: { after: Date; count: number },
): Date[] {
  return new Cron(patternOf(rule), { timezone: timeZone }).nextRuns(count, after);
}

/** Whether a schedule that last ran (or began) at `last` should run at `now`. */
export function isDue(
  rule: ScheduleRule,
  timeZone: string,
  { last, now }: { last: Date; now: Date },
): boolean {
  return dueAt(rule, timeZone, last) <= now;
}

/** Whether a schedule whose last run failed is tried again before its next hour comes. */
export function isTriedAgain(
  schedule: Pick<RangeSchedule, 'triesAgain' | 'failuresInARow'>,
): boolean {
  return schedule.triesAgain === true && schedule.failuresInARow < FAILURES_TOLD;
}

/** Whether Google stopped the last run of a schedule before it was done. */
export function isCutOff({ runningSince }: RangeSchedule, now: Date): boolean {
  return !!runningSince && now.getTime() - Date.parse(runningSince) > LONGEST_RUN_MS;
}

/** What is told of a run that Google stopped. */
export function cutOffProblem({ runningSince, since }: RangeSchedule): RangeProblem {
  return {
    code: 'schedule_cut_off',
    detail:
      'Google stopped the scheduled refresh after six minutes. It is tried again; ask for fewer rows, or refresh it by hand.',
    at: runningSince ?? since,
  };
}

/** Whether a schedule should have run long ago. */
export function isLate(
  rule: ScheduleRule,
  timeZone: string,
  { last, now }: { last: Date; now: Date },
): boolean {
  return lateAt(rule, timeZone, last) < now;
}

/** The schedule paused, or (null) resumed: what was missed meanwhile does not make it late. */
export function withPause(
  { paused: before, ...rest }: RangeSchedule,
  paused: SchedulePause | null,
  now: Date,
): RangeSchedule {
  if (paused) return { ...rest, paused };
  return before ? { ...rest, since: now.toISOString(), lastRunAt: null } : rest;
}

/** The instant from which a schedule is late; null: never, as it is now. */
export function lateFrom(schedule: RangeSchedule | null, timeZone: string): Date | null {
  if (!schedule || schedule.paused) return null;
  return lateAt(schedule.rule, timeZone, new Date(schedule.lastRunAt ?? schedule.since));
}

function lateAt(rule: ScheduleRule, timeZone: string, last: Date): Date {
  return new Date(dueAt(rule, timeZone, last).getTime() + LATE_MS);
}

function dueAt(rule: ScheduleRule, timeZone: string, last: Date): Date {
  const [due] = nextRuns(rule, timeZone, { after: last, count: 1 });
  if (!due) throw new Error(`A schedule without a next run: ${JSON.stringify(rule)}`);
  return due;
}

function patternOf(rule: ScheduleRule): string {
  if (rule.every === 'minutes') return `*/${rule.minutes} * * * *`;
  const { minute = 0 } = rule;
  switch (rule.every) {
    case 'hour':
      return `${minute} * * * *`;
    case 'day':
      return `${minute} ${rule.hour} * * *`;
    case 'weekday':
      return `${minute} ${rule.hour} * * 1-5`;
    case 'week':
      return `${minute} ${rule.hour} * * ${rule.weekday}`;
  }
}

/** The times of a schedule as the server's clock keeps them. */
export function everyOf(rule: ScheduleRule, timeZone: string): AlertEvery {
  // At the same minutes of each hour, as the forms tell.
  if (rule.every === 'minutes') return { cron: `*/${rule.minutes} * * * *`, timeZone };
  return { ...rule, minute: rule.minute ?? 0, timeZone };
}
