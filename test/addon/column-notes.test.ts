// What a query's author says of its columns is taken over when a range is inserted, and is the person's from then on.
import { expect, test } from '@jest/globals';
import type { ColumnNote } from '../../domain/contract/query.ts';
import type { Field } from '../../domain/contract/result.ts';
import { col } from './desk/backend.ts';
import type { Table } from './desk/backend.ts';
import { Desk } from './desk/desk.ts';

const columns = [
  col('customer'),
  col('revenue', 'number', 'numeric'),
  col('share', 'number', 'numeric'),
  col('since', 'datetime', 'timestamp'),
  col('account', 'number', 'int4'),
];
const notes: ColumnNote[] = [
  { name: 'customer', label: 'Customer', description: 'As it stands on the invoice.' },
  { name: 'revenue', label: 'Revenue', format: 'EUR' },
  { name: 'share', format: 'percent', description: 'Of the whole year.' },
  { name: 'since', label: 'Customer since', format: 'date' },
  { name: 'account', format: 'text' },
];
const row = (name: string, revenue: number): Field[] => [
  ...[name, revenue, 0.125, '2026-01-31T17:30:00', 77],
];

function inserted(said: ColumnNote[] = notes) {
  const desk = new Desk();
  const table: Table = { columns, rows: [row('Ann', 1234.5), row('Bob', 7)] };
  desk.backend.save('revenue', () => table, { columns: said });
  desk.select('Sheet1', 1, 1);
  const { id } = desk.insert('revenue', { target: 'selection' }).range;
  return { desk, table, id };
}

test('labels head the columns, and numbers and times are shown in the author’s format', () => {
  const { desk } = inserted();
  expect(desk.shown('Sheet1')).toEqual([
    ['Customer', 'Revenue', 'share', 'Customer since', 'account'],
    ['Ann', '€1,234.50', '12.5%', '2026-01-31', '77'],
    ['Bob', '€7.00', '12.5%', '2026-01-31', '77'],
  ]);
  expect(desk.values('Sheet1')[1]?.slice(1, 3)).toEqual([1234.5, 0.125]);
});

test('a column of numbers that the author calls text is text, also after a refresh', () => {
  const { desk, table, id } = inserted();
  table.rows = [row('Ann', 8)];
  desk.refresh(id);

  expect(desk.values('Sheet1')[1]?.[4]).toBe('77');
});

test('descriptions are notes on the header cells, above what Sheetfeed says of the range', () => {
  const { desk, id } = inserted();
  expect(desk.cell('Sheet1', 1, 1).note).toMatch(/^As it stands on the invoice\.\n\n— Sheetfeed —/);
  expect(desk.cell('Sheet1', 1, 3).note).toBe('Of the whole year.');

  desk.ask('unlinkRange', { id });
  expect(desk.cell('Sheet1', 1, 1).note).toBe('As it stands on the invoice.');
});

test('a refresh that grows keeps the labels and the formats, in the new rows too', () => {
  const { desk, table, id } = inserted();
  table.rows = [row('Ann', 1), row('Eve', 2), row('Bob', 3), row('Zoe', 4.25)];
  const { changes } = desk.refresh(id);

  expect(changes).toMatchObject({ cellsEditedByHand: 0, columnsAdded: [], columnsRemoved: [] });
  expect(desk.shown('Sheet1')).toEqual([
    ['Customer', 'Revenue', 'share', 'Customer since', 'account'],
    ...[
      ['Ann', '€1.00'],
      ['Eve', '€2.00'],
      ['Bob', '€3.00'],
      ['Zoe', '€4.25'],
    ].map((start) => [...start, '12.5%', '2026-01-31', '77']),
  ]);
});

test('an unchanged refresh writes nothing, and what the author says later changes no sheet', () => {
  const { desk, table, id } = inserted();
  desk.backend.save('revenue', () => table, {
    columns: [{ name: 'revenue', label: 'Turnover', format: 'USD' }],
  });

  expect(desk.refresh(id).changes.unchanged).toBe(true);
  expect(desk.shown('Sheet1')[0]?.[1]).toBe('Revenue');
});

test('a format that does not fit what a column holds is left out, and so is a label that two would share', () => {
  const { desk } = inserted([
    { name: 'customer', label: 'Name', format: 'EUR' },
    { name: 'revenue', label: 'Name', format: 'date' },
    { name: 'share', label: '  ' },
    { name: 'gone', label: 'Gone' },
  ]);

  expect(desk.shown('Sheet1').slice(0, 2)).toEqual([
    ['customer', 'revenue', 'share', 'since', 'account'],
    ['Ann', '1234.5', '0.125', '1/31/2026 17:30:00', '77'],
  ]);
});

test('choosing columns starts from the author’s labels', () => {
  const { desk, id } = inserted();
  const [range] = desk.ask('listRanges').ranges;
  expect(range?.columns.map(({ name, label }) => [name, label])).toEqual([
    ['customer', 'Customer'],
    ['revenue', 'Revenue'],
    ['share', 'share'],
    ['since', 'Customer since'],
    ['account', 'account'],
  ]);

  const chosen = (range?.columns ?? []).slice(0, 2).map(({ name, label }) => ({ name, label }));
  if (range) desk.ask('setOptions', { id, options: { ...range.options, columns: chosen } });
  desk.refresh(id);
  expect(desk.shown('Sheet1')[0]).toEqual(['Customer', 'Revenue']);
});
