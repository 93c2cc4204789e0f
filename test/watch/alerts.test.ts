// Alerts from the row to the message: a real database, a real server, and a stand-in for Slack.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  evaluate,
  makeAlert,
  must,
  startWatched,
  startWatchingServer,
  type Watched,
} from './watched.ts';

let watched: Watched;
let server: TestServer;

beforeAll(async () => {
  watched = await startWatched();
  server = await startWatchingServer(watched);
});
afterAll(async () => {
  await server.stop();
  await watched.stop();
});
beforeEach(() => watched.clear());

const headlines = () => watched.receiver.headlines();
const told = (count: number) => eventually(headlines, (all) => all.length >= count);

test('a bad row is told once, and once more when it is mended, by the clock alone', async () => {
  await makeAlert(server, { every: '1 minute', key: ['number'] });
  const alertAt = async () => (await must(server, 'GET', '/api/alerts')).json().alerts[0];
  await eventually(alertAt, ({ state }) => state === 'ok');
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await dueNow();
  await told(1);
  await dueNow();
  await eventually(alertAt, ({ evaluations }) => evaluations.length === 3);
  await watched.sql('update invoices set amount = 5');
  await dueNow();
  await told(2);
  await dueNow();
  await eventually(alertAt, ({ evaluations }) => evaluations.length === 5);

  expect(headlines()).toEqual(['Bad invoices fires for 1', 'Bad invoices recovered for 1']);
  const [first] = watched.receiver.received;
  expect(first?.text).toContain('A-17');
  expect(first?.text).toContain('/q/bad-invoices/alerts');
});

test('each evaluation is a recorded run of the alert’s owner, and is in the audit as an alert’s', async () => {
  const id = await makeAlert(server);
  await evaluate(server, id);
  const runs = () => watched.own(`select member, origin, query from runs where origin = 'alert'`);
  const { rows } = await eventually(runs, ({ rows: all }) => all.length > 0);

  expect(rows[0]).toEqual({ member: 'local', origin: 'alert', query: 'bad-invoices' });
});

test('what fails is told once, and recovers nobody', async () => {
  const id = await makeAlert(server, { key: ['number'] });
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await evaluate(server, id);
  await watched.sql('alter table invoices rename to elsewhere');
  const failed = [await evaluate(server, id), await evaluate(server, id)];
  await watched.sql('alter table elsewhere rename to invoices');
  const again = await evaluate(server, id);
  await watched.sql('truncate invoices');
  await evaluate(server, id);
  await told(3);

  expect(failed.map(({ outcome }) => outcome)).toEqual(['failing', 'failing']);
  expect(again).toMatchObject({ outcome: 'firing', told: [] });
  expect(headlines()).toEqual([
    'Bad invoices fires for 1',
    'Bad invoices could not be evaluated',
    'Bad invoices recovered for 1',
  ]);
  // The channel reads it: of the database's error a viewer sees the code.
  expect(watched.receiver.received[1]?.text).not.toContain('relation');
});

test('a try-out by hand says what would be told, and changes and tells nothing', async () => {
  const id = await makeAlert(server, { key: ['number'], every: '1 day' });
  await evaluate(server, id);
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  const tried = await must(server, 'POST', `/api/alerts/${id}/evaluate`, {});
  const after = (await must(server, 'GET', `/api/alerts/${id}`)).json();

  expect(tried.json()).toMatchObject({ outcome: 'firing', told: ['Bad invoices fires for 1'] });
  expect([after.state, after.deliveries]).toEqual(['ok', []]);
});

test('an edit that leaves condition and key alone keeps who fires; another one says that nobody watches any more', async () => {
  const id = await makeAlert(server, { key: ['number'] });
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await evaluate(server, id);
  const content = { name: 'Renamed', key: ['number'], to: ['slack:#billing'], note: 'New.' };
  await must(server, 'PUT', `/api/alerts/${id}`, content);
  const kept = (await must(server, 'GET', `/api/alerts/${id}`)).json();
  await must(server, 'PUT', `/api/alerts/${id}`, { ...content, key: [] });
  await told(2);
  await eventually(headlines, (all) => all.includes('Renamed fires'));

  expect([kept.state, kept.firing]).toEqual(['firing', 1]);
  expect(headlines().slice(0, 2)).toEqual([
    'Bad invoices fires for 1',
    'Renamed is not watched any more',
  ]);
  const { episodes } = (await must(server, 'GET', `/api/alerts/${id}`)).json();
  expect(episodes.at(-1)).toMatchObject({ name: ['A-17'], endedAt: expect.any(String) });
});

test('while it is muted nobody is told, and afterwards what fires still', async () => {
  const id = await makeAlert(server, { key: ['number'] });
  await must(server, 'POST', `/api/alerts/${id}/mute`, { until: '2099-01-01T00:00:00Z' });
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  const muted = await evaluate(server, id);
  await must(server, 'POST', `/api/alerts/${id}/mute`, { until: null });
  const after = await evaluate(server, id);

  expect([muted.outcome, muted.told]).toEqual(['firing', []]);
  expect(after.told).toEqual(['Bad invoices fires for 1']);
});

test('at most ten subjects are named, and then how many more there are', async () => {
  const id = await makeAlert(server, { key: ['number'] });
  await watched.sql(`insert into invoices select 'N-' || n, -n from generate_series(100, 421) n`);
  await evaluate(server, id);
  await told(1);
  const [{ text = '' } = {}] = watched.receiver.received;

  expect(headlines()).toEqual(['Bad invoices fires for 322']);
  expect(text.match(/N-\d+/g)).toHaveLength(10);
  expect(text).toContain('and 312 more');
});

test('what a message shows is frozen, and stays as it was when the rows are mended', async () => {
  const id = await makeAlert(server, { key: ['number'] });
  await watched.sql(`insert into invoices values ('A-17', -5), ('A-18', -7)`);
  await evaluate(server, id);
  await told(1);
  await watched.sql('truncate invoices');
  await evaluate(server, id);
  const { evaluations, deliveries } = (await must(server, 'GET', `/api/alerts/${id}`)).json();
  const [path = ''] = /\/f\/\w+/.exec(watched.receiver.received[0]?.text ?? '') ?? [];
  const frozen = (await must(server, 'GET', `/api/frozen/${path.split('/').at(-1)}`)).json();

  expect((await must(server, 'GET', `${path}.csv`)).text).toBe(
    'number,amount\r\nA-17,-5\r\nA-18,-7\r\n',
  );
  expect(frozen).toMatchObject({ alert: id, query: 'bad-invoices', rowCount: 2 });
  expect(evaluations.map((each: { frozen: string | null }) => each.frozen)).toEqual([
    null,
    frozen.id,
  ]);
  expect(deliveries.at(-1).frozen).toBe(frozen.id);
});

test('where there is no room to freeze it, it is told all the same', async () => {
  const full = await startTestServer({ env: { ...watched.env, FROZEN_BYTES: '0' } });
  try {
    const id = await makeAlert(full, { key: ['number'], every: '1 day' });
    await evaluate(full, id);
    await watched.sql(`insert into invoices values ('A-17', -5)`);
    const fired = await evaluate(full, id);
    await told(1);

    expect(fired.told).toEqual(['Bad invoices fires for 1']);
    expect(watched.receiver.received[0]?.text).not.toContain('/f/');
  } finally {
    await full.stop();
  }
});

test('an alert that nobody could evaluate for hours runs once, and says how many slots it missed', async () => {
  const id = await makeAlert(server, { every: '1 minute' });
  await evaluate(server, id);
  await watched.own(`update alerts set due_at = now() - interval '3 hours 30 seconds'`);
  const read = async () => (await must(server, 'GET', `/api/alerts/${id}`)).json();
  const late = await eventually(read, ({ evaluations }) => evaluations.length === 2);

  // By their slots: the late one stands before the other here.
  expect(late.evaluations.map(({ missed }: { missed: number }) => missed)).toEqual([0, 180]);
  expect(Date.parse(late.dueAt) - Date.now()).toBeLessThanOrEqual(60_000);
});

test('what cannot be is refused when the alert is made', async () => {
  const refused = async (fields: object) => {
    const body = { query: 'bad-invoices', name: 'Wrong', ...fields };
    const answer = await server.ask('/api/alerts', { method: 'POST', body });
    return [answer.status, answer.json().code];
  };

  expect(await refused({ to: ['slack:#nowhere'] })).toEqual([400, 'invalid_request']);
  expect(await refused({ every: { cron: '0 0 31 2 *' } })).toEqual([400, 'invalid_request']);
  expect(await refused({ values: { since: 1 } })).toEqual([422, 'unknown_parameter']);
  expect(await refused({ query: 'nothing' })).toEqual([404, 'not_found']);
  expect(await refused({ when: 'sometimes' })).toEqual([400, 'invalid_request']);
});

/** The next slot of every alert is now. */
async function dueNow(): Promise<void> {
  await watched.own(`update alerts set due_at = now(), lease = null, lease_until = null`);
}

test('an alert on changes tells what differs from its look before, once, also by another server’s look', async () => {
  await watched.sql(`insert into invoices values ('A-1', -1), ('A-2', -2)`);
  const id = await makeAlert(server, { when: 'changes', key: ['number'], every: '1 day' });
  await evaluate(server, id);
  await watched.sql(`update invoices set amount = -3 where number = 'A-2';
    insert into invoices values ('A-3', -9); delete from invoices where number = 'A-1'`);
  const other = await startTestServer({ env: watched.env });
  try {
    const changed = await evaluate(other, id);
    const quiet = await evaluate(server, id);
    await told(1);

    expect([changed.outcome, quiet.outcome]).toEqual(['changed', 'ok']);
    expect(headlines()).toEqual(['Bad invoices: 3 rows changed']);
    expect(watched.receiver.received[0]?.text).toContain('changed: A-2 (amount: -2 → -3)');
    // It compares with what it saw last, and not with what another condition saw.
    await must(server, 'PUT', `/api/alerts/${id}`, { name: 'Bad invoices', when: 'rows', key: [] });
    await must(server, 'PUT', `/api/alerts/${id}`, {
      name: 'Bad invoices',
      when: 'changes',
      key: [],
    });
    expect((await watched.own('select from alert_memories')).rows).toEqual([]);
  } finally {
    await other.stop();
  }
});

test('the catalog says of a query which of its alerts fire, for as long as they do', async () => {
  const id = await makeAlert(server, { key: ['number'] });
  const told = async () => [
    (await must(server, 'GET', '/api/queries?search=wrong')).json().queries[0].fires,
    (await must(server, 'GET', '/api/queries/bad-invoices')).json().fires,
  ];
  const before = await told();
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await evaluate(server, id);
  const during = await told();
  await watched.sql('truncate invoices');
  await evaluate(server, id);

  expect(before).toEqual([undefined, undefined]);
  expect(during).toEqual([['Bad invoices'], ['Bad invoices']]);
  expect(await told()).toEqual([undefined, undefined]);
});
