// The header may go, and columns may be cut out or emptied: each is put right or asked about, and nothing is guessed.
import { expect, test } from '@jest/globals';
import type { Field } from '../../../domain/contract/result.ts';
import { col } from '../desk/backend.ts';
import { linkedAt, problemOf } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const columns = [col('plan'), col('customers', 'number', 'int4'), col('revenue', 'number', 'int4')];
const plans: Field[][] = [
  ['Basic', 12, 389],
  ['Team', 7, 1200],
  ['Gold', 3, 2400],
  ['Free', 90, 0],
];
/** Another revenue for each. */
const later = plans.map(([plan = '', customers = 0, revenue]): Field[] => [
  plan,
  customers,
  Number(revenue) + 10,
]);
const headers = ['plan', 'customers', 'revenue'];

/** Plans from B3 on, a total above, a sum below. */
function plansAt(rows = plans): Linked {
  const linked = linkedAt(3, 2, rows, { columns });
  linked.desk.type('Sheet1', 1, 4, '=SUM(D4:D7)');
  linked.desk.type('Sheet1', 9, 4, '=SUM(D4:D7)');
  return linked;
}

const shown = ({ desk }: Linked) => desk.shown('Sheet1').map((row) => row.slice(1, 4));
const tab = ({ desk }: Linked) => desk.sheet('Sheet1').id;
const area = (top: number, left: number, bottom: number, right: number) => ({
  ...{ top, left, bottom, right },
});
/** Google's Delete cells → Shift up. */
function deleteHeaderCells(linked: Linked): void {
  const span: [number, number] = [2, 4];
  const one = { kind: 'delete', axis: 'rows', at: 3, count: 1, span } as const;
  linked.desk.workbook.shift({ ...one, sheetId: tab(linked) });
}

const texts = (rows: Field[][]) => rows.map((row) => row.map(String));

test('a header row that was deleted comes back above the rows, and a sum counts each of them once', () => {
  const linked = plansAt();
  linked.desk.workbook.deleteRows(tab(linked), 3, 1);
  linked.table.rows = later;

  const { changes, range } = linked.desk.refresh(linked.id);

  expect(shown(linked).slice(2, 7)).toEqual([headers, ...texts(later)]);
  expect(linked.desk.cell('Sheet1', 1, 4).value).toBe(4029);
  expect(linked.desk.cell('Sheet1', 9, 4).value).toBe(4029);
  expect(linked.desk.cell('Sheet1', 3, 2).bold).toBe(true);
  expect(changes).toMatchObject({ headerBack: true, rowsAdded: 0, rowsRemoved: 0, rowsChanged: 4 });
  expect(range.place).toBe('Sheet1!B3:D7');
  expect(linked.desk.refresh(linked.id).changes.unchanged).toBe(true);
});

test('a deleted header row comes back where nothing else changed, and notes stay beside their rows', () => {
  const linked = plansAt();
  plans.forEach(([plan], n) => linked.desk.type('Sheet1', 4 + n, 5, `about ${String(plan)}`));
  linked.desk.workbook.deleteRows(tab(linked), 3, 1);

  linked.desk.refresh(linked.id);

  const rows = linked.desk.shown('Sheet1').slice(2, 7);
  expect(rows.map(([, plan, , , note]) => [plan, note])).toEqual([
    ['plan', ''],
    ...plans.map(([plan]) => [plan, `about ${String(plan)}`]),
  ]);
});

test('the range is found by its header again after that one was deleted and came back', () => {
  const linked = plansAt();
  linked.desk.workbook.deleteRows(tab(linked), 3, 1);
  linked.desk.refresh(linked.id);
  const { workbook } = linked.desk;
  workbook.names.list = [];

  expect(linked.desk.refresh(linked.id).range.place).toBe('Sheet1!B3:D7');
});

test('a deleted header row of a range at the top of its tab comes back too, and undo leaves it there', () => {
  const linked = linkedAt(1, 1, plans, { columns });
  linked.desk.workbook.deleteRows(tab(linked), 1, 1);
  linked.table.rows = [...later, ['New', 1, 5]];

  linked.desk.refresh(linked.id);
  expect(linked.desk.shown('Sheet1')).toEqual([headers, ...texts(linked.table.rows)]);
  linked.desk.ask('undoRefresh', { id: linked.id });

  expect(linked.desk.shown('Sheet1')).toEqual([headers, ...texts(plans)]);
});

test('header cells that were deleted come back in the columns of the range alone', () => {
  const linked = linkedAt(3, 2, plans, { columns });
  linked.desk.type('Sheet1', 20, 2, 'below');
  linked.desk.type('Sheet1', 20, 8, 'aside');
  deleteHeaderCells(linked);
  expect(shown(linked)[2]).toEqual(texts(plans)[0]);

  linked.desk.refresh(linked.id);

  expect(shown(linked).slice(2, 7)).toEqual([headers, ...texts(plans)]);
  expect(linked.desk.cell('Sheet1', 20, 2).value).toBe('below');
  expect(linked.desk.cell('Sheet1', 20, 8).value).toBe('aside');
});

test('whether header cells were deleted beside notes that did not move is asked, for nobody can tell', () => {
  const linked = linkedAt(3, 2, plans, { columns });
  linked.desk.type('Sheet1', 5, 5, 'mine');
  deleteHeaderCells(linked);
  const before = shown(linked);

  expect(problemOf(() => linked.desk.refresh(linked.id)).message).toMatch(/rows moved up by one/);
  expect(shown(linked)).toEqual(before);
  linked.desk.refresh(linked.id, { columns: true });

  expect(shown(linked).slice(2, 7)).toEqual([headers, ...texts(plans)]);
});

test('where the first rows went with the header, it is asked whether the first one is a row of the result', () => {
  const linked = plansAt();
  linked.desk.workbook.deleteRows(tab(linked), 3, 2);

  expect(problemOf(() => linked.desk.refresh(linked.id)).message).toMatch(
    /first row looks like one of the result/,
  );
  linked.desk.refresh(linked.id, { columns: true });

  expect(shown(linked).slice(2, 7)).toEqual([headers, ...texts(plans)]);
});

test('headers that a person wrote anew are no row of the result', () => {
  const linked = plansAt();
  ['Tarif', 'Kunden', 'Umsatz'].forEach((text, n) => linked.desk.type('Sheet1', 3, 2 + n, text));
  linked.table.rows = later;

  linked.desk.refresh(linked.id);

  expect(shown(linked).slice(2, 7)).toEqual([['Tarif', 'Kunden', 'Umsatz'], ...texts(later)]);
});

test('with a column inserted and the header cleared, values stay in their columns and the own column is left alone', () => {
  const linked = plansAt();
  linked.desk.workbook.insertColumns(tab(linked), 4, 1);
  for (let row = 4; row <= 7; row += 1) linked.desk.type('Sheet1', row, 4, `note ${row}`);
  linked.desk.workbook.clear(tab(linked), area(3, 2, 3, 5));
  linked.table.rows = later;

  linked.desk.refresh(linked.id, { ownRows: true });

  const rows = linked.desk.shown('Sheet1').slice(2, 7);
  expect(rows.map((row) => row.slice(1, 5))).toEqual([
    ['plan', 'customers', '', 'revenue'],
    ...texts(later).map(([plan, customers, revenue], n) => [
      ...[plan, customers, `note ${n + 4}`, revenue],
    ]),
  ]);
  linked.desk.ask('undoRefresh', { id: linked.id });
  const back = linked.desk.shown('Sheet1').slice(2, 7);
  expect(back.map((row) => row.slice(1, 5))).toEqual([
    ['plan', 'customers', '', 'revenue'],
    ...texts(plans).map(([plan, customers, revenue], n) => [
      ...[plan, customers, `note ${n + 4}`, revenue],
    ]),
  ]);
});

test('where the values of a column whose header is gone were changed too, it is asked which one it is', () => {
  const linked = plansAt();
  linked.desk.workbook.insertColumns(tab(linked), 4, 1);
  for (let row = 4; row <= 7; row += 1) linked.desk.type('Sheet1', row, 4, String(row));
  linked.desk.workbook.clear(tab(linked), area(3, 2, 3, 5));
  linked.desk.type('Sheet1', 5, 5, '99');
  const before = linked.desk.shown('Sheet1');

  const asked = problemOf(() => linked.desk.refresh(linked.id, { editedCells: true }));

  expect(asked.message).toMatch(/header of revenue is gone.*column D/);
  expect(linked.desk.shown('Sheet1')).toEqual(before);
});

test('a column whose header was renamed is not taken for one without a header that was put before it', () => {
  const linked = plansAt();
  const { desk, id, table } = linked;
  desk.workbook.deleteRows(tab(linked), 5, 1);
  desk.type('Sheet1', 3, 3, 'How many');
  desk.workbook.insertColumns(tab(linked), 3, 1);
  desk.type('Sheet1', 6, 3, 'about Free');
  table.rows = later;

  const { message } = problemOf(() => desk.refresh(id));
  expect(message).toContain('Going on writes it into column D.');
  desk.refresh(id, { columns: true, ownRows: true, editedCells: true });

  const free = desk.shown('Sheet1').find((row) => row[1] === 'Free');
  expect(free?.slice(1, 5)).toEqual(['Free', 'about Free', '90', '10']);
});

test('a column that was cut out and put elsewhere is asked about, by hand and by a schedule', () => {
  const linked = plansAt();
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  const cut = { sheetId: tab(linked), area: area(3, 3, 7, 3) };
  desk.workbook.move(cut, { sheetId: tab(linked), row: 3, column: 10 });
  const before = desk.shown('Sheet1');

  const asked = problemOf(() => desk.refresh(id, { editedCells: true }));
  expect(asked.message).toMatch(/cells of customers are not in column C any more/);
  desk.simulation.clock.advance(2 * 3_600_000);
  for (const trigger of desk.script.triggers) desk.script.fireTrigger(trigger);
  expect(desk.shown('Sheet1')).toEqual(before);

  // What was cut out stands beside the rows now, as something of the person's.
  desk.refresh(id, { editedCells: true, columns: true, ownRows: true });
  expect(shown(linked).slice(2, 7)).toEqual([headers, ...texts(plans)]);
});

/** Formulas beside each row, and owners beside the first two. */
function withNeighbours(linked: Linked): void {
  for (let row = 4; row <= 7; row += 1) linked.desk.type('Sheet1', row, 5, `=D${row}/D$9`);
  linked.desk.type('Sheet1', 4, 6, 'Ada');
  linked.desk.type('Sheet1', 5, 6, 'Bea');
}

const beside = ({ desk }: Linked) =>
  desk
    .shown('Sheet1')
    .slice(3, 7)
    .map((row) => [row[1], row[4], row[5]]);

test('an emptied range is filled row by row as it was, beside formulas and what a person keeps', () => {
  const linked = plansAt();
  withNeighbours(linked);
  const before = beside(linked);
  linked.desk.workbook.clear(tab(linked), area(3, 2, 7, 4));
  linked.table.rows = [...plans].reverse();

  linked.desk.refresh(linked.id, { editedCells: true });

  expect(beside(linked)).toEqual(before);
});

test('some emptied rows get their own values back too', () => {
  const linked = plansAt();
  withNeighbours(linked);
  const before = beside(linked);
  linked.desk.workbook.clear(tab(linked), area(4, 2, 5, 4));
  linked.table.rows = [...plans].reverse();

  linked.desk.refresh(linked.id, { editedCells: true, ownRows: true });

  expect(beside(linked)).toEqual(before);
});

test('where it is not remembered any more which rows were emptied, it is asked before anything is filled', () => {
  const linked = plansAt();
  withNeighbours(linked);
  const before = beside(linked);
  linked.desk.workbook.clear(tab(linked), area(3, 2, 7, 4));
  linked.desk.simulation.clock.advance(7 * 3_600_000);

  const asked = problemOf(() => linked.desk.refresh(linked.id, { editedCells: true }));
  expect(asked.message).toMatch(/beside which you keep F4, F5 were emptied/);
  expect(shown(linked)[3]).toEqual(['', '', '']);
  linked.desk.refresh(linked.id, { editedCells: true, ownRows: true });

  expect(beside(linked)).toEqual(before);
});

test('an emptied range with nothing but formulas beside it is filled in place', () => {
  const linked = plansAt();
  for (let row = 4; row <= 7; row += 1) linked.desk.type('Sheet1', row, 5, `=D${row}/D$9`);
  const before = beside(linked);
  linked.desk.workbook.clear(tab(linked), area(3, 2, 7, 4));

  const { changes } = linked.desk.refresh(linked.id);

  expect(changes.rowsAdded).toBe(4);
  expect(beside(linked)).toEqual(before);
  expect(shown(linked)[2]).toEqual(headers);
});
