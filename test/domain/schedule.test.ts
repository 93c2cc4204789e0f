// When schedules run, across the changes of the clocks.
import { expect, test } from '@jest/globals';
import { isDue, isLate, nextRuns } from '../../domain/schedule.ts';

const next = (
  rule: Parameters<typeof nextRuns>[0],
  timeZone: string,
  after: string,
  count = 3,
): string[] =>
  nextRuns(rule, timeZone, { after: new Date(after), count }).map((at) => at.toISOString());

test('daily at nine is nine by the clocks of the zone on both sides of a change', () => {
  expect(next({ every: 'day', hour: 9 }, 'Europe/Berlin', '2026-03-28T00:00:00Z')).toEqual([
    '2026-03-28T08:00:00.000Z',
    '2026-03-29T07:00:00.000Z',
    '2026-03-30T07:00:00.000Z',
  ]);
});

test('an hour that the clocks skip runs an hour later, and one that they repeat runs once', () => {
  expect(next({ every: 'day', hour: 2 }, 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:00:00.000Z',
  ]);
  expect(next({ every: 'day', hour: 2 }, 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
    '2026-10-25T00:00:00.000Z',
    '2026-10-26T01:00:00.000Z',
  ]);
});

test('hourly runs each hour of a day that has twenty-five', () => {
  expect(next({ every: 'hour' }, 'America/New_York', '2026-11-01T04:30:00Z')).toEqual([
    '2026-11-01T05:00:00.000Z',
    '2026-11-01T06:00:00.000Z',
    '2026-11-01T07:00:00.000Z',
  ]);
});

test('weekdays leave out Saturday and Sunday, and weekly keeps its day', () => {
  expect(next({ every: 'weekday', hour: 7 }, 'Asia/Tokyo', '2026-11-20T00:00:00Z', 2)).toEqual([
    '2026-11-22T22:00:00.000Z',
    '2026-11-23T22:00:00.000Z',
  ]);
  expect(next({ every: 'week', hour: 0, weekday: 0 }, 'UTC', '2026-11-22T00:00:00Z', 2)).toEqual([
    '2026-11-29T00:00:00.000Z',
    '2026-12-06T00:00:00.000Z',
  ]);
});

test('a schedule is due from its hour on, and late two hours after that', () => {
  const at = (now: string) => ({ last: new Date('2026-11-22T08:37:00Z'), now: new Date(now) });
  const rule = { every: 'day', hour: 9 } as const;

  expect(isDue(rule, 'UTC', at('2026-11-22T08:59:00Z'))).toBe(false);
  expect(isDue(rule, 'UTC', at('2026-11-22T09:00:00Z'))).toBe(true);
  expect(isLate(rule, 'UTC', at('2026-11-22T11:00:00Z'))).toBe(false);
  expect(isLate(rule, 'UTC', at('2026-11-22T11:01:00Z'))).toBe(true);
});
