// What Google does beside what it says: rules that reject, tabs that do not grow, formats that stay, triggers without a spreadsheet.
import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../../../playground/simulator/script/script-settings.ts';
import { createScript } from '../../../playground/simulator/script/script.ts';
import { root } from '../../../server/root.ts';
import { takenBy } from '../../../domain/refresh/plan/taken-values.ts';
import { addonCode } from '../desk/addon-code.ts';
import { col } from '../desk/backend.ts';
import { Desk, vera } from '../desk/desk.ts';
import { linkedAt, problemOf, rowsOf } from '../desk/linked.ts';

/** A rule of the person's: these values, or none. */
function allow(desk: Desk, at: [row: number, column: number], list: string[], strict = true): void {
  desk.sheet('Sheet1').make(...at).validation = { list, strict };
}

test('a rule that rejects what comes is found before any write, and its cell named', () => {
  const { desk, table, id } = linkedAt(2, 2, 3);
  allow(desk, [4, 3], ['2', '22']);
  table.rows = [...rowsOf(3, 7)];
  const before = desk.shown('Sheet1');
  desk.script.forget();

  const refused = problemOf(() => desk.refresh(id));

  expect([refused.code, refused.extras['cell']]).toEqual(['range_obstructed', 'C4']);
  expect(refused.message).toContain('The cell C4 has a rule (Data → Data validation) that rejects');
  expect(desk.shown('Sheet1')).toEqual(before);
  expect(
    desk.script.callLog.filter(({ name }) =>
      /^(Range|Sheet)\.(set(Values?|NumberFormat)|insert)/.test(name),
    ),
  ).toEqual([]);

  table.rows = [
    ['n7', 7],
    ['n8', 22],
    ['n9', 9],
  ];
  desk.refresh(id);
  expect(desk.shown('Sheet1')[3]).toEqual(['', 'n8', '22']);
});

test('a rule that only warns holds nothing up, nor does one that takes the value of a row that comes', () => {
  const { desk, table, id } = linkedAt(1, 1, 2);
  allow(desk, [2, 2], ['1'], false);
  table.rows = rowsOf(3, 7);
  desk.refresh(id);
  expect(desk.shown('Sheet1')[3]).toEqual(['n9', '9']);

  for (const row of [2, 3, 4]) allow(desk, [row, 2], ['7', '8', '9']);
  table.rows = rowsOf(4, 7);
  expect(problemOf(() => desk.refresh(id)).extras['cell']).toBe('B5');
});

test('a rule that rejects the text of a row that stays, struck through, is found before any write; and so is one at an undo', () => {
  const { desk, table, id } = linkedAt(1, 1, 3);
  desk.type('Sheet1', 2, 3, 'My note');
  const amounts = { top: 2, left: 2, bottom: 4, right: 2 };
  desk.workbook.style(desk.sheet('Sheet1').id, amounts, { format: '"€"0' });
  for (const row of [2, 3, 4]) allow(desk, [row, 2], ['1', '2', '3']);
  table.rows = rowsOf(2, 2);
  const yes = { ownRows: true };
  expect(problemOf(() => desk.refresh(id, yes)).extras['cell']).toBe('B2');
  expect(desk.shown('Sheet1')[1]).toEqual(['n1', '€1', 'My note']);

  table.rows = [['n1', 3], ...rowsOf(2, 2)];
  desk.refresh(id, yes);
  allow(desk, [2, 2], ['3']);
  expect(problemOf(() => desk.ask('undoRefresh', { id })).extras['cell']).toBe('B2');
});

test('a rule where a new range is to stand is found before its first cell', () => {
  const desk = new Desk();
  desk.backend.save('list', { columns: [col('name')], rows: [['Ann'], ['Bob']] });
  allow(desk, [5, 1], ['Ann']);
  desk.select('Sheet1', 3, 1);

  const refused = problemOf(() => desk.insert('list', { target: 'selection' }));

  expect([refused.code, refused.extras['cell']]).toEqual(['range_obstructed', 'A5']);
  expect([desk.shown('Sheet1'), desk.workbook.names.list]).toEqual([[], []]);
});

const backgroundAt = (desk: Desk, row: number, column: number) =>
  desk.sheet('Sheet1').at(row, column)?.style.background ?? '';

/** A range with something above and beside it, so that only its own rows go to the right for a column that comes. */
function besideAt(column: number) {
  const linked = linkedAt(3, column, 2);
  const { desk } = linked;
  desk.type('Sheet1', 1, column + 2, 'above');
  for (const row of [3, 4, 5]) desk.type('Sheet1', row, column + 2, `beside ${row}`);
  return linked;
}

test('a column that comes at the edge of the tab lets it grow first: nothing falls off', () => {
  const { desk, table, id } = besideAt(24);

  table.columns = [...table.columns, col('city')];
  table.rows = rowsOf(2).map((row) => [...row, 'Lyon']);
  desk.refresh(id, { ownRows: true });

  expect(
    desk
      .shown('Sheet1')
      .slice(2)
      .map((row) => row.slice(23)),
  ).toEqual([
    ['name', 'amount', 'city', 'beside 3'],
    ['n1', '1', 'Lyon', 'beside 4'],
    ['n2', '2', 'Lyon', 'beside 5'],
  ]);
  expect(desk.sheet('Sheet1').size.columns).toBe(27);
});

test('cells that are inserted for a column do not keep the looks of those that they push away', () => {
  const { desk, table, id } = besideAt(2);
  const beside = { top: 3, left: 4, bottom: 5, right: 4 };
  desk.workbook.style(desk.sheet('Sheet1').id, beside, { background: '#ff0000', format: '0%' });

  table.columns = [...table.columns, col('city')];
  table.rows = rowsOf(2).map((row) => [...row, 'Lyon']);
  desk.refresh(id, { ownRows: true });

  expect([3, 4, 5].map((row) => backgroundAt(desk, row, 4))).toEqual(['', '', '']);
  expect([3, 4, 5].map((row) => backgroundAt(desk, row, 5))).toEqual([
    ...['#ff0000', '#ff0000', '#ff0000'],
  ]);
});

test('a trigger that comes without its spreadsheet fails in Google’s log, and the schedule says so', () => {
  const { desk, id } = linkedAt(1, 1, 2);
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  desk.simulation.clock.advance(2 * 3_600_000);
  const { state, clock } = desk.simulation;
  const file = readFileSync(path.join(root, 'appsscript.json'), 'utf8');
  const manifest = JSON.parse(file) as Manifest;
  const blind = createScript({
    ...{ workbook: null, code: addonCode(), manifest, person: vera, clock, state },
    fetch: desk.backend.fetch,
  });

  expect(() => blind.call('runSchedules')).toThrow('The trigger came without its spreadsheet');

  const told = () => desk.ask('listRanges').ranges[0]?.schedule?.problem;
  expect(told()?.detail).toContain('Google’s clock called without this spreadsheet');
  desk.simulation.clock.advance(3_600_000);
  for (const trigger of desk.script.triggers) desk.script.fireTrigger(trigger);
  expect(told() ?? null).toBeNull();
});

test.each([
  ['VALUE_IN_LIST', [['a', 'b'], true], { what: 'oneOf', values: ['a', 'b'] }],
  ['CHECKBOX', [], { what: 'oneOf', values: ['TRUE', 'FALSE'] }],
  ['NUMBER_BETWEEN', [1, 5], { what: 'number', least: 1, most: 5, inclusive: true }],
  ['NUMBER_GREATER_THAN', [1], { what: 'number', least: 1, most: Infinity, inclusive: false }],
  [
    ...['DATE_ON_OR_BEFORE', [new Date('2026-01-01T23:00:00Z')]],
    { what: 'number', least: -Infinity, most: 46024, inclusive: true },
  ],
  ['TEXT_EQUAL_TO', ['1'], null],
  ['CUSTOM_FORMULA', ['=A1>1'], null],
] as [string, unknown[], object | null][])('Google’s rule %s takes %j', (kind, values, takes) => {
  expect(takenBy(kind, values, 'Europe/Paris')).toEqual(takes);
});
