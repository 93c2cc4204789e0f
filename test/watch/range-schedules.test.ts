// Schedules of the server for linked ranges: from the wish to the cells, and to whatever ends it. A real database, a real server,
// the simulated Google.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { peopleOf, type People } from '../server/identity/people.ts';
import { eventually } from '../support/eventually.ts';
import { GOOGLE_SETTINGS, NO_LIMITS, SERVER, scheduledSheet } from '../support/scheduled-sheet.ts';
import { startTestServer, type Asked, type TestServer } from '../support/server.ts';
import { must, startWatched, type Watched } from './watched.ts';

let watched: Watched;
let people: People;
let server: TestServer;
let sheet: ReturnType<typeof scheduledSheet>;

const as = (who: string): Pick<TestServer, 'ask'> => ({
  ask: (path: string, asked: Asked = {}) =>
    server.ask(path, { ...asked, headers: { ...people.as(who).headers, ...asked.headers } }),
});

const LIST = {
  ...{ slug: 'list', title: 'Invoices' },
  sql: 'select number as name, amount::int as amount from invoices order by number',
};

beforeAll(async () => {
  watched = await startWatched();
  people = await peopleOf({ vera: 'viewer', otto: 'viewer', anna: 'author', ada: 'admin' });
  // The sheet changes from test to test, the server's way to Google does not.
  const fetch: typeof globalThis.fetch = (...asked) => sheet.google?.fetch?.(...asked) as never;
  server = await startTestServer({
    env: { ...watched.env, ...GOOGLE_SETTINGS },
    options: { ...people.options, google: { fetch, wait: async () => {}, limits: NO_LIMITS } },
  });
  await must(as('anna'), 'POST', '/api/queries', LIST);
});
afterAll(async () => {
  await server.stop();
  await watched.stop();
});
beforeEach(async () => {
  await watched.own('truncate timed_queries cascade');
  await watched.sql('truncate invoices');
  await watched.sql(`insert into invoices values ('A-17', -5), ('B-2', -7), ('C-3', 9)`);
  sheet = scheduledSheet();
});

const put = (id: string, more: object = {}, who = 'vera') =>
  as(who).ask(`/api/range-schedules/${id}`, { method: 'PUT', body: sheet.content(more) });

/** A schedule of Vera's in a sheet that is shared with the server. */
async function scheduled(more: object = {}, who = 'vera'): Promise<string> {
  sheet.share();
  const id = sheet.noteSchedule();
  const answer = await put(id, more, who);
  if (answer.status !== 204) throw new Error(answer.text);
  return id;
}

const slots = () =>
  watched.own('select slot, outcome, detail, missed from timed_slots order by at, slot');

/** Its time comes now; what came of it. */
async function comes(): Promise<{ outcome: string; detail: string | null }> {
  const { rowCount } = await slots();
  await watched.own('update timed_queries set due_at = now(), rest_until = now()');
  const { rows } = await eventually(slots, (after) => after.rowCount === (rowCount ?? 0) + 1);
  return rows.at(-1);
}

const listed = async (who = 'vera', query = '') =>
  (await must(as(who), 'GET', `/api/range-schedules${query}`)).json();

const RESULT = [
  ['name', 'amount'],
  ['A-17', '-5'],
  ['B-2', '-7'],
  ['C-3', '9'],
];

test('at its time the server writes the result into the range, by a run of the owner, and says what changed', async () => {
  await scheduled();
  const came = await comes();
  const runs = () =>
    watched.own(`select member, origin, place from runs where origin = 'schedule'`);
  const { rows } = await eventually(runs, ({ rowCount }) => rowCount === 1);
  const { schedules, account } = await listed();

  expect(came).toMatchObject({ outcome: 'written', detail: '3 rows added, 2 rows removed.' });
  expect(sheet.shown()).toEqual(RESULT);
  expect(rows[0]).toMatchObject({ origin: 'schedule' });
  expect(JSON.stringify(rows[0].member)).toContain('vera');
  expect(sheet.record().refreshed?.by).toBe('vera@example.com');
  expect(sheet.record().schedule).toMatchObject({
    failuresInARow: 0,
    lastRunAt: expect.any(String),
  });
  expect(account).toBe(SERVER);
  expect(schedules).toMatchObject([
    { mine: true, query: 'list', queryTitle: 'Invoices', problem: null, failures: 0 },
  ]);
  expect(schedules[0].slots[0]).toMatchObject({ outcome: 'written' });
});

test('a result that is as it was writes no cell and is told as unchanged', async () => {
  await scheduled();
  await comes();
  sheet.calls.length = 0;
  const came = await comes();

  expect(came).toMatchObject({ outcome: 'unchanged', detail: null });
  expect(sheet.shown()).toEqual(RESULT);
  // Google counts them: sixty of each a minute.
  const writes = sheet.calls.filter((path) => path.includes(':batchUpdate'));
  expect([writes.length, sheet.calls.length - writes.length]).toEqual([1, 2]);
});

test('a spreadsheet that is not shared with the server is told of at once, with whom to share it', async () => {
  const id = sheet.noteSchedule();
  const unseen = await put(id);
  sheet.share('reader');
  const unwritable = await put(id);

  for (const answer of [unseen, unwritable]) {
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'spreadsheet_not_shared' });
  }
  expect(unwritable.json().detail).toContain(`Share this spreadsheet with ${SERVER} as an editor`);
  expect((await listed()).schedules).toEqual([]);
});

test('who cannot write into the spreadsheet has the server write nothing there', async () => {
  sheet.share();
  sheet.noteSchedule();
  const stranger = await put(crypto.randomUUID(), {}, 'anna');

  expect(stranger.status).toBe(404);
  expect((await listed('ada', '?whose=all')).schedules).toEqual([]);
});

test('a co-editor who has the range ask for something else has the server run nothing, and it waits for an answer', async () => {
  await scheduled();
  await must(as('anna'), 'POST', '/api/queries', { ...LIST, slug: 'secrets', title: 'Secrets' });
  sheet.change({ slug: 'secrets' });
  const came = await comes();
  const { schedules } = await listed();

  expect(came).toMatchObject({ outcome: 'waits' });
  expect(came.detail).toContain('others than its schedule was set up for');
  expect(sheet.shown()[1]).toEqual(['n1', '1']);
  expect(sheet.record().problem).toMatchObject({ code: 'needs_confirmation' });
  expect(schedules[0]).toMatchObject({ failures: 1, problem: came.detail });
});

test('a query that fails is told at the range and in the list, and the values stay', async () => {
  await scheduled();
  await watched.sql('alter table invoices rename to bills');
  const came = await comes();
  await watched.sql('alter table bills rename to invoices');
  const note = sheet.desk.cell('Sheet1', 3, 3).note;

  expect(came.outcome).toBe('failing');
  expect(sheet.shown()[1]).toEqual(['n1', '1']);
  expect(sheet.record().schedule).toMatchObject({ failuresInARow: 1 });
  expect(note).toContain('Last problem');
  expect(await comes()).toMatchObject({ outcome: 'written' });
  expect(sheet.record().problem).toBeNull();
});

test('a spreadsheet that is gone is told each time, rests ever longer, and never ends by itself', async () => {
  await scheduled();
  sheet.files.remove(sheet.workbook.id);
  const rests: number[] = [];
  for (let turn = 0; turn < 5; turn++) {
    expect(await comes()).toMatchObject({ outcome: 'failing' });
    const { rows } = await watched.own(
      'select extract(epoch from rest_until - now())::int as rest from timed_queries',
    );
    rests.push(rows[0].rest);
  }
  const { schedules } = await listed();

  expect(rests[0]).toBeLessThanOrEqual(0);
  expect(rests[4]).toBeGreaterThan(rests[3] ?? Infinity);
  expect(rests[3]).toBeGreaterThan(rests[2] ?? Infinity);
  expect(schedules[0]).toMatchObject({ failures: 5 });
  expect(schedules[0].problem).toContain('Google knows no such spreadsheet');
});

test('a schedule that was ended in the sheet runs nothing, and its owner is told so', async () => {
  await scheduled();
  sheet.change({ schedule: null });
  const came = await comes();

  expect(came).toMatchObject({ outcome: 'failing' });
  expect(came.detail).toContain('somebody ended it there');
  expect(sheet.shown()[1]).toEqual(['n1', '1']);
});

test('who may no longer see the query has it refreshed no more', async () => {
  await scheduled();
  await must(as('anna'), 'PUT', '/api/queries/list/audience', {
    audience: { members: ['anna'], groups: [] },
  });
  const came = await comes();
  await must(as('anna'), 'PUT', '/api/queries/list/audience', { audience: null });

  expect(came.outcome).toBe('failing');
  expect(sheet.shown()[1]).toEqual(['n1', '1']);
});

test('a schedule is its owner’s and the admins’: others neither see nor end it, and whoever ends it ends it in the sheet too', async () => {
  const id = await scheduled();
  const path = `/api/range-schedules/${id}`;

  expect((await listed('anna')).schedules).toEqual([]);
  expect((await as('anna').ask('/api/range-schedules?whose=all')).status).toBe(403);
  expect((await as('anna').ask(path, { method: 'DELETE' })).status).toBe(404);
  expect((await as('anna').ask(`${path}/run`, { method: 'POST', body: {} })).status).toBe(404);
  expect((await listed('ada', '?whose=all')).schedules).toMatchObject([{ id, mine: false }]);
  await must(as('ada'), 'DELETE', path);
  expect((await listed('ada', '?whose=all')).schedules).toEqual([]);
  expect(sheet.record().schedule).toBeNull();
});

test('run now refreshes at once, and the next time stays', async () => {
  const id = await scheduled();
  const [before] = (await listed()).schedules;
  await must(as('vera'), 'POST', `/api/range-schedules/${id}/run`, {});
  await eventually(slots, ({ rowCount }) => rowCount === 1);
  const [after] = (await listed()).schedules;

  expect(sheet.shown()).toEqual(RESULT);
  expect(after.dueAt).toBe(before.dueAt);
});

test('a value that follows a cell is read when the clock comes, as the add-on reads it', async () => {
  const sql =
    'select number as name, amount::int as amount from invoices where amount <= :most order by 1';
  const parameters = [{ name: 'most', type: 'number' }];
  const body = { slug: 'up-to', title: 'Up to', sql, parameters };
  await must(as('anna'), 'POST', '/api/queries', body);
  sheet.share();
  sheet.desk.type('Sheet1', 1, 1, '-6');
  sheet.workbook.names.set('most_here', sheet.workbook.sheets[0]?.id ?? 0, {
    ...{ top: 1, left: 1, bottom: 1, right: 1 },
  });
  const id = sheet.noteSchedule(undefined, 'up-to');
  sheet.change({ values: { most: { from: 'cell', place: 'most_here' } } });
  const wish = { query: 'up-to', cells: { most: 'most_here' } };
  expect((await put(id, wish)).status).toBe(204);
  await comes();

  expect(sheet.shown()).toEqual([RESULT[0], RESULT[2]]);
  sheet.desk.type('Sheet1', 1, 1, 'many');
  expect(await comes()).toMatchObject({ outcome: 'failing' });
  expect(sheet.record().problem?.detail).toContain('not a number');
});

test('a webhook that says that the data is there has the range refreshed at once, long before its time', async () => {
  await scheduled({ every: { every: 'week', weekday: 0, hour: 3 } });
  await comes();
  const hook = { name: 'Nightly load', queries: ['list'] };
  const made = await must(as('anna'), 'POST', '/api/hooks', hook);
  await watched.sql(`insert into invoices values ('D-4', 1)`);
  const [before] = (await listed()).schedules;
  await server.ask(new URL(made.json().url).pathname, { method: 'POST' });
  await eventually(slots, ({ rowCount }) => rowCount === 2);
  const [after] = (await listed()).schedules;

  expect(sheet.shown()).toEqual([...RESULT, ['D-4', '1']]);
  expect(after.dueAt).toBe(before.dueAt);
});

test('whoever leaves leaves their schedules behind: they fail and say so, until somebody takes them over', async () => {
  await scheduled({}, 'otto');
  const path = '/api/members/otto';
  const { ranges, schedules } = (await must(as('ada'), 'GET', `${path}/holdings`)).json();
  await must(as('ada'), 'PUT', path, { active: false });
  const left = await comes();
  await must(as('ada'), 'PUT', path, { active: true });
  await must(as('ada'), 'PUT', path, { active: false, handOverTo: 'vera' });
  const handedOver = await comes();

  expect(ranges).toMatchObject([{ query: 'list', tab: 'Sheet1' }]);
  expect(schedules).toEqual([]);
  expect(left).toMatchObject({ outcome: 'failing' });
  expect(left.detail).toContain('Somebody else has to take it over');
  expect(handedOver).toMatchObject({ outcome: 'written' });
  expect(sheet.record().refreshed?.by).toBe('vera@example.com');
  expect(sheet.record().schedule?.owner).toBe('vera@example.com');
});

const pause = (id: string, paused: boolean, who = 'vera') =>
  as(who).ask(`/api/range-schedules/${id}/paused`, { method: 'PUT', body: { paused } });

/** Whether the clock has looked since, and would have claimed what is due. */
async function passes(): Promise<void> {
  const other = { name: 'A look', queries: ['list'] };
  const hook = (await must(as('anna'), 'POST', '/api/hooks', other)).json();
  await server.ask(new URL(hook.url).pathname, { method: 'POST' });
  await eventually(
    () => watched.own(`select from hooks where id = '${hook.id}' and served = calls`),
    ({ rowCount }) => rowCount === 1,
  );
}

test('a paused schedule runs neither at its time, nor by a webhook, nor by hand, and says at the range and in the list who paused it', async () => {
  const id = await scheduled();
  expect((await pause(id, true, 'ada')).status).toBe(204);
  await watched.own('update timed_queries set due_at = now(), rest_until = now()');
  await passes();
  await passes();
  const byHand = await as('vera').ask(`/api/range-schedules/${id}/run`, {
    ...{ method: 'POST', body: {} },
  });
  const [one] = (await listed()).schedules;

  expect((await slots()).rows).toEqual([]);
  expect(sheet.shown()[1]).toEqual(['n1', '1']);
  expect(byHand.status).toBe(409);
  expect(byHand.json().detail).toContain('ada@example.com paused this schedule');
  expect(one.paused).toMatchObject({ by: { email: 'ada@example.com' } });
  expect(sheet.record().schedule?.paused).toMatchObject({ by: 'ada@example.com' });
  expect(sheet.desk.cell('Sheet1', 3, 3).note).toMatch(/Schedule paused .* by ada@example.com/);
});

test('a schedule that is resumed goes on from its next time, without what it missed', async () => {
  const id = await scheduled();
  await pause(id, true);
  await watched.own(`update timed_queries set due_at = now() - interval '9 days'`);
  expect((await pause(id, false)).status).toBe(204);
  const [resumed] = (await listed()).schedules;

  expect(Date.parse(resumed.dueAt)).toBeGreaterThan(Date.now());
  expect(resumed.paused).toBeNull();
  expect(sheet.record().schedule?.paused).toBeUndefined();
  expect(await comes()).toMatchObject({ outcome: 'written' });
  expect((await slots()).rows).toHaveLength(1);
});

test('others than its owner and the admins pause no schedule, who saves it again leaves it paused, and who paused it first is named', async () => {
  const id = await scheduled();
  expect((await pause(id, true, 'anna')).status).toBe(404);
  await pause(id, true, 'ada');
  await pause(id, true, 'vera');
  expect((await put(id)).status).toBe(204);

  expect((await listed()).schedules[0].paused.by.email).toBe('ada@example.com');
});

test('what is under way when its schedule is paused writes nothing any more', async () => {
  const id = await scheduled();
  await watched.sql('begin; lock table invoices');
  await must(as('vera'), 'POST', `/api/range-schedules/${id}/run`, {});
  await eventually(
    () =>
      watched.sql(`select from pg_stat_activity where wait_event_type = 'Lock'
        and datname = current_database()`),
    ({ rowCount }) => rowCount === 1,
  );
  await pause(id, true);
  const ran = () => watched.own(`select from runs where origin = 'schedule'`);
  const { rowCount: before } = await ran();
  await watched.sql('commit');
  await eventually(ran, ({ rowCount }) => rowCount === (before ?? 0) + 1);
  await passes();
  expect((await slots()).rows).toEqual([]);
  expect(sheet.record().problem).toBeNull();
  await pause(id, false);
  // What had been written meanwhile would be unchanged now.
  expect(await comes()).toMatchObject({ outcome: 'written' });
});
