// Serial dates as spreadsheets count them (days since 1899-12-30), and what a clock on the wall of a
// time zone shows at an instant.

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
const DOUBTFUL_BEFORE = Date.UTC(1901, 0, 1);
/** Some zones have skipped a whole day. */
const DOUBTFUL_MS = 26 * 3_600_000;
const EPOCH_MS = Date.UTC(1899, 11, 30);
/** The first and the last day that Google Sheets holds as a date; others are kept as text. */
const FIRST_DAY = Date.UTC(1900, 0, 1);
const LAST_DAY = Date.UTC(9999, 11, 31);

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/;
const TIMESTAMP = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z)?$/;

/** A serial number, and whether digits below a thousandth of a second were given up for it. */
export interface Serial {
  serial: number;
  rounded: boolean;
}

/** The serial number of a date such as 2025-01-31; null where a sheet cannot hold it as a date. */
export function serialOfDate(text: string): Serial | null {
  const day = dayOf(text);
  return day === null ? null : { serial: (day - EPOCH_MS) / DAY_MS, rounded: false };
}

/** The part of a day of a time such as 03:30:00.25; null for anything else, 24:00:00 included. */
export function serialOfTime(text: string): Serial | null {
  const time = timeOf(text);
  return time && { serial: time.ms / DAY_MS, rounded: time.rounded };
}

/** The serial number of a timestamp without a zone, as it stands. */
export function serialOfTimestamp(text: string): Serial | null {
  const parts = timestampParts(text);
  return parts && { serial: serialOfClock(parts.ms), rounded: parts.rounded };
}

/** The serial number of what the clocks of `timeZone` show at an instant such as 2025-01-31T09:00:00Z. */
export function serialOfInstant(text: string, timeZone: string): Serial | null {
  const parts = timestampParts(text);
  if (!parts) return null;
  const clock = parts.ms + zoneOffset(parts.ms, timeZone);
  if (clock < FIRST_DAY || clock >= LAST_DAY + DAY_MS) return null;
  return { serial: serialOfClock(clock), rounded: parts.rounded };
}

/**
 * What the clocks of `timeZone` show at a timestamp that a sheet cannot hold as a date, such as one
 * before 1900, in the style of those that it can: 1850-01-01 00:00:00. Null for any other text.
 */
export function textOfTimestamp(text: string, timeZone: string): string | null {
  const parts = TIMESTAMP.exec(text);
  if (!parts) return null;
  const [, day = '', time = '', zone] = parts;
  if (!zone) return `${day} ${time}`;
  const ms = Date.parse(`${day}T${time.slice(0, 8)}Z`);
  if (Number.isNaN(ms)) return null;
  const clock = new Date(ms + zoneOffset(ms, timeZone)).toISOString();
  // Beyond four digits of a year the text stays as it came.
  return /^\d{4}-/.test(clock)
    ? `${clock.slice(0, 10)} ${clock.slice(11, 19)}${time.slice(8)}`
    : null;
}

/** Whether a value is a Date, be it one of another script's world. */
export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

/** The serial number of a Date that a sheet gave, for the clocks of `timeZone`. */
export function serialOfDateObject(ms: number, timeZone: string): number {
  return serialOfClock(ms + zoneOffset(ms, timeZone));
}

/** The same moment of the day, counted in whole milliseconds: what two serial numbers are compared by. */
export function millisecondsOfSerial(serial: number): number {
  return Math.round(serial * DAY_MS);
}

/** The day and the time to the second that a serial number stands for, such as 2025-01-31 09:30:00; null beyond Google's dates. */
export function timestampOfSerial(serial: number): string | null {
  const ms = EPOCH_MS + millisecondsOfSerial(serial);
  if (!(ms >= EPOCH_MS && ms < LAST_DAY + DAY_MS)) return null;
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * Whether a Date that a sheet gave may stand for another date and time in its cell: Google turns cells
 * into Dates by the clocks of `timeZone`, and clocks that go forward skip an hour; and times without a
 * day are Dates of 1899, when clocks were set by the sun.
 */
export function isDoubtful(ms: number, timeZone: string): boolean {
  if (ms < DOUBTFUL_BEFORE) return true;
  return zoneOffset(ms + DOUBTFUL_MS, timeZone) > zoneOffset(ms - DOUBTFUL_MS, timeZone);
}

/** How far the clocks of `timeZone` (an IANA name) are ahead of UTC at an instant, in ms. */
export function zoneOffset(ms: number, timeZone: string): number {
  const quarter = Math.floor(ms / QUARTER_MS);
  const known = offsetsOf(timeZone);
  let offset = known.get(quarter);
  if (offset === undefined) {
    if (known.size > 50_000) known.clear();
    offset = offsetOfQuarter(quarter, timeZone);
    known.set(quarter, offset);
  }
  // Where the offset changes within a quarter of an hour (before 1972), each instant is asked for.
  return Number.isNaN(offset) ? offsetAt(ms, timeZone) : offset;
}

function offsetOfQuarter(quarter: number, timeZone: string): number {
  const first = offsetAt(quarter * QUARTER_MS, timeZone);
  const last = offsetAt((quarter + 1) * QUARTER_MS - 1000, timeZone);
  return first === last ? first : NaN;
}

const offsets = new Map<string, Map<number, number>>();
const formats = new Map<string, Intl.DateTimeFormat>();

function offsetsOf(timeZone: string): Map<number, number> {
  let known = offsets.get(timeZone);
  if (!known) offsets.set(timeZone, (known = new Map()));
  return known;
}

function offsetAt(ms: number, timeZone: string): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(ms)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  const clock = new Date(0);
  clock.setUTCFullYear(ms < -62_135_596_800_000 ? 1 - year : year, month - 1, day);
  clock.setUTCHours(hour % 24, minute, second);
  return clock.getTime() - Math.floor(ms / 1000) * 1000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

function serialOfClock(clockMs: number): number {
  return (clockMs - EPOCH_MS) / DAY_MS;
}

function dayOf(text: string): number | null {
  const parts = DATE.exec(text);
  if (!parts) return null;
  const day = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  // Date.UTC takes 0–99 for 1900–1999, and 31 February for a day in March.
  if (new Date(day).toISOString().slice(0, 10) !== text) return null;
  return day >= FIRST_DAY && day <= LAST_DAY ? day : null;
}

function timeOf(text: string): { ms: number; rounded: boolean } | null {
  const parts = TIME.exec(text);
  if (!parts) return null;
  const [hours, minutes, seconds] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const digits = parts[4] ?? '';
  const ms = Number(digits.padEnd(3, '0').slice(0, 3));
  const rounded = /[1-9]/.test(digits.slice(3));
  return { ms: ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms, rounded };
}

function timestampParts(text: string): { ms: number; rounded: boolean } | null {
  const parts = TIMESTAMP.exec(text);
  const day = parts && dayOf(parts[1] ?? '');
  const time = parts && timeOf(parts[2] ?? '');
  return day === null || !time ? null : { ms: day + time.ms, rounded: time.rounded };
}
