// Tabs of one kind, such as one for each month, are one table: by a pattern of their names, with the name as a column.
import { expect, test } from '@jest/globals';
import { isTabLike, proposedPattern } from '../../../domain/sheet-tables/tab-pattern.ts';
import { types } from '../desk/acts.ts';
import { Desk } from '../desk/desk.ts';

const NAME = 'onboarding';
const PATTERN = 'Onboarding 2026-*';

const months: Record<string, string[][]> = {
  'Onboarding 2026-01': [
    ['Account', 'Seats'],
    ['Kiln', '12'],
  ],
  // Columns stand elsewhere in it, below a title.
  'Onboarding 2026-02': [['What sales know'], ['Seats', 'Account'], ['30', 'Vesta'], ['7', 'Orlo']],
  Notes: [['Account'], ['not one of them']],
};

function fill(desk: Desk, tab: string, rows: string[][]): void {
  rows.forEach((texts, row) =>
    texts.forEach((text, column) => desk.type(tab, row + 1, column + 1, text)),
  );
}

/** A desk with the months as tabs, stacked as one table. */
function stacked(): Desk {
  const desk = new Desk();
  const { id } = desk.sheet('Sheet1');
  desk.workbook.renameSheet(id, 'Onboarding 2026-01');
  for (const tab of Object.keys(months).slice(1)) desk.workbook.addSheet(tab);
  for (const [tab, rows] of Object.entries(months)) fill(desk, tab, rows);
  desk.select('Onboarding 2026-01', 1, 1);
  const { columns, stacks } = desk.ask('proposeTable', { whole: true });
  expect(stacks).toEqual({ pattern: PATTERN, tabs: ['Onboarding 2026-01', 'Onboarding 2026-02'] });
  desk.ask('makeTable', {
    ...{ name: NAME, title: 'Onboarding', whole: true, tabs: PATTERN, usedBy: 'everybody' },
    columns: columns.map(({ says: _says, ...column }) => column),
    ...{ badRows: 'fail', readBy: 'addon', publishes: 'edited' },
  });
  return desk;
}

const published = (desk: Desk) => desk.backend.sheetTables.published.get(NAME);

test('the rows of all tabs of the kind are there, found by the headers of each, with the tab’s name', () => {
  const desk = stacked();

  expect(desk.ask('listTables').tables[0]?.place).toBe(`the tabs ${PATTERN}`);
  expect(published(desk)).toEqual([
    ['Kiln', 'Vesta', 'Orlo'],
    ['12', '30', '7'],
    ['Onboarding 2026-01', 'Onboarding 2026-02', 'Onboarding 2026-02'],
  ]);
});

test('a tab that comes belongs to it, and one that is renamed does no more', () => {
  const desk = stacked();
  desk.workbook.addSheet('Onboarding 2026-03');
  fill(desk, 'Onboarding 2026-03', [
    ['Account', 'Seats'],
    ['Ember', '4'],
  ]);
  desk.workbook.renameSheet(desk.sheet('Onboarding 2026-01').id, 'January');

  desk.ask('publishTable', { name: NAME });

  expect(published(desk)?.[0]?.toSorted()).toEqual(['Ember', 'Orlo', 'Vesta']);
});

test('a cell that does not fit is named with its tab, told at the cell, and opened there', () => {
  const desk = stacked();
  types(desk, [4, 1], 'seven', 'Onboarding 2026-02');

  const table = desk.ask('listTables').tables[0];
  const cell = "'Onboarding 2026-02'!A4";
  expect(table?.failed?.badCells).toMatchObject([{ cell, shown: 'seven' }]);
  expect(desk.cell('Onboarding 2026-02', 4, 1).note).toContain('"seven" is not a number.');
  desk.ask('goToCell', { name: NAME, cell });
  expect(desk.ask('readSelection').place).toBe(cell);

  types(desk, [4, 1], '8', 'Onboarding 2026-02');
  expect(desk.cell('Onboarding 2026-02', 4, 1).note).toBe('');
  expect(published(desk)?.[1]).toEqual(['12', '30', '8']);
});

test.each([
  [PATTERN, 'Onboarding 2026-07', true],
  [PATTERN, 'Onboarding 2025-07', false],
  ['*', 'whatever', true],
  ['Q? (*)', 'Q? (1)', true],
  ['Q? (*)', 'Q1 (1)', false],
  ['a*a', 'a', false],
  ['*b*b*', 'abcb', true],
  ['*b*b*', 'abc', false],
  [`${'*a'.repeat(100)}*`, 'a'.repeat(99), false],
])('of the pattern %s the tab %s is one: %s', (pattern, tab, is) => {
  expect(isTabLike(pattern, tab)).toBe(is);
});

test('a pattern is proposed where others are like it, and of no name that is nothing but a number', () => {
  expect(proposedPattern('Week 4', ['Week 3', 'Week 4'])).toBe('Week *');
  expect(proposedPattern('Week 4', ['Week 4', 'Notes'])).toBeNull();
  expect(proposedPattern('2026', ['2025', '2026'])).toBeNull();
});
