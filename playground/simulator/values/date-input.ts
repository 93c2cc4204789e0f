// Reads dates and times as typed, by the spreadsheet's locale.
import type { Locale } from './locales.ts';
import { serialOf } from './serial-date.ts';

interface Read {
  value: number;
  format: string;
}

/** In any language, with a time behind it. */
const LONGEST_DATE = 100;

/** null when the text is neither a date, a time, nor both. */
export function parseDate(input: string, locale: Locale, now: number): Read | null {
  if (input.length > LONGEST_DATE || !/\d/.test(input)) return null;
  const whole = parseDay(input, locale, now) ?? parseTime(input, locale);
  if (whole) return whole;
  // eslint-disable-next-line regexp/no-super-linear-backtracking -- the text is short
  const parts = /^(.*\d.*?)[ T]+(\d{1,2}:.*)$/.exec(input);
  const day = parts?.[1] === undefined ? null : parseDay(parts[1], locale, now);
  const time = parts?.[2] === undefined ? null : parseTime(parts[2], locale);
  return day && time && time.value < 1
    ? { value: day.value + time.value, format: dateTimeFormat(day, locale) }
    : null;
}

function dateTimeFormat(day: Read, locale: Locale): string {
  const time = /(?<!H)H+:mm:ss$/.exec(locale.dateTimeFormat)?.[0] ?? 'H:mm:ss';
  return `${day.format} ${time}`;
}

function parseTime(input: string, locale: Locale): Read | null {
  const match = /^(\d{1,4}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?\s*([ap])?\.?(?:m\.?)?$/i.exec(input);
  if (!match) return null;
  const [, h = '', m = '', s, fraction = '', half] = match;
  if (half === undefined && /m\.?$/i.test(input)) return null;
  const [minutes, seconds] = [Number(m), Number(s ?? 0) + Number(fraction || 0)];
  const hours = half === undefined ? Number(h) : hourOf(Number(h), half);
  if (hours === null || minutes > 59 || seconds >= 60) return null;
  const value = (hours * 3600 + minutes * 60 + seconds) / 86_400;
  return { value, format: timeFormat({ hours, withSeconds: s !== undefined, half }, locale) };
}

function hourOf(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

interface TimeShape {
  hours: number;
  withSeconds: boolean;
  half: string | undefined;
}

function timeFormat({ hours, withSeconds, half }: TimeShape, { timeFormat }: Locale): string {
  const hour = timeFormat.startsWith('HH') ? 'HH' : 'h';
  if (hours > 23) return withSeconds ? '[h]:mm:ss' : '[h]:mm';
  return `${hour}:mm${withSeconds ? ':ss' : ''}${half === undefined ? '' : ' am/pm'}`;
}

function parseDay(input: string, locale: Locale, now: number): Read | null {
  return (
    parseIso(input) ??
    parseNumbers(input, locale, now) ??
    parseJapanese(input, locale) ??
    parseMonthName(input, locale, now)
  );
}

function read(serial: number | null, format: string): Read | null {
  return serial === null ? null : { value: serial, format };
}

/** yyyy-mm-dd and yyyy/mm/dd are dates in every locale. */
function parseIso(input: string): Read | null {
  const match = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(input);
  if (!match) return null;
  const [, y, separator = '-', m = '', d = ''] = match;
  const format = `yyyy${separator}${m.length > 1 ? 'MM' : 'M'}${separator}${d.length > 1 ? 'dd' : 'd'}`;
  return read(serialOf(Number(y), Number(m), Number(d)), format);
}

function parseNumbers(input: string, locale: Locale, now: number): Read | null {
  const match = /^(\d{1,2})([-/.])(\d{1,2})(?:(\2)(\d{4}|\d{2})?)?$/.exec(input);
  const separator = match?.[2] ?? '';
  if (!match || !locale.dateSeparators.includes(separator)) return null;
  const year = match[5];
  const trailing = match[4] !== undefined && year === undefined;
  // Only where the point parts dates, “1.2.” is a day; “1/2/” is text.
  if (trailing && separator !== '.') return null;
  if (locale.dateOrder === 'ymd' && year !== undefined) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  const [month, day] = locale.dateOrder === 'dmy' ? [second, first] : [first, second];
  return read(serialOf(fullYear(year, now), month, day), numericFormat(match, locale));
}

function numericFormat(match: RegExpExecArray, { dateOrder }: Locale): string {
  const [, a = '', separator = '', b = '', , year] = match;
  const day = (text: string) => (text.startsWith('0') ? 'dd' : 'd');
  const month = (text: string) => (text.startsWith('0') ? 'MM' : 'M');
  const start =
    dateOrder === 'dmy' ? `${day(a)}${separator}${month(b)}` : `${month(a)}${separator}${day(b)}`;
  if (year === undefined) return match[4] === undefined ? start : `${start}.`;
  return `${start}${separator}${year.length === 2 ? 'yy' : 'yyyy'}`;
}

/** Two digits up to 29 are of this century (as in other spreadsheets). */
function fullYear(year: string | undefined, now: number): number {
  if (year === undefined) return new Date(now).getUTCFullYear();
  if (year.length === 4) return Number(year);
  return Number(year) + (Number(year) < 30 ? 2000 : 1900);
}

function parseJapanese(input: string, { id }: Locale): Read | null {
  const match = id === 'ja_JP' ? /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(input) : null;
  return (
    match &&
    read(serialOf(Number(match[1]), Number(match[2]), Number(match[3])), 'yyyy"年"M"月"d"日"')
  );
}

const shapes: { pattern: RegExp; format: (long: string) => string }[] = [
  { pattern: /^(?<name>[^\d\s.,]{3,12})\.? (?<year>\d{4})$/, format: (m) => `${m} yyyy` },
  {
    pattern: /^(?<name>[^\d\s.,]{3,12})\.? (?<day>\d{1,2}),? (?<year>\d{4})$/,
    format: (m) => `${m} d, yyyy`,
  },
  { pattern: /^(?<name>[^\d\s.,]{3,12})\.? (?<day>\d{1,2})$/, format: (m) => `${m} d` },
  {
    pattern: /^(?<day>\d{1,2})\.? (?<name>[^\d\s.,]{3,12})\.? (?<year>\d{4})$/,
    format: (m) => `d ${m} yyyy`,
  },
  { pattern: /^(?<day>\d{1,2})\.? (?<name>[^\d\s.,]{3,12})$/, format: (m) => `d ${m}` },
  {
    pattern: /^(?<day>\d{1,2})-(?<name>[^\d\s.,-]{3,12})-(?<year>\d{4})$/,
    format: (m) => `d-${m}-yyyy`,
  },
  { pattern: /^(?<day>\d{1,2})-(?<name>[^\d\s.,-]{3,12})$/, format: (m) => `d-${m}` },
];

function parseMonthName(input: string, locale: Locale, now: number): Read | null {
  for (const { pattern, format } of shapes) {
    const parts: Record<string, string | undefined> | undefined = pattern.exec(input)?.groups;
    const month = parts && monthNamed(parts['name'] ?? '', locale);
    if (!parts || !month) continue;
    const serial = serialOf(fullYear(parts['year'], now), month.number, Number(parts['day'] ?? 1));
    const dated = read(serial, format(month.long ? 'MMMM' : 'MMM'));
    if (dated) return dated;
  }
  return null;
}

function monthNamed(name: string, locale: Locale): { number: number; long: boolean } | null {
  const wanted = name.toLowerCase();
  const index = locale.months.findIndex((month) => {
    const known = month.toLowerCase();
    return known === wanted || known.slice(0, 3) === wanted;
  });
  return index < 0
    ? null
    : { number: index + 1, long: locale.months[index]?.toLowerCase() === wanted };
}
