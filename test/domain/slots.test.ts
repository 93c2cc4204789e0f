// When something is due, across the changes of the clocks and clocks that jump: each time is done once, or noted as missed.
import { expect, test } from '@jest/globals';
import { firstSlot, nextSlot } from '../../domain/alerts/every.ts';
import type { AlertEvery } from '../../domain/contract/alert.ts';
import { slotWork } from '../../domain/subscriptions/slots.ts';
import { fc, often } from '../support/random.ts';

const HOUR_MS = 3_600_000;
/** Of each of the two kinds of arithmetic. */
const SCHEDULES = often(1_000, 50_000);

/** A day before a change of the clocks of each zone, in spring and in autumn. */
const changes: [zone: string, from: string][] = [
  ['Europe/Paris', '2026-03-28T00:00:00Z'],
  ['Europe/Paris', '2026-10-24T00:00:00Z'],
  ['America/New_York', '2026-03-07T05:00:00Z'],
  ['America/New_York', '2026-10-31T05:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-03T12:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-02T12:00:00Z'],
];

const minute = fc.integer({ min: 0, max: 59 });
// The hours in which clocks change come often.
const hour = fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 0, max: 23 }));
const every: fc.Arbitrary<AlertEvery> = fc.oneof(
  fc.record({ every: fc.constant('hour' as const), minute }),
  fc.record({ every: fc.constantFrom('day' as const, 'weekday' as const), hour, minute }),
  fc.record({
    every: fc.constant('week' as const),
    weekday: fc.integer({ min: 0, max: 6 }),
    hour,
    minute,
  }),
  fc.constantFrom('30 minutes', '1 hour', '7 hours'),
  fc.record({ cron: fc.constantFrom('*/30 * * * *', '15 2 * * *', '30 1,2,3 * * 0', '0 0 1 * *') }),
);

/** How the database's clock goes on between two looks: a while, and now and then a jump. */
const step = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1_000, max: 3 * HOUR_MS }) },
  { weight: 1, arbitrary: fc.constant(8 * HOUR_MS) },
  { weight: 1, arbitrary: fc.constant(-8 * HOUR_MS) },
);

/** The times from `slot` on, one by one, up to `until`. */
function timesFrom(rule: AlertEvery, zone: string, { slot, until }: { slot: Date; until: Date }) {
  const times: number[] = [];
  for (let at = slot; at <= until; at = nextSlot(rule, { slot: at, now: at }, zone).next)
    times.push(at.getTime());
  return times;
}

test('each time of a schedule is done once or noted as missed, whenever somebody looks and however the clock jumps', () => {
  const property = fc.property(
    ...[every, fc.constantFrom(...changes), fc.constantFrom('run' as const, 'skip' as const)],
    fc.array(step, { minLength: 5, maxLength: 40 }),
    (rule, [zone, from], late, steps) => {
      let now = new Date(from);
      const first = firstSlot(rule, now, zone);
      let due = first;
      let latest: Date | null = null;
      const done: number[] = [];
      let count = 0;
      for (const ms of steps) {
        now = new Date(now.getTime() + ms);
        if (due > now) continue;
        const work = slotWork({ every: rule, late }, { slot: due, now }, zone);
        if (work.runs) done.push(work.slot.getTime());
        count += work.missed + (work.runs ? 1 : 0);
        due = nextSlot(rule, { slot: work.slot, now }, zone).next;
        expect(due.getTime()).toBeGreaterThan(now.getTime());
        latest = now;
      }
      const times = latest === null ? [] : timesFrom(rule, zone, { slot: first, until: latest });
      expect(new Set(done).size).toBe(done.length);
      expect(times).toEqual(expect.arrayContaining(done));
      if (times.length < 100) expect(count).toBe(times.length);
    },
  );
  fc.assert(property, { numRuns: SCHEDULES });
});

test('each time of an alert is evaluated once or counted as missed, however long it takes and the clock jumps', () => {
  const property = fc.property(
    ...[every, fc.constantFrom(...changes), fc.array(step, { minLength: 5, maxLength: 40 })],
    (rule, [zone, from], steps) => {
      let now = new Date(from);
      const first = firstSlot(rule, now, zone);
      let due = first;
      let latest: Date | null = null;
      const evaluated: number[] = [];
      let count = 0;
      for (const ms of steps) {
        now = new Date(now.getTime() + ms);
        if (due > now) continue;
        const { next, missed } = nextSlot(rule, { slot: due, now }, zone);
        evaluated.push(due.getTime());
        count += 1 + missed;
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        due = next;
        latest = now;
      }
      const times = latest === null ? [] : timesFrom(rule, zone, { slot: first, until: latest });
      expect(new Set(evaluated).size).toBe(evaluated.length);
      expect(times).toEqual(expect.arrayContaining(evaluated));
      if (times.length < 100) expect(count).toBe(times.length);
    },
  );
  fc.assert(property, { numRuns: SCHEDULES });
});

test.each(changes)('a daily time comes once on each day of %s around %s', (zone, from) => {
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  for (const minuteOfDay of Array.from({ length: 96 }, (_, quarter) => quarter * 15)) {
    const rule = {
      every: 'day',
      hour: Math.floor(minuteOfDay / 60),
      minute: minuteOfDay % 60,
    } as const;
    const start = new Date(from);
    const until = new Date(start.getTime() + 5 * 24 * HOUR_MS);
    const slot = firstSlot(rule, start, zone);
    const days = timesFrom(rule, zone, { slot, until }).map((at) => dayOf.format(at));

    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBeGreaterThanOrEqual(4);
  }
});

test('what comes late is skipped for whoever wants nothing late, and done once for who does', () => {
  const rule = { every: 'day', hour: 9, minute: 0 } as const;
  const slot = new Date('2026-06-01T09:00:00Z');
  const now = new Date('2026-06-03T12:00:00Z');
  const skipped = slotWork({ every: rule, late: 'skip' }, { slot, now }, 'UTC');
  const made = slotWork({ every: rule, late: 'run' }, { slot, now }, 'UTC');

  expect(skipped).toMatchObject({ runs: false, missed: 3 });
  expect(made).toMatchObject({ runs: true, missed: 2, slot: new Date('2026-06-03T09:00:00Z') });
});
