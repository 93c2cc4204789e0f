// How far a follower lags at most, from what it told over time.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { ReplicationLag } from '../../server/run/replication-lag.ts';

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
  lag.learn({ received: 100, replayed: 90 }, performance.now());
  later(5);
  lag.learn({ received: 300, replayed: 100 }, performance.now());
  later(1);

  expect(lag.atMost(HOUR)).toBe(6);
});

test('one that gets more but does not replay what it had lags as it tells', () => {
  const lag = new ReplicationLag();
  lag.learn({ received: 100, replayed: 90 }, performance.now());
  later(5);
  lag.learn({ received: 300, replayed: 99 }, performance.now());

  expect(lag.atMost(HOUR)).toBe(HOUR);
});

test('what a follower had that is cut off from its primary says nothing', () => {
  const lag = new ReplicationLag();
  lag.learn({ received: null, replayed: 90 }, performance.now());
  later(5);
  lag.learn({ received: null, replayed: 90 }, performance.now());

  expect(lag.atMost(HOUR)).toBe(HOUR);
});
