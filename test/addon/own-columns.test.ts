// What a person keeps beside a result, or in a column of their own inside it, stays with its row.
import { expect, test } from '@jest/globals';
import type { Field } from '../../domain/contract/result.ts';
import { col } from './desk/backend.ts';
import { linkedAt, problemOf, setOptions } from './desk/linked.ts';
import type { Linked } from './desk/linked.ts';

const c1: Field[] = ['c1', 'Ahorn', 100];
const c2: Field[] = ['c2', 'Birke', 200];
const c3: Field[] = ['c3', 'Kaffee', 300];
const c4: Field[] = ['c4', 'Linde', 400];
const customers = [c1, c2, c3, c4];
/** Each of them with a revenue that is one higher. */
const dearer = customers.map(([id = '', name = '', revenue]): Field[] => [
  id,
  name,
  Number(revenue) + 1,
]);
const columns = [col('id'), col('name'), col('revenue', 'number', 'int4')];

/** Customers in A to C, and a note beside each in D. */
function withNotes(rows = customers): Linked {
  const linked = linkedAt(1, 1, rows, { columns });
  rows.forEach(([id], index) => linked.desk.type('Sheet1', index + 2, 4, `note of ${String(id)}`));
  return linked;
}

const shown = ({ desk }: Linked) => desk.shown('Sheet1').map((row) => row.slice(0, 4));
/** What stands beside the row of a customer. */
const noteOf = (linked: Linked, id: string) => shown(linked).find(([first]) => first === id)?.[3];
const yes = { ownRows: true };

test('a note stays beside its customer when another one ends, and the row of that one stays for its note', () => {
  const linked = withNotes();
  linked.table.rows = customers.filter(([id]) => id !== 'c2');

  const { range } = linked.desk.refresh(linked.id, yes);

  expect(shown(linked)).toEqual([
    ['id', 'name', 'revenue', ''],
    ['c1', 'Ahorn', '100', 'note of c1'],
    ['c2', 'Birke', '200', 'note of c2'],
    ['c3', 'Kaffee', '300', 'note of c3'],
    ['c4', 'Linde', '400', 'note of c4'],
  ]);
  expect(range.rowCount).toBe(3);
});

test('no sum counts a row that is kept for its note alone, and it looks as before when it is there again', () => {
  const linked = withNotes();
  const { desk, table, id } = linked;
  desk.type('Sheet1', 8, 3, '=SUM(C2:C5)');
  table.rows = customers.filter(([customer]) => customer !== 'c2');
  desk.refresh(id, yes);

  expect(desk.cell('Sheet1', 8, 3).display).toBe('800');
  table.rows = customers;
  desk.refresh(id, yes);

  expect(desk.cell('Sheet1', 8, 3).display).toBe('1000');
  expect(desk.values('Sheet1')[2]?.slice(0, 4)).toEqual(['c2', 'Birke', 200, 'note of c2']);
});

test('rows keep their places when the result has another order, and new ones come below their predecessor', () => {
  const linked = withNotes();
  linked.table.rows = [c4, c2, ['c9', 'Neu', 1], c3, c1];

  linked.desk.refresh(linked.id, yes);

  expect(shown(linked).slice(1)).toEqual([
    ['c1', 'Ahorn', '100', 'note of c1'],
    ['c2', 'Birke', '200', 'note of c2'],
    ['c9', 'Neu', '1', ''],
    ['c3', 'Kaffee', '300', 'note of c3'],
    ['c4', 'Linde', '400', 'note of c4'],
  ]);
});

test('a row without anything of the person goes when the result no longer has it', () => {
  const linked = withNotes();
  linked.desk.type('Sheet1', 3, 4, '');
  linked.table.rows = customers.filter(([id]) => id !== 'c2');

  linked.desk.refresh(linked.id, yes);

  expect(shown(linked).slice(1)).toEqual([
    ['c1', 'Ahorn', '100', 'note of c1'],
    ['c3', 'Kaffee', '300', 'note of c3'],
    ['c4', 'Linde', '400', 'note of c4'],
  ]);
});

test('what names a row is guessed once and asked about, and not asked again', () => {
  const linked = withNotes();
  linked.table.rows = dearer.slice(1);

  const asked = problemOf(() => linked.desk.refresh(linked.id));
  expect(asked.code).toBe('needs_confirmation');
  expect(asked.message).toMatch(/told apart by id/);
  expect(shown(linked)).toHaveLength(5);
  expect(linked.desk.refresh(linked.id, yes).range.toldApartBy).toEqual(['id']);
  linked.table.rows = [...customers].reverse();
  linked.desk.refresh(linked.id);

  expect(
    shown(linked)
      .slice(1)
      .map(([id, , , note]) => `${id} ${note}`),
  ).toEqual(['c1 note of c1', 'c2 note of c2', 'c3 note of c3', 'c4 note of c4']);
});

test('a rank from 1 to n names nobody', () => {
  const ranked = (ids: string[]): Field[][] => ids.map((id, index) => [index + 1, id, 5]);
  const linked = linkedAt(1, 1, ranked(['a', 'b', 'c']), {
    columns: [col('rank', 'number', 'int4'), col('id'), col('x', 'number', 'int4')],
  });
  linked.desk.type('Sheet1', 3, 4, 'of b');
  linked.table.rows = ranked(['b', 'c', 'a']);

  linked.desk.refresh(linked.id, yes);

  expect(shown(linked).find(([, id]) => id === 'b')?.[3]).toBe('of b');
});

test('own columns to the left and inside the range keep their rows too', () => {
  const linked = linkedAt(1, 2, customers, { columns });
  const { desk } = linked;
  desk.workbook.insertColumns(desk.sheet('Sheet1').id, 3, 1);
  desk.type('Sheet1', 4, 1, 'left of c3');
  desk.type('Sheet1', 4, 3, 'inside c3');
  linked.table.rows = customers.slice(1).reverse();

  desk.refresh(linked.id, yes);

  const row = desk.shown('Sheet1').find(([, id]) => id === 'c3');
  expect(row?.slice(0, 3)).toEqual(['left of c3', 'c3', 'inside c3']);
});

test('a column of formulas beside comes down into rows that come, and goes with those that go', () => {
  const linked = withNotes();
  const { desk, table, id } = linked;
  for (let row = 2; row <= 5; row += 1) desk.type('Sheet1', row, 5, `=C${row}*2`);
  desk.type('Sheet1', 3, 4, '');
  table.rows = [...customers.filter(([one]) => one !== 'c2'), ['c5', 'Neu', 50]];

  desk.refresh(id, yes);

  const rows = desk.shown('Sheet1').slice(1);
  expect(rows.map(([customer, , , , double]) => [customer, double])).toEqual([
    ['c1', '200'],
    ['c3', '600'],
    ['c4', '800'],
    ['c5', '100'],
  ]);
});

test('rows that go at more places than Google has the time for go at the next refreshes', () => {
  const all = Array.from({ length: 700 }, (_, n): Field[] => [`n${n}`, 'x', n]);
  const linked = linkedAt(1, 1, all, { columns });
  const { desk, table, id } = linked;
  desk.type('Sheet1', 2, 4, 'note of n0');
  table.rows = all.filter((_, n) => n % 2 === 0);

  const first = desk.refresh(id, yes);
  expect(first.range.rowCount).toBe(350);
  // And one at the end.
  expect(desk.shown('Sheet1').filter(([name]) => name === '')).toHaveLength(49);
  table.rows = [...table.rows, ['n700', 'x', 700]];
  desk.refresh(id, yes);

  expect(
    desk
      .shown('Sheet1')
      .slice(1)
      .map(([name]) => name),
  ).toEqual(table.rows.map(([name]) => name));
  expect(noteOf(linked, 'n0')).toBe('note of n0');
});

test('undo puts everything back as it was, cell by cell', () => {
  const linked = withNotes();
  const { desk, table, id } = linked;
  for (let row = 2; row <= 5; row += 1) desk.type('Sheet1', row, 5, `=C${row}*2`);
  desk.type('Sheet1', 2, 4, '');
  const before = desk.shown('Sheet1');
  const values = desk.values('Sheet1');
  table.rows = [['c9', 'Neu', 1], ...customers.filter(([one]) => one !== 'c1' && one !== 'c3')];
  desk.refresh(id, yes);
  expect(desk.shown('Sheet1')).not.toEqual(before);

  desk.ask('undoRefresh', { id });

  expect(desk.shown('Sheet1')).toEqual(before);
  expect(desk.values('Sheet1')).toEqual(values);
});

test('half of the rows with notes gone at once is asked about, with the cells', () => {
  const linked = withNotes();
  linked.desk.refresh(linked.id);
  linked.table.rows = customers.slice(3);

  const asked = problemOf(() => linked.desk.refresh(linked.id));

  expect(asked.message).toMatch(/3 of the 4 rows .* D2, D3, D4/);
  expect(noteOf(linked, 'c3')).toBe('note of c3');
});

test('rows that are as they were in other places are no reason to ask anybody anything', () => {
  const linked = withNotes();
  linked.table.rows = [...customers].reverse();

  linked.desk.refresh(linked.id);

  expect(noteOf(linked, 'c3')).toBe('note of c3');
});

test('changed values in the same places are asked about once, for what names the rows', () => {
  const linked = withNotes();
  linked.table.rows = dearer;

  expect(problemOf(() => linked.desk.refresh(linked.id)).message).toMatch(/told apart by id/);
  linked.desk.refresh(linked.id, yes);
  linked.table.rows = customers;
  linked.desk.refresh(linked.id);

  expect(noteOf(linked, 'c3')).toBe('note of c3');
  expect(shown(linked)[3]?.[2]).toBe('300');
});

/** The query says itself what names a row. */
function authorSays({ desk, table }: Linked, key: string[]): void {
  desk.backend.save('list', () => table, { key });
}

/** Ids of other customers: who is who is in the name alone. */
const renumbered = [...dearer].reverse().map(([, ...rest], n): Field[] => [`d${n}`, ...rest]);
const noteBeside = (linked: Linked, name: string) =>
  shown(linked).find(([, second]) => second === name)?.[3];

test('what the author says names a row counts without a question, also where a guess would be another', () => {
  const linked = withNotes();
  authorSays(linked, ['name']);
  linked.table.rows = renumbered;

  const { range } = linked.desk.refresh(linked.id);

  expect(noteBeside(linked, 'Birke')).toBe('note of c2');
  expect(range.toldApartBy).toEqual(['name']);
});

test('the primary key of a table names a row without a question, where nobody said what does', () => {
  const linked = withNotes();
  linked.table.tableKeys = [[2], [1]];
  // The revenue names no row any more; the ids would be a guess.
  linked.table.rows = renumbered.map(([id = '', name = '']): Field[] => [id, name, 7]);

  const { range } = linked.desk.refresh(linked.id);

  expect(noteBeside(linked, 'Birke')).toBe('note of c2');
  expect(range.toldApartBy).toEqual(['name']);
});

test('no number tells the rows apart where each has a name that says they are others', () => {
  const linked = withNotes([c1, c2]);
  // The one id that comes names two rows, so the ids are no guess; the revenue of one of them is that of another row.
  linked.table.rows = [
    ['c9', 'Ulme', 200],
    ['c9', 'Ulme', 300],
  ];

  linked.desk.refresh(linked.id, yes);

  const c2Now = shown(linked).find((row) => row[3] === 'note of c2');
  expect(c2Now?.slice(0, 2)).toEqual(['c2', 'Birke']);
});

test('a number tells the rows apart where their names mostly say the same', () => {
  const named = customers.map(([, name = '', number = 0]): Field[] => [name, name, number]);
  const linked = withNotes(named);
  linked.table.rows = [['Ahorn', 'Ahorn', 900], ...named];

  linked.desk.refresh(linked.id, yes);

  expect(shown(linked).map((row) => [row[2], row[3]])).toEqual([
    ['revenue', ''],
    ['900', ''],
    ['100', 'note of Ahorn'],
    ['200', 'note of Birke'],
    ['300', 'note of Kaffee'],
    ['400', 'note of Linde'],
  ]);
});

test('what the author says counts more than the primary key of a table', () => {
  const linked = withNotes();
  authorSays(linked, ['name']);
  linked.table.tableKeys = [[0]];
  linked.table.rows = customers.map(([, name = ''], n): Field[] => [`c${4 - n}`, name, 7]);

  linked.desk.refresh(linked.id);

  expect(noteBeside(linked, 'Birke')).toBe('note of c2');
});

test('what the person chose counts more than what the author says', () => {
  const linked = withNotes();
  authorSays(linked, ['id']);
  setOptions(linked, { keyColumns: ['name'] });
  linked.table.rows = renumbered;

  linked.desk.refresh(linked.id);

  expect(noteBeside(linked, 'Birke')).toBe('note of c2');
});

test('where what the author says names no row once, somebody is asked', () => {
  const linked = withNotes();
  authorSays(linked, ['revenue']);
  linked.table.rows = customers.map(([id = '', name = '']): Field[] => [id, name, 7]);
  const before = shown(linked);

  expect(problemOf(() => linked.desk.refresh(linked.id)).message).toMatch(/told apart by revenue/);

  expect(shown(linked)).toEqual(before);
});

test('a column that only now comes, or that the person does not show, names no row of the sheet', () => {
  const linked = withNotes();
  linked.table.columns = [...columns, col('number')];
  linked.table.rows = dearer.map((row, n) => [...row, `k${n}`]).slice(1);
  authorSays(linked, ['number']);

  linked.desk.refresh(linked.id, yes);

  const row = shownWide(linked).find(([id]) => id === 'c3');
  expect(row).toEqual(['c3', 'Kaffee', '301', 'k2', 'note of c3']);
});

const shownWide = ({ desk }: Linked) => desk.shown('Sheet1').map((row) => row.slice(0, 5));

test('a guess that is refused is replaced by the columns that the person chooses', () => {
  const linked = withNotes();
  linked.table.rows = renumbered;
  expect(problemOf(() => linked.desk.refresh(linked.id)).message).toMatch(
    /told apart by name.*choose others in the options/,
  );
  linked.table.rows = customers.map(([id = '']): Field[] => [id, 'anonymous', 1]).reverse();
  setOptions(linked, { keyColumns: ['id'] });

  linked.desk.refresh(linked.id);

  expect(noteOf(linked, 'c3')).toBe('note of c3');
});

test('a blank row beside which somebody writes is no row that left the result', () => {
  const linked = linkedAt(1, 1, [], { columns });
  linked.desk.type('Sheet1', 2, 4, 'mine');
  linked.table.rows = [];
  setOptions(linked, { statusLine: true });

  const { range, changes } = linked.desk.refresh(linked.id, yes);

  expect(range.rowsKept).toBe(0);
  expect(changes.unchanged).toBe(true);
});

const struck = ({ desk }: Linked) =>
  desk
    .shown('Sheet1')
    .flatMap(([id = ''], row) =>
      desk.cell('Sheet1', row + 1, 1).line === 'line-through' ? [id] : [],
    );

test('a row that is there again just as it was is struck through no longer', () => {
  const names = ['a', 'b', 'c'].map((name): Field[] => [name]);
  const linked = linkedAt(1, 1, names, { columns: [col('name')] });
  linked.desk.type('Sheet1', 3, 2, 'note of b');
  linked.table.rows = names.filter(([name]) => name !== 'b');
  linked.desk.refresh(linked.id, yes);
  expect(struck(linked)).toEqual(['b']);
  linked.table.rows = names;

  linked.desk.refresh(linked.id, yes);

  expect(struck(linked)).toEqual([]);
});

test.each([2, 4, 7])('with the notes the marks are gone, also where %d rows are left', (count) => {
  const linked = withNotes();
  linked.table.rows = customers.slice(0, 3);
  linked.desk.refresh(linked.id, yes);
  expect(struck(linked)).toEqual(['c4']);
  for (let row = 2; row <= 5; row += 1) linked.desk.type('Sheet1', row, 4, '');
  linked.table.rows = Array.from({ length: count }, (_, n): Field[] => [`d${n}`, 'neu', n]);

  linked.desk.refresh(linked.id, yes);

  expect(shown(linked).slice(1)).toHaveLength(count);
  expect(struck(linked)).toEqual([]);
});
