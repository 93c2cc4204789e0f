// Intervals of a database as durations of a sheet, which formulas can add up.
import type { Serial } from './wall-clock.ts';

const DAY_MS = 86_400_000;
/** As PostgreSQL writes intervals (IntervalStyle postgres); those with years and months have no fixed length. */
const INTERVAL = /^(?:([-+]?\d+) days?)?(?:^| |$)(?:([-+]?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/;
/** As a cell with the format `[h]:mm:ss` shows it. */
const SHOWN = /^(-?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/;
/** About what a sheet holds as a date: a duration beyond it is text. */
const MOST_DAYS = 2_900_000;

/** The serial number (days) of an interval such as `3 days 04:05:06.5`; null where it has years or months, and so no fixed length. */
export function serialOfDuration(text: string): Serial | null {
  const [all, days = '0', sign = '', ...clock] = INTERVAL.exec(text) ?? [];
  if (all === undefined || all === '') return null;
  return serialOf(Number(days), sign === '-', clock);
}

/** The same of a duration as a cell shows it. */
export function serialOfShownDuration(text: string): Serial | null {
  const [all, sign = '', ...clock] = SHOWN.exec(text) ?? [];
  return all === undefined ? null : serialOf(0, sign === '-', clock);
}

function serialOf(
  days: number,
  isBack: boolean,
  [hours = '0', minutes = '0', seconds = '0', fraction = '']: (string | undefined)[],
): Serial | null {
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const ms = whole * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  const serial = (days * DAY_MS + (isBack ? -ms : ms)) / DAY_MS;
  if (Math.abs(serial) > MOST_DAYS) return null;
  return { serial, rounded: /[1-9]/.test(fraction.slice(3)) };
}
