// What went wrong in the first hour of people who knew no SQL, step by step as they did it: each step holds what they kept.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { col } from '../desk/backend.ts';
import { Desk } from '../desk/desk.ts';
import { linkedAt, problemOf } from '../desk/linked.ts';

const yes = { ownRows: true, columns: true, editedCells: true };
const customers = [1, 2, 3, 4, 5, 6].map((n): Field[] => [`00${n}`, `Customer ${n}`, 100 * n]);
const customerColumns = [col('customer_number'), col('name'), col('revenue', 'number', 'numeric')];
const plans: Field[][] = [
  ['Basic', 3, 10],
  ['Pro', 2, 40],
  ['Max', 1, 50],
];
const planColumns = [
  ...[col('plan'), col('accounts', 'number', 'int4'), col('revenue', 'number', 'numeric')],
];

test('with Match rows and no own columns set, a note stays beside its customer when another one ends', () => {
  const desk = new Desk();
  const table = { columns: customerColumns, rows: customers };
  desk.backend.save('health', () => table);
  const { range } = desk.insert('health');
  const options = { ...range.options, mode: 'match' as const, keyColumns: ['customer_number'] };
  desk.ask('setOptions', { id: range.id, options: { ...options, companionColumns: 0 } });
  for (const row of [3, 6]) desk.type('Health', row, 4, `about 00${row - 1}`);
  table.rows = customers.filter(([number]) => number !== '003');

  desk.refresh(range.id);

  const notes = desk.shown('Health').map(([number, , , note]) => `${number ?? ''} ${note ?? ''}`);
  expect(notes.slice(1)).toEqual(['001 ', '002 about 002', '004 ', '005 about 005', '006 ']);
});

test('shares and owners beside plans stay beside them when plans come, and the new ones get their share', () => {
  const { desk, table, id } = linkedAt(3, 2, plans, { columns: planColumns });
  desk.type('Sheet1', 9, 4, '=SUM(D4:D6)');
  for (const row of [4, 5, 6]) desk.type('Sheet1', row, 5, `=D${row}/D$9`);
  desk.type('Sheet1', 4, 6, 'Ada');
  desk.type('Sheet1', 6, 6, 'Cy');
  table.rows = [plans[0] ?? [], ['Mini', 2, 60], plans[1] ?? [], ['Super', 1, 40], plans[2] ?? []];

  desk.refresh(id, yes);

  expect(
    desk
      .values('Sheet1')
      .slice(3, 8)
      .map((row) => row.slice(1)),
  ).toEqual([
    ...[
      ['Basic', 3, 10, 0.05, 'Ada'],
      ['Mini', 2, 60, 0.3, ''],
      ['Pro', 2, 40, 0.2, ''],
    ],
    ...[
      ['Super', 1, 40, 0.2, ''],
      ['Max', 1, 50, 0.25, 'Cy'],
    ],
  ]);
});

test('with a column of notes inside, the header cells deleted and plans that change, no number lands in the notes', () => {
  const { desk, table, id } = linkedAt(3, 2, plans, { columns: planColumns });
  const { id: sheetId } = desk.sheet('Sheet1');
  desk.workbook.insertColumns(sheetId, 4, 1);
  for (const row of [4, 5, 6]) desk.type('Sheet1', row, 4, `note ${row}`);
  const cells = { axis: 'rows', at: 3, count: 1, span: [2, 5] as [number, number] } as const;
  desk.workbook.shift({ kind: 'delete', sheetId, ...cells });
  const before = desk.shown('Sheet1');
  table.rows = [['Basic', 4, 11], ...plans.slice(1)];

  desk.refresh(id, yes);

  expect(
    desk
      .values('Sheet1')
      .slice(2)
      .map((row) => row.slice(1)),
  ).toEqual([
    ...[
      ['plan', 'accounts', '', 'revenue'],
      ['Basic', 4, 'note 4', 11],
    ],
    ...[
      ['Pro', 2, 'note 5', 40],
      ['Max', 1, 'note 6', 50],
    ],
  ]);
  desk.ask('undoRefresh', { id });
  expect(desk.shown('Sheet1').slice(3)).toEqual(before.slice(2, 5));
});

test('a result where a bold total stood looks as results do in the rows that come later, and all of it goes back', () => {
  const desk = new Desk();
  const table = { columns: planColumns, rows: plans.slice(0, 2) };
  desk.backend.save('list', () => table);
  const { id: sheetId } = desk.sheet('Sheet1');
  for (const column of [1, 2, 3]) desk.type('Sheet1', 5, column, `total ${column}`);
  desk.workbook.style(sheetId, { top: 5, left: 1, bottom: 5, right: 3 }, { bold: true });
  const before = desk.shown('Sheet1');
  desk.select('Sheet1', 3, 1);
  expect(problemOf(() => desk.insert('list', { target: 'selection' })).extras['coveredCount']).toBe(
    3,
  );
  const { range } = desk.insert('list', { target: 'selection', moves: true });
  table.rows = [...plans, ...plans];

  desk.refresh(range.id);

  for (let row = 4; row <= 9; row += 1) expect(desk.cell('Sheet1', row, 1).bold).toBe(false);
  desk.ask('undoRefresh', { id: range.id });
  desk.ask('undoInsert', { id: range.id });
  expect(desk.shown('Sheet1')).toEqual(before);
  expect(desk.cell('Sheet1', 5, 1).bold).toBe(true);
});

test('other values take away no row beside which something is kept, and those rows are whole when the values are back', () => {
  const desk = new Desk();
  const country = (n: number) => (n % 4 === 0 ? 'Germany' : 'France');
  const invoices = Array.from({ length: 40 }, (_, n): Field[] => [`i${n}`, country(n), n]);
  const columns = [col('number'), col('country'), col('amount', 'number', 'numeric')];
  const rows = (wanted: unknown) =>
    invoices.filter(([, found]) => wanted === undefined || found === wanted);
  desk.backend.save('overdue', (values) => ({ columns, rows: rows(values['country']) }));
  desk.select('Sheet1', 1, 1);
  const { range } = desk.insert('overdue', { target: 'selection' });
  for (const n of [1, 3, 4]) desk.type('Sheet1', n + 2, 4, `about i${n}`);
  const germany = { country: { from: 'value', value: 'Germany' } } as const;

  const asked = problemOf(() => desk.refresh(range.id, {}, germany));
  expect(asked.message).toMatch(/2 of the 3 rows beside which you keep something/);
  desk.refresh(range.id, yes, germany);

  const beside = () =>
    desk.shown('Sheet1').flatMap(([number, , , note]) => (note ? [`${number ?? ''} ${note}`] : []));
  expect(beside()).toEqual(['i1 about i1', 'i3 about i3', 'i4 about i4']);
  desk.refresh(range.id, yes, {});
  expect(beside()).toEqual(['i1 about i1', 'i3 about i3', 'i4 about i4']);
  expect(
    desk
      .values('Sheet1')
      .slice(1)
      .map(([, , amount]) => amount)
      .sort(),
  ).toEqual(invoices.map(([, , amount]) => amount).sort());
});

test('after an undo the cells that were changed by hand are named again', () => {
  const { desk, id } = linkedAt(1, 1, 4);
  desk.type('Sheet1', 3, 2, '77');
  desk.refresh(id, yes);
  desk.ask('undoRefresh', { id });

  expect(problemOf(() => desk.refresh(id)).message).toMatch(/1 cell was changed by hand \(B3\)/);
});
