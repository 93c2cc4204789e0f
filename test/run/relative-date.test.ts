// Relative dates: the whole grammar, across months' ends, zones and changes of the clock.
import { expect, test } from '@jest/globals';
import { isRelativeDate, relativeDate } from '../../domain/relative-date.ts';

const at = (iso: string) => new Date(iso);

test.each([
  ['today', '2026-11-22'],
  ['now', '2026-11-22'],
  ['Yesterday', '2026-11-21'],
  [' tomorrow ', '2026-11-23'],
  ['7 days ago', '2026-11-15'],
  ['1 day ago', '2026-11-21'],
  ['2 weeks ago', '2026-11-08'],
  ['3 months ago', '2026-08-22'],
  ['1 quarter ago', '2026-08-22'],
  ['1 year ago', '2025-11-22'],
  ['in 10 days', '2026-12-02'],
  ['2 months from now', '2027-01-22'],
  ['start of week', '2026-11-16'],
  ['end of week', '2026-11-22'],
  ['start of month', '2026-11-01'],
  ['end of month', '2026-11-30'],
  ['start of last month', '2026-10-01'],
  ['end of last month', '2026-10-31'],
  ['start  of this quarter', '2026-10-01'],
  ['end of next quarter', '2027-03-31'],
  ['start of year', '2026-01-01'],
  ['end of last year', '2025-12-31'],
])('on Sunday 22 November 2026, %s is %s', (words, day) => {
  expect(relativeDate(words, at('2026-11-22T12:00:00Z'), 'UTC')).toBe(day);
});

test('a month that is too short gives its last day', () => {
  expect(relativeDate('1 month ago', at('2026-03-31T12:00:00Z'), 'UTC')).toBe('2026-02-28');
  expect(relativeDate('1 year ago', at('2024-02-29T12:00:00Z'), 'UTC')).toBe('2023-02-28');
});

test('the day is the one of the zone, on both sides of the date line', () => {
  const now = at('2026-11-22T10:30:00Z');

  expect(relativeDate('today', now, 'Pacific/Kiritimati')).toBe('2026-11-23');
  expect(relativeDate('today', now, 'Pacific/Pago_Pago')).toBe('2026-11-21');
});

test('days are calendar days, also when one of them has 23 or 25 hours', () => {
  expect(relativeDate('yesterday', at('2026-03-29T22:30:00Z'), 'Europe/Paris')).toBe('2026-03-29');
  expect(relativeDate('1 day ago', at('2026-10-25T23:30:00Z'), 'Europe/Paris')).toBe('2026-10-25');
  expect(relativeDate('today', at('2026-03-08T07:59:00Z'), 'America/Los_Angeles')).toBe(
    '2026-03-07',
  );
});

test.each([
  '',
  'someday',
  '2026-01-01',
  'start of day',
  '99999 years ago',
  '-1 days ago',
  '7 days',
])('%p is no relative date', (text) => {
  expect(isRelativeDate(text)).toBe(false);
});
