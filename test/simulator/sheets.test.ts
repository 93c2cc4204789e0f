// Scripts over the simulated spreadsheet: what they write is there, and what they may not fails as in Google's.
import { expect, test } from '@jest/globals';
import { newSimulation } from '../support/simulator.ts';

test('a script writes values, formulas and formats, and reads them back', () => {
  const { script, display } = newSimulation({
    code: `
      function main() {
        const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheets()[0];
        sheet.getRange(1, 1, 2, 2).setValues([['a', 1.5], [true, '=B1*2']]);
        sheet.getRange('B1').setNumberFormat('0.00');
        const values = sheet.getRange('A1:B2').getValues();
        return { values, isArray: values instanceof Array, formula: sheet.getRange('B2').getFormula() };
      }`,
  });

  expect(script.call('main')).toEqual({
    values: [
      ['a', 1.5],
      [true, 3],
    ],
    isArray: true,
    formula: '=B1*2',
  });
  expect(display('A1:B2')).toEqual([
    ['a', '1.50'],
    ['TRUE', '3'],
  ]);
});

test('a hundred thousand rows are written, moved by an insertion in their midst, and read back', () => {
  const { script } = newSimulation({
    code: `
      function main() {
        const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheets()[0];
        sheet.insertRowsAfter(1000, 99000);
        const rows = Array.from({ length: 100000 }, (_, row) => Array.from({ length: 10 }, (_, column) => row * 10 + column));
        sheet.getRange(1, 1, 100000, 10).setValues(rows);
        sheet.insertRowsBefore(50001, 10000);
        const [last] = sheet.getRange(110000, 1, 1, 10).getValues();
        return { last, gap: sheet.getRange(50001, 1, 10000, 10).isBlank(), rows: sheet.getLastRow() };
      }`,
  });

  expect(script.call('main')).toEqual({
    last: Array.from({ length: 10 }, (_, column) => 999_990 + column),
    gap: true,
    rows: 110_000,
  });
});

test('what is done to a list of ranges is done to each of them, and each is a range', () => {
  const { script, display } = newSimulation({
    code: `function main() {
      const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheets()[0];
      sheet.getRange(1, 1, 2, 2).setValues([[1, 2], [3, 4]]);
      const list = sheet.getRangeList(['A1', 'B2']);
      list.setNumberFormat('0.00');
      list.getRanges()[1].setValue(5);
      sheet.getRangeList(['B1', 'A2']).clearContent();
    }`,
  });

  script.call('main');

  expect(display('A1:B2')).toEqual([
    ['1.00', ''],
    ['', '5.00'],
  ]);
});
