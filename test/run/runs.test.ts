// A run from outside: waiting in steps, progress, cancelling, pages, and whose it is.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Result, ResultPage, Running } from '../../domain/contract/result.ts';
import { until } from '../support/eventually.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({
    source: { allowFunctions: ['pg_catalog.pg_sleep', 'public.when_told'] },
    setUp: `create table counted (x int); insert into counted values (1);
      create table told (x int);
      create table client (region text, number int, name text, primary key (region, number));
      create table bill (id int primary key, region text, number int);
      insert into client values ('eu', 1, 'Ahorn'); insert into bill values (7, 'eu', 1), (8, 'eu', 1);
      create function when_told() returns boolean language plpgsql as
        $$ begin
          while not exists (select from told) loop perform pg_sleep(0.02); end loop;
          return true;
        end $$;`,
  });
  server.define('numbers', { sql: 'select i, i::text as t from generate_series(1, 1000) i' });
  server.define('waiting', { sql: 'select when_told() as x' });
  server.define('endless', { sql: 'select pg_sleep(60)' });
  server.define('large', {
    sql: 'select i, repeat(chr(97 + i % 26), case i when 30000 then 600000 else 120 end) as t from generate_series(1, 60000) i',
  });
  server.define('counted', { sql: 'select x from counted' });
  const joined = 'from bill join client c using (region, number) order by 1';
  server.define('bills', { sql: `select bill.id, c.name, c.number, c.region ${joined}` });
  server.define('half', { sql: `select bill.id + 0 as id, c.name, c.number ${joined}` });
  server.define('twice', { sql: `select a.id, b.id from bill a, bill b order by 1, 2` });
});
afterAll(() => server.stop());

const as = (member: string) => ({ headers: { 'X-Member': member } });

async function resultOf(slug: string, body: object, member = 'viewer:ann') {
  const response = await server.post(`/api/queries/${slug}/result`, body, as(member));
  return { status: response.status, body: (await response.json()) as Result & Running };
}

test('primary keys of tables that are in a result whole are told by their columns', async () => {
  for (const again of [false, true]) {
    const { body } = await resultOf('bills', { run: randomUUID() });
    expect([again, body.tableKeys]).toEqual([again, [[0], [2, 3]]]);
  }
  const part = await resultOf('half', {});
  expect(part.body.tableKeys).toBeUndefined();
  const twice = await resultOf('twice', {});
  expect(twice.body.tableKeys).toBeUndefined();
});

test('the envelope tells what the sidebar needs', async () => {
  const { status, body } = await resultOf('numbers', { maxRows: 2, timeZone: 'Europe/Paris' });

  expect(status).toBe(200);
  expect(body).toMatchObject({
    query: 'numbers',
    version: 1,
    timeZone: 'Europe/Paris',
    cached: false,
    lagSeconds: null,
    ranOn: 'primary',
    columns: [
      { name: 'i', type: 'number', pgType: 'int4' },
      { name: 't', type: 'text', pgType: 'text' },
    ],
    rows: [
      [1, '1'],
      [2, '2'],
    ],
    rowCount: 2,
    truncated: true,
    next: null,
  });
  expect(new Date(body.ranAt).getTime()).toBeGreaterThan(Date.now() - 60_000);
});

test('a result of exactly maxRows rows is not truncated', async () => {
  expect((await resultOf('numbers', { maxRows: 1000 })).body).toMatchObject({
    rowCount: 1000,
    truncated: false,
  });
  expect((await resultOf('numbers', { maxRows: 0 })).body).toMatchObject({
    rows: [],
    rowCount: 0,
    truncated: true,
  });
});

test('pages come from one snapshot, whatever happens to the table meanwhile', async () => {
  const run = randomUUID();
  const first = await resultOf('numbers', { run, pageRows: 400 });
  const rows = [...first.body.rows];

  for (let next = first.body.next; next !== null;) {
    const page = (await problemOf(
      await server.get(`/api/runs/${run}/rows?after=${next}&pageRows=400`, as('viewer:ann')),
    )) as unknown as ResultPage;
    rows.push(...page.rows);
    next = page.next;
  }

  expect(first.body).toMatchObject({ rowCount: 1000, next: '400', truncated: false });
  expect(rows.map(([i]) => i)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
});

test('a result that is too large for memory comes page by page whole, also to who asks for all pages at once', async () => {
  const whole = await resultOf('large', {});
  const run = randomUUID();
  const first = await resultOf('large', { run, pageRows: 7001 });
  const pages = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map(async (page) => {
      const address = `/api/runs/${run}/rows?after=${page * 7001}&pageRows=7001`;
      return (await (await server.get(address, as('viewer:ann'))).json()) as ResultPage;
    }),
  );

  expect(first.body.rowCount).toBe(60_000);
  const rows = [first.body.rows, ...pages.map((page) => page.rows)].flat();
  expect(rows).toHaveLength(60_000);
  // A comparison of so many rows by `toEqual` would take longer than all else.
  expect(JSON.stringify(rows) === JSON.stringify(whole.body.rows)).toBe(true);
  expect(pages.at(-1)?.next).toBeNull();
});

test('the same run asked for again gives the same result, not a new one', async () => {
  const run = randomUUID();
  const first = await resultOf('counted', { run });
  await server.admin('update counted set x = x + 1');

  const again = await resultOf('counted', { run });

  expect(again.body).toEqual(first.body);
  expect((await resultOf('counted', {})).body.rows).not.toEqual(first.body.rows);
});

test('a run for other values or of somebody else is not handed out', async () => {
  const run = randomUUID();
  await resultOf('numbers', { run });

  expect((await resultOf('counted', { run })).body).toMatchObject({ code: 'conflict' });
  expect((await resultOf('numbers', { run }, 'viewer:ben')).body).toMatchObject({
    code: 'not_found',
  });
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/rows'],
    ['DELETE', ''],
  ]) {
    const response = await server.get(`/api/runs/${run}${path}`, {
      method: method ?? '',
      ...as('admin:ben'),
    });
    expect(await problemOf(response)).toMatchObject({ code: 'not_found' });
  }
});

test('who does not want to wait is told how far the run is, and gets the result later', async () => {
  const run = randomUUID();
  const early = await resultOf('waiting', { run, waitSeconds: 0.2 });
  const state = await problemOf(await server.get(`/api/runs/${run}`, as('viewer:ann')));
  await server.admin('insert into told values (1)');
  const late = await resultOf('waiting', { run, waitSeconds: 30 });

  expect(early.status).toBe(202);
  expect(early.body).toMatchObject({ run, state: 'running', rowCount: 0 });
  expect(state).toMatchObject({ run, state: 'running' });
  expect(late.status).toBe(200);
  expect(late.body.rows).toEqual([[true]]);
});

test('a run is waited for by its id, and gives its first page although its query was saved anew meanwhile', async () => {
  await server.admin('delete from told');
  const run = randomUUID();
  server.define('edited', { sql: 'select i, when_told() as x from generate_series(1, 3) i' });
  const started = await resultOf('edited', { run, waitSeconds: 0 });
  const byId = (asked: string, member = 'viewer:ann') =>
    server.get(`/api/runs/${run}?${asked}`, as(member));

  const still = await byId('waitSeconds=0.2');
  server.define('edited', { sql: 'select 7 as other' });
  await server.admin('insert into told values (1)');
  const over = await byId('waitSeconds=30&pageRows=2');
  const whole = await problemOf(over);

  expect([started.status, still.status, over.status]).toEqual([202, 202, 200]);
  expect(await problemOf(still)).toMatchObject({ run, state: 'running', rowCount: 0 });
  const rows = [1, 2].map((i) => [i, true]);
  expect(whole).toMatchObject({ run, query: 'edited', rows, rowCount: 3, next: '2' });
  const same = await problemOf(await byId(`waitSeconds=1&unless=${String(whole['etag'])}`));
  expect(same).toMatchObject({ unchanged: true, etag: whole['etag'] });
  expect(await problemOf(await byId('waitSeconds=1', 'viewer:ben'))).toMatchObject({
    code: 'not_found',
  });
  expect(await problemOf(await byId('waitSeconds=121'))).toMatchObject({ code: 'invalid_request' });
});

test('who waits for a run by its id is told why it failed', async () => {
  const run = randomUUID();
  await resultOf('endless', { run, waitSeconds: 0 });
  const waiting = server.get(`/api/runs/${run}?waitSeconds=60`, as('viewer:ann'));

  await server.get(`/api/runs/${run}`, { method: 'DELETE', ...as('viewer:ann') });

  expect(await problemOf(await waiting)).toMatchObject({ code: 'run_cancelled', status: 409 });
});

test('cancelling ends the run for who waits, and its backend', async () => {
  const run = randomUUID();
  await resultOf('endless', { run, waitSeconds: 0 });
  const waiting = resultOf('endless', { run, waitSeconds: 60 });

  const answer = await server.get(`/api/runs/${run}`, { method: 'DELETE', ...as('viewer:ann') });

  expect(answer.status).toBe(204);
  expect((await waiting).body).toMatchObject({ code: 'run_cancelled', status: 409 });
  await until(async () => (await activeBackends('pg_sleep(60)')) === 0);
});

test('who goes away without a name for the run takes it with him', async () => {
  const gone = new AbortController();
  const asked = server.post('/api/queries/endless/result', {}, { signal: gone.signal });
  await until(async () => (await activeBackends('pg_sleep(60)')) === 1);
  gone.abort();

  await expect(asked).rejects.toThrow();
  await until(async () => (await activeBackends('pg_sleep(60)')) === 0);
});

test('a download that is broken off ends its query', async () => {
  server.define('rows-for-ever', {
    sql: `select repeat('x', 1000) from generate_series(1, 900000)`,
  });
  const response = await server.get('/q/rows-for-ever.csv');
  await response.body?.cancel();

  await until(async () => (await activeBackends('generate_series(1, 900000)')) === 0);
  expect((await resultOf('counted', {})).status).toBe(200);
});

async function activeBackends(text: string): Promise<number> {
  const { rows } = await server.admin(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and state = 'active' and query like '%' || $1 || '%' and pid <> pg_backend_pid()`,
    [text],
  );
  return (rows[0] as { n: number }).n;
}

test('an unchanged result is not sent again', async () => {
  const { body } = await resultOf('numbers', {});
  const again = await resultOf('numbers', { unless: body.etag });
  const otherZone = await resultOf('numbers', { unless: `"${body.etag}"`, timeZone: 'Asia/Tokyo' });

  const { etag, lagSeconds, query, title } = body;
  const { ranAt } = again.body;
  expect(again.body).toEqual({ unchanged: true, etag, ranAt, query, title, lagSeconds });
  expect(otherZone.body).toMatchObject({ unchanged: true });
  await server.admin('update counted set x = x + 1');
  expect((await resultOf('counted', { unless: body.etag })).body.rows).toHaveLength(1);
});

test('a small download carries a strong ETag and answers 304', async () => {
  const first = await server.get('/q/numbers.csv');
  const etag = first.headers.get('etag') ?? '';
  const again = await server.get('/q/numbers.csv', { headers: { 'If-None-Match': etag } });

  expect(etag).toMatch(/^"[^"]+"$/);
  expect((await server.get('/q/numbers.json')).headers.get('etag')).not.toBe(etag);
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

test('each run is recorded with who, what, values and how it ended', async () => {
  await resultOf('numbers', { maxRows: 5 }, 'viewer:zoe');
  await server.get('/q/counted.csv', as('author:zoe'));
  await server.post('/api/run', { source: 'main', sql: 'select 1/0' }, as('author:zoe'));
  await server.post(
    '/api/queries/numbers/result',
    { values: { x: 'a\0\ud800' } },
    as('author:zoe'),
  );

  const recorded = async () =>
    (await server.own.query(`select * from runs where member = 'zoe' order by started_at`)).rows;
  await until(async () => (await recorded()).length === 4);

  expect(await recorded()).toMatchObject([
    { member: 'zoe', origin: 'api', query: 'numbers', row_count: '5', outcome: 'done', sql: null },
    { origin: 'csv', query: 'counted', row_count: '1', outcome: 'done' },
    { origin: 'api', query: null, sql: 'select 1/0', outcome: 'sql_failed', sql_state: '22012' },
    { outcome: 'unknown_parameter', values: { x: 'a\ufffd\ufffd' } },
  ]);
});

test('nothing of one run is visible in the next', async () => {
  server.define('settings', {
    sql: `select current_setting('TimeZone') as zone, current_setting('transaction_read_only') as read_only`,
  });
  await resultOf('settings', { timeZone: 'Asia/Tokyo' });

  const { body } = await resultOf('settings', {});

  expect(body.rows).toEqual([['UTC', 'on']]);
});
