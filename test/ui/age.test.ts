// Times and amounts as a person reads them.
import { expect, test } from '@jest/globals';
import { ageWords, countWords, elapsedWords, exactTime, serverWords } from '../../ui/age.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const before = (seconds: number) => new Date(now - seconds * 1000).toISOString();

test('an age is told in the largest unit that fits, and as a date after a week', () => {
  expect(
    [10, 60, 180, 3540, 3600, 5400, 82_800, 86_400, 3 * 86_400].map((s) =>
      ageWords(before(s), now),
    ),
  ).toEqual([
    'just now',
    '1 min ago',
    '3 min ago',
    '59 min ago',
    '1 h ago',
    '2 h ago',
    '23 h ago',
    '1 day ago',
    '3 days ago',
  ]);
  expect(ageWords('2026-03-02T12:00:00Z', now)).toBe('2 Mar 2026');
});

test('an age never reads "60 min" or "24 h"', () => {
  const words = Array.from({ length: 2000 }, (_, index) => ageWords(before(index * 60), now));
  expect(words.filter((text) => /\b(60 min|24 h)\b/.test(text))).toEqual([]);
});

test('what is still to come is told as ahead, not as ago', () => {
  expect(ageWords(before(-180), now)).toBe('in 3 min');
});

test('the exact time names its zone, and is right on either side of a change of the clock', () => {
  expect(exactTime('2026-03-29T00:30:00Z', 'Europe/Paris')).toBe('29 Mar 2026, 01:30:00 CET');
  expect(exactTime('2026-03-29T01:30:00Z', 'Europe/Paris')).toBe('29 Mar 2026, 03:30:00 CEST');
});

test('waiting times and counts read naturally', () => {
  expect(elapsedWords(5900)).toBe('5 s');
  expect(elapsedWords(80_000)).toBe('1 min 20 s');
  expect(countWords(1, 'row')).toBe('1 row');
  expect(countWords(0, 'query', 'queries')).toBe('0 queries');
});

test('a lag that nobody knows is not told as no lag', () => {
  expect(serverWords('follower', null)).toBe('from a follower');
  expect(serverWords('follower', 0.4)).toBe('from a follower, less than 1 s behind');
  expect(serverWords('follower', 75)).toBe('from a follower, 1 min 15 s behind');
  expect(serverWords('primary', null)).toBe('from the primary');
});
