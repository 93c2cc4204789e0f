// At which times a linked range refreshes by itself.

/** Steps that divide an hour, so that they come at the same minutes of each. */
export const MINUTE_STEPS = [5, 10, 15, 30] as const;
export type MinuteStep = (typeof MINUTE_STEPS)[number];

/** By the spreadsheet's clocks. Only the server keeps to the minute, and only it comes more often than each hour. */
export type ScheduleRule =
  | { every: 'minutes'; minutes: MinuteStep }
  | { every: 'hour'; minute?: number }
  | { every: 'day'; hour: number; minute?: number }
  | { every: 'weekday'; hour: number; minute?: number }
  | { every: 'week'; hour: number; minute?: number; weekday: number };
