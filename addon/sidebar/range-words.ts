// A linked range's mode and schedule in the person's words.
import type { RangeMode, ScheduleRule } from '../sidebar-functions.ts';

export function modeWords(mode: RangeMode): string {
  return modes[mode];
}

const modes: Record<RangeMode, string> = {
  replace: 'Replace',
  append: 'Add below',
  match: 'Match rows',
  snapshot: 'New tab each time',
};

/** A schedule in one phrase, such as "weekdays at 7:00". */
export function scheduleWords(rule: ScheduleRule): string {
  switch (rule.every) {
    case 'hour':
      return 'every hour';
    case 'day':
      return `daily at ${hourWords(rule.hour)}`;
    case 'weekday':
      return `weekdays at ${hourWords(rule.hour)}`;
    case 'week':
      return `${weekdays[rule.weekday] ?? ''}s at ${hourWords(rule.hour)}`;
  }
}

export function hourWords(hour: number): string {
  return `${hour}:00`;
}

/** Sunday is 0, as in cron and in JavaScript's Date. */
export const weekdays = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
];
