// How far a follower lags at most, from what it told over time.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { ReplicationLag } from '../../server/engines/postgres/servers/replication-lag.ts';

const HOUR = 3600;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const later = (seconds: number) => jest.advanceTimersByTime(seconds * 1000);

test('a follower of which nothing else is known lags as it tells', () => {
  expect(new ReplicationLag().atMost(HOUR)).toBe(HOUR);
});

test('one that had replayed everything lags no longer than since then', () => {
  const lag = new ReplicationLag();
  lag.atMost(0);
  later(7);

  expect(lag.atMost(HOUR)).toBe(7);
  expect(lag.atMost(2)).toBe(2);
});

test('one that always has more to replay lags no longer than since it got what it has replayed', () => {
  const lag = new ReplicationLag();
  lag.learn({ received: 100, replayed: 90, heldBack: false }, performance.now());
  later(5);
  lag.learn({ received: 300, replayed: 100, heldBack: false }, performance.now());
  later(1);

  expect(lag.atMost(HOUR)).toBe(6);
});

test('one that gets more but does not replay what it had lags as it tells', () => {
  const lag = new ReplicationLag();
  lag.learn({ received: 100, replayed: 90, heldBack: false }, performance.now());
  later(5);
  lag.learn({ received: 300, replayed: 99, heldBack: false }, performance.now());

  expect(lag.atMost(HOUR)).toBe(HOUR);
});

test('what a follower had that is cut off from its primary says nothing', () => {
  const lag = new ReplicationLag();
  lag.learn({ received: null, replayed: 90, heldBack: false }, performance.now());
  later(5);
  lag.learn({ received: null, replayed: 90, heldBack: false }, performance.now());

  expect(lag.atMost(HOUR)).toBe(HOUR);
});

test.each([
  ['waits for the rest of a record that it got in part', {}, 0],
  ['stands still where nothing more is to come', { received: 8192 + 100 }, HOUR],
  ['has whole records to replay', { received: 4 * 8192 }, HOUR],
  ['is told not to replay yet', { heldBack: true }, HOUR],
])('one that %s lags so', (_, positions, seconds) => {
  const lag = new ReplicationLag();
  const seen = { received: 2 * 8192, replayed: 8192 + 50, heldBack: false, ...positions };
  lag.learn(seen, performance.now());
  later(0.2);
  lag.learn(seen, performance.now());
  expect(lag.atMost(HOUR)).toBe(HOUR);
  later(0.3);
  lag.learn(seen, performance.now());

  expect(lag.atMost(HOUR)).toBe(seconds);
});

test('one that has got a page and goes on replaying is not taken for one that waits', () => {
  const lag = new ReplicationLag();
  for (const replayed of [100, 200, 300]) {
    lag.learn({ received: 8192, replayed, heldBack: false }, performance.now());
    later(1);
  }

  expect(lag.atMost(HOUR)).toBe(HOUR);
});
