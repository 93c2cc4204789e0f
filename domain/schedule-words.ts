// A schedule in the words of a person.
import type { ScheduleRule } from './schedule-rule.ts';

/** Failures in a row after which a schedule waits for its next hour, and everybody is told. */
export const FAILURES_TOLD = 3;

/** Sunday is 0, as in cron and in JavaScript's Date. */
export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
];

/** A schedule in one phrase, such as "weekdays at 7:00". */
export function scheduleWords(rule: ScheduleRule): string {
  switch (rule.every) {
    case 'minutes':
      return `every ${rule.minutes} minutes`;
    case 'hour':
      return rule.minute ? `every hour at minute ${rule.minute}` : 'every hour';
    case 'day':
      return `daily at ${hourWords(rule.hour, rule.minute)}`;
    case 'weekday':
      return `weekdays at ${hourWords(rule.hour, rule.minute)}`;
    case 'week':
      return `${WEEKDAYS[rule.weekday] ?? ''}s at ${hourWords(rule.hour, rule.minute)}`;
  }
}

export function hourWords(hour: number, minute = 0): string {
  return `${hour}:${String(minute).padStart(2, '0')}`;
}
