// Schedules in the sheet: what is due runs with its owner's rights, and nothing fails in silence.
import { expect, test } from '@jest/globals';
import { problemOfCode, problemResponse } from './backend.ts';
import { linkedAt, problemOf, rowsOf } from './linked.ts';
import type { Linked } from './linked.ts';

// The simulated clock starts on Sunday 2026-11-22 at 10:00 in Paris.
const daily = { every: 'day', hour: 11 } as const;

function fire({ desk }: Linked): void {
  const [trigger] = desk.script.triggers;
  if (!trigger) throw new Error('There is no trigger.');
  desk.script.fireTrigger(trigger);
}

function viewOf({ desk, id }: Linked) {
  const range = desk.ask('listRanges').ranges.find((one) => one.id === id);
  if (!range) throw new Error('The range is not listed.');
  return range;
}

test('a schedule runs when it is due, once, and says when it runs next in the spreadsheet’s time', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, table, id } = linked;
  const { schedule } = desk.ask('setSchedule', { id, rule: daily });
  expect(schedule).toMatchObject({
    owner: 'vera@example.com',
    mine: true,
    timeZone: 'Europe/Paris',
    nextRunsAt: [
      '2026-11-22T10:00:00.000Z',
      '2026-11-23T10:00:00.000Z',
      '2026-11-24T10:00:00.000Z',
    ],
  });
  table.rows = rowsOf(2, 50);

  desk.simulation.clock.set('2026-11-22T09:40:00Z');
  fire(linked);
  expect(desk.cell('Sheet1', 2, 1).value).toBe('n1');

  desk.simulation.clock.set('2026-11-22T10:20:00Z');
  fire(linked);
  expect(desk.cell('Sheet1', 2, 1).value).toBe('n50');
  expect(viewOf(linked)).toMatchObject({ refreshedBy: 'vera@example.com', freshness: 'fresh' });
  expect(viewOf(linked).schedule?.lastRunAt).toBe('2026-11-22T10:20:00.000Z');

  const runs = desk.backend.seen.length;
  desk.simulation.clock.set('2026-11-22T11:20:00Z');
  fire(linked);
  expect(desk.backend.seen.slice(runs).filter(({ path }) => path.endsWith('/result'))).toEqual([]);
});

test('two schedules in a spreadsheet share one trigger, which goes with the last of them', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  const other = desk.insert('list').range.id;

  desk.ask('setSchedule', { id, rule: daily });
  desk.ask('setSchedule', { id: other, rule: { every: 'hour' } });
  expect(desk.script.triggers).toHaveLength(1);

  desk.ask('setSchedule', { id, rule: null });
  expect(desk.script.triggers).toHaveLength(1);
  desk.ask('setSchedule', { id: other, rule: null });
  expect(desk.script.triggers).toHaveLength(0);
});

test('a failure never turns a schedule off; three in a row are told in the list and at the range', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, table, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  desk.backend.before = ({ path }) =>
    path.endsWith('/result') ? problemResponse(problemOfCode('source_unavailable')) : undefined;

  for (const hour of ['10', '11', '12']) {
    desk.simulation.clock.set(`2026-11-22T${hour}:30:00Z`);
    fire(linked);
  }
  expect(viewOf(linked).schedule).toMatchObject({
    failuresInARow: 3,
    problem: { code: 'source_unavailable' },
  });
  expect(desk.cell('Sheet1', 1, 1).note).toContain('failed 3 times in a row');
  expect(desk.shown('Sheet1')[1]).toEqual(['n1', '1']);

  desk.backend.before = () => undefined;
  table.rows = rowsOf(2, 9);
  desk.simulation.clock.set('2026-11-22T13:30:00Z');
  fire(linked);
  expect(viewOf(linked).schedule).toMatchObject({ failuresInARow: 0, problem: null });
  expect(desk.cell('Sheet1', 1, 1).note).not.toContain('in a row');
});

test('a schedule puts right what was changed by hand, and records it', () => {
  const linked = linkedAt(1, 1, 3);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  desk.type('Sheet1', 2, 2, '777');

  desk.simulation.clock.set('2026-11-22T10:30:00Z');
  fire(linked);

  expect(desk.cell('Sheet1', 2, 2).value).toBe(1);
  expect(desk.cell('Sheet1', 1, 1).note).toContain('1 cell changed by hand');
});

test('a schedule that nobody runs any more is late, and a colleague takes it over', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: daily });
  desk.simulation.clock.set('2026-11-22T12:30:00Z');
  expect(viewOf(linked).freshness).toBe('late');

  const [, ali] = desk.simulation.scripts;
  if (!ali) throw new Error('Ali is missing.');
  desk.script = ali;
  expect(viewOf(linked).schedule).toMatchObject({ owner: 'vera@example.com', mine: false });
  expect(problemOf(() => desk.ask('setSchedule', { id, rule: null })).code).toBe('forbidden');
  desk.ask('takeOverSchedule', { id });

  expect(viewOf(linked).schedule).toMatchObject({ owner: 'ali@example.com', mine: true });
  expect(desk.script.triggers).toHaveLength(2);
});

test('in a copied spreadsheet the ranges can be refreshed, but no schedule runs', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: daily });
  const copy = desk.openCopy();

  expect(copy.ask('listRanges').ranges[0]).toMatchObject({
    id,
    schedule: null,
    place: 'Sheet1!A1:B3',
  });
  linked.table.rows = rowsOf(1, 5);
  copy.refresh(id);
  expect(copy.shown('Sheet1')).toEqual([
    ['name', 'amount'],
    ['n5', '5'],
  ]);
  expect(desk.shown('Sheet1')).toHaveLength(3);
});

test('work that does not fit into the time that Google allows goes on at the next hour', () => {
  const linked = linkedAt(1, 1, 1);
  const { desk, id } = linked;
  const others = [desk.insert('list').range.id, desk.insert('list').range.id];
  for (const one of [id, ...others]) desk.ask('setSchedule', { id: one, rule: { every: 'hour' } });
  desk.backend.before = ({ path }) => {
    if (path.endsWith('/result')) desk.simulation.clock.advance(150_000);
    return undefined;
  };

  desk.simulation.clock.set('2026-11-22T10:30:00Z');
  fire(linked);
  const ran = () =>
    desk.ask('listRanges').ranges.filter(({ schedule }) => schedule?.lastRunAt !== null).length;
  expect(ran()).toBe(2);

  desk.simulation.clock.set('2026-11-22T10:45:00Z');
  fire(linked);
  expect(ran()).toBe(3);
});

test('a spreadsheet’s schedule is not kept where Google refuses the trigger', () => {
  const linked = linkedAt(1, 1, 1);
  const { desk, id } = linked;
  for (let index = 0; index < 20; index += 1) {
    desk.script.triggers.push({
      ...{ id: `t${index}`, handler: 'other', eventType: 'CLOCK', owner: 'vera@example.com' },
      ...{ spreadsheetId: `s${index}`, clock: {} },
    } as never);
  }

  const refused = problemOf(() => desk.ask('setSchedule', { id, rule: daily }));

  expect(refused.code).toBe('quota_used_up');
  expect(viewOf(linked).schedule).toBeNull();
});
