// A range of a sheet becomes a table for queries: proposed from its cells, published as it stands, found wherever it moves.
import { beforeEach, expect, test } from '@jest/globals';
import type { TableWish } from '../../../addon/sheet-tables/table-views.ts';
import { areaAt } from '../../../playground/simulator/workbook/area.ts';
import { Desk } from '../desk/desk.ts';
import { problemOf } from '../desk/linked.ts';

const NAME = 'onboarding';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});

/** Types rows from a cell of the first tab on, as a person does. */
function fill(rows: string[][], row = 1, column = 1): void {
  rows.forEach((texts, down) =>
    texts.forEach((text, right) => {
      if (text !== '') desk.type('Sheet1', row + down, column + right, text);
    }),
  );
}

const sales = [
  ['Account', 'Seats', 'Go-live', 'Trained'],
  ['Kiln', '12', '2026-01-31', 'TRUE'],
  ['Vesta', '30', '2026-02-14', 'FALSE'],
];

function make(over: Partial<TableWish> = {}) {
  const { columns } = desk.ask('proposeTable', { whole: over.whole ?? false });
  const wished = columns.map(({ says: _says, ...column }) => column);
  return desk.ask('makeTable', {
    ...{ name: NAME, title: 'Onboarding', whole: false, columns: wished },
    ...{ usedBy: 'everybody', badRows: 'fail', readBy: 'addon', ...over },
  });
}

function select(a1: [top: number, left: number, rows: number, columns: number]): void {
  const { id } = desk.sheet('Sheet1');
  desk.workbook.activate(id);
  desk.workbook.select(id, areaAt(...a1));
}

const published = () => desk.backend.sheetTables.published.get(NAME);

test('a single cell stands for its whole tab, whose columns are proposed with types by their cells', () => {
  fill(sales);
  desk.select('Sheet1', 2, 1);

  const proposal = desk.ask('proposeTable', { whole: false });

  expect(proposal).toMatchObject({ place: 'the whole tab Sheet1', whole: true, rowCount: 2 });
  expect(proposal.columns.map(({ name, type }) => [name, type])).toEqual([
    ['account', 'text'],
    ['seats', 'number'],
    ['go_live', 'date'],
    ['trained', 'boolean'],
  ]);
});

test('what is published is what the cells hold: dates by the spreadsheet’s clock, numbers whole, empty as null', () => {
  fill([...sales, ['007', '0.1', '', '']]);
  desk.select('Sheet1', 1, 1);

  make();

  // A text that looks like a number is what Google made of it when it was typed.
  expect(published()).toEqual([
    ['Kiln', 'Vesta', '7'],
    ['12', '30', '0.1'],
    ['2026-01-31', '2026-02-14', null],
    ['true', 'false', null],
  ]);
});

test('a selected range grows downwards, and is found where rows and columns were inserted before it', () => {
  fill(sales, 3, 2);
  select([3, 2, 3, 4]);
  expect(make()).toMatchObject({ place: 'Sheet1!B3:E' });
  const { id } = desk.sheet('Sheet1');
  desk.workbook.insertRows(id, 1, 2);
  desk.workbook.insertColumns(id, 1, 1);
  fill([['Orlo', '5', '2026-03-01', 'TRUE']], 8, 3);

  expect(desk.ask('publishTable', { name: NAME })).toMatchObject({ place: 'Sheet1!C5:F' });

  expect(published()?.[0]).toEqual(['Kiln', 'Vesta', 'Orlo']);
});

test('columns may move, for they are found by their headers; a new one is told, and a missing one keeps the rows', () => {
  fill(sales);
  desk.select('Sheet1', 1, 1);
  make();
  fill([
    ['Seats', 'Account', 'Go-live', 'Trained', 'Champion'],
    ['12', 'Kiln', '2026-01-31', 'TRUE', 'Mae'],
    ['31', 'Vesta', '2026-02-14', 'FALSE', ''],
  ]);

  expect(desk.ask('publishTable', { name: NAME })).toMatchObject({ newHeaders: ['Champion'] });
  expect(published()?.slice(0, 2)).toEqual([
    ['Kiln', 'Vesta'],
    ['12', '31'],
  ]);
  const { columns } = desk.ask('proposeColumns', { name: NAME, headers: ['Champion'] });
  expect(columns).toMatchObject([{ name: 'champion', type: 'text' }]);

  desk.type('Sheet1', 1, 1, 'Licences');
  expect(desk.ask('publishTable', { name: NAME }).failed?.detail).toContain('"Seats"');
  expect(published()?.[1]).toEqual(['12', '31']);
});

test('a title that somebody writes above the headers does not hide them', () => {
  fill(sales);
  desk.select('Sheet1', 1, 1);
  make();
  desk.workbook.insertRows(desk.sheet('Sheet1').id, 1, 2);
  desk.type('Sheet1', 1, 1, 'What sales know of new accounts');

  expect(desk.ask('publishTable', { name: NAME }).failed).toBeNull();
  expect(published()?.[0]).toEqual(['Kiln', 'Vesta']);
});

test('a cell that does not fit is named as it stands in the sheet, and opened from there', () => {
  fill(sales);
  select([1, 1, 3, 4]);
  make();
  desk.workbook.insertRows(desk.sheet('Sheet1').id, 1, 1);
  desk.type('Sheet1', 3, 2, '12O');
  desk.backend.sheetTables.queries = [{ slug: 'health', title: 'Health of accounts' }];

  const { failed, queries } = desk.ask('publishTable', { name: NAME });
  expect(failed?.badCells).toEqual([
    { cell: 'B3', column: 'Seats', shown: '12O', reason: 'is not a number' },
  ]);
  expect(queries).toEqual([{ slug: 'health', title: 'Health of accounts' }]);
  expect(desk.ask('listTables').tables[0]?.queries).toEqual(queries);

  desk.select('Sheet1', 9, 9);
  desk.ask('goToCell', { name: NAME, cell: 'B3' });
  expect(desk.ask('readSelection').place).toBe('Sheet1!B3');
});

test('a large table is sent in pages that the server takes, and nothing of it is left out', () => {
  const text = 'x'.repeat(20_000);
  fill([['Account', 'Note'], ...Array.from({ length: 80 }, (_, row) => [`a${row}`, text])]);
  desk.select('Sheet1', 1, 1);

  make();

  const { pages } = desk.backend.sheetTables;
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.map(({ last }) => last).indexOf(true)).toBe(pages.length - 1);
  expect(Math.max(...pages.map((page) => JSON.stringify(page).length))).toBeLessThan(2_000_000);
  expect(published()?.[0]).toHaveLength(80);
});

test('a deleted tab is told, and a deleted table leaves nothing behind in the spreadsheet', () => {
  fill(sales);
  select([1, 1, 3, 4]);
  make();
  expect(desk.workbook.names.list).toHaveLength(1);
  desk.ask('deleteTable', { name: NAME });
  expect(desk.workbook.names.list).toHaveLength(0);

  desk.select('Sheet1', 1, 1);
  make({ whole: true });
  desk.workbook.addSheet('Other');
  desk.workbook.deleteSheet(desk.sheet('Sheet1').id);
  expect(problemOf(() => desk.ask('publishTable', { name: NAME })).code).toBe('range_lost');
});

test('headers that stand twice, or not at all, are told before a table is made', () => {
  fill([
    ['Account', 'account'],
    ['Kiln', 'Vesta'],
  ]);
  desk.select('Sheet1', 1, 1);
  expect(desk.ask('proposeTable', { whole: false }).faults).toEqual([
    'The columns A and B are both headed "Account". Rename one of them.',
  ]);

  select([4, 1, 2, 2]);
  expect(desk.ask('proposeTable', { whole: false }).faults).toEqual([
    'The first row holds no headers. Select from the header row on.',
  ]);
});

test('the server is asked to read with a mark that only an editor can write, and that is gone afterwards', () => {
  fill(sales);
  desk.select('Sheet1', 1, 1);
  const { metadata } = desk.workbook;
  const marks: boolean[] = [];
  desk.backend.before = ({ method, body }) => {
    if (method === 'POST') marks.push(metadata.list.some(({ value }) => value === body['mark']));
    return undefined;
  };

  expect(make({ readBy: 'server' })).toMatchObject({ readBy: 'server' });

  expect(marks).toEqual([true]);
  expect(metadata.list).toHaveLength(0);
  // The server reads it: nothing is sent.
  expect(desk.backend.sheetTables.pages).toEqual([]);
});
