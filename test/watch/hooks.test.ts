// Incoming webhooks: a program says that data is there, and what hangs on it is looked at once for calls that come together.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import type { TestServer } from '../support/server.ts';
import { makeAlert, must, startWatched, startWatchingServer, type Watched } from './watched.ts';

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
beforeEach(async () => {
  await watched.clear();
  await watched.own('truncate hooks');
});

async function makeHook(fields: object = { queries: ['bad-invoices'] }): Promise<string> {
  const made = await must(server, 'POST', '/api/hooks', { name: 'Nightly load', ...fields });
  return new URL(made.json().url).pathname;
}

const call = (path: string) => server.ask(path, { method: 'POST' });
const alertOf = async (id: string) => (await must(server, 'GET', `/api/alerts/${id}`)).json();

/** How often the alert was evaluated, once nothing is due or under way any more. */
async function evaluationsOf(id: string): Promise<number> {
  await eventually(
    () =>
      watched.own(`select from alerts where lease_until > now() or wanted_at is not null
      union all select from hooks where served < calls`),
    ({ rows }) => rows.length === 0,
  );
  return (await alertOf(id)).evaluations.length;
}

async function settled(id: string): Promise<void> {
  await eventually(
    () => alertOf(id),
    ({ evaluations }) => evaluations.length > 0,
  );
}

test('a call makes the alerts of its queries look at once, long before they are due', async () => {
  const id = await makeAlert(server, { key: ['number'], every: '1 day' });
  await settled(id);
  const hook = await makeHook();
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  const called = await call(hook);
  await eventually(
    () => watched.receiver.headlines(),
    (all) => all.length > 0,
  );

  expect([called.status, called.json()]).toEqual([202, { queries: 1 }]);
  expect(watched.receiver.headlines()).toEqual(['Bad invoices fires for 1']);
  const { dueAt } = await alertOf(id);
  expect(Date.parse(dueAt) - Date.now()).toBeGreaterThan(23 * 3_600_000);
});

test('calls that come while an evaluation goes on cause exactly one more, which sees what is there after them', async () => {
  const id = await makeAlert(server, { key: ['number'], every: '1 day' });
  await settled(id);
  const before = await evaluationsOf(id);
  const hook = await makeHook();
  // Whoever looks now waits.
  await watched.sql('begin');
  await watched.sql('lock table invoices');
  await call(hook);
  await eventually(
    () => watched.own('select from alerts where lease_until > now()'),
    ({ rows }) => rows.length === 1,
  );
  for (let calls = 0; calls < 5; calls++) await call(hook);
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  await watched.sql('commit');

  expect(await evaluationsOf(id)).toBe(before + 2);
  expect((await alertOf(id)).firing).toBe(1);
});

test('a call makes kept results anew, so that who takes one of some age gets what is there now', async () => {
  const csv = () => must(server, 'GET', '/q/bad-invoices.csv?_maxAgeSeconds=3600');
  const old = await csv();
  await watched.sql(`insert into invoices values ('B-1', -7)`);
  const kept = await csv();
  await call(await makeHook());
  const fresh = await eventually(csv, ({ text }) => text !== kept.text);

  expect(kept.text).toBe(old.text);
  expect(fresh.text).toBe('number,amount\r\nB-1,-7\r\n');
  // Nobody had to wait for that.
  expect(fresh.headers['age']).toBeDefined();
});

test('a call tells whoever wishes to hear of changes, long before their time, and nobody who wishes for the result at times', async () => {
  const subscribe = async (when: string) => {
    const wish = { every: { every: 'day', hour: 3 }, when, to: 'slack:#billing' };
    return must(server, 'POST', '/api/subscriptions', { query: 'bad-invoices', ...wish });
  };
  await watched.own('truncate timed_queries cascade');
  await subscribe('changed');
  await subscribe('always');
  const hook = await makeHook();
  const slots = () => watched.own('select outcome from timed_slots order by at');
  await call(hook);
  await eventually(slots, ({ rowCount }) => rowCount === 1);
  await watched.sql(`insert into invoices values ('C-1', -1)`);
  await call(hook);
  await eventually(slots, ({ rowCount }) => rowCount === 2);

  expect((await slots()).rows.map(({ outcome }) => outcome)).toEqual(['unchanged', 'sent']);
  await eventually(
    () => watched.receiver.headlines(),
    (all) => all.includes('Invoices whose sum is wrong: a row changed'),
  );
  const due = 'select from timed_queries where due_at <= now() or wanted_at is not null';
  expect((await watched.own(due)).rowCount).toBe(0);
});

test('a tag stands for every query that has it', async () => {
  const tagged = { ...{ slug: 'tagged', title: 'Tagged', sql: 'select 1 as one' }, tags: ['load'] };
  await must(server, 'POST', '/api/queries', tagged);
  const id = await makeAlert(server, { query: 'tagged', every: '1 day', to: [] });
  await settled(id);
  const before = await evaluationsOf(id);
  await call(await makeHook({ tags: ['load'] }));

  expect(await evaluationsOf(id)).toBe(before + 1);
});

test('its address is a secret that is told once, and ends with it', async () => {
  const hook = await makeHook();
  const listed = await must(server, 'GET', '/api/hooks?query=bad-invoices');
  const dump = await watched.own(`select to_jsonb(h)::text as row from hooks h
    union all select to_jsonb(a)::text from audit_events a`);
  const { id } = listed.json().hooks[0];
  await must(server, 'DELETE', `/api/hooks/${id}`);

  const secret = hook.split('/').at(-1) ?? '';
  expect(listed.text + JSON.stringify(dump.rows)).not.toContain(secret);
  expect((await call(hook)).status).toBe(404);
  expect((await call('/hooks/sfh_guessed')).status).toBe(404);
});

test('what cannot be made anew is told where the webhook is listed', async () => {
  const broken = { slug: 'broken', title: 'Broken', sql: 'select 1 / 0 as x' };
  await must(server, 'POST', '/api/queries', broken);
  await call(await makeHook({ queries: ['broken'] }));
  const listed = () => must(server, 'GET', '/api/hooks?query=broken');
  const hooks = await eventually(listed, (all) => all.json().hooks[0].problem !== null);

  expect(hooks.json().hooks[0]).toMatchObject({
    calls: 1,
    problem: expect.stringContaining('Broken: '),
  });
});
