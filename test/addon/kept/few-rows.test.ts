// A refresh that takes nearly everything away asks, and a schedule keeps the old rows where the person chose that.
import { expect, test } from '@jest/globals';
import { askedBy } from '../../../domain/refresh/questions.ts';
import { linkedAt, problemOf, rowsOf, setOptions } from '../desk/linked.ts';
import type { Linked } from '../desk/linked.ts';

const shown = ({ desk }: Linked) => desk.shown('Sheet1');

function wakeSchedule({ desk }: Linked): void {
  desk.simulation.clock.advance(2 * 3_600_000);
  for (const trigger of desk.script.triggers) desk.script.fireTrigger(trigger);
}

test('no rows at all are asked about, whatever stood there', () => {
  const linked = linkedAt(1, 1, 3);
  linked.table.rows = [];

  const asked = askedBy(problemOf(() => linked.desk.refresh(linked.id)));

  expect(asked).toMatchObject({ about: ['fewRows'] });
  expect(asked?.says).toMatch(/gives no rows now; 3 rows stand here/);
  expect(shown(linked)).toHaveLength(4);
  linked.desk.refresh(linked.id, asked?.yes);
  expect(shown(linked)).toHaveLength(1);
});

test.each([
  [353, 3, true],
  [20, 9, true],
  [20, 10, false],
  [19, 1, false],
])('of %d rows %d are left: asked is %s', (before, after, isAsked) => {
  const linked = linkedAt(1, 1, before);
  linked.table.rows = rowsOf(after);

  const refresh = () => linked.desk.refresh(linked.id);

  if (isAsked) expect(problemOf(refresh).message).toMatch(/The others would go/);
  else expect(refresh().range.rowCount).toBe(after);
});

test('rows that are few for other values are what the person wanted', () => {
  const linked = linkedAt(1, 1, 40);
  linked.table.rows = rowsOf(2);
  const values = { country: { from: 'value' as const, value: 'Germany' } };

  expect(linked.desk.refresh(linked.id, {}, values).range.rowCount).toBe(2);
});

test('a schedule keeps the old rows and says so, and takes the new ones where the person chose that', () => {
  const linked = linkedAt(1, 1, 30);
  const { desk, table, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  table.rows = rowsOf(4);

  wakeSchedule(linked);
  expect(shown(linked)).toHaveLength(31);
  expect(desk.ask('listRanges').ranges[0]?.problem?.detail).toMatch(
    /4 rows now; 30 rows stand here.*Refresh the range by hand/,
  );

  setOptions(linked, { keepsOldRows: false });
  wakeSchedule(linked);
  expect(shown(linked)).toHaveLength(5);
});

test('a range to which rows are added asks nothing where none come', () => {
  const linked = linkedAt(1, 1, 30);
  setOptions(linked, { mode: 'append' });
  linked.table.rows = [];

  expect(linked.desk.refresh(linked.id).range.rowCount).toBe(30);
});
