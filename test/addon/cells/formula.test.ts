// A formula that was copied from a linked range gives the same thing wherever rows, tabs and columns go.
import { expect, test } from '@jest/globals';
import { Desk } from '../desk/desk.ts';
import { linkedAt, problemOf } from '../desk/linked.ts';

test('the formula of a column follows refreshes that add rows, and a renamed tab', () => {
  const { desk, id, table } = linkedAt(2, 2, 3);
  const { formula } = desk.ask('formulaFor', { id, column: 'amount' });
  desk.type('Sheet1', 1, 8, `=SUM(${formula.slice(1)})`);
  expect(desk.cell('Sheet1', 1, 8).display).toBe('6');

  table.rows = [['a', 10], ...table.rows, ['z', 100]];
  desk.refresh(id);
  expect(desk.cell('Sheet1', 1, 8).display).toBe('116');

  desk.workbook.renameSheet(desk.sheet('Sheet1').id, 'Numbers');
  table.rows = [['a', 1]];
  desk.refresh(id, { fewRows: true });
  expect(desk.cell('Numbers', 1, 8).display).toBe('1');
});

test('the formula of a cell goes with its row, also through a sort, and says which row that is', () => {
  const { desk, id, table } = linkedAt(2, 2, 3);
  desk.select('Sheet1', 4, 3);
  const { formula, says } = desk.ask('formulaFor', { id, column: null });
  expect(says).toBe('amount where name is n2.');
  desk.type('Sheet1', 1, 8, formula);
  expect(desk.cell('Sheet1', 1, 8).display).toBe('2');

  table.rows = [
    ['n3', 30],
    ['n1', 10],
    ['n2', 20],
  ];
  desk.refresh(id);
  expect(desk.cell('Sheet1', 1, 8).display).toBe('20');
});

test('where decimals are parted by a comma, arguments are parted by semicolons', () => {
  const desk = new Desk({ locale: 'de_DE' });
  desk.backend.save('list', () => ({
    columns: [{ name: 'a', type: 'text', typeName: 'text' }],
    rows: [['x']],
  }));
  const { range } = desk.insert('list');
  expect(desk.ask('formulaFor', { id: range.id, column: 'a' }).formula).toMatch(
    /^=INDEX\(sheetfeed_\w+;0;MATCH\("a";INDEX\(sheetfeed_\w+;1;0\);0\)\)$/,
  );
});

test('outside the range, and where nothing names the row, the person is told what to do', () => {
  const { desk, id } = linkedAt(2, 2, [
    ['same', 1],
    ['same', 1],
  ]);
  desk.select('Sheet1', 9, 9);
  expect(problemOf(() => desk.ask('formulaFor', { id, column: null })).message).toContain(
    'Select one cell of List',
  );
  desk.select('Sheet1', 3, 3);
  expect(problemOf(() => desk.ask('formulaFor', { id, column: null })).message).toContain(
    'choose columns that name a row',
  );
});
