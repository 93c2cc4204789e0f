// The serial number of a date, a time or a duration as a cell of a locale shows it.
import { serialOfShownDuration } from './duration.ts';
import { serialOfDate, serialOfTimestamp } from './wall-clock.ts';
import { dateFromText } from './written-date.ts';

/** Null for what none of our formats shows so. */
export function serialOfShown(text: string, locale: string): number | null {
  // Some locales part seconds from their fraction with a comma.
  const shown = text.replace(/,(?=\d{1,3}$)/, '.');
  const space = shown.indexOf(':') < 0 ? -1 : shown.lastIndexOf(' ');
  const [day, time] = space < 0 ? [shown, ''] : [shown.slice(0, space), shown.slice(space + 1)];
  const read = dateFromText(day, locale);
  // A time alone is a duration of less than a day.
  if (!read || 'either' in read) return serialOfShownDuration(shown)?.serial ?? null;
  const found = time === '' ? serialOfDate(read.value) : serialOfTimestamp(`${read.value} ${time}`);
  return found?.serial ?? null;
}
