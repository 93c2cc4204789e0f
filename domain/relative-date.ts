// Relative dates and times in words, such as "start of last month" and "1 hour ago", and what they mean at a given moment.

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A calendar day; months count from 1. */
interface Day {
  year: number;
  month: number;
  day: number;
}

/** No words of ours are longer, with many spaces between them. */
const LONGEST = 200;
const UNITS = 'day|week|month|quarter|year';
const AGO = new RegExp(`^(\\d{1,5}) (${UNITS})s? ago$`);
const FROM_NOW = new RegExp(`^(?:in (\\d{1,5}) (${UNITS})s?|(\\d{1,5}) (${UNITS})s? from now)$`);
const BOUND = new RegExp(`^(start|end) of (?:(this|last|next) )?(week|month|quarter|year)$`);
const FIXED = new Map([
  ['today', 0],
  ['now', 0],
  ['yesterday', -1],
  ['tomorrow', 1],
]);

/**
 * The day that relative words mean, as `YYYY-MM-DD`; null when `text` is not relative words.
 *
 * The whole grammar, in any case and with any spaces between the words (N is 0 to 99999):
 * - `today` (or `now`), `yesterday`, `tomorrow`
 * - `N days ago`, `N weeks ago`, `N months ago`, `N quarters ago`, `N years ago`
 * - `in N days` and `N days from now`, with the same units
 * - `start of UNIT` and `end of UNIT`, also with `this`, `last` or `next` before the unit, which is
 *   `week` (from Monday to Sunday), `month`, `quarter` or `year`
 *
 * Months and years keep the day of the month, or take the month's last day where there is none.
 * `today` is the calendar day of `now` in the IANA zone `timeZone`.
 */
export function relativeDate(text: string, now: Date, timeZone: string): string | null {
  if (text.length > LONGEST) return null;
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const meant = meaningOf(words);
  return meant === null ? null : format(meant(dayIn(now, timeZone)));
}

/** What the words make of today; null for other words. */
function meaningOf(words: string): ((today: Day) => Day) | null {
  const offset = FIXED.get(words);
  if (offset !== undefined) return (today) => addDays(today, offset);
  const ago = AGO.exec(words);
  if (ago) return (today) => add(today, -Number(ago[1]), unitOf(ago[2]));
  const ahead = FROM_NOW.exec(words);
  if (ahead) {
    return (today) => add(today, Number(ahead[1] ?? ahead[3]), unitOf(ahead[2] ?? ahead[4]));
  }
  const bound = BOUND.exec(words);
  return bound ? (today) => boundOf(today, bound) : null;
}

const CLOCK_AGO = /^(\d{1,5}) (minute|hour)s? ago$/;
const CLOCK_AHEAD = /^(?:in (\d{1,5}) (minute|hour)s?|(\d{1,5}) (minute|hour)s? from now)$/;
const MINUTES = { minute: 1, hour: 60 };

/**
 * The instant that words of the clock mean; null when `text` is none: `now`, `N minutes ago`, `N hours ago`, `in N hours`,
 * `N minutes from now`. They count real minutes, whatever the clocks of a zone do meanwhile.
 */
export function relativeInstant(text: string, now: Date): Date | null {
  if (text.length > LONGEST) return null;
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (words === 'now') return now;
  const ago = CLOCK_AGO.exec(words);
  const ahead = ago ? null : CLOCK_AHEAD.exec(words);
  const count = ago?.[1] ?? ahead?.[1] ?? ahead?.[3];
  if (count === undefined) return null;
  const unit = ago?.[2] ?? ahead?.[2] ?? ahead?.[4];
  const minutes = Number(count) * MINUTES[unit === 'hour' ? 'hour' : 'minute'];
  return new Date(now.getTime() + (ago ? -minutes : minutes) * 60_000);
}

/** Whether `text` is words of the clock, as `relativeInstant` reads them. */
export function isRelativeInstant(text: string): boolean {
  return relativeInstant(text, new Date(0)) !== null;
}

/** Whether `text` is relative words, as `relativeDate` reads them. */
export function isRelativeDate(text: string): boolean {
  return relativeDate(text, new Date(0), 'UTC') !== null;
}

function unitOf(text: string | undefined): Unit {
  return text === 'week' || text === 'month' || text === 'quarter' || text === 'year'
    ? text
    : 'day';
}

function boundOf(today: Day, [, side, which, name]: RegExpExecArray): Day {
  const unit = unitOf(name);
  const shift = which === 'last' ? -1 : which === 'next' ? 1 : 0;
  const start = add(startOf(today, unit), shift, unit);
  return side === 'start' ? start : addDays(add(start, 1, unit), -1);
}

function startOf(day: Day, unit: Unit): Day {
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, -((toDate(day).getUTCDay() + 6) % 7));
    case 'month':
      return { ...day, day: 1 };
    case 'quarter':
      return { ...day, month: day.month - ((day.month - 1) % 3), day: 1 };
    case 'year':
      return { ...day, month: 1, day: 1 };
  }
}

function add(day: Day, count: number, unit: Unit): Day {
  switch (unit) {
    case 'day':
      return addDays(day, count);
    case 'week':
      return addDays(day, 7 * count);
    case 'month':
      return addMonths(day, count);
    case 'quarter':
      return addMonths(day, 3 * count);
    case 'year':
      return addMonths(day, 12 * count);
  }
}

function addDays(day: Day, count: number): Day {
  const date = toDate(day);
  date.setUTCDate(date.getUTCDate() + count);
  return fromDate(date);
}

function addMonths(day: Day, count: number): Day {
  const first = toDate({ ...day, day: 1 });
  first.setUTCMonth(first.getUTCMonth() + count);
  const { year, month } = fromDate(first);
  const last = addDays(fromDate(new Date(Date.UTC(year, month, 1))), -1).day;
  return { year, month, day: Math.min(day.day, last) };
}

// A list may hold today a hundred thousand times, and to format one date takes fifty microseconds.
let last = { at: NaN, timeZone: '', day: { year: 0, month: 0, day: 0 } };

function dayIn(now: Date, timeZone: string): Day {
  const at = now.getTime();
  if (last.at !== at || last.timeZone !== timeZone) {
    last = { at, timeZone, day: calendarDay(now, timeZone) };
  }
  return last.day;
}

function calendarDay(now: Date, timeZone: string): Day {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(now);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  return { year: part('year'), month: part('month'), day: part('day') };
}

function toDate({ year, month, day }: Day): Date {
  return new Date(Date.UTC(year, month - 1, day));
}

function fromDate(date: Date): Day {
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

// Null for a year that a calendar date of four digits cannot hold.
function format({ year, month, day }: Day): string | null {
  if (!(year >= 100 && year <= 9999)) return null;
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}
