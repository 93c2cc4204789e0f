// Schedules in the sheet: what is due runs with its owner's rights, and nothing fails in silence.
import { expect, test } from '@jest/globals';
import { problemOfCode, problemResponse } from './desk/backend.ts';
import { SheetsError } from '../../playground/simulator/errors.ts';
import type { Seen } from './desk/backend.ts';
import { linkedAt, problemOf, rowsOf } from './desk/linked.ts';
import type { Linked } from './desk/linked.ts';

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

test('a hiccup of Google’s makes no schedule wait for the next day', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: daily });
  desk.script.onCall = ({ name }) => {
    if (name === 'Range.getValues') throw new SheetsError('Service error: Spreadsheets');
  };
  desk.simulation.clock.set('2026-11-22T10:20:00Z');
  fire(linked);
  expect(viewOf(linked).freshness).toBe('failed');
  desk.script.onCall = () => undefined;

  desk.simulation.clock.set('2026-11-22T11:20:00Z');
  fire(linked);

  expect(viewOf(linked).freshness).toBe('fresh');
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
  desk.agreeing((agreed) => desk.ask('takeOverSchedule', { id, agreed }));

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
  copy.refreshAgreeing(id);
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

const noIdentity = { email: 'vera@example.com', identityToken: () => null };

/** Vera's trigger calls, and Google has no identity token for it. */
function fireWithoutIdentity(linked: Linked): void {
  const [trigger] = linked.desk.script.triggers;
  if (!trigger) throw new Error('There is no trigger.');
  linked.desk.script.as(noIdentity).fireTrigger(trigger);
}

const authorization = ({ headers }: Seen) => headers['Authorization'] ?? headers['authorization'];

test('without an identity token a schedule signs in with its own, and says so nowhere else', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, table, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  const own = `Bearer ${desk.backend.scheduleTokens.get(id)}`;
  expect(desk.backend.seen.map(authorization)).not.toContain(own);
  table.rows = rowsOf(2, 50);

  desk.simulation.clock.set('2026-11-22T10:30:00Z');
  const before = desk.backend.seen.length;
  fireWithoutIdentity(linked);

  const asked = desk.backend.seen.slice(before);
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/queries/list/result',
    `PUT /api/ranges/${id}`,
  ]);
  expect(asked.map(authorization)).toEqual([own, own]);
  expect(desk.cell('Sheet1', 2, 1).value).toBe('n50');
  expect(viewOf(linked)).toMatchObject({ freshness: 'fresh', schedule: { failuresInARow: 0 } });
});

test('a schedule signs in with its own token, also where Google gives an identity token', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  desk.simulation.clock.set('2026-11-22T10:30:00Z');
  const before = desk.backend.seen.length;
  fire(linked);

  const asked = desk.backend.seen.slice(before).map(authorization);
  expect(asked.length).toBeGreaterThan(0);
  expect([...new Set(asked)]).toEqual([`Bearer ${desk.backend.scheduleTokens.get(id)}`]);
});

test('the token of a schedule ends with it, with the link, and when a colleague takes over', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  const { scheduleTokens } = desk.backend;
  desk.ask('setSchedule', { id, rule: daily });
  const first = scheduleTokens.get(id);
  desk.ask('setSchedule', { id, rule: null });
  expect(scheduleTokens.has(id)).toBe(false);

  desk.ask('setSchedule', { id, rule: daily });
  const [, ali] = desk.simulation.scripts;
  if (!ali) throw new Error('Ali is missing.');
  desk.script = ali;
  desk.agreeing((agreed) => desk.ask('takeOverSchedule', { id, agreed }));
  expect(scheduleTokens.get(id)).toBeDefined();
  expect(scheduleTokens.get(id)).not.toBe(first);

  desk.ask('unlinkRange', { id });
  expect(scheduleTokens.has(id)).toBe(false);
  expect(desk.script.triggers.map(({ owner }) => owner)).toEqual(['vera@example.com']);
});

test('where the server gives no token, neither a schedule nor a trigger is kept', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.backend.before = ({ path }) =>
    path.endsWith('/token') ? problemResponse(problemOfCode('service_unavailable')) : undefined;

  expect(problemOf(() => desk.ask('setSchedule', { id, rule: daily })).code).toBe(
    'service_unavailable',
  );
  expect(viewOf(linked).schedule).toBeNull();
  expect(desk.script.triggers).toEqual([]);
});

test('a schedule that was taken over leaves no trigger that calls in vain', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: daily });
  const [vera, ali] = desk.simulation.scripts;
  if (!vera || !ali) throw new Error('Somebody is missing.');
  desk.script = ali;
  desk.agreeing((agreed) => desk.ask('takeOverSchedule', { id, agreed }));
  desk.script = vera;
  fire(linked);

  expect(desk.script.triggers.map(({ owner }) => owner)).toEqual(['ali@example.com']);
});

test('each spreadsheet has a trigger of its own, and ending one leaves the other', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  const other = desk.openSecond();
  const second = other.insert('list').range.id;
  desk.ask('setSchedule', { id, rule: daily });
  other.ask('setSchedule', { id: second, rule: daily });
  expect(desk.script.triggers.map(({ spreadsheetId }) => spreadsheetId).sort()).toEqual(
    [desk.workbook.id, other.workbook.id].sort(),
  );

  const [mine, theirs] = [desk, other].map(({ workbook }) =>
    desk.script.triggers.find(({ spreadsheetId }) => spreadsheetId === workbook.id),
  );
  if (!mine || !theirs) throw new Error('A trigger is missing.');
  linked.table.rows = rowsOf(2, 50);
  desk.simulation.clock.set('2026-11-22T10:20:00Z');

  expect(() => desk.script.fireTrigger(theirs)).toThrow('the file that it was made in');
  other.script.fireTrigger(theirs);
  expect(other.cell('List', 2, 1).value).toBe('n50');
  expect(desk.cell('Sheet1', 2, 1).value).toBe('n1');
  desk.script.fireTrigger(mine);
  expect(desk.cell('Sheet1', 2, 1).value).toBe('n50');

  desk.ask('setSchedule', { id, rule: null });
  expect(desk.script.triggers).toEqual([theirs]);
});

test('a trigger of which the add-on lost sight is used again', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: daily });
  desk.simulation.state.propertiesOf('user vera@example.com').clear();

  desk.agreeing((agreed) => desk.ask('setSchedule', { id, rule: { every: 'hour' }, agreed }));
  expect(desk.script.triggers).toHaveLength(1);
});

test('a busy server is waited for as long as it says, by a schedule longer than by a person', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, table, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  let busy = 0;
  desk.backend.before = ({ path }) =>
    path.endsWith('/result') && busy-- > 0
      ? problemResponse(problemOfCode('rate_limited'), { 'retry-after': '40' })
      : undefined;

  busy = 1;
  expect(problemOf(() => desk.refresh(id)).code).toBe('rate_limited');

  desk.simulation.clock.set('2026-11-22T10:30:00Z');
  table.rows = rowsOf(2, 50);
  busy = 2;
  fire(linked);
  expect(desk.cell('Sheet1', 2, 1).value).toBe('n50');
  expect(desk.simulation.clock.now()).toBe(Date.parse('2026-11-22T10:31:20Z'));
});

test('what passes by itself is tried again within the hour, three times, and then at the next hour', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: daily });
  desk.backend.before = ({ path }) =>
    path.endsWith('/result') ? problemResponse(problemOfCode('source_unavailable')) : undefined;
  const fireAt = (hour: number) => {
    desk.simulation.clock.set(`2026-11-22T${hour}:20:00Z`);
    fire(linked);
    const { schedule } = viewOf(linked);
    return [schedule?.failuresInARow, schedule?.triesAgain];
  };

  expect([10, 11, 12, 13].map(fireAt)).toEqual([
    [1, true],
    [2, true],
    [3, false],
    [3, false],
  ]);
  desk.backend.before = () => undefined;
  desk.simulation.clock.set('2026-11-23T10:20:00Z');
  fire(linked);
  expect(viewOf(linked)).toMatchObject({ freshness: 'fresh', schedule: { failuresInARow: 0 } });
});

test('what stays wrong waits for the next hour of its schedule', () => {
  const linked = linkedAt(1, 1, 2);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: daily });
  desk.backend.before = ({ path }) =>
    path.endsWith('/result') ? problemResponse(problemOfCode('sql_invalid')) : undefined;
  for (const hour of [10, 11]) {
    desk.simulation.clock.set(`2026-11-22T${hour}:20:00Z`);
    fire(linked);
  }

  expect(viewOf(linked).schedule).toMatchObject({ failuresInARow: 1, triesAgain: false });
});

test('a run that Google stopped counts as a failure, is told, and lets the others go first', () => {
  const linked = linkedAt(1, 1, 1);
  const { desk, id, table } = linked;
  const other = desk.insert('list').range.id;
  for (const one of [id, other]) desk.ask('setSchedule', { id: one, rule: { every: 'hour' } });
  const fireAt = (time: string) => {
    desk.simulation.clock.set(`2026-11-22T${time}:00Z`);
    desk.script.forget();
    fire(linked);
  };
  const scheduleOf = (one: string) =>
    desk.ask('listRanges').ranges.find((range) => range.id === one)?.schedule;
  fireAt('10:20');
  const toTheServer = desk.script.callLog.findIndex(({ name }) => name === 'UrlFetchApp.fetch');

  desk.script.stopAfterCall(toTheServer + 1);
  expect(() => fireAt('11:20')).toThrow();
  desk.simulation.clock.set('2026-11-22T12:10:00Z');
  expect(scheduleOf(id)).toMatchObject({
    failuresInARow: 1,
    problem: { code: 'schedule_cut_off' },
  });

  table.rows = rowsOf(1, 9);
  desk.backend.before = ({ path }) => {
    // The other has its turn before the time is used up.
    if (path.endsWith('/result')) desk.simulation.clock.advance(290_000);
    return undefined;
  };
  fireAt('12:20');
  expect(scheduleOf(other)).toMatchObject({ failuresInARow: 0, problem: null });
  expect(scheduleOf(other)?.lastRunAt).toBe('2026-11-22T12:24:50.000Z');
  expect(scheduleOf(id)?.failuresInARow).toBe(1);

  desk.backend.before = () => undefined;
  fireAt('12:50');
  expect(scheduleOf(id)).toMatchObject({ failuresInARow: 0, problem: null });
});
