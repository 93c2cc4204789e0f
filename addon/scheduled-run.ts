// What runs when Google's clock calls: the ranges that are due, with the rights of the schedule's owner.
import type { LinkedRange, RangeSchedule } from '../domain/linked-range.ts';
import { PROBLEMS, type ProblemCode } from '../domain/problem.ts';
import { cutOffProblem, isCutOff, isDue, isTriedAgain } from '../domain/schedule.ts';
import { scheduledSpreadsheet } from './google/clock.ts';
import { problemOf } from './google/problems.ts';
import { writeNote } from './ranges/notes.ts';
import { findRange, findRanges, placed, saveRecord } from './ranges/records.ts';
import type { FoundRange } from './ranges/records.ts';
import { lastOf } from './ranges/schedule-view.ts';
import { stopIdleClock } from './schedule.ts';
import { publishHourly } from './sheet-tables/publish-when.ts';
import { refreshUnattended } from './unattended-refresh.ts';
import { withSheetLock } from './google/lock.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Google ends an execution after six minutes: what does not fit waits for the next hour. */
const LONGEST_MS = 4.5 * 60_000;
/** Nobody waits at a keyboard for a schedule to be noted. */
const LONG_WAIT_SECONDS = 60;
/** Refreshes what is due, for the person whose trigger this is. Whatever fails is kept at its range. */
export function runDueSchedules(): void {
  const started = Date.now();
  const spreadsheet = scheduledSpreadsheet();
  if (!spreadsheet)
    throw new Error('The trigger came without its spreadsheet: nothing can be run.');
  for (const { linked } of dueRanges(spreadsheet, new Date(started))) {
    if (Date.now() - started > LONGEST_MS) return;
    runScheduled(spreadsheet, linked.id);
  }
  publishHourly(spreadsheet);
  // Colleagues may have taken over all that was this person's.
  stopIdleClock(spreadsheet);
}

function dueRanges(spreadsheet: Spreadsheet, now: Date): FoundRange[] {
  const me = Session.getEffectiveUser().getEmail();
  const zone = spreadsheet.getSpreadsheetTimeZone();
  const due = findRanges(spreadsheet).filter(({ linked }) => {
    const kept = linked.schedule;
    // The server's are the server's.
    if (!kept || kept.owner !== me || kept.server !== undefined) return false;
    return isTriedAgain(kept) || isDue(kept.rule, zone, { last: lastOf(kept), now });
  });
  // What waited longest comes first, so that nothing starves when the time is not enough for all.
  const waits = ({ linked }: FoundRange) => (linked.schedule ? triedAt(linked.schedule) : 0);
  return due.sort((one, other) => waits(one) - waits(other));
}

function triedAt(kept: RangeSchedule): number {
  return Math.max(lastOf(kept).getTime(), Date.parse(kept.runningSince ?? kept.since));
}

function runScheduled(spreadsheet: Spreadsheet, id: string): void {
  try {
    change(spreadsheet, id, begun);
    const failed = refreshUnattended(spreadsheet, id);
    change(spreadsheet, id, (linked, kept) => ({ ...linked, schedule: ended(kept, failed) }));
  } catch (error) {
    // Its record could not be written, so it stays due; the next schedule has its turn all the same.
    console.warn(problemOf(error).message);
  }
}

// Noted before it runs: what Google stops cannot say so itself.
function begun(linked: LinkedRange, kept: RangeSchedule): LinkedRange {
  const now = new Date();
  const again = { ...kept, runningSince: now.toISOString() };
  if (!isCutOff(kept, now)) return { ...linked, schedule: again };
  const schedule = { ...again, failuresInARow: kept.failuresInARow + 1 };
  return { ...linked, problem: cutOffProblem(kept), schedule };
}

function ended(kept: RangeSchedule, failed: ProblemCode | null): RangeSchedule {
  const { triesAgain: _triesAgain, runningSince: _runningSince, ...rest } = kept;
  const lastRunAt = new Date().toISOString();
  const failuresInARow = failed === null ? 0 : kept.failuresInARow + 1;
  const again = failed !== null && PROBLEMS[failed].passing ? { triesAgain: true } : {};
  return { ...rest, ...again, lastRunAt, failuresInARow };
}

function change(
  spreadsheet: Spreadsheet,
  id: string,
  changed: (linked: LinkedRange, kept: RangeSchedule) => LinkedRange,
): void {
  withSheetLock(() => {
    const found = findRange(spreadsheet, id);
    const kept = found.linked.schedule;
    if (!kept) return;
    const linked = changed(found.linked, kept);
    saveRecord(found, linked);
    const { range } = found;
    const failed = (linked.schedule?.failuresInARow ?? 0) > kept.failuresInARow;
    if (failed && range) writeNote(placed(spreadsheet, found, range), linked);
  }, LONG_WAIT_SECONDS);
}
