// Rows that the result no longer has, and that stay grey and struck through for what stands beside them.
import { expect, test } from '@jest/globals';
import { col } from '../desk/backend.ts';
import { linkedAt } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const linesOf = ({ desk }: Linked) =>
  desk.shown('Sheet1').map((_, index) => desk.cell('Sheet1', index + 1, 1).line);

/** Amounts in A4:B8, each doubled in column C; a note in D6 keeps the row of b, which then leaves the result. */
function withLeftRow(formula = (row: number) => `=B${row}*2`): Linked {
  const columns = [col('id'), col('amount', 'number', 'int4')];
  const rows = [...'abcd'].map((id, n) => [id, 10 * (n + 1)]);
  const linked = linkedAt(4, 1, rows, { columns });
  const { desk, table } = linked;
  desk.backend.save('list', () => table, { key: ['id'] });
  for (let row = 5; row <= 8; row += 1) desk.type('Sheet1', row, 3, formula(row));
  desk.type('Sheet1', 6, 4, 'about b');
  table.rows = rows.filter(([name]) => name !== 'b');
  return linked;
}

const leftOf = ({ desk, id }: Linked) => desk.ask('besideRanges')[id]?.left;
const noteOf = ({ desk }: Linked) => desk.cell('Sheet1', 4, 1).note;

test('a formula beside a row that the result no longer has is left alone, and told by its cell as long as it counts', () => {
  const linked = withLeftRow();
  const { desk, id } = linked;
  desk.type('Sheet1', 1, 3, '=SUM(C5:C8)');

  const { warnings } = desk.refresh(id, { ownRows: true });

  expect(desk.cell('Sheet1', 6, 3)).toMatchObject({ formula: '=B6*2', value: 40 });
  // The card says it.
  expect(warnings).toEqual([]);
  expect(leftOf(linked)).toEqual({ rows: ['A6'], counting: ['C6'] });
  expect(noteOf(linked)).toContain('1 formula beside still reckons with their last values.');
  desk.type('Sheet1', 6, 3, '');
  expect(leftOf(linked)).toEqual({ rows: ['A6'], counting: [] });
  desk.refresh(id);
  expect(noteOf(linked)).not.toContain('reckon');
  expect(desk.cell('Sheet1', 1, 3).value).toBe(160);
});

test('what still counts is told by where it stands when it is told', () => {
  const linked = withLeftRow();
  const { desk, id } = linked;
  desk.refresh(id, { ownRows: true });
  const { id: tab } = desk.sheet('Sheet1');

  desk.workbook.insertColumns(tab, 1, 1);
  desk.workbook.insertColumns(tab, 4, 1);

  expect(leftOf(linked)).toEqual({ rows: ['B6'], counting: ['E6'] });
  desk.workbook.activate(desk.workbook.addSheet('Other').id);
  expect(desk.refresh(id).warnings).toEqual([
    expect.stringContaining('Your formulas in E6 still reckon'),
  ]);
});

test.each([
  ['a formula of one row alone', (row: number) => (row === 6 ? '=B6/4' : `note ${row}`), 'C6'],
  ['one that fills its column', (row: number) => (row === 5 ? '=ARRAYFORMULA(B5:B8*2)' : ''), 'C6'],
  ['a sum, which passes over texts', (row: number) => `=SUM(B${row}:B${row})`, null],
  ['one that shows a text', (row: number) => `="id "&A${row}`, null],
])('%s is told where it counts', (_, formula, cell) => {
  const linked = withLeftRow(formula);

  linked.desk.refresh(linked.id, { ownRows: true });

  expect(leftOf(linked)?.counting).toEqual(cell === null ? [] : [cell]);
});

test('a row that left the result may be deleted in the sheet, and nothing is said of it any more', () => {
  const linked = withLeftRow();
  const { desk, id } = linked;
  desk.refresh(id, { ownRows: true });

  desk.workbook.deleteRows(desk.sheet('Sheet1').id, 6, 1);

  expect(desk.refresh(id).warnings).toEqual([]);
  expect(desk.shown('Sheet1').slice(4)).toEqual([
    ['a', '10', '20'],
    ['c', '30', '60'],
    ['d', '40', '80'],
  ]);
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
