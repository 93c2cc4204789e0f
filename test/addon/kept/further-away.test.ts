// Notes that a person keeps behind an empty column stay beside their rows as those do that touch the result, and what is
// a table of its own is left alone.
import { expect, test } from '@jest/globals';
import type { RangeOptions } from '../../../addon/sidebar-functions.ts';
import type { Field } from '../../../domain/contract/result.ts';
import { col } from '../desk/backend.ts';
import { linkedAt, problemOf, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];
const customer = (number: number): Field[] => [`c${number}`, `Customer ${number}`, 100 * number];
/** Data rows from 5 on, in D to F. */
const FIRST = 5;

function rangeOf(count: number, options: Partial<RangeOptions> = {}): Linked {
  const rows = Array.from({ length: count }, (_, index) => customer(index + 1));
  const linked = linkedAt(FIRST - 1, 4, rows, { columns });
  linked.desk.backend.save('list', () => linked.table, { key: ['id'] });
  setOptions(linked, options);
  return linked;
}

const type = ({ desk }: Linked, row: number, column: number, text: string) =>
  desk.type('Sheet1', row, column, text);
const note = (linked: Linked, number: number, column: number) =>
  type(linked, FIRST + number - 1, column, `about c${number}`);

function refresh(linked: Linked, numbers: number[], confirmed = {}) {
  linked.table.rows = numbers.map(customer);
  return linked.desk.refresh(linked.id, confirmed);
}

const ids = ({ desk }: Linked) =>
  desk
    .shown('Sheet1')
    .slice(FIRST - 1)
    .flatMap((row) => (row[3] ? [row[3]] : []));

/** How many notes there are; each stands beside its customer. */
function notesBeside({ desk }: Linked): number {
  const rows = desk.shown('Sheet1');
  return rows
    .flatMap((row) => row.map((text) => [/^about (c\d)$/.exec(text)?.[1], row[3]]))
    .filter(([about]) => about !== undefined)
    .map(([about, id]) => expect(id).toBe(about)).length;
}

for (const [where, column] of [
  ['one empty column', 8],
  ['three empty columns', 10],
  ['an empty column at the left', 2],
] as const) {
  test(`notes behind ${where} stay beside their rows, whatever comes, and undo brings all back`, () => {
    const linked = rangeOf(4);
    for (const number of [1, 3]) note(linked, number, column);
    const before = linked.desk.shown('Sheet1');

    for (const numbers of [
      [1, 5, 3, 4],
      [4, 3, 1],
      [6, 3, 1, 7, 8],
      [3, 8],
    ]) {
      refresh(linked, numbers, { ownRows: true });
      expect(notesBeside(linked)).toBe(2);
    }
    for (let step = 0; step < 4; step += 1) linked.desk.ask('undoRefresh', { id: linked.id });

    expect(linked.desk.shown('Sheet1')).toEqual(before);
  });
}

test('a row that goes is kept for a note behind an empty column, and asked about', () => {
  const linked = rangeOf(3);
  note(linked, 1, 8);

  const asked = problemOf(() => refresh(linked, [2, 3]));

  expect(asked.message).toMatch(/1 of the 1 rows beside which you keep something.*H5/);
  expect(ids(linked)).toEqual(['c1', 'c2', 'c3']);
});

test('notes on both sides of an empty column stay, with a total below them', () => {
  const linked = rangeOf(4);
  note(linked, 2, 7);
  for (const number of [1, 4]) note(linked, number, 9);
  type(linked, FIRST + 4, 9, '=COUNTA(I5:I8)');

  refresh(linked, [5, 4, 3, 2, 1]);

  expect(notesBeside(linked)).toBe(3);
  expect(linked.desk.shown('Sheet1').flat()).toContain('2');
});

test('a table that goes on below the rows is left alone, and rows come in the query’s order', () => {
  const linked = rangeOf(3);
  for (let row = FIRST - 2; row < FIRST + 6; row += 1) type(linked, row, 9, `mine ${row}`);

  refresh(linked, [3, 2, 1, 4, 5]);

  expect(ids(linked)).toEqual(['c3', 'c2', 'c1', 'c4', 'c5']);
  const list = linked.desk.shown('Sheet1').map((row) => row[8] ?? '');
  expect(list.filter((text) => text !== '')).toHaveLength(8);
  expect(list.indexOf('mine 10') - list.indexOf('mine 3')).toBe(7);
});

test('a summary that reckons with the rows is left alone, and stays right', () => {
  const linked = rangeOf(4);
  type(linked, FIRST, 8, 'Total');
  type(linked, FIRST, 9, '=SUM(F5:F8)');
  type(linked, FIRST + 1, 8, 'Customers');
  type(linked, FIRST + 1, 9, '=COUNTA(D5:D8)');

  refresh(linked, [4, 3, 5]);

  expect(ids(linked)).toEqual(['c4', 'c3', 'c5']);
  const at = (row: number) => linked.desk.values('Sheet1')[row - 1]?.slice(7, 9);
  expect([at(FIRST), at(FIRST + 1)]).toEqual([
    ['Total', 1200],
    ['Customers', 3],
  ]);
});

test('of two results the one at the left has what stands between them, and what touches the other is the other’s', () => {
  const linked = rangeOf(3);
  const { desk } = linked;
  const other = { columns, rows: [7, 8, 9].map(customer) };
  desk.backend.save('other', () => other, { key: ['id'] });
  desk.select('Sheet1', FIRST - 1, 12);
  const { range } = desk.insert('other', { target: 'selection' });
  // H is behind an empty column of the first and of the second, K touches the second.
  note(linked, 2, 8);
  type(linked, FIRST + 1, 11, 'beside c8');

  refresh(linked, [4, 3, 2, 1]);
  other.rows = [9, 8, 5, 7].map(customer);
  desk.refresh(range.id);

  expect(notesBeside(linked)).toBe(1);
  const beside = desk.shown('Sheet1').find((row) => row.includes('beside c8'));
  expect(beside?.[11]).toBe('c8');
});

test('who says that only what touches the result belongs to its rows, or nothing, has the query’s order', () => {
  const touching = rangeOf(3, { ownColumns: 'touching' });
  note(touching, 1, 8);
  refresh(touching, [3, 2, 1]);
  expect(ids(touching)).toEqual(['c3', 'c2', 'c1']);
  expect(touching.desk.cell('Sheet1', FIRST, 8).value).toBe('about c1');

  const alone = rangeOf(3, { ownColumns: 'none' });
  type(alone, FIRST, 7, 'a line of its own');
  refresh(alone, [3, 2, 1]);
  expect(ids(alone)).toEqual(['c3', 'c2', 'c1']);
  expect(alone.desk.cell('Sheet1', FIRST, 7).value).toBe('a line of its own');
});

test('a column that comes takes the empty one before the notes, which stay beside their rows', () => {
  const linked = rangeOf(4);
  for (const number of [1, 4]) note(linked, number, 8);
  type(linked, FIRST + 1, 10, 'further away');
  linked.table.columns = [...columns, col('city')];
  const before = linked.desk.shown('Sheet1');

  refresh(linked, [1, 5, 4, 2]);

  expect(notesBeside(linked)).toBe(2);
  expect(linked.desk.shown('Sheet1')[FIRST - 2]?.slice(3, 7)).toEqual([
    ...['id', 'name', 'revenue', 'city'],
  ]);
  linked.desk.ask('undoRefresh', { id: linked.id });
  expect(linked.desk.shown('Sheet1')).toEqual(before);
});
