// Reads dates and times as people of a locale write them, and says where they may be two.
import { dateOrder, datePattern } from './date-pattern.ts';

/** What a text means, in ISO 8601; two readings where nobody can tell; null: it is no date. */
export type DateRead = { value: string } | { either: [string, string] } | null;

const NUMBERS = /^(\d{1,4})([-/.]) ?(\d{1,2})\2 ?(\d{1,4})\.?$/;
const TIME = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,6})?)?(?: ?([ap])\.?m\.?)?$/i;
/** Of two digits, those from this one on are of the last century, as in spreadsheets. */
const LAST_CENTURY = 30;

/** A day: 31.12.2026 in Germany, 12/31/2026 in the United States, 2026-12-31 anywhere. */
export function dateFromText(text: string, locale: string): DateRead {
  const parts = NUMBERS.exec(text.trim());
  if (!parts) return null;
  const [, first = '', mark = '', middle = '', last = ''] = parts;
  if (first.length > 2) return last.length > 2 ? null : only(dayOf(first, middle, last));
  if (last.length !== 2 && last.length !== 4) return null;
  const order = dateOrder(locale);
  if (last.length === 2 && order === 'ymd') return null;
  const dayFirst = dayOf(fullYear(last), middle, first);
  const monthFirst = dayOf(fullYear(last), first, middle);
  if (dayFirst === null || monthFirst === null || dayFirst === monthFirst) {
    return only(dayFirst ?? monthFirst);
  }
  const isOwn = mark === '-' || datePattern(locale).includes(mark);
  if (!isOwn || order === 'ymd') return { either: [dayFirst, monthFirst] };
  return { value: order === 'dmy' ? dayFirst : monthFirst };
}

/** A day and, behind a space, a time of the day: 31.12.2026 14:30 is 2026-12-31 14:30:00. */
export function momentFromText(text: string, locale: string): DateRead {
  const [day = '', time] = atTime(text.trim());
  const read = dateFromText(day, locale);
  const clock = time === undefined ? null : timeFromText(time);
  if (read === null || (time !== undefined && clock === null)) return null;
  const at = (value: string) => (clock === null ? value : `${value} ${clock}`);
  if ('value' in read) return { value: at(read.value) };
  const [one, other] = read.either;
  return { either: [at(one), at(other)] };
}

function atTime(text: string): [string, string?] {
  const colon = text.indexOf(':');
  const space = colon < 0 ? -1 : text.lastIndexOf(' ', colon);
  return space < 0 ? [text] : [text.slice(0, space), text.slice(space + 1)];
}

function timeFromText(text: string): string | null {
  const [, hour = '', minute = '', second = '00', half] = TIME.exec(text) ?? [];
  if (hour === '' || Number(minute) > 59 || Number(second) > 59) return null;
  const hours = half === undefined ? Number(hour) : hourOfDay(Number(hour), half);
  if (hours === null || hours > 23) return null;
  return `${String(hours).padStart(2, '0')}:${minute}:${second}`;
}

function hourOfDay(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function only(day: string | null): DateRead {
  return day === null ? null : { value: day };
}

function fullYear(year: string): string {
  if (year.length === 4) return year;
  return String(Number(year) + (Number(year) < LAST_CENTURY ? 2000 : 1900));
}

function dayOf(year: string, month: string, day: string): string | null {
  const iso = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const found = new Date(`${iso}T00:00:00Z`);
  const isDay = !Number.isNaN(found.getTime()) && found.toISOString().startsWith(iso);
  return isDay && Number(year) > 0 ? iso : null;
}
