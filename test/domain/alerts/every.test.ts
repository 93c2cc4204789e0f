// When an alert is due: by spans, and by the clocks of zones that change them.
import { expect, test } from '@jest/globals';
import { nextSlot, restMs, wrongWords } from '../../../domain/alerts/every.ts';
import { everyWords } from '../../../domain/alerts/every-words.ts';
import { missedWords } from '../../../domain/alerts/missed.ts';
import type { AlertEvery } from '../../../domain/contract/alert.ts';
import { fc, often } from '../../support/random.ts';

const at = (text: string) => new Date(text);
const next = (every: AlertEvery, slot: string, now: string, zone = 'UTC') => {
  const found = nextSlot(every, { slot: at(slot), now: at(now) }, zone);
  return [found.next.toISOString(), found.missed];
};

test('a span goes on from its slot, however late that was looked at, and counts what was missed', () => {
  expect(next('5 minutes', '2026-01-01T00:00:30Z', '2026-01-01T00:00:31Z')).toEqual([
    '2026-01-01T00:05:30.000Z',
    0,
  ]);
  expect(next('5 minutes', '2026-01-01T00:00:30Z', '2026-01-01T00:16:00Z')).toEqual([
    '2026-01-01T00:20:30.000Z',
    3,
  ]);
});

test('after a year that nobody was there the next time comes at once, and no more than a hundred are counted', () => {
  expect(next({ cron: '* * * * *' }, '2025-01-01T00:00:00Z', '2026-01-01T00:00:30Z')).toEqual([
    '2026-01-01T00:01:00.000Z',
    100,
  ]);
  expect(missedWords(100)).toBe('100 or more missed before');
});

test('a time of day is that of its zone: one that the clocks skip comes when they have, one that they repeat comes once', () => {
  const daily: AlertEvery = { every: 'day', hour: 2, minute: 30, timeZone: 'Europe/Paris' };

  expect(next(daily, '2026-03-28T01:30:00Z', '2026-03-28T01:30:01Z')).toEqual([
    '2026-03-29T01:00:00.000Z',
    0,
  ]);
  expect(next(daily, '2026-10-24T00:30:00Z', '2026-10-24T00:30:01Z')[0]).toBe(
    '2026-10-25T00:30:00.000Z',
  );
  expect(next(daily, '2026-10-25T00:30:00Z', '2026-10-25T00:30:01Z')[0]).toBe(
    '2026-10-26T01:30:00.000Z',
  );
});

test('the last day of a month and of a quarter is the one of the calendar, by the clock of its zone', () => {
  const quarter: AlertEvery = { cron: '0 9 L 3,6,9,12 *', timeZone: 'America/New_York' };
  const month: AlertEvery = { cron: '30 7 L * *', timeZone: 'Europe/Paris' };
  const slots = (every: AlertEvery, from: string, count: number) => {
    const found: string[] = [];
    for (let last = from; found.length < count; found.push(last))
      last = String(next(every, last, last)[0]);
    return found;
  };

  expect(slots(quarter, '2026-01-01T00:00:00Z', 4)).toEqual([
    '2026-03-31T13:00:00.000Z',
    '2026-06-30T13:00:00.000Z',
    '2026-09-30T13:00:00.000Z',
    '2026-12-31T14:00:00.000Z',
  ]);
  expect(slots(month, '2028-02-01T00:00:00Z', 2)).toEqual([
    '2028-02-29T06:30:00.000Z',
    '2028-03-31T05:30:00.000Z',
  ]);
});

test('what the pages offer is told in words, and whatever else cron says as it is written', () => {
  const words = (cron: string) => everyWords({ cron });

  expect(words('0 9 1 * *')).toBe('on the first day of each month at 9:00');
  expect(words('5 17 L * *')).toBe('on the last day of each month at 17:05');
  expect(words('0 9 15 * *')).toBe('on day 15 of each month at 9:00');
  expect(words('0 9 1 1,4,7,10 *')).toBe('on the first day of each quarter at 9:00');
  expect(words('0 9 L 3,6,9,12 *')).toBe('on the last day of each quarter at 9:00');
  expect(words('0 9 L 1,4,7,10 *')).toBe('by cron’s 0 9 L 1,4,7,10 *');
  expect(words('0-59/5 * * * *')).toBe('by cron’s 0-59/5 * * * *');
  expect(words('*/5 * * * *')).toBe('every 5 minutes');
});

const ZONES = ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];
const CHANGES = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
];

test('over every change of the clocks a daily time comes once a day, and each slot after the one before', () => {
  const days = fc.record({
    zone: fc.constantFrom(...ZONES),
    change: fc.constantFrom(...CHANGES),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    lateMinutes: fc.integer({ min: 0, max: 8 * 60 }),
  });
  fc.assert(
    fc.property(days, ({ zone, change, hour, minute, lateMinutes }) => {
      const every: AlertEvery = { every: 'day', hour, minute, timeZone: zone };
      let slot = new Date(Date.parse(`${change}T00:00:00Z`) - 3 * 86_400_000);
      const found: string[] = [];
      for (let turn = 0; turn < 6; turn++) {
        const now = new Date(slot.getTime() + (turn === 0 ? 0 : lateMinutes * 60_000));
        const step = nextSlot(every, { slot, now }, 'UTC');
        expect(step.next.getTime()).toBeGreaterThan(now.getTime());
        expect(step.missed).toBe(0);
        slot = step.next;
        found.push(dayIn(zone, slot));
      }
      expect(new Set(found).size).toBe(found.length);
      const [first = '', last = ''] = [found[0], found.at(-1)];
      expect((Date.parse(last) - Date.parse(first)) / 86_400_000).toBe(5);
    }),
    { numRuns: often(500, 10_000) },
  );
});

function dayIn(timeZone: string, moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(moment);
}

test('words that name no time, or one every second, are told', () => {
  expect(wrongWords({ cron: '0 9 1 * *' }, 'UTC')).toBe(null);
  expect(wrongWords({ cron: '0 0 31 2 *' }, 'UTC')).not.toBe(null);
  expect(wrongWords({ cron: 'whenever' }, 'UTC')).not.toBe(null);
  expect(wrongWords({ cron: '* * * * * *' }, 'UTC')).not.toBe(null);
});

test('what fails rests longer and longer, half an hour at the most', () => {
  const minutes = [0, 4, 5, 6, 9, 100].map((failures) => restMs(failures) / 60_000);

  expect(minutes).toEqual([0, 0, 1, 2, 16, 30]);
});
