// When something runs by itself, in the words of a person.
import type { AlertEvery } from '../contract/alert.ts';
import { hourWords, scheduleWords } from '../schedule-words.ts';

/** Such as `every 5 minutes`, `weekdays at 9:00 (Europe/Paris)`. */
export function everyWords(every: AlertEvery): string {
  if (typeof every === 'string') return `every ${every.replace(/^1 /, '')}`;
  const zone = every.timeZone === undefined ? '' : ` (${every.timeZone})`;
  if ('cron' in every) {
    const words = wordsOfCron(every.cron);
    return words === null ? `by cron’s ${every.cron}${zone}` : `${words}${zone}`;
  }
  if (every.every === 'hour')
    return `every hour at :${String(every.minute).padStart(2, '0')}${zone}`;
  return `${scheduleWords(every)}${zone}`;
}

const MONTHS = {
  '*': 'each month',
  '1,4,7,10': 'each quarter',
  '3,6,9,12': 'each quarter',
};

// What the pages offer; whatever else cron can say is told as it is written.
function wordsOfCron(cron: string): string | null {
  const [, step] = /^\*\/(\d+) \* \* \* \*$/.exec(cron) ?? [];
  if (step !== undefined) return `every ${step} minutes`;
  const [, minute, hour, day = '', months = ''] =
    /^(\d+) (\d+) (L|\d+) (\*|1,4,7,10|3,6,9,12) \*$/.exec(cron) ?? [];
  const isOfQuarter = months === (day === 'L' ? '3,6,9,12' : '1,4,7,10') && /^(L|1)$/.test(day);
  if (day === '' || (months !== '*' && !isOfQuarter)) return null;
  const which = day === 'L' ? 'the last day' : day === '1' ? 'the first day' : `day ${day}`;
  const of = MONTHS[months as keyof typeof MONTHS];
  return `on ${which} of ${of} at ${hourWords(Number(hour), Number(minute))}`;
}
