// Which cell a field becomes.
import { expect, test } from '@jest/globals';
import { cellColumns } from '../../domain/cells/cell-format.ts';
import { CELL_CHARACTERS, cellMaker, noLosses } from '../../domain/cells/cell.ts';
import type { CellKind } from '../../domain/cells/cell.ts';
import type { Column, Field } from '../../domain/contract/result.ts';

const col = (name: string, type: Column['type'], typeName: string = type): Column => ({
  name,
  type,
  typeName,
});

function cellsOf(kind: CellKind, fields: Field[], timeZone = 'Europe/Paris') {
  const losses = noLosses();
  return { cells: fields.map(cellMaker(kind, { timeZone, losses })), losses };
}

const kindsOf = (column: Column, fields: Field[]) =>
  cellColumns({ columns: [column], rows: fields.map((field) => [field]) })[0];

test('one integer of more than 15 digits makes its whole column text, with every digit', () => {
  const fields = [7, '12345678901234567'];

  expect(kindsOf(col('id', 'number', 'int8'), fields)).toMatchObject({ kind: 'text', format: '@' });
  expect(cellsOf('text', fields).cells).toEqual(['7', '12345678901234567']);
});

test('another number with more than 15 digits is the nearest double, and counted as rounded', () => {
  expect(kindsOf(col('n', 'number', 'numeric'), ['1234567890123456.78'])?.kind).toBe('number');
  expect(cellsOf('number', ['1234567890123456.78', '0.10000000000000000000', 2.5])).toMatchObject({
    cells: [1234567890123456.8, 0.1, 2.5],
    losses: { rounded: 1, cut: 0 },
  });
});

test('a format with fixed decimals never hides a digit', () => {
  const format = (typeName: string, ...fields: Field[]) =>
    kindsOf(col('n', 'number', typeName), fields)?.format;

  expect(format('int4', 1, 2)).toBe('0');
  expect(format('numeric', 12.5, 3, 1.25)).toBe('0.00');
  expect(format('numeric', 0.123456)).toBe('General');
  expect(format('float8', 12.5)).toBe('General');
  expect(format('numeric', 1e-7)).toBe('General');
});

test('infinity, NaN and dates that a sheet does not know stay text', () => {
  expect(cellsOf('number', ['NaN', 'Infinity', '-Infinity']).cells).toEqual([
    'NaN',
    'Infinity',
    '-Infinity',
  ]);
  const dates = ['1899-12-31', '10000-01-01', '0044-03-15 BC', '-infinity', '2025-02-30'];
  expect(cellsOf('date', dates).cells).toEqual(dates);
  expect(cellsOf('date', ['1900-01-01', '9999-12-31', '2024-02-29']).cells).toEqual([
    2, 2958465, 45351,
  ]);
  expect(cellsOf('time', ['24:00:00', '10:00:00+02']).cells).toEqual(['24:00:00', '10:00:00+02']);
});

test('an instant is what the clocks of the zone show, on both sides of their changes', () => {
  const shown = (instant: string, zone: string) => {
    const [serial] = cellsOf('datetime', [instant], zone).cells;
    return new Date(Date.UTC(1899, 11, 30) + Math.round(Number(serial) * 86_400_000))
      .toISOString()
      .slice(0, 23);
  };

  expect(shown('2025-03-30T00:59:59Z', 'Europe/Paris')).toBe('2025-03-30T01:59:59.000');
  expect(shown('2025-03-30T01:00:00Z', 'Europe/Paris')).toBe('2025-03-30T03:00:00.000');
  expect(shown('2025-10-26T00:30:00Z', 'Europe/Paris')).toBe('2025-10-26T02:30:00.000');
  expect(shown('2025-10-26T01:30:00Z', 'Europe/Paris')).toBe('2025-10-26T02:30:00.000');
  expect(shown('2025-07-01T12:00:00.125Z', 'Asia/Kathmandu')).toBe('2025-07-01T17:45:00.125');
  expect(shown('1960-01-01T00:00:00Z', 'Africa/Monrovia')).toBe('1959-12-31T23:15:30.000');
});

test('an instant that a sheet cannot hold as a date is a text in the style of the others', () => {
  expect(cellsOf('datetime', ['1850-01-01T00:00:00.5Z'], 'UTC').cells).toEqual([
    '1850-01-01 00:00:00.5',
  ]);
  expect(cellsOf('datetime', ['1899-12-31T23:00:00Z'], 'Asia/Kolkata').cells).not.toEqual([
    '1899-12-31 23:00:00',
  ]);
  expect(cellsOf('datetime', ['1850-01-01T10:00:00', '0044-03-15T10:00:00 BC']).cells).toEqual([
    '1850-01-01 10:00:00',
    '0044-03-15T10:00:00 BC',
  ]);
});

test('a time with less than a thousandth of a second is counted as rounded', () => {
  expect(cellsOf('time', ['10:00:00.123456', '10:00:00.120000']).losses.rounded).toBe(1);
  expect(kindsOf(col('t', 'time'), ['10:00:00.5'])?.format).toBe('hh:mm:ss.000');
});

test('a text that is too long is cut with a mark that says so, and no character is halved', () => {
  const long = '😀'.repeat(CELL_CHARACTERS / 2 + 1);

  const { cells, losses } = cellsOf('text', [long, 'x'.repeat(CELL_CHARACTERS)]);

  expect(losses).toMatchObject({ rounded: 0, cut: 1 });
  expect(String(cells[0]).length).toBeLessThanOrEqual(CELL_CHARACTERS);
  expect(cells[0]).toMatch(/^(😀)+… \[cut: the database holds 50002 characters\]$/u);
  expect(cells[1]).toHaveLength(CELL_CHARACTERS);
});

test('a type that this version does not know is text', () => {
  const strange = { name: 'x', type: 'hologram', typeName: 'hologram' } as unknown as Column;

  expect(kindsOf(strange, [1])).toMatchObject({ kind: 'text', format: '@' });
});

test('a column that is kept as text shows its numbers as they came', () => {
  const [column] = cellColumns(
    { columns: [col('n', 'number', 'numeric')], rows: [['0.1234567890123456789']] },
    { exactText: ['n'] },
  );

  expect(column?.kind).toBe('text');
  expect(cellsOf('text', ['0.1234567890123456789']).cells).toEqual(['0.1234567890123456789']);
});

test('what no double holds is text, at either end', () => {
  const large = `1${'0'.repeat(400)}`;
  const small = `0.${'0'.repeat(399)}1`;

  expect(cellsOf('number', [large, `-${large}`, small, '0.000']).cells).toEqual([
    ...[large, `-${large}`, small, 0],
  ]);
});

test('a number that came as one is written without an exponent where its column is text', () => {
  expect(cellsOf('text', [1e21, -1.5e21, 1e-7, -1.25e-7, 12.5]).cells).toEqual([
    ...['1000000000000000000000', '-1500000000000000000000', '0.0000001', '-0.000000125', '12.5'],
  ]);
});

test('dates are shown as in the locale of the spreadsheet, numbers with the decimals of the database', () => {
  const formatIn = (locale: string, column: Column, ...fields: Field[]) =>
    cellColumns({ columns: [column], rows: fields.map((field) => [field]) }, { locale })[0]?.format;
  const day = col('day', 'date');
  const at = col('at', 'datetime');

  expect(
    ['en_US', 'de_DE', 'en_GB', 'ja_JP', 'ko_KR', 'sv_SE', 'bg_BG', 'nonsense'].map((locale) =>
      formatIn(locale, day, '2026-12-31'),
    ),
  ).toEqual([
    ...['m/d/yyyy', 'dd.mm.yyyy', 'dd/mm/yyyy', 'yyyy/mm/dd', 'yyyy. mm. dd.', 'yyyy-mm-dd'],
    ...['dd.mm.yyyy" г."', 'yyyy-mm-dd'],
  ]);
  expect(formatIn('de_DE', at, '2026-12-31 10:00:00.5')).toBe('dd.mm.yyyy hh:mm:ss.000');
  expect(formatIn('de_DE', col('n', 'number', 'numeric'), '1.00', '2.50')).toBe('0.00');
});
