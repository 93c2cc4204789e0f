// How a sheet tells its freshness to those who have no add-on.
import { expect, test } from '@jest/globals';
import { linkedAt, problemOf, rowsOf, setOptions } from './desk/linked.ts';
import { problemOfCode, problemResponse } from './desk/backend.ts';

test('the note on the header cell says when, by whom, how many rows and how far behind', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, table, id } = linked;
  desk.backend.lagSeconds = 0.42;
  table.rows = rowsOf(3);
  desk.refresh(id);

  expect(desk.cell('Sheet1', 1, 1).note.split('\n')).toEqual([
    '— Sheetfeed —',
    'List',
    'Refreshed 2026-11-22 10:00 (Europe/Paris) by vera@example.com',
    '3 rows, from a follower 0.4 s behind',
  ]);
});

test('a status line says late by itself when the schedule stopped', () => {
  const linked = linkedAt(3, 1, 2);
  const { desk, id } = linked;
  setOptions(linked, { statusLine: true });
  desk.ask('setSchedule', { id, rule: { every: 'day', hour: 11 } });
  desk.simulation.clock.set('2026-11-22T10:20:00Z');
  const [trigger] = desk.script.triggers;
  if (trigger) desk.script.fireTrigger(trigger);

  expect(desk.cell('Sheet1', 2, 1).display).toBe('Refreshed 2026-11-22 11:20 (Europe/Paris)');

  desk.simulation.clock.set('2026-11-23T12:30:00Z');
  desk.type('Sheet1', 20, 9, 'x');
  expect(desk.cell('Sheet1', 2, 1).display).toBe('Late, shows 2026-11-22 11:20 (Europe/Paris)');
});

test('a status line says what failed, moves with the range, and goes when it is not wanted', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, table, id } = linked;
  setOptions(linked, { statusLine: true });
  expect(desk.cell('Sheet1', 1, 4).display).toBe('Refreshed 2026-11-22 10:00 (Europe/Paris)');

  desk.workbook.insertRows(desk.sheet('Sheet1').id, 1, 2);
  desk.backend.before = ({ path }) =>
    path.endsWith('/result') ? problemResponse(problemOfCode('sql_failed')) : undefined;
  problemOf(() => desk.refresh(id));
  expect(desk.cell('Sheet1', 3, 4).display).toContain('Failed, shows 2026-11-22 10:00');

  desk.backend.before = () => undefined;
  table.rows = rowsOf(5);
  desk.refresh(id);
  expect(desk.cell('Sheet1', 3, 4).display).toContain('Refreshed');

  setOptions(linked, { statusLine: false });
  expect(desk.cell('Sheet1', 3, 4).value).toBe('');
  expect(desk.workbook.names.list.map(({ name }) => name)).toEqual([`sheetfeed_${id}`]);
});

test('a status line is refused where no cell for it is blank', () => {
  const linked = linkedAt(2, 1, 2);
  linked.desk.type('Sheet1', 1, 1, 'mine');
  linked.desk.type('Sheet1', 2, 4, 'mine too');

  const refused = problemOf(() => setOptions(linked, { statusLine: true }));

  expect(refused.code).toBe('range_obstructed');
  expect(linked.desk.ask('listRanges').ranges[0]?.options.statusLine).toBe(false);
});
