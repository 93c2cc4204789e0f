// A data source that answers nobody, with more due on it than a server does at once, keeps others from nothing.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { must, startWatched, type Watched } from './watched.ts';

const MANY = 40;

let watched: Watched;
let server: TestServer;
let holder: pg.Client;

beforeAll(async () => {
  watched = await startWatched();
  const { env, data } = watched;
  server = await startTestServer({ env: { ...env, SOURCE_OTHER_URL: data.readerUrl } });
  await watched.sql('create table held (number text)');
  holder = new pg.Client({ connectionString: data.adminUrl });
  await holder.connect();
  for (const [slug, source, table] of [
    ['of-held', 'main', 'held'],
    ['of-other', 'other', 'invoices'],
    ['of-many', 'other', 'invoices'],
  ])
    await must(server, 'POST', '/api/queries', {
      ...{ slug, title: slug, source, sql: `select number from ${table}` },
    });
});
afterAll(async () => {
  await holder.end();
  await server.stop();
  await watched.stop();
});

const alerts = async (query: string, count: number) => {
  for (let number = 0; number < count; number++)
    await must(server, 'POST', '/api/alerts', { query, name: `A-${number}`, every: '1 day' });
};
const notYet = (table: string, query: string) => () =>
  watched.own(`select from ${table} where query = '${query}' and due_at <= now()`);
const isNone = ({ rowCount }: pg.QueryResult) => rowCount === 0;

test('alerts, and subscriptions, of a source that answers are seen to while many wait for one that does not', async () => {
  await alerts('of-held', MANY);
  await alerts('of-other', 3);
  for (const query of ['of-held', 'of-other'])
    await watched.own(`insert into timed_queries (kind, query, owner, content, due_at)
      select 'subscription', '${query}', owner, '${JSON.stringify({
        ...{ when: 'not_empty', every: { every: 'day', hour: 3, minute: 0 } },
        ...{ to: 'slack:#billing', values: {}, late: 'run', attach: null },
      })}'::jsonb, now() + interval '1 hour'
      from alerts, generate_series(1, ${query === 'of-held' ? MANY : 3})
      where query = '${query}' and name = 'A-0'`);
  await eventually(notYet('alerts', 'of-held'), isNone);
  await holder.query('begin; lock table held in access exclusive mode');
  // As an evaluation leaves it.
  await watched.own(
    `update timed_queries set source = case query when 'of-held' then 'main' else 'other' end`,
  );

  await watched.own(`update alerts set due_at = now() - interval '1 second' where query = 'of-held';
    update timed_queries set due_at = now() - interval '1 second' where query = 'of-held'`);
  await eventually(
    () => watched.own(`select from alerts where lease is not null`),
    ({ rowCount }) => (rowCount ?? 0) > 0,
  );
  await watched.own(`update alerts set due_at = now() where query = 'of-other';
    update timed_queries set due_at = now() where query = 'of-other'`);
  await eventually(notYet('alerts', 'of-other'), isNone);
  await eventually(notYet('timed_queries', 'of-other'), isNone);
  const held = await notYet('alerts', 'of-held')();
  const { rows } = await watched.own(`select
    (select count(*)::integer from alerts where lease is not null and query = 'of-held') as alerts,
    (select count(*)::integer from timed_queries where lease is not null and query = 'of-held') as timed`);

  expect(held.rowCount).toBe(MANY);
  expect(rows[0].alerts).toBeLessThanOrEqual(8);
  expect(rows[0].timed).toBeLessThanOrEqual(8);
  await holder.query('rollback');
  await eventually(notYet('alerts', 'of-held'), isNone);
  await eventually(notYet('timed_queries', 'of-held'), isNone);
});

test('each of hundreds that are due in the same second is done once', async () => {
  const hundreds = 600;
  await watched.own(`insert into timed_queries (kind, query, owner, content, due_at, source)
    select 'subscription', 'of-many', owner, jsonb_build_object('when', 'not_empty', 'late', 'run', 'attach', null,
      'to', 'slack:#billing', 'values', '{}'::jsonb, 'every', '{"every": "day", "hour": 3, "minute": 0}'::jsonb),
      now(), 'other'
    from alerts, generate_series(1, ${hundreds}) where name = 'A-0' and query = 'of-other'`);
  await eventually(notYet('timed_queries', 'of-many'), isNone);
  const { rows } = await watched.own(`select count(*)::integer as slots from timed_slots
    where timed in (select id from timed_queries where query = 'of-many')`);
  const runs = () => watched.own(`select from runs where query = 'of-many'`);
  const { rowCount } = await eventually(runs, ({ rowCount }) => (rowCount ?? 0) >= hundreds);

  expect(rows[0].slots).toBe(hundreds);
  expect(rowCount).toBe(hundreds);
});
