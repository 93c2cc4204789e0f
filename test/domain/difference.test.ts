// What differs between two tables is told row by row, whatever their order.
import { expect, test } from '@jest/globals';
import { tableDifference } from '../../domain/difference/table-difference.ts';
import type { Table, TableDifference, Value } from '../../domain/difference/table-difference.ts';
import { fc, often } from '../support/random.ts';

const columns = ['id', 'name', 'revenue'];
const most = { mostRows: 100, mostCells: 10 };
const byId = { key: ['id'], ...most };

const customers: Value[][] = [
  ['c1', 'Ahorn', 100],
  ['c2', 'Birke', 200],
  ['c3', 'Kaffee', 300],
];

function difference(before: Value[][], after: Value[][], wish = byId): TableDifference {
  return tableDifference({ columns, rows: before }, { columns, rows: after }, wish);
}

test('rows that came, went and changed are told by their key, with the old and the new value', () => {
  const after: Value[][] = [
    ['c9', 'Neu', 1],
    ['c3', 'Kaffee AG', 310],
    ['c1', 'Ahorn', 100],
  ];

  expect(difference(customers, after)).toEqual({
    key: ['id'],
    ...{ columnsAdded: [], columnsRemoved: [] },
    counts: { added: 1, removed: 1, changed: 1, same: 1 },
    added: [0],
    removed: [1],
    changed: [
      {
        ...{ before: 2, after: 1, more: 0 },
        cells: [
          { column: 'name', before: 'Kaffee', after: 'Kaffee AG' },
          { column: 'revenue', before: 300, after: 310 },
        ],
      },
    ],
  });
});

test('another order of rows and of columns is no difference', () => {
  const before: Table = { columns, rows: customers };
  const turned = customers.map((row) => [...row].reverse()).reverse();

  const { counts, changed } = tableDifference(
    before,
    { columns: [...columns].reverse(), rows: turned },
    byId,
  );

  expect(counts).toEqual({ added: 0, removed: 0, changed: 0, same: 3 });
  expect(changed).toEqual([]);
});

test('without a key that both tables have, another value is a row that went and one that came', () => {
  const after = customers.map(([id = '', name = '']) => [id, name, id === 'c1' ? 1 : 0]);

  for (const key of [[], ['number']]) {
    const { key: used, counts } = difference(customers, after, { ...byId, key });
    expect(used).toEqual([]);
    expect(counts).toEqual({ added: 3, removed: 3, changed: 0, same: 0 });
  }
});

test('columns that came and went are told as such, and change no row', () => {
  const after: Table = {
    columns: ['id', 'name', 'city'],
    rows: customers.map(([id = '', name = '']) => [id, name, 'Berlin']),
  };

  expect(tableDifference({ columns, rows: customers }, after, byId)).toMatchObject({
    ...{ columnsAdded: ['city'], columnsRemoved: ['revenue'] },
    counts: { added: 0, removed: 0, changed: 0, same: 3 },
  });
});

test('a name that several rows have is told apart as far as their values allow', () => {
  const before: Value[][] = [
    ['c1', 'Ahorn', 1],
    ['c1', 'Ahorn', 2],
    ['c1', 'Ahorn', 3],
  ];
  const after: Value[][] = [
    ['c1', 'Ahorn', 3],
    ['c1', 'Ahorn', 20],
  ];

  const { counts, changed } = difference(before, after);

  expect(counts).toEqual({ added: 0, removed: 1, changed: 1, same: 1 });
  expect(changed[0]?.cells).toEqual([{ column: 'revenue', before: 1, after: 20 }]);
});

test('null is told from an empty text, and a number from its text', () => {
  const before: Value[][] = [
    ['c1', null, 7],
    ['c2', '', 7],
  ];
  const after: Value[][] = [
    ['c1', '', 7],
    ['c2', '', '7'],
  ];

  expect(difference(before, after).changed.map(({ cells }) => cells)).toEqual([
    [{ column: 'name', before: null, after: '' }],
    [{ column: 'revenue', before: 7, after: '7' }],
  ]);
});

test('however much differs, no more than asked for is listed, and all of it is counted', () => {
  const rows = (from: number): Value[][] =>
    Array.from({ length: 500 }, (_, n) => [`c${n + from}`, `name ${from}`, from]);

  const found = difference(rows(0), rows(100), { key: ['id'], mostRows: 3, mostCells: 1 });

  expect(found.counts).toEqual({ added: 100, removed: 100, changed: 400, same: 0 });
  expect([found.added, found.removed]).toEqual([
    [400, 401, 402],
    [0, 1, 2],
  ]);
  expect(found.changed.map(({ after, cells, more }) => [after, cells.length, more])).toEqual([
    [0, 1, 1],
    [1, 1, 1],
    [2, 1, 1],
  ]);
});

const row = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 2 }));
const table = fc.array(row, { maxLength: 8 });

test('what is told of any two tables makes the one of the other', () => {
  fc.assert(
    fc.property(table, table, (before, after) => {
      const names = ['id', 'value'];
      const wish = { key: ['id'], mostRows: 100, mostCells: 2 };
      const found = tableDifference(
        { columns: names, rows: before },
        { columns: names, rows: after },
        wish,
      );

      const changes = new Map(found.changed.map((one) => [one.before, one.cells]));
      const made = before.flatMap(([id, value], index): [string, Value][] => {
        if (found.removed.includes(index)) return [];
        const [cell] = changes.get(index) ?? [];
        if (cell) expect(cell.before).toBe(value);
        return [[id, cell ? cell.after : value]];
      });
      for (const index of found.added) made.push(after[index] ?? ['', 0]);
      const sorted = (rows: readonly unknown[]) => rows.map((one) => JSON.stringify(one)).sort();
      expect(sorted(made)).toEqual(sorted(after));
    }),
    { numRuns: often(500, 5_000) },
  );
});
