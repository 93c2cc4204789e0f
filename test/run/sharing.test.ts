// The same question is asked once, and an older result is handed out only to who takes one.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { until } from '../support/eventually.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({
    source: { allowFunctions: ['public.slowly'] },
    // Each execution takes a number, so that two of them are told apart.
    setUp: `create table counted (x int); insert into counted values (1);
      create function slowly(seconds float8) returns text language plpgsql stable as
        $$ begin perform pg_sleep(seconds); return clock_timestamp()::text; end $$;
      grant execute on function slowly to public;`,
  });
  server.define('slow', { sql: 'select slowly(0.5) as x' });
  // Long enough for all to come, also to a busy machine.
  server.define('awaited', { sql: 'select slowly(5) as x' });
  // PostgreSQL sends what it has when that is 8 kB, so the first row comes at once.
  server.define('endless', {
    sql: `select repeat('x', 5000) as x from generate_series(1, 3) union all select slowly(60)`,
  });
  server.define('counted', { sql: 'select x from counted' });
  server.define('large', { sql: `select repeat('x', 1000) as x from generate_series(1, 10000)` });
  server.define('huge', {
    sql: `select g, repeat(md5(g::text), 30) as x from generate_series(1, 60000) g where slowly(3) is not null`,
  });
  server.define('failing', { sql: `select 'swordfish'::text::int from slowly(0.5)` });
});
afterAll(() => server.stop());
beforeEach(() => server.admin('update counted set x = x + 1'));

const as = (member: string) => ({ headers: { 'X-Member': member } });
const json = async (path: string, member = 'author') => (await server.get(path, as(member))).json();

async function executions(mark: string): Promise<number> {
  const { rows } = await server.admin(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and state = 'active' and query like '%' || $1 || '%' and pid <> pg_backend_pid()`,
    [mark],
  );
  return (rows[0] as { n: number }).n;
}

test('many who ask the same at once, in any format, share one execution', async () => {
  const members = Array.from({ length: 20 }, (_, index) => `viewer:m${index}`);

  const answers = await Promise.all([
    ...members.map((member) => json('/q/awaited.json', member)),
    ...members.map(async (member) => [
      { x: (await (await server.get('/q/awaited.csv', as(member))).text()).split('\r\n')[1] },
    ]),
    ...members.map(async (member) => {
      const response = await server.post(
        '/api/queries/awaited/result',
        { run: randomUUID() },
        as(member),
      );
      return [{ x: ((await problemOf(response))['rows'] as string[][])[0]?.[0] }];
    }),
  ]);

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('other values, another zone or another number of rows is another question', async () => {
  const ask = async (body: object) =>
    (await problemOf(await server.post('/api/queries/slow/result', body)))['rows'];

  const answers = await Promise.all([
    ask({}),
    ask({ timeZone: 'Asia/Tokyo' }),
    ask({ maxRows: 7 }),
  ]);

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(3);
});

test('one who cancels does not end the run of the others; the last one does', async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  const start = (run: string, member: string) =>
    server.post('/api/queries/endless/result', { run }, as(member)).then(problemOf);
  const ann = start(first, 'viewer:ann');
  const ben = start(second, 'viewer:ben');
  const rowCount = async (run: string, member: string) =>
    Number((await problemOf(await server.get(`/api/runs/${run}`, as(member))))['rowCount']);
  // Both take part in it before one of them leaves.
  await until(
    async () =>
      (await rowCount(first, 'viewer:ann')) > 0 && (await rowCount(second, 'viewer:ben')) > 0,
  );
  expect(await executions('slowly(60)')).toBe(1);
  const cancel = (run: string, member: string) =>
    server.get(`/api/runs/${run}`, { method: 'DELETE', ...as(member) });

  await cancel(first, 'viewer:ann');
  expect(await ann).toMatchObject({ code: 'run_cancelled' });
  expect(await executions('slowly(60)')).toBe(1);

  await cancel(second, 'viewer:ben');
  expect(await ben).toMatchObject({ code: 'run_cancelled' });
  await until(async () => (await executions('slowly(60)')) === 0);
});

test('a reader who stalls holds up nobody who shares the run, and still gets every row', async () => {
  const [stalled, quick] = await Promise.all([
    server.get('/q/huge.csv'),
    server.get('/q/huge.csv'),
  ]);

  // Some 58 MB: far more than the system's buffers hold for the one who takes nothing.
  const text = await quick.text();
  expect(text.split('\r\n')).toHaveLength(60_002);
  expect(await executions('slowly(3)')).toBe(0);
  expect(await stalled.text()).toBe(text);
});

test('an error that is shared is told to each as he may see it', async () => {
  const [author, viewer] = await Promise.all([
    json('/q/failing.json', 'author'),
    json('/q/failing.json', 'viewer'),
  ]);

  expect(JSON.stringify(author)).toContain('swordfish');
  expect(viewer).toMatchObject({ code: 'sql_failed' });
  expect(JSON.stringify(viewer)).not.toContain('swordfish');
});

test('without an age everything runs anew; with one, a result that is young enough is handed out', async () => {
  const [old] = (await json('/q/counted.json?_maxAgeSeconds=60')) as { x: number }[];
  await server.admin('update counted set x = x + 1');
  const x = old?.x ?? 0;

  expect(await json('/q/counted.json?_maxAgeSeconds=60')).toEqual([{ x }]);
  expect(await json('/q/counted.json')).toEqual([{ x: x + 1 }]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(await json('/q/counted.json?_maxAgeSeconds=1')).toEqual([{ x: x + 1 }]);
});

test('a cached result says so, and from when it is', async () => {
  const ask = async () =>
    problemOf(
      await server.post('/api/queries/counted/result', {
        maxAgeSeconds: 60,
        timeZone: 'Asia/Tokyo',
      }),
    );
  const first = await ask();
  const second = await ask();

  expect(first).toMatchObject({ cached: false });
  expect(second).toMatchObject({
    cached: true,
    ranAt: first['ranAt'],
    rows: first['rows'],
    etag: first['etag'],
  });
});

test('a large cached result is whole, has an ETag, and answers 304', async () => {
  const plain = { headers: { 'Accept-Encoding': 'identity' } };
  const fresh = await server.get('/q/large.csv?_maxAgeSeconds=60', plain);
  const text = await fresh.text();
  const cached = await server.get('/q/large.csv?_maxAgeSeconds=60', plain);
  const etag = cached.headers.get('etag') ?? '';

  expect(fresh.headers.get('etag')).toBeNull();
  expect(etag).toMatch(/^"[^"]+-csv"$/);
  expect(await cached.text()).toBe(text);
  const again = await server.get('/q/large.csv?_maxAgeSeconds=60', {
    headers: { ...plain.headers, 'If-None-Match': etag },
  });
  expect(again.status).toBe(304);
});

test.each(['br', 'gzip'])(
  'a cached result is sent as %s, with an ETag of its own',
  async (name) => {
    const plain = await (await server.get('/q/large.csv?_maxAgeSeconds=60')).text();
    const compressed = await server.get('/q/large.csv?_maxAgeSeconds=60', {
      headers: { 'Accept-Encoding': `deflate, ${name};q=0.5` },
    });

    expect(compressed.headers.get('content-encoding')).toBe(name);
    expect(compressed.headers.get('etag')).toMatch(new RegExp(`-csv-${name}"$`));
    expect(compressed.headers.get('vary')).toContain('Accept-Encoding');
    expect(Number(compressed.headers.get('content-length'))).toBeLessThan(plain.length / 10);
    expect(await compressed.text()).toBe(plain);
  },
);

test('a result that is larger than the cache takes is not kept', async () => {
  server.define('clock', {
    sql: `select (select slowly(0)) || repeat('x', 1000) as x from generate_series(1, 20000)`,
  });
  // Read to its end: while it goes on, another may take part in it.
  const first = await (await server.get('/q/clock.csv?_maxAgeSeconds=60')).text();
  const second = await server.get('/q/clock.csv?_maxAgeSeconds=60');

  expect(second.headers.get('age')).toBeNull();
  // Else a failure would print 20 MB.
  expect((await second.text()) === first).toBe(false);
});

test('values are checked for a cached result too', async () => {
  await json('/q/counted.json?_maxAgeSeconds=60');

  expect(await json('/q/counted.json?_maxAgeSeconds=60&x=1')).toMatchObject({
    code: 'unknown_parameter',
  });
});
