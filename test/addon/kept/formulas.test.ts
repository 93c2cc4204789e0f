// Formulas that a person keeps beside a result: they come into new rows, and what they show is right when rows come between
// those that look at each other.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { col } from '../desk/backend.ts';
import { linkedAt } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const columns = [col('id'), col('amount', 'number', 'int4')];
const fields = (ids: string): Field[][] => [...ids].map((id, n) => [id, 2 ** n]);
const yes = { ownRows: true };

/** Rows in A2 and below, a note beside the first one, and in D the sum up to each row, as people write it. */
function withRunningSum(ids: string, begins = true): Linked {
  const linked = linkedAt(1, 1, fields(ids), { columns });
  linked.desk.backend.save('list', () => linked.table, { key: ['id'] });
  linked.desk.type('Sheet1', 2, 3, 'about the first');
  for (let row = 2; row <= ids.length + 1; row += 1) {
    const isFirst = begins && row === 2;
    linked.desk.type('Sheet1', row, 4, isFirst ? '=B2' : `=N(D${row - 1})+B${row}`);
  }
  return linked;
}

/** What stands in each row, and the sum that is right there. */
function sums({ desk }: Linked) {
  let sum = 0;
  return desk
    .values('Sheet1')
    .slice(1)
    .map(([id, amount, , shown]) => {
      sum += Number(amount);
      return { id, shown, right: sum };
    });
}

test.each([
  ['begins with a formula of its own', true],
  ['looks at the header', false],
])(
  'a running sum that %s is right when rows come at the top, inside and at the end',
  (_, begins) => {
    const linked = withRunningSum('abcd', begins);
    linked.table.rows = fields('xabycdz');

    linked.desk.refresh(linked.id, yes);

    const shown = sums(linked);
    expect(shown).toHaveLength(7);
    for (const { shown: found, right } of shown) expect(found).toBe(right);
  },
);

test('a running sum is again what it was, formula by formula, when a refresh is undone', () => {
  const linked = withRunningSum('abcd');
  const formulas = () => [2, 3, 4, 5].map((row) => linked.desk.cell('Sheet1', row, 4).input);
  const before = formulas();
  linked.table.rows = fields('axbyczd');
  linked.desk.refresh(linked.id, yes);

  linked.desk.ask('undoRefresh', { id: linked.id });

  expect(formulas()).toEqual(before);
  expect(linked.desk.shown('Sheet1')).toHaveLength(5);
});

test('a row that comes back by an undo has the formula that it had, and one without comes back without', () => {
  const linked = linkedAt(1, 1, fields('abcdef'), { columns });
  const { desk, table, id } = linked;
  desk.backend.save('list', () => table, { key: ['id'] });
  desk.type('Sheet1', 2, 3, 'about a');
  for (const row of [2, 3, 5, 6]) desk.type('Sheet1', row, 4, `=B${row}*2`);
  const before = desk.values('Sheet1');
  table.rows = fields('a');
  desk.refresh(id, { ...yes, fewRows: true });

  desk.ask('undoRefresh', { id });

  expect(desk.values('Sheet1')).toEqual(before);
});

test('a column of formulas in which one cell was typed over comes down into rows that come', () => {
  const linked = linkedAt(1, 1, fields('abc'), { columns });
  const { desk, table, id } = linked;
  desk.backend.save('list', () => table, { key: ['id'] });
  for (const row of [2, 4]) desk.type('Sheet1', row, 3, `=B${row}*2`);
  desk.type('Sheet1', 3, 3, '77');
  table.rows = fields('axbc');

  desk.refresh(id, yes);

  const shown = desk.shown('Sheet1').slice(1);
  expect(shown.map(([one, , double]) => `${one ?? ''} ${double ?? ''}`)).toEqual([
    ...['a 2', 'x 4', 'b 77', 'c 16'],
  ]);
});

test('a running sum beside rows that are replaced is right in the last row too', () => {
  const linked = linkedAt(1, 1, fields('abc'), { columns });
  const { desk, table, id } = linked;
  for (const row of [2, 3, 4]) desk.type('Sheet1', row, 3, `=N(C${row - 1})+B${row}`);
  table.rows = fields('abcdefg');

  desk.refresh(id);

  expect(
    desk
      .values('Sheet1')
      .slice(1)
      .map(([, , sum]) => sum),
  ).toEqual([1, 3, 7, 15, 31, 63, 127]);
});
