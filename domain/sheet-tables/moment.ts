// A date or a time of a cell as it travels: 2026-01-31, with a time 2026-01-31 14:30:00, a time alone 14:30:00.
import { timestampOfSerial } from '../cells/wall-clock.ts';

const DAY_SECONDS = 86_400;
/** 1900-01-01: what is less is a time of day, or so many hours. */
const FIRST_DATE = 2;

/** By its serial number: days since 1899-12-30. */
export function momentOf(serial: number): string {
  const timestamp = serial < FIRST_DATE ? null : timestampOfSerial(serial);
  if (timestamp === null) return hours(Math.round(serial * DAY_SECONDS));
  return timestamp.endsWith(' 00:00:00') ? timestamp.slice(0, 10) : timestamp;
}

function hours(seconds: number): string {
  const [whole, sign] = [Math.abs(seconds), seconds < 0 ? '-' : ''];
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return sign + parts.map((part) => String(part).padStart(2, '0')).join(':');
}
