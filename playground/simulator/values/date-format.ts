// Shows a serial number by a date or time format.
import type { Locale } from './locales.ts';
import type { FormatPart } from './format-parts.ts';
import { civilOf, type Civil } from './serial-date.ts';

export function showDate(serial: number, parts: FormatPart[], locale: Locale): string {
  const split = parts.flatMap(splitFraction);
  const isElapsed = split.some(({ text, literal }) => !literal && text.startsWith('['));
  if (isElapsed && serial < 0) return `-${showDate(-serial, parts, locale)}`;
  const halfDay = split.some(
    ({ text, literal }) => !literal && /^(am\/pm|a\/p|[ap]m)$/i.test(text),
  );
  const at = atPrecision(serial, split);
  const shown = { serial: at, civil: civilOf(at), halfDay, locale };
  return split
    .map((part, index) => {
      const larger = split
        .slice(0, index)
        .findLast(({ text, literal }) => !literal && text.startsWith('['));
      return showPart(
        part,
        { minutes: minutesAt(split, index), larger: larger?.text ?? '' },
        shown,
      );
    })
    .join('');
}

interface Shown {
  serial: number;
  civil: Civil;
  halfDay: boolean;
  locale: Locale;
}

/** `.000` after seconds is a fraction; a point elsewhere stands for itself. */
function splitFraction(part: FormatPart): FormatPart[] {
  if (part.literal || !/^[.,0#?]+$/.test(part.text)) return [part];
  return /^\.0+$/.test(part.text) ? [part] : [{ text: part.text, literal: true }];
}

/** Times are cut, not rounded, to the second, so that 23:59:59.7 is not shown as the next day. */
function atPrecision(serial: number, parts: FormatPart[]): number {
  const ms = Math.round(serial * 86_400_000);
  const fraction = parts.find(({ text, literal }) => !literal && /^\.0+$/.test(text))?.text;
  if (fraction === undefined) return (Math.floor(ms / 1000) * 1000) / 86_400_000;
  const step = 10 ** Math.max(0, 4 - fraction.length);
  return (Math.round(ms / step) * step) / 86_400_000;
}

/** `m` means minutes right after hours or right before seconds; `M` is always the month (Google's guide on formats). */
function minutesAt(parts: FormatPart[], index: number): boolean {
  if (!/^m+$/.test(parts[index]?.text ?? '')) return false;
  const letters = parts
    .map(({ text, literal }, at) => ({
      text: text.replace(/[[\]]/g, '').toLowerCase(),
      literal,
      at,
    }))
    .filter(({ text, literal }) => !literal && /^[ymdhs]+$/.test(text));
  const here = letters.findIndex(({ at }) => at === index);
  return (
    letters[here - 1]?.text.startsWith('h') === true ||
    letters[here + 1]?.text.startsWith('s') === true
  );
}

interface Where {
  /** An m means minutes here. */
  minutes: boolean;
  /** The elapsed unit before, such as [h]; then the next is what is left of it. */
  larger: string;
}

function showPart(part: FormatPart, { minutes, larger }: Where, shown: Shown): string {
  if (part.literal) return part.text;
  const text = part.text.toLowerCase();
  const { civil } = shown;
  if (text.startsWith('[')) return elapsed(text.slice(1, -1), larger, shown.serial);
  if (text.startsWith('.')) return fraction(text, civil, shown.locale);
  if (/^(am\/pm|[ap]m)$/.test(text)) return civil.hour < 12 ? 'AM' : 'PM';
  if (text === 'a/p')
    return (part.text === text ? ['a', 'p'] : ['A', 'P'])[civil.hour < 12 ? 0 : 1] ?? '';
  if (text.startsWith('m') && !minutes) return month(text.length, shown);
  return calendarPart(text, shown);
}

function calendarPart(text: string, { civil, halfDay, locale }: Shown): string {
  const padded = (value: number) => String(value).padStart(Math.min(text.length, 2), '0');
  switch (text.charAt(0)) {
    case 'y':
      return text.length > 2
        ? String(civil.year).padStart(4, '0')
        : String(civil.year % 100).padStart(2, '0');
    case 'd':
      if (text.length < 3) return padded(civil.day);
      return cut(locale.weekdays[civil.weekday] ?? '', text.length, locale);
    case 'h':
      return padded(halfDay ? civil.hour % 12 || 12 : civil.hour);
    case 'm':
      return padded(civil.minute);
    default:
      return padded(civil.second);
  }
}

function month(length: number, { civil, locale }: Shown): string {
  if (length < 3) return String(civil.month).padStart(length, '0');
  const name = locale.months[civil.month - 1] ?? '';
  return length === 5 ? name.slice(0, 1) : cut(name, length, locale);
}

/** Three letters stand for the short name. */
function cut(name: string, length: number, { id }: Locale): string {
  if (length > 3) return name;
  if (id !== 'ja_JP') return name.slice(0, 3);
  return name.endsWith('曜日') ? name.slice(0, 1) : name;
}

function elapsed(letters: string, larger: string, serial: number): string {
  const all = Math.floor(Math.round(serial * 86_400_000) / 1000);
  const seconds = larger === '' ? all : all % secondsIn(larger.slice(1));
  return String(Math.trunc(seconds / secondsIn(letters))).padStart(letters.length, '0');
}

function secondsIn(letters: string): number {
  const unit = letters.charAt(0).toLowerCase();
  return unit === 'h' ? 3600 : unit === 'm' ? 60 : 1;
}

function fraction(text: string, { millisecond }: Civil, { decimal }: Locale): string {
  return (
    decimal +
    String(millisecond)
      .padStart(3, '0')
      .padEnd(text.length - 1, '0')
      .slice(0, text.length - 1)
  );
}
