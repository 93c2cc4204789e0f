// When schedules run, across the changes of the clocks.
import { expect, test } from '@jest/globals';
import { isDue, isLate, isTriedAgain, nextRuns } from '../../domain/schedule.ts';

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

const quarter = 15 * 60_000;

// When a daily schedule should run, found without any arithmetic on zones: the clock on the wall is looked at every
// quarter of an hour, and of each day the first look at the hour or past it counts.
function dailyRuns(timeZone: string, hour: number, from: string, days: number): number[] {
  const clock = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23' as const },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
  });
  const seen = new Set<string>();
  const runs: number[] = [];
  const start = Date.parse(from);
  for (let at = start; at < start + days * 86_400_000; at += quarter) {
    const parts = clock.formatToParts(at);
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
    const day = `${part('year')}-${part('month')}-${part('day')}`;
    if (seen.has(day) || Number(part('hour')) < hour) continue;
    seen.add(day);
    runs.push(at);
  }
  // The first day is not seen from its beginning.
  return runs.slice(1);
}

const changes: [place: string, timeZone: string, from: string][] = [
  ['an hour in the night, forward', 'Europe/Paris', '2026-03-27T00:00:00Z'],
  ['an hour in the night, back', 'Europe/Paris', '2026-10-23T00:00:00Z'],
  ['at midnight, forward', 'America/Santiago', '2026-09-04T00:00:00Z'],
  ['at midnight, back', 'America/Santiago', '2026-04-03T00:00:00Z'],
  ['at midnight, forward', 'Asia/Beirut', '2026-03-27T00:00:00Z'],
  ['at midnight, back', 'Asia/Beirut', '2026-10-23T00:00:00Z'],
  ['at midnight before a Friday, forward', 'Africa/Cairo', '2026-04-22T00:00:00Z'],
  ['half an hour, forward', 'Australia/Lord_Howe', '2026-10-02T00:00:00Z'],
  ['half an hour, back', 'Australia/Lord_Howe', '2026-04-03T00:00:00Z'],
  ['a zone of half hours, forward', 'Australia/Adelaide', '2026-10-02T00:00:00Z'],
  ['a zone of half hours that never changes', 'Asia/Kolkata', '2026-03-27T00:00:00Z'],
  ['a zone of quarters that never changes', 'Asia/Kathmandu', '2026-03-27T00:00:00Z'],
  ['the zone that is a day ahead', 'Pacific/Kiritimati', '2026-03-27T00:00:00Z'],
];

test.each(changes)(
  'daily runs once a day, at its hour or as soon as the clocks have passed it: %s (%s, %s)',
  (_place, timeZone, from) => {
    for (const hour of [0, 1, 2, 3, 9, 23]) {
      const runs = dailyRuns(timeZone, hour, from, 5);
      expect(runs.length).toBeGreaterThanOrEqual(3);
      const [first = 0] = runs;
      const last = runs.at(-1) ?? 0;
      for (let after = first; after < last; after += 2 * quarter) {
        const [found] = nextRuns({ every: 'day', hour }, timeZone, {
          after: new Date(after),
          count: 1,
        });
        const wanted = runs.find((run) => run > after) ?? 0;
        const at = (time: number | undefined) => new Date(time ?? 0).toISOString();
        expect([hour, at(after), at(found?.getTime())]).toEqual([hour, at(after), at(wanted)]);
      }
    }
  },
);

test('a failed run is tried again only for what passes, and three times at most', () => {
  expect(isTriedAgain({ triesAgain: true, failuresInARow: 2 })).toBe(true);
  expect(isTriedAgain({ triesAgain: true, failuresInARow: 3 })).toBe(false);
  expect(isTriedAgain({ failuresInARow: 1 })).toBe(false);
});
