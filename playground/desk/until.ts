// Which moment the playground's clock is to be put to.
import { instantOfSerial, serialOf } from '../simulator/values/serial-date.ts';
import type { Clock } from '../simulator/script/clock.ts';
import type { Until } from './worker-protocol.ts';

/** As far as the clock can be put forward at once; with triggers every hour of it is lived through. */
const farthestDays = { without: 400, withTriggers: 40 };
const dayMs = 86_400_000;

interface Around {
  clock: Clock;
  /** Of the spreadsheet that is shown. */
  timeZone: string;
  /** How many there are. */
  triggers: number;
}

/** Throws a sentence for a moment that has passed or is too far away. */
export function instantOf(until: Until, { clock, timeZone, triggers }: Around): number {
  const now = clock.now();
  if (until === 'now') return now;
  if ('instant' in until) return until.instant;
  const instant = 'by' in until ? now + until.by : wallClock(until.at, timeZone);
  if (instant < now) throw new Error('That has passed already: the clock only goes forward.');
  const days = triggers > 0 ? farthestDays.withTriggers : farthestDays.without;
  if (instant - now > days * dayMs)
    throw new Error(`The clock can be put forward by ${days} days at once.`);
  return instant;
}

function wallClock(text: string, timeZone: string): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number);
  const serial = serialOf(year, month, day);
  if (serial === null) throw new Error('There is no such day.');
  return instantOfSerial(serial + (hour + minute / 60) / 24, timeZone);
}
