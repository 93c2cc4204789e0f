// The simulator reads and shows values as the table of Sheets' write semantics says.
import { expect, test } from '@jest/globals';
import { newSimulation } from '../support/simulator.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../server/root.ts';

type WrittenInput =
  | string
  | number
  | boolean
  | null
  | { date: string }
  | { special: 'NaN' | 'Infinity' | 'undefined' }
  | { repeat: string; times: number };

/** A row of the table; its clock is 2026-11-22 and the spreadsheet's time zone UTC. */
interface WriteSemantics {
  input: WrittenInput;
  /** Set before the value; absent: Automatic. */
  format?: string;
  /** Absent: en_US. */
  locale?: string;
  /** As stored: dates as serial numbers, errors as their text, '' when empty. */
  value: string | number | boolean;
  type: 'text' | 'number' | 'boolean' | 'date' | 'empty' | 'error' | 'formula' | 'refused';
  display: string;
  /** The number format afterwards, where the write sets one. */
  formatAfter?: string;
  source: 'doc' | 'public' | 'guess';
  where: string;
}

const table = path.join(root, 'domain/write-semantics.json');
const writeSemantics = JSON.parse(readFileSync(table, 'utf8')) as WriteSemantics[];

const code = `
  function write(format, input) {
    const cell = SpreadsheetApp.getActiveSpreadsheet().getSheets()[0].getRange(1, 1);
    if (format) cell.setNumberFormat(format);
    cell.setValue(inputOf(input));
    SpreadsheetApp.flush();
    const value = cell.getValue();
    return {
      value,
      isDate: value instanceof Date,
      display: cell.getDisplayValue(),
      formula: cell.getFormula(),
      format: cell.getNumberFormat(),
    };
  }
  function inputOf(input) {
    if (typeof input !== 'object' || input === null) return input;
    if (input.date) return new Date(input.date);
    if (input.repeat) return input.repeat.repeat(input.times);
    return { NaN, Infinity, undefined }[input.special];
  }`;

interface Written {
  value: unknown;
  isDate: boolean;
  display: string;
  formula: string;
  format: string;
}

function typeOf({ value, isDate, formula, display }: Written): WriteSemantics['type'] {
  if (formula !== '') return 'formula';
  if (value === '') return 'empty';
  if (isDate) return 'date';
  if (typeof value === 'string' && value.startsWith('#') && display === value) return 'error';
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
}

function described(input: WrittenInput): string {
  return JSON.stringify(input);
}

function replay({ input, format, locale }: WriteSemantics) {
  const { script, workbook } = newSimulation({ code, workbook: locale ? { locale } : {} });
  const written = script.call('write', [format ?? '', input]) as Written;
  return { written, stored: workbook.cell(0, 1, 1).value };
}

test.each(
  writeSemantics
    .filter(({ type }) => type !== 'refused')
    .map((row) => ({
      row,
      name: `${described(row.input)} ${row.format ?? 'Automatic'} ${row.locale ?? 'en_US'}`,
    })),
)('$name is stored, typed and shown as the table says', ({ row }) => {
  const { written, stored } = replay(row);

  expect({ type: typeOf(written), display: written.display }).toEqual({
    type: row.type,
    display: row.display,
  });
  if (typeof row.value === 'number') expect(stored).toBeCloseTo(row.value, 9);
  else expect(stored).toBe(row.value);
  if (row.formatAfter) expect(written.format).toBe(row.formatAfter);
});

test.each(writeSemantics.filter(({ type }) => type === 'refused'))(
  'a text beyond the limit of a cell is refused',
  (row) => {
    expect(() => replay(row)).toThrow(
      'Your input contains more than the maximum of 50000 characters in a single cell.',
    );
  },
);

test('the table is large enough to mean something, and names the source of each row', () => {
  expect(writeSemantics.length).toBeGreaterThanOrEqual(100);
  expect(writeSemantics.filter(({ where }) => where === '')).toEqual([]);
});

// developers.google.com/workspace/sheets/api/guides/formats: the examples there.
test.each([
  ['h:mm:ss.00 a/p', 42465.67284, '4:08:53.38 p'],
  ['h PM, ddd mmm dd', 42465.67284, '4 PM, Tue Apr 05'],
  ['[hh]:[mm]:[ss].000', 0.134505266, '03:13:41.255'],
  ['[mmmm]:[ss].000', 0.134505266, '0193:41.255'],
  ['[h]:mm:ss', -22 / 24, '-22:00:00'],
  ['0.00e+00', 1234567890, '1.23e+09'],
])('the format %s shows %d as %s', (format, value, shown) => {
  const { script } = newSimulation({ code });

  expect((script.call('write', [format, value]) as Written).display).toBe(shown);
});
