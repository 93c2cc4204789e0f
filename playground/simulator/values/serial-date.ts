// Spreadsheet dates: serial numbers of days since 1899-12-30, in the spreadsheet's time zone.

const dayMs = 86_400_000;
const epoch = Date.UTC(1899, 11, 30);

export interface Civil {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  /** 0 is Sunday. */
  weekday: number;
}

/** The serial number of a wall-clock time; null when there is no such day. */
export function serialOf(year: number, month: number, day: number): number | null {
  const at = new Date(Date.UTC(2000, month - 1, day));
  at.setUTCFullYear(year, month - 1, day);
  const real = at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
  return real ? Math.round((at.getTime() - epoch) / dayMs) : null;
}

/** The wall-clock time of a serial number, to the millisecond. */
export function civilOf(serial: number): Civil {
  const at = new Date(epoch + Math.round(serial * dayMs));
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    millisecond: at.getUTCMilliseconds(),
    weekday: at.getUTCDay(),
  };
}

/** The serial number that shows the instant's wall-clock time in the zone. */
export function serialOfInstant(instant: number, timeZone: string): number {
  return (instant + offsetAt(instant, timeZone) - epoch) / dayMs;
}

/** The instant at which the zone's clocks show the serial number; in a gap the later one. */
export function instantOfSerial(serial: number, timeZone: string): number {
  const wall = epoch + Math.round(serial * dayMs);
  const first = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(first, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();
const quarterMs = 900_000;

/** Milliseconds that the zone is ahead of UTC; every change of an offset falls on a quarter hour. */
export function offsetAt(instant: number, timeZone: string): number {
  const quarter = Math.floor(instant / quarterMs);
  const key = `${timeZone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size > 200_000) offsets.clear();
    offsets.set(key, (offset = wallClock(quarter * quarterMs, timeZone) - quarter * quarterMs));
  }
  return offset;
}

function wallClock(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) formats.set(timeZone, (format = formatIn(timeZone)));
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const at = new Date(0);
  at.setUTCFullYear(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'] ?? 1);
  at.setUTCHours(part['hour'] ?? 0, part['minute'] ?? 0, part['second'] ?? 0);
  return at.getTime();
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
