// A column of formulas beside a result belongs to its rows without anybody saying so: rows that come get the formula, rows
// that go take it along, and what sums it up stays right.
import { expect, test } from '@jest/globals';
import type { RangeOptions } from '../../../addon/sidebar-functions.ts';
import type { Field } from '../../../domain/contract/result.ts';
import { col } from '../desk/backend.ts';
import { linkedAt, problemOf, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const columns = [col('id'), col('revenue', 'number', 'int4')];
const customer = (number: number): Field[] => [`c${number}`, 100 * number];

function rangeOf(options: Partial<RangeOptions> = {}): Linked {
  const linked = linkedAt(4, 2, [1, 2, 3, 4].map(customer), { columns });
  setOptions(linked, options);
  return linked;
}

const type = ({ desk }: Linked, row: number, column: number, text: string) =>
  desk.type('Sheet1', row, column, text);
const inEachRow = (linked: Linked, column: number, formula: (row: number) => string) => {
  for (let row = 5; row <= 8; row += 1) type(linked, row, column, formula(row));
};

function refresh(linked: Linked, numbers: number[], confirmed = {}): void {
  linked.table.rows = numbers.map(customer);
  linked.desk.refresh(linked.id, confirmed);
}

/** Each row of the result with what stands at its right. */
const rowsShown = ({ desk }: Linked) =>
  desk
    .values('Sheet1')
    .slice(4)
    .map(([, id = '', , ...beside]) => [id, ...beside]);

const whole = (linked: Linked) => linked.desk.shown('Sheet1');
const undo = ({ desk, id }: Linked) => desk.ask('undoRefresh', { id });

test('rows that come, go or change their order have the formula, and its sum is right, also after an undo', () => {
  const linked = rangeOf();
  inEachRow(linked, 4, (row) => `=C${row}*2`);
  type(linked, 1, 2, '=SUM(D5:D8)');
  const steps = [
    [1, 2, 6, 3, 4],
    [2, 4],
    [4, 3, 2],
    [4, 3, 2, 7, 8],
  ];
  const before = [whole(linked)];

  for (const numbers of steps) {
    refresh(linked, numbers);
    expect(rowsShown(linked)).toEqual(numbers.map((number) => [`c${number}`, 200 * number]));
    const sum = numbers.reduce((total, number) => total + 200 * number, 0);
    expect(linked.desk.cell('Sheet1', 1, 2).value).toBe(sum);
    before.push(whole(linked));
  }
  for (const shown of before.slice(0, -1).reverse()) {
    undo(linked);
    expect(whole(linked)).toEqual(shown);
  }
});

test('behind an array formula a column of formulas stays with its rows', () => {
  const linked = rangeOf();
  type(linked, 5, 4, '=ARRAYFORMULA(C5:C8*3)');
  inEachRow(linked, 5, (row) => `=C${row}*2`);

  refresh(linked, [1, 2, 5, 3, 4]);
  expect(rowsShown(linked)).toEqual([1, 2, 5, 3, 4].map((n) => [`c${n}`, 300 * n, 200 * n]));

  refresh(linked, [1, 4]);
  expect(rowsShown(linked)).toEqual([1, 4].map((n) => [`c${n}`, 300 * n, 200 * n]));
});

test('a formula beside one row alone was meant for that row, and stays beside it', () => {
  const linked = rangeOf();
  type(linked, 7, 4, '=C7*0.9');

  refresh(linked, [4, 3, 2, 1]);

  const beside = rowsShown(linked).find(([id]) => id === 'c3');
  expect(beside).toEqual(['c3', 270]);
  expect(rowsShown(linked).filter(([, value]) => value !== '')).toHaveLength(1);
});

test('rows that are added below leave formulas and notes beside the older ones, and get the formula', () => {
  const linked = rangeOf({ mode: 'append' });
  type(linked, 8, 4, 'about c4');
  inEachRow(linked, 5, (row) => `=C${row}*2`);
  const before = whole(linked);

  refresh(linked, [5, 6]);
  refresh(linked, [7]);

  expect(rowsShown(linked).map(([id, , note, double]) => [id, note, double])).toEqual([
    ...[1, 2, 3].map((number) => [`c${number}`, '', 200 * number]),
    ['c4', 'about c4', 800],
    ...[5, 6, 7].map((number) => [`c${number}`, '', 200 * number]),
  ]);
  undo(linked);
  undo(linked);
  expect(whole(linked)).toEqual(before);
});

test('rows that are added below grow the sums of the rows and of the formulas beside them', () => {
  const linked = rangeOf({ mode: 'append' });
  type(linked, 8, 4, 'about c4');
  inEachRow(linked, 5, (row) => `=C${row}*2`);
  type(linked, 1, 3, '=SUM(C5:C8)');
  type(linked, 1, 5, '=SUM(E5:E8)');

  refresh(linked, [5, 6]);

  const [sums = []] = linked.desk.values('Sheet1');
  expect(sums.filter((value) => value !== '')).toEqual([2100, 4200]);
  expect(rowsShown(linked).map(([id, , note]) => [id, note])).toEqual([
    ...[1, 2, 3].map((number) => [`c${number}`, '']),
    ['c4', 'about c4'],
    ...[5, 6].map((number) => [`c${number}`, '']),
  ]);
});

test('columns that come with rows leave the formulas in their column', () => {
  const linked = rangeOf();
  type(linked, 8, 4, 'about c4');
  inEachRow(linked, 5, (row) => `=C${row}*2`);
  linked.table.columns = [...columns, col('city'), col('zip')];
  const before = whole(linked);

  linked.table.rows = [1, 3, 6, 4].map((number) => [...customer(number), 'Oslo', '0123']);
  linked.desk.refresh(linked.id, { ownRows: true });

  expect(rowsShown(linked)).toEqual([
    ['c1', 'Oslo', '0123', '', 200],
    ['c3', 'Oslo', '0123', '', 600],
    ['c6', 'Oslo', '0123', '', 1200],
    ['c4', 'Oslo', '0123', 'about c4', 800],
  ]);
  undo(linked);
  expect(whole(linked)).toEqual(before);
});

test('formulas that all went with their rows come back with them, where the one row that stays has none', () => {
  const linked = rangeOf({ keyColumns: ['id'] });
  for (const row of [5, 6, 7]) type(linked, row, 5, `=C${row}*2`);
  type(linked, 8, 5, 'about c4');
  const before = whole(linked);

  refresh(linked, [4]);
  expect(rowsShown(linked)).toEqual([['c4', '', 'about c4']]);
  linked.desk.workbook.insertRows(linked.desk.sheet('Sheet1').id, 2, 1);
  undo(linked);

  expect(whole(linked).filter((_, row) => row !== 1)).toEqual(before);
  linked.desk.type('Sheet1', 6, 3, '7');
  expect(linked.desk.cell('Sheet1', 6, 5).value).toBe(14);
});

test('formulas that all went come back with the number format that their person gave them', () => {
  const linked = rangeOf({ keyColumns: ['id'] });
  const { desk } = linked;
  for (const row of [5, 6, 7]) type(linked, row, 5, `=C${row}/1000`);
  const percent = { top: 5, left: 5, bottom: 7, right: 5 };
  desk.workbook.style(desk.sheet('Sheet1').id, percent, { format: '0.00%' });
  type(linked, 8, 5, 'about c4');
  const shown = desk.shown('Sheet1');

  refresh(linked, [4]);
  undo(linked);

  expect(desk.shown('Sheet1')).toEqual(shown);
});

test('formulas that all went and look at a fixed cell are not brought back into a range that has moved', () => {
  const linked = rangeOf({ keyColumns: ['id'] });
  for (const row of [5, 6, 7]) type(linked, row, 5, `=C${row}*$B$1`);
  type(linked, 8, 5, 'about c4');
  refresh(linked, [4]);
  linked.desk.workbook.insertRows(linked.desk.sheet('Sheet1').id, 2, 1);
  const shown = whole(linked);

  const problem = problemOf(() => undo(linked));

  expect([problem.code, problem.message]).toEqual([
    'sheet_changed',
    expect.stringMatching(/^The formulas in column E went with their rows and look at fixed cells/),
  ]);
  expect(whole(linked)).toEqual(shown);
});
