// What goes wrong with SQL is told with its place to those who write queries, and without data to the others.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import '../support/become.ts';
import { eventually } from '../support/eventually.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({
    source: { allowFunctions: ['pg_catalog.pg_sleep', 'public.peek', 'public.complain'] },
    setUp: `create table secrets (word text); insert into secrets values ('swordfish');
      create sequence numbers;
      create function peek() returns int language plpgsql as $$ begin
        return (select max(query)::int from pg_stat_activity where query like '%pearl%' and pid <> pg_backend_pid());
      end $$;
      create function complain() returns int language plpgsql as $$ begin raise 'no such shop'; end $$;
      create view empty_view as select 1 as x where false;`,
    limits: { timeoutSeconds: 2, maxRows: 1000, maxBytes: 1024 * 1024 },
  });
});
afterAll(() => server.stop());

const asViewer = { headers: { 'X-Member': 'viewer' } };

async function run(sql: string, as: string = 'author'): Promise<Record<string, unknown>> {
  server.define('query', {
    sql,
    parameters: [{ name: 'since', type: 'date', default: '2026-01-01' }],
  });
  return problemOf(
    await server.post('/api/queries/query/result', {}, { headers: { 'X-Member': as } }),
  );
}

test('an author gets message, SQLSTATE, hint, line and column in the text as it was written', async () => {
  const problem = await run(`select :since as é,\n  'é😀' as b, nme\nfrom (select 1 as name) as x`);

  expect(problem).toMatchObject({
    code: 'sql_invalid',
    status: 422,
    sqlState: '42703',
    line: 2,
    column: 14,
    detail: 'Column "nme" does not exist.',
  });
  expect(problem['hint']).toContain('name');
});

test('an error in the SQL of a function tells an author nothing of what other members run', async () => {
  server.define('slow', { sql: `select pg_sleep(1), 'pearl'` });
  const slow = server.post(
    '/api/queries/slow/result',
    {},
    { headers: { 'X-Member': 'author:ben' } },
  );
  const isAtWork = `select from pg_stat_activity where state = 'active' and query like '%''pearl''%'
    and pid <> pg_backend_pid() and query not like '%pg_stat_activity%'`;
  await eventually(
    async () => (await server.admin(isAtWork)).rowCount,
    (count) => count === 1,
  );
  const problem = await run('select peek()', 'author:ann');
  await slow;

  expect(problem).toMatchObject({ code: 'sql_failed', sqlState: '22P02' });
  expect(problem['detail']).toContain('A function that the query calls failed');
  expect(JSON.stringify(problem)).not.toContain('pearl');
  expect(await run('select complain()')).toMatchObject({ detail: 'No such shop.' });
});

test('a mistake in the grammar has its place too', async () => {
  expect(await run('select :since\nfrm x')).toMatchObject({
    code: 'sql_invalid',
    sqlState: '42601',
    line: 2,
    column: 5,
  });
});

test('a viewer gets a sentence and the SQLSTATE, and nothing of the database', async () => {
  const problem = await run('select word::int from secrets', 'viewer');

  expect(problem).toMatchObject({ code: 'sql_failed', sqlState: '22P02' });
  expect(JSON.stringify(problem)).not.toContain('swordfish');
  expect(problem).not.toHaveProperty('line');
  expect(await run('select word::int from secrets')).toMatchObject({
    detail: 'Invalid input syntax for type integer: "swordfish".',
  });
});

test.each([
  ['two statements', 'select 1; select 2'],
  ['an UPDATE', `update secrets set word = 'x'`],
  [
    'an INSERT inside WITH',
    `with x as (insert into secrets values ('x') returning *) select * from x`,
  ],
  ['SELECT INTO', 'select * into t from secrets'],
  ['a lock', 'select * from secrets for update'],
  ['a sequence function', `select nextval('numbers')`],
  ['a file', `select pg_read_file('/etc/passwd')`],
  ['a setting', `select set_config('a.b', 'c', false)`],
  ['an advisory lock by attribute notation', 'select (1::bigint).pg_advisory_lock'],
  ['SQL as text', `select query_to_xml('delete from secrets', true, false, '')`],
  ['password hashes', 'select * from pg_authid'],
  ['COPY', 'copy secrets to stdout'],
  ['SET', 'set work_mem = 1'],
])('%s is refused as sql_not_allowed, for viewers and authors', async (_name, sql) => {
  const problem = await run(sql);

  expect(problem).toMatchObject({ code: 'sql_not_allowed', status: 422 });
  expect(await run(sql, 'viewer')).toMatchObject({ code: 'sql_not_allowed' });
  expect((await server.admin('select word from secrets')).rows).toEqual([{ word: 'swordfish' }]);
});

test('a query that takes too long ends at its limit, and its backend with it', async () => {
  expect(await run('select pg_sleep(60)')).toMatchObject({
    code: 'sql_timed_out',
    status: 504,
    timeoutSeconds: 2,
  });
  await expect(() => backendsRunning('pg_sleep(60)')).toBecome(0);
});

async function backendsRunning(text: string): Promise<number> {
  const { rows } = await server.admin(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and state = 'active' and query like '%' || $1 || '%' and pid <> pg_backend_pid()`,
    [text],
  );
  return (rows[0] as { n: number }).n;
}

test('too many rows or bytes answer 413 before the first byte, and cut the connection after it', async () => {
  server.define('long', { sql: 'select * from generate_series(1, 100000)' });
  server.define('wide', { sql: `select repeat('x', 300000) from generate_series(1, 10)` });

  expect(await problemOf(await server.get('/q/long.csv'))).toMatchObject({
    code: 'result_too_large',
    status: 413,
  });
  const wide = await server.get('/q/wide.json');
  expect(wide.status).toBe(200);
  await expect(wide.text()).rejects.toThrow();
});

test('an error after the first byte cuts the connection: nothing half looks whole', async () => {
  server.define('late', {
    sql: `select repeat('x', 2000), 1 / (600 - i) from generate_series(1, 1000) i`,
  });

  for (const format of ['csv', 'json']) {
    const response = await server.get(`/q/late.${format}`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  }
});

test('a data source that is not there, and one that does not answer, are told apart', async () => {
  await server.sources.addServer('dead', 'postgres://x@127.0.0.1:1/x');
  server.define('nowhere', { sql: 'select 1', source: 'nowhere' });
  server.define('dead', { sql: 'select 1', source: 'dead' });

  expect(await problemOf(await server.get('/q/nowhere.csv'))).toMatchObject({ code: 'not_found' });
  expect(await problemOf(await server.get('/q/dead.csv', asViewer))).toMatchObject({
    code: 'source_unavailable',
    status: 503,
  });
});
