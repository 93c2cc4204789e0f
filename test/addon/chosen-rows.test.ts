// What a person chose of a result's columns and rows belongs to the range: the query is asked the same, refreshes keep it.
import { expect, test } from '@jest/globals';
import type { Field } from '../../domain/contract/result.ts';
import { col } from './desk/backend.ts';
import { Desk } from './desk/desk.ts';
import { linkedAt, problemOf, setOptions } from './desk/linked.ts';

const columns = [
  col('customer'),
  col('amount', 'number', 'numeric'),
  col('due', 'date', 'date'),
  col('seen', 'datetime', 'timestamptz'),
];
const rows: Field[][] = [
  ['Österreich AG', '9.50', '2026-03-01', '2026-02-28T23:30:00Z'],
  ['beta', 1200, '2026-01-15', null],
  ['Alpha', null, '2026-02-10', '2026-02-10T10:00:00Z'],
  ['alpine', 30, null, '2026-02-10T10:00:00.500Z'],
];
const chosen = {
  columns: [
    { name: 'due', label: 'Due' },
    { name: 'customer', label: 'customer' },
  ],
  filter: [],
  sort: [],
};

function deskWith(table = { columns, rows }) {
  const desk = new Desk();
  desk.backend.save('invoices', () => table, {
    columns: [{ name: 'customer', label: 'Customer' }],
  });
  return desk;
}

test('columns that were left out, ordered and named before inserting stand so in the sheet, with the author’s words for the others, and a refresh keeps them', () => {
  const table = { columns, rows: [...rows] };
  const desk = deskWith(table);
  const { range } = desk.insert('invoices', { chosen });
  expect(desk.shown('Invoices').slice(0, 2)).toEqual([
    ['Due', 'Customer'],
    ['3/1/2026', 'Österreich AG'],
  ]);

  table.rows = [['New', 5, '2026-05-05', null], ...rows];
  desk.refresh(range.id);

  expect(desk.shown('Invoices').slice(0, 2)).toEqual([
    ['Due', 'Customer'],
    ['5/5/2026', 'New'],
  ]);
  expect(
    new Set(desk.backend.seen.map(({ body }) => JSON.stringify(body['values'] ?? {}))),
  ).toEqual(new Set(['{}']));
});

test('rows are sorted by what they hold, numbers by their size, with nothing last, and a refresh keeps the order', () => {
  const table = { columns, rows: [...rows] };
  const desk = deskWith(table);
  const sort = [{ column: 'amount', descending: true }];
  const { range } = desk.insert('invoices', { chosen: { columns: [], filter: [], sort } });
  const names = () =>
    desk
      .shown('Invoices')
      .slice(1)
      .map(([name]) => name);
  expect(names()).toEqual(['beta', 'alpine', 'Österreich AG', 'Alpha']);

  table.rows = [...rows, ['huge', '123456789012', null, null]];
  desk.refresh(range.id);
  expect(names()).toEqual(['huge', 'beta', 'alpine', 'Österreich AG', 'Alpha']);

  setOptions({ desk, id: range.id, table }, { sort: [{ column: 'customer', descending: false }] });
  desk.refresh(range.id);
  expect(names()).toEqual(['Alpha', 'alpine', 'beta', 'huge', 'Österreich AG']);
});

const filters: [is: string, column: string, than: string, left: string[]][] = [
  ['equal', 'customer', 'ALPHA', ['Alpha']],
  ['not_equal', 'customer', 'beta', ['Österreich AG', 'Alpha', 'alpine']],
  ['contains', 'customer', 'ös', ['Österreich AG']],
  ['at_least', 'amount', '30', ['beta', 'alpine']],
  ['at_most', 'amount', '9.5', ['Österreich AG']],
  ['equal', 'amount', '9.5', ['Österreich AG']],
  ['at_least', 'due', '2026-02-10', ['Österreich AG', 'Alpha']],
  // By the spreadsheet's clocks it is March already.
  ['at_least', 'seen', '2026-03-01', ['Österreich AG']],
  ['equal', 'seen', '2026-02-10', ['Alpha', 'alpine']],
  ['empty', 'seen', '', ['beta']],
  ['not_empty', 'due', '', ['Österreich AG', 'beta', 'Alpha']],
];
for (const [is, column, than, left] of filters) {
  test(`the filter ${column} ${is} ${than} leaves ${left.join(', ')}`, () => {
    const desk = deskWith();
    const filter = [{ column, is: is as 'equal', than }];
    const { range } = desk.insert('invoices', { chosen: { columns: [], filter, sort: [] } });
    expect(
      desk
        .shown('Invoices')
        .slice(1)
        .map(([name]) => name),
    ).toEqual(left);
    expect(range.rowCount).toBe(left.length);
  });
}

test('a schedule takes away what its person has just filtered out, but not what a query suddenly no longer gives', () => {
  const linked = linkedAt(1, 1, 30);
  const { desk, id, table } = linked;
  setOptions(linked, { filter: [{ column: 'amount', is: 'at_most', than: '3' }] });
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  const runs = () => {
    desk.simulation.clock.advance(3_600_000);
    const [trigger] = desk.script.triggers;
    if (trigger) desk.script.fireTrigger(trigger);
  };
  runs();
  expect(desk.shown('Sheet1').slice(1)).toEqual([
    ['n1', '1'],
    ['n2', '2'],
    ['n3', '3'],
  ]);

  table.rows = [];
  runs();
  expect(desk.shown('Sheet1')).toHaveLength(4);
  expect(desk.ask('listRanges').ranges[0]?.problem?.detail).toContain('no rows');
});

test('where the query no longer gives the column that rows are filtered by, nothing is written and the range says so', () => {
  const linked = linkedAt(1, 1, 3);
  const { desk, id, table } = linked;
  setOptions(linked, { filter: [{ column: 'amount', is: 'at_most', than: '2' }] });
  desk.refresh(id);
  table.columns = [col('name'), col('total', 'number', 'int4')];

  expect(problemOf(() => desk.refresh(id)).code).toBe('columns_missing');

  expect(desk.shown('Sheet1')).toHaveLength(3);
  expect(desk.ask('listRanges').ranges[0]?.freshness).toBe('failed');
});
