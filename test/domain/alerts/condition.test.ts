// What an alert's condition sees in a result.
import { expect, test } from '@jest/globals';
import { sightOf, type Sight, type Watched } from '../../../domain/alerts/condition.ts';

const columns = ['number', 'amount', 'note'];
const see = (watched: Watched, rows: (string | null)[][], truncated = false): Sight =>
  sightOf(watched, { columns, rows, truncated });
const metIn = (sight: Sight) =>
  sight.state === 'seen' ? sight.met.map(({ name }) => name) : sight;
const above = (than: number | string, key = ['number']): Watched => ({
  when: { column: 'amount', is: 'above', than },
  key,
});

test('a row is a subject by its key columns, whatever else stands in it', () => {
  const rows = [
    ['A', '1', 'one'],
    ['A', '2', 'two'],
    [null, '3', ''],
    ['null', '3', ''],
  ];

  expect(metIn(see({ when: 'rows', key: ['number'] }, rows))).toEqual([['A'], [null], ['null']]);
});

test('without key columns the whole result is one subject, which has all rows', () => {
  const sight = see({ when: 'rows', key: [] }, [
    ['A', '1', ''],
    ['B', '2', ''],
  ]);

  expect(sight).toMatchObject({ met: [{ name: [], count: 2 }] });
});

test('no row is all well where rows fire, fires where none may be missing, and is no data for a value', () => {
  expect(metIn(see({ when: 'rows', key: [] }, []))).toEqual([]);
  expect(metIn(see({ when: 'no_rows', key: [] }, []))).toEqual([[]]);
  expect(metIn(see({ when: 'no_rows', key: [] }, [['A', '1', '']]))).toEqual([]);
  expect(see(above(0), [])).toEqual({ state: 'no_data' });
});

test('a result that is cut, and one that lacks a column, is failing', () => {
  expect(see({ when: 'rows', key: [] }, [['A', '1', '']], true).state).toBe('failing');
  expect(see({ when: 'rows', key: ['nmber'] }, []).state).toBe('failing');
  expect(see({ when: { column: 'sum', is: 'above', than: 1 }, key: [] }, []).state).toBe('failing');
});

test('a null says nothing of its subject, unless another row of it does', () => {
  const sight = see(above(10), [
    ['A', null, ''],
    ['B', null, ''],
    ['B', '11', ''],
  ]);

  expect(sight).toMatchObject({ met: [{ name: ['B'] }], unclear: ['["A"]'] });
});

test('numbers are compared digit for digit', () => {
  const rows = [['A', '9007199254740993', '']];

  expect(metIn(see(above('9007199254740992'), rows))).toEqual([['A']]);
  expect(metIn(see(above('9007199254740993'), rows))).toEqual([]);
  expect(metIn(see(above('-0.5'), [['A', '-0.49', '']]))).toEqual([['A']]);
  expect(
    metIn(
      see(above(100), [
        ['A', '1e3', ''],
        ['B', 'NaN', ''],
      ]),
    ),
  ).toEqual([['A']]);
});

test('text is compared as it is written, and is neither above nor below', () => {
  const equal = (than: string): Watched => ({
    when: { column: 'note', is: 'equal', than },
    key: ['number'],
  });

  expect(
    metIn(
      see(equal('late'), [
        ['A', '1', 'late'],
        ['B', '1', 'Late'],
      ]),
    ),
  ).toEqual([['A']]);
  expect(see(above(1), [['A', 'lots', '']])).toMatchObject({ met: [], unclear: ['["A"]'] });
});
