// Shows a serial number by a date or time format.
import type { Locale } from './locales.ts';
import type { FormatPart } from './format-parts.ts';
import { civilOf, type Civil } from './serial-date.ts';

export function showDate(serial: number, parts: FormatPart[], locale: Locale): string {
  const split = parts.flatMap(splitFraction);
  const halfDay = split.some(({ text, literal }) => !literal && /^(am\/pm|a\/p)$/i.test(text));
  const shown = { serial, civil: civilOf(atPrecision(serial, split)), halfDay, locale };
  return split.map((part, index) => showPart(part, minutesAt(split, index), shown)).join('');
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
  const withFraction = parts.some(({ text, literal }) => !literal && /^\.0+$/.test(text));
  return (withFraction ? ms : Math.floor(ms / 1000) * 1000) / 86_400_000;
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

function showPart(part: FormatPart, minutes: boolean, shown: Shown): string {
  if (part.literal) return part.text;
  const text = part.text.toLowerCase();
  const { civil } = shown;
  if (text.startsWith('[')) return elapsed(text.slice(1, -1), shown.serial);
  if (text.startsWith('.')) return fraction(text, civil, shown.locale);
  if (text === 'am/pm') return civil.hour < 12 ? 'AM' : 'PM';
  if (text === 'a/p') return civil.hour < 12 ? 'A' : 'P';
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

function elapsed(letters: string, serial: number): string {
  const seconds = Math.floor(Math.round(serial * 86_400_000) / 1000);
  const unit = letters.startsWith('h') ? 3600 : letters.startsWith('m') ? 60 : 1;
  return String(Math.trunc(seconds / unit)).padStart(letters.length, '0');
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
