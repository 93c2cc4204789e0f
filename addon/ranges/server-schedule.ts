// Schedules that the server does: begun and ended there, and how they stand.
import type {
  NewRangeSchedule,
  RangeSchedule as ServerSchedule,
  RangeScheduleList,
} from '../../domain/contract/ranges/range-schedule.ts';
import type { LinkedRange, RangeSchedule } from '../../domain/linked-range.ts';
import { routes } from '../../domain/routes.ts';
import { everyOf } from '../../domain/schedule.ts';
import { askServer, withParameters } from '../google/backend.ts';
import { problemOf } from '../google/problems.ts';
import type { ServerScheduleView } from './shown-schedule.ts';
import { findRange } from './records.ts';
import { valuesAndCells } from './schedule-token.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Has the server do the schedule that the record of a range names. Throws Problem: spreadsheet_not_shared and others. */
export function beginAtServer(spreadsheet: Spreadsheet, linked: LinkedRange): void {
  const { schedule: kept, id: range, slug: query } = linked;
  if (kept?.server === undefined) return;
  const wish: NewRangeSchedule = {
    ...{ query, range, ...valuesAndCells(linked) },
    spreadsheet: { id: spreadsheet.getId(), name: spreadsheet.getName() },
    tab: findRange(spreadsheet, range).range?.getSheet().getName() ?? '',
    every: everyOf(kept.rule, spreadsheet.getSpreadsheetTimeZone()),
  };
  askServer('put', routes.rangeSchedule(kept.server), wish);
}

/** Ends it there. What the server does not hear of it finds out when it comes next. */
export function endAtServer(kept: RangeSchedule | null): void {
  const isMine = kept?.owner === Session.getEffectiveUser().getEmail();
  if (kept?.server === undefined || !isMine) return;
  try {
    askServer('delete', routes.rangeSchedule(kept.server));
  } catch (error) {
    console.warn(problemOf(error).message);
  }
}

/** Has the server's schedule run no more, or again. Throws Problem: not_found where it is neither this person's nor do they look after the server. */
export function pauseAtServer(id: string, paused: boolean): void {
  askServer('put', routes.rangeSchedulePaused(id), { paused });
}

/** Has the person's own schedule of the range run what they have just agreed to. */
export function bindAtServer(spreadsheet: Spreadsheet, linked: LinkedRange): void {
  try {
    beginAtServer(spreadsheet, linked);
  } catch (error) {
    // The schedule says at the range that it runs no more.
    console.warn(problemOf(error).message);
  }
}

/** Whom to share the spreadsheet with (null: the server does no schedules), and how the person's schedule of a range stands. */
export function scheduleAtServer(
  spreadsheet: Spreadsheet,
  id: string,
): Omit<ServerScheduleView, 'schedule'> & { schedule: ServerSchedule | null } {
  const path = withParameters(routes.rangeSchedules, { spreadsheet: spreadsheet.getId() });
  const list = askServer<RangeScheduleList>('get', path);
  const schedule = list.schedules.find(({ range }) => range === id) ?? null;
  const { account, actsAsOwner: mayActAsYou, mayPick } = list;
  return { account, mayActAsYou, mayPick, schedule };
}
