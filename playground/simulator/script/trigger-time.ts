// When Google calls a clock trigger next. It says only about when: here it is on the hour that was asked for.
import type { SavedTrigger } from './google-state.ts';
import { civilOf, instantOfSerial, serialOfInstant } from '../values/serial-date.ts';

const hourMs = 3_600_000;

const weekdays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

/** The first time after the given one; null: never again. */
export function nextTime(trigger: SavedTrigger, after: number): number | null {
  const { at, everyHours, everyDays, everyWeeks, weekday } = trigger;
  if (at !== null) return at > after ? at : null;
  // Hours are counted, whatever the clocks on the wall do meanwhile.
  if (everyHours !== null) return nextHour(after, everyHours);
  const step = everyWeeks === null && weekday === null ? (everyDays ?? 1) : 1;
  return nextDay(trigger, after, step);
}

/** On the full hour, where it is hours at all. */
function nextHour(after: number, hours: number): number {
  if (hours < 1) return after + hours * hourMs;
  return (Math.floor(after / hourMs) + hours) * hourMs;
}

/** At its hour in its zone, on each of its days. */
function nextDay({ atHour, timeZone, weekday }: SavedTrigger, after: number, step: number): number {
  const zone = timeZone ?? 'Etc/UTC';
  const hour = (atHour ?? 0) / 24;
  const today = Math.floor(serialOfInstant(after, zone));
  const isDay = (day: number) => weekday === null || weekdays[civilOf(day).weekday] === weekday;
  let day = today;
  while (!isDay(day) || instantOfSerial(day + hour, zone) <= after) day += day === today ? step : 1;
  return instantOfSerial(day + hour, zone);
}
