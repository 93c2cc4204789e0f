// When something runs by itself, in the words of a person.
import type { AlertEvery } from '../contract/alert.ts';
import { scheduleWords } from '../schedule-words.ts';

/** Such as `every 5 minutes`, `weekdays at 9:00 (Europe/Paris)`. */
export function everyWords(every: AlertEvery): string {
  if (typeof every === 'string') return `every ${every.replace(/^1 /, '')}`;
  const zone = every.timeZone === undefined ? '' : ` (${every.timeZone})`;
  if ('cron' in every) {
    const [, step] = /^\*\/(\d+) \* \* \* \*$/.exec(every.cron) ?? [];
    return step === undefined ? `by cron’s ${every.cron}${zone}` : `every ${step} minutes`;
  }
  if (every.every === 'hour')
    return `every hour at :${String(every.minute).padStart(2, '0')}${zone}`;
  return `${scheduleWords(every)}${zone}`;
}
