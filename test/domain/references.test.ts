// Which cells a formula refers to.
import { expect, test } from '@jest/globals';
import { referencesOf } from '../../domain/cells/formula-references.ts';

const shown = (formula: string) =>
  referencesOf(formula).map(
    ({ tab, fromRow, toRow, fromColumn, toColumn }) =>
      `${tab ?? ''}|${fromRow}-${toRow}|${fromColumn}-${toColumn}`,
  );

test('cells, ranges, open ranges and other tabs are found', () => {
  expect(shown('=B4')).toEqual(['|4-4|2-2']);
  expect(shown('=SUM($A$2:C10)*2')).toEqual(['|2-10|1-3']);
  expect(shown("='My ''tab'!A1+Costs!B2")).toEqual(["My 'tab|1-1|1-1", 'Costs|2-2|2-2']);
  expect(shown('=A2:A')).toEqual(['|2-Infinity|1-1']);
  expect(shown('=SUM(B:C)+SUM(3:4)')).toEqual(['|1-Infinity|2-3', '|3-4|1-Infinity']);
});

test('texts, numbers, functions and names are no cells', () => {
  expect(shown('="A1"&LOG10(5)&rate_a1&12.5&TRUE')).toEqual([]);
});
