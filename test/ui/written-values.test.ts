// What people type into a form is sent as plain numbers and ISO dates, and stands there as they write it.
import { expect, test } from '@jest/globals';
import type { Parameter } from '../../domain/contract/parameter.ts';
import { entriesFrom, entryErrors, unclearEntries, valuesOf } from '../../ui/entries.ts';
import { sourcesFrom } from '../../addon/sidebar/value-sources.ts';
import { fieldText } from '../../ui/fields/field-text.ts';

const parameters: Parameter[] = [
  { name: 'least', type: 'number' },
  { name: 'since', type: 'date' },
  { name: 'at', type: 'timestamp', optional: true },
];
const typed = (least: string, since: string) => ({
  least: { from: 'text' as const, text: least },
  since: { from: 'text' as const, text: since },
});

test('numbers and dates are sent plainly, as the locale writes them', () => {
  const german = sourcesFrom(parameters, typed('1.000', '31.12.2026'), 'de_DE');

  expect(german).toMatchObject({
    least: { from: 'value', value: '1000' },
    since: { from: 'value', value: '2026-12-31' },
  });
  expect(sourcesFrom(parameters, typed('1,000', 'start of month'), 'en_US')).toMatchObject({
    least: { value: '1000' },
    since: { value: 'start of month' },
  });
  expect(valuesOf(parameters, typed('12.5', '2026-12-31'))).toMatchObject({
    least: '12.5',
    since: '2026-12-31',
  });
});

test('a number that is given stands in the form as it is written there, and is the same when it is sent', () => {
  const entries = entriesFrom(parameters, { least: '1.255', since: '2026-12-31' }, 'de_DE');

  expect(entries['least']).toEqual({ from: 'text', text: '1,255' });
  expect(sourcesFrom(parameters, entries, 'de_DE')).toMatchObject({ least: { value: '1.255' } });
});

test('what may be two is asked at once, and what is none is told', () => {
  const unclear = typed('1.000', '12/05/2026');

  expect(unclearEntries(parameters, unclear, 'fr_FR')).toEqual({
    least: '“1.000” may be 1000 or 1,000. Write it as one of these.',
  });
  expect(unclearEntries(parameters, unclear, 'de_DE')).toEqual({
    since: '“12/05/2026” may be 2026-05-12 or 2026-12-05. Write it as one of these.',
  });
  expect(entryErrors(parameters, typed('twelve', 'x'), 'de_DE')).toEqual({
    least: '“twelve” is not a number. Write it like 1250 or 12,5.',
  });
});

test('a number is shown with its digits, whether it came as a number or as text', () => {
  const column = { name: 'amount', type: 'number' as const, typeName: 'numeric' };
  const shown = (field: string | number, format?: string) =>
    fieldText(field, column, { grouped: false, format });

  expect([shown(1e21), shown(1e-7), shown('1.10')]).toEqual([
    ...['1000000000000000000000', '0.0000001', '1.10'],
  ]);
  expect([shown('1.10', 'decimal'), shown('12345678901234567.5', 'decimal')]).toEqual([
    ...['1.10', '12345678901234567.5'],
  ]);
});
