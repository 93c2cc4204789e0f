// Numbers and dates as people write them.
import { expect, test } from '@jest/globals';
import { serialOfShown } from '../../domain/cells/shown-serial.ts';
import { dateFromText, momentFromText } from '../../domain/cells/written-date.ts';
import { numberFromText, writtenNumber } from '../../domain/cells/written-number.ts';
import { fc, often } from '../support/random.ts';

const numberIn = (locale: string) => (text: string) => {
  const read = numberFromText(text, locale);
  return read && ('value' in read ? read.value : read.either);
};
const dateIn = (locale: string) => (text: string) => {
  const read = dateFromText(text, locale);
  return read && ('value' in read ? read.value : read.either);
};

test('a number is read as the people of a locale write it', () => {
  expect(['1.000', '1.234,5', '1,5', '1,500', '-3', '1.234.567'].map(numberIn('de_DE'))).toEqual([
    ...['1000', '1234.5', '1.5', '1.500', '-3', '1234567'],
  ]);
  expect(['1.000', '1,234.5', '1,000', '.5', '5.', '1e5', '−3'].map(numberIn('en_US'))).toEqual([
    ...['1.000', '1234.5', '1000', '.5', '5', '1e5', '-3'],
  ]);
  expect(
    ['1 234,5', '1\u202f234', '12 kg', '31.12.2026', '1,2,3', ''].map(numberIn('fr_FR')),
  ).toEqual([...['1234.5', '1234', null, null, null, null]]);
  expect(['12,34,567', "1'234.5"].map(numberIn('en_IN'))).toEqual(['1234567', '1234.5']);
});

test('a number that may be two is asked, one with another mark that can only be one is not', () => {
  expect(numberIn('fr_FR')('1.000')).toEqual(['1000', '1.000']);
  expect(['1.5', '0.125', '1.234,5', '1000.255'].map(numberIn('fr_FR'))).toEqual([
    ...['1.5', '0.125', '1234.5', '1000.255'],
  ]);
  expect(['1,5', '1.234,5', '0,125'].map(numberIn('en_US'))).toEqual(['1.5', '1234.5', '0.125']);
});

test('whatever number is written for a locale is read as the same number there', () => {
  const locales = ['en_US', 'de_DE', 'fr_FR', 'de_CH', 'es_ES', 'en_IN', 'ja_JP', 'ar_EG', 'fa_IR'];
  fc.assert(
    fc.property(
      fc.constantFrom(...locales),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
      (locale, number) => {
        const value = String(number);
        const read = numberFromText(writtenNumber(value, locale), locale);
        expect(read && 'value' in read && Number(read.value)).toBe(Number(value));
      },
    ),
    { numRuns: often(500, 5_000) },
  );
});

test('a date is read as the people of a locale write it', () => {
  expect(
    ['31.12.2026', '1.2.2026', '5.6.26', '2026-12-31', '1.2.1999'].map(dateIn('de_DE')),
  ).toEqual([...['2026-12-31', '2026-02-01', '2026-06-05', '2026-12-31', '1999-02-01']]);
  expect(['12/31/2026', '1/2/2026', '2/29/2027', '1-2-2026'].map(dateIn('en_US'))).toEqual([
    ...['2026-12-31', '2026-01-02', null, '2026-01-02'],
  ]);
  expect(dateIn('en_GB')('1/2/2026')).toBe('2026-02-01');
  expect(
    ['2026/1/2', '2026. 1. 2.', 'start of month', '12:30', '1.2.3.4'].map(dateIn('ko_KR')),
  ).toEqual([...['2026-01-02', '2026-01-02', null, null, null]]);
});

test('a date that may be two is asked, one that can only be one is not', () => {
  expect(dateIn('de_DE')('12/05/2026')).toEqual(['2026-05-12', '2026-12-05']);
  expect(dateIn('ja_JP')('12/05/2026')).toEqual(['2026-05-12', '2026-12-05']);
  expect(['31/12/2026', '12/31/2026', '5/5/2026'].map(dateIn('de_DE'))).toEqual([
    ...['2026-12-31', '2026-12-31', '2026-05-05'],
  ]);
});

test('a time of the day may stand behind a date', () => {
  expect(momentFromText('31.12.2026 14:30', 'de_DE')).toEqual({ value: '2026-12-31 14:30:00' });
  expect(momentFromText('12/31/2026 2:30 PM', 'en_US')).toEqual({ value: '2026-12-31 14:30:00' });
  expect(momentFromText('31.12.2026', 'de_DE')).toEqual({ value: '2026-12-31' });
  expect(momentFromText('31.12.2026 25:00', 'de_DE')).toBeNull();
});

test('what a cell of a locale shows is the date, the time or the duration that it holds', () => {
  const shown = (text: string, locale: string) => serialOfShown(text, locale);

  expect(shown('31.12.2026', 'de_DE')).toBe(46387);
  expect(shown('30.03.2025 02:30:00,250', 'de_DE')).toBeCloseTo(45746 + 9000.25 / 86_400, 9);
  expect(shown('3/30/2025 02:30:00.250', 'en_US')).toBeCloseTo(45746 + 9000.25 / 86_400, 9);
  expect(shown('2025-03-30 02:30:00', 'ja_JP')).toBeCloseTo(45746 + 9000 / 86_400, 9);
  expect(shown('03:30:00', 'de_DE')).toBeCloseTo(3.5 / 24, 9);
  expect(shown('76:05:06', 'de_DE')).toBeCloseTo(3 + 14706 / 86_400, 9);
  expect(shown('-1:00:00', 'de_DE')).toBeCloseTo(-1 / 24, 9);
  expect(shown('yesterday', 'de_DE')).toBeNull();
});
