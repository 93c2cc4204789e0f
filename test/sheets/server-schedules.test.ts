// A schedule that the server does, as the add-on begins, changes and ends it: the range names it before the server is asked.
import { expect, test } from '@jest/globals';
import { Problem } from '../../domain/problem.ts';
import { RECORD_KEY } from '../../domain/linked-range.ts';
import { readRecord } from '../../domain/record/record-text.ts';
import { linkedAt, problemOf, type Linked } from '../addon/desk/linked.ts';

const often = { every: 'minutes', minutes: 15 } as const;
const exact = { every: 'day', hour: 7, minute: 40 } as const;

/** What the server is asked of schedules, and what the range said of its own when it was. */
function asked({ desk, id }: Linked, refuse: Problem | null = null) {
  const calls: { method: string; id: string; body: unknown; named: string | undefined }[] = [];
  desk.backend.onRangeSchedule = (method, schedule, body) => {
    calls.push({ method, id: schedule, body, named: scheduleOf({ desk, id })?.server });
    if (refuse) throw refuse;
  };
  return calls;
}

function scheduleOf({ desk, id }: Pick<Linked, 'desk' | 'id'>) {
  const records = desk.workbook.metadata.list.filter(({ key }) => key === RECORD_KEY);
  return records.map(({ value }) => readRecord(value)).find((one) => one?.id === id)?.schedule;
}

test('the range names the schedule by the time that the server is asked, and Google’s clock does not call', () => {
  const linked = linkedAt(3, 2, 3);
  const calls = asked(linked);
  const { desk, id } = linked;
  const { schedule } = desk.ask('setSchedule', { id, rule: exact, by: 'server' });

  expect(calls).toHaveLength(1);
  expect(calls[0]?.named).toBe(calls[0]?.id);
  expect(calls[0]).toMatchObject({ method: 'put' });
  expect(calls[0]?.body).toMatchObject({
    ...{ query: 'list', range: id, tab: 'Sheet1', values: {}, cells: {} },
    every: { every: 'day', hour: 7, minute: 40, timeZone: desk.workbook.timeZone },
    spreadsheet: { id: desk.workbook.id },
  });
  expect(schedule).toMatchObject({ byServer: true, rule: exact, mine: true });
  expect(desk.script.triggers).toEqual([]);
});

test('a server that may not write there leaves the schedule as it was, and says with whom to share', () => {
  const linked = linkedAt(3, 2, 3);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: { every: 'hour' } });
  const detail = 'Share it with sheetfeed@example.com as an editor, and try again.';
  asked(linked, new Problem('spreadsheet_not_shared', detail));
  const problem = problemOf(() => desk.ask('setSchedule', { id, rule: often, by: 'server' }));

  expect(problem).toMatchObject({ code: 'spreadsheet_not_shared', message: detail });
  expect(scheduleOf(linked)).toMatchObject({ rule: { every: 'hour' } });
  expect(scheduleOf(linked)?.server).toBeUndefined();
});

test('Google’s clock, where it still calls, leaves to the server what is the server’s', () => {
  const linked = linkedAt(3, 2, 3);
  asked(linked);
  const { desk, id, table } = linked;
  desk.ask('setSchedule', { id, rule: often, by: 'server' });
  const other = desk.insert('list').range;
  desk.ask('setSchedule', { id: other.id, rule: { every: 'hour' } });
  table.rows = [['changed', 9]];
  desk.simulation.clock.advance(3 * 3_600_000);
  const [trigger] = desk.script.triggers;
  if (!trigger) throw new Error('There is no trigger.');
  desk.script.fireTrigger(trigger);

  expect(desk.shown(other.tab ?? '').flat()).toContain('changed');
  expect(desk.shown('Sheet1').flat()).not.toContain('changed');
});

test('a schedule that goes back to Google, or is off, is ended at the server, by its owner alone', () => {
  const linked = linkedAt(3, 2, 3);
  const calls = asked(linked);
  const { desk, id } = linked;
  desk.ask('setSchedule', { id, rule: often, by: 'server' });
  desk.ask('setSchedule', { id, rule: { every: 'hour' }, by: 'google' });

  expect(calls.map(({ method }) => method)).toEqual(['put', 'delete']);
  expect(calls[1]?.id).toBe(calls[0]?.id);
  expect(scheduleOf(linked)?.server).toBeUndefined();
  expect(desk.script.triggers).toHaveLength(1);
  desk.ask('setSchedule', { id, rule: often, by: 'server' });
  desk.ask('unlinkRange', { id });
  expect(calls.map(({ method }) => method)).toEqual(['put', 'delete', 'put', 'delete']);
});
