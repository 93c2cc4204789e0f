// Rows that the result no longer has, and that stay grey and struck through for what stands beside them.
import { expect, test } from '@jest/globals';
import { col } from '../desk/backend.ts';
import { linkedAt } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const linesOf = ({ desk }: Linked) =>
  desk.shown('Sheet1').map((_, index) => desk.cell('Sheet1', index + 1, 1).line);

test('where a formula stands beside a row that the result no longer has, it is told that it still counts', () => {
  const columns = [col('id'), col('amount', 'number', 'int4')];
  const rows = [...'abcd'].map((id, n) => [id, 10 * (n + 1)]);
  const linked = linkedAt(4, 1, rows, { columns });
  const { desk, table, id } = linked;
  desk.backend.save('list', () => table, { key: ['id'] });
  for (let row = 5; row <= 8; row += 1) desk.type('Sheet1', row, 3, `=B${row}*2`);
  desk.type('Sheet1', 6, 4, 'about b');
  table.rows = rows.filter(([name]) => name !== 'b');

  const { warnings } = desk.refresh(id, { ownRows: true });

  expect(warnings).toEqual([
    expect.stringMatching(/Your formulas beside them \(column C\) still reckon/),
  ]);
  desk.type('Sheet1', 6, 3, '');
  table.rows = table.rows.slice(1);
  expect(desk.refresh(id, { ownRows: true }).warnings).toEqual([]);
});

test('rows that come where one was struck through are not struck through', () => {
  const ids = (text: string) => [...text].map((id) => [id]);
  const linked = linkedAt(4, 1, ids('bcdefghi'), { columns: [col('id')] });
  const { desk, table, id } = linked;
  desk.backend.save('list', () => table, { key: ['id'] });
  desk.type('Sheet1', 1, 1, '=COUNTA(A5:A12)');
  desk.type('Sheet1', 5, 2, 'about b');
  table.rows = ids('klmnop');
  desk.refresh(id, { ownRows: true });
  expect(desk.cell('Sheet1', 5, 1)).toMatchObject({ value: 'b', line: 'line-through' });
  desk.type('Sheet1', 5, 2, '');

  table.rows = ids('uvwx');
  desk.refresh(id);

  expect(desk.shown('Sheet1').slice(4)).toEqual(ids('uvwx'));
  expect(linesOf(linked).join('')).toBe('');
});
