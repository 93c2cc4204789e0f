// What the sidebar is shown of a range's schedules: Google's and the server's.
import type { RangeSchedule } from '../../domain/contract/ranges/range-schedule.ts';
import type { SchedulePause } from '../../domain/linked-range.ts';
import type { ProblemBody } from '../../domain/problem.ts';
import type { ScheduleRule } from '../../domain/schedule-rule.ts';

/** What the server can do of schedules, and how the person's own one of a range stands there. */
export interface ServerScheduleView {
  /** Whom the spreadsheet has to be shared with; null: the server writes into no spreadsheets. */
  account: string | null;
  /** It need not be, if the person's domain lets the server act as them. */
  mayActAsYou: boolean;
  /** Nor if the person picks it at Google, where the server offers that. */
  mayPick: boolean;
  schedule: Pick<RangeSchedule, 'dueAt' | 'doneAt' | 'problem' | 'slots'> | null;
}

export interface ScheduleView {
  rule: ScheduleRule;
  /** The server does it, and not Google's clock. */
  byServer: boolean;
  timeZone: string;
  owner: string;
  mine: boolean;
  lastRunAt: string | null;
  nextRunsAt: string[];
  /** Who paused it, which only the server's own can be, and when; null: it runs. */
  paused: SchedulePause | null;
  /** It is tried again within the hour, before the next of these. */
  triesAgain: boolean;
  failuresInARow: number;
  problem: ProblemBody | null;
}
