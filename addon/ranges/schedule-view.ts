// What the sidebar shows of a range's schedule.
import type { LinkedRange, RangeProblem, RangeSchedule } from '../../domain/linked-range.ts';
import type { ProblemBody } from '../../domain/problem.ts';
import { cutOffProblem, isCutOff, isLate, isTriedAgain, nextRuns } from '../../domain/schedule.ts';
import { blindSince } from '../google/clock.ts';
import type { ScheduleView } from './shown-schedule.ts';
import { problemView } from './kept-problem.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

const NEXT_RUNS = 3;

/** What the sidebar shows of a schedule; `failed` is the kept problem of its range. */
export function scheduleView(
  spreadsheet: Spreadsheet,
  { schedule: kept }: Pick<LinkedRange, 'schedule'>,
  failed: ProblemBody | null,
): ScheduleView | null {
  if (!kept) return null;
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const cutOff = isCutOff(kept, new Date());
  const mine = kept.owner === Session.getEffectiveUser().getEmail();
  const problem = cutOff ? cutOffProblem(kept) : mine ? blindProblem(kept) : null;
  const after = new Date(Math.max(Date.now(), lastOf(kept).getTime()));
  return {
    rule: kept.rule,
    byServer: kept.server !== undefined,
    timeZone,
    owner: kept.owner,
    mine,
    lastRunAt: kept.lastRunAt,
    paused: kept.paused ?? null,
    nextRunsAt: kept.paused ? [] : nextRunsOf(kept, timeZone, after),
    triesAgain: isTriedAgain(kept),
    failuresInARow: kept.failuresInARow + (cutOff ? 1 : 0),
    problem: problem ? problemView(problem) : kept.failuresInARow > 0 ? failed : null,
  };
}

function nextRunsOf({ rule }: RangeSchedule, timeZone: string, after: Date): string[] {
  const runs = nextRuns(rule, timeZone, { after, count: NEXT_RUNS });
  return runs.map((at) => at.toISOString());
}

// The clock called for it, but Google did not say for which spreadsheet.
function blindProblem(kept: RangeSchedule): RangeProblem | null {
  const at = blindSince();
  if (at === null || Date.parse(at) < lastOf(kept).getTime()) return null;
  const detail =
    'Google’s clock called without this spreadsheet, so the schedule could not run. Refresh by hand, and tell whoever looks after Sheetfeed: the add-on may not open spreadsheets by itself.';
  return { code: 'google_unavailable', detail, at };
}

/** Whether a schedule should have run long ago: its owner left, or Google stopped calling. */
export function isScheduleLate(spreadsheet: Spreadsheet, linked: LinkedRange): boolean {
  const { schedule: kept } = linked;
  if (!kept || kept.paused) return false;
  const zone = spreadsheet.getSpreadsheetTimeZone();
  return isLate(kept.rule, zone, { last: lastOf(kept), now: new Date() });
}

/** When a schedule last ran, or began. */
export function lastOf({ lastRunAt, since }: RangeSchedule): Date {
  return new Date(lastRunAt ?? since);
}
