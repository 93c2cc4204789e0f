// When an alert is due: arithmetic on its words, in its time zone. A time that the clocks skip comes when they have, one
// that they repeat comes once.
import { Cron } from 'croner';
import type { AlertEvery } from '../contract/alert.ts';
import { MOST_COUNTED } from './missed.ts';

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The milliseconds of `5 minutes`. Throws for what is no such text. */
export function spanMs(text: string): number {
  const [, count = '', unit] = /^(\d+) (minute|hour|day)s?$/.exec(text) ?? [];
  if (unit === undefined) throw new Error(`not a span of time: ${text}`);
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

export interface NextSlot {
  next: Date;
  /** Slots after `slot` that are over at `now`; of those by the clock at most MOST_COUNTED. */
  missed: number;
}

/** The first slot after `now` of an alert whose slot `slot` is done. `timeZone` is for words that name none. */
export function nextSlot(
  every: AlertEvery,
  { slot, now }: { slot: Date; now: Date },
  timeZone: string,
): NextSlot {
  if (typeof every !== 'string') return nextByClock(every, { slot, now }, timeZone);
  const span = spanMs(every);
  const over = Math.max(0, Math.floor((now.getTime() - slot.getTime()) / span));
  return { next: new Date(slot.getTime() + (over + 1) * span), missed: over };
}

/** The last slot that is due at `now`, the one after it, and how many of those from `slot` on come before. */
export function lastSlot(
  every: AlertEvery,
  { slot, now }: { slot: Date; now: Date },
  timeZone: string,
): { last: Date; next: Date; passed: number } {
  if (typeof every === 'string') {
    const span = spanMs(every);
    const passed = Math.max(0, Math.floor((now.getTime() - slot.getTime()) / span));
    const last = slot.getTime() + passed * span;
    return { last: new Date(last), next: new Date(last + span), passed };
  }
  const clock = clockOf(every, timeZone);
  let last = slot;
  let next = slotAfter(clock, last);
  let passed = 0;
  while (next <= now && passed < MOST_COUNTED) {
    last = next;
    passed += 1;
    next = slotAfter(clock, last);
  }
  return { last, next, passed };
}

/** The first slot of a new alert: at once, where it is evaluated by a span; else by the clock. */
export function firstSlot(every: AlertEvery, now: Date, timeZone: string): Date {
  return typeof every === 'string' ? now : nextByClock(every, { slot: now, now }, timeZone).next;
}

/** Why the words name no time; null when they do. */
export function wrongWords(every: AlertEvery, timeZone: string): string | null {
  if (typeof every === 'string') return null;
  try {
    const [one, two] = clockOf(every, timeZone).nextRuns(2);
    if (one === undefined || two === undefined) return 'It never comes.';
    return two.getTime() - one.getTime() < 60_000 ? 'Once a minute is the most.' : null;
  } catch (error) {
    return `It is not understood (${(error as Error).message}).`;
  }
}

function nextByClock(
  every: Exclude<AlertEvery, string>,
  { slot, now }: { slot: Date; now: Date },
  timeZone: string,
): NextSlot {
  const clock = clockOf(every, timeZone);
  let next = slotAfter(clock, slot);
  let missed = 0;
  while (next <= now && missed < MOST_COUNTED) {
    missed += 1;
    next = slotAfter(clock, next);
  }
  return { next: next > now ? next : slotAfter(clock, now), missed };
}

function slotAfter(clock: Cron, moment: Date): Date {
  const next = clock.nextRun(moment);
  if (next === null) throw new Error('a schedule that never comes again');
  return next;
}

function clockOf(every: Exclude<AlertEvery, string>, timeZone: string): Cron {
  return new Cron(patternOf(every), { timezone: every.timeZone ?? timeZone, mode: '5-part' });
}

function patternOf(every: Exclude<AlertEvery, string>): string {
  if ('cron' in every) return every.cron;
  switch (every.every) {
    case 'hour':
      return `${every.minute} * * * *`;
    case 'day':
      return `${every.minute} ${every.hour} * * *`;
    case 'weekday':
      return `${every.minute} ${every.hour} * * 1-5`;
    case 'week':
      return `${every.minute} ${every.hour} * * ${every.weekday}`;
  }
}

/** How long an alert rests that has failed so often in a row: nothing at first, half an hour at the most. */
export function restMs(failures: number): number {
  return failures < 5 ? 0 : Math.min(2 ** (failures - 5), 30) * UNIT_MS.minute;
}
