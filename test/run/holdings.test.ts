// What is held of runs has a budget, for each member and in all; what nobody can come back to is not held.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startReading } from '../faults/client.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

const MEGABYTE = 1024 * 1024;

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({
    source: { allowFunctions: ['public.slowly'] },
    setUp: `create function slowly(seconds float8) returns text language plpgsql stable as
        $$ begin perform pg_sleep(seconds); return clock_timestamp()::text; end $$;
      grant execute on function slowly to public;`,
    sources: { maxConnections: 2, maxRunsPerMember: 2 },
    holdings: {
      memory: { server: 4 * MEGABYTE, member: MEGABYTE },
      // A file counts for a megabyte at least.
      file: { server: 64 * MEGABYTE, member: 3 * MEGABYTE },
    },
  });
  server.define('small', { sql: 'select g from generate_series(1, 3) g' });
  server.define('kept', { sql: `select g, repeat('x', 1000) as x from generate_series(1, 500) g` });
  server.define('large', {
    sql: `select g, repeat('x', 1000) as x from generate_series(1, 9000) g`,
  });
  server.define('slow', { sql: 'select slowly(9) as x' });
  // Some 40 MB: more than what sockets hold.
  server.define('huge', {
    sql: `select g, repeat(md5(g::text), 30) as x from generate_series(1, 40000) g`,
  });
});
afterAll(() => server.stop());

const as = (member: string) => ({ headers: { 'X-Member': `viewer:${member}` } });
const result = async (member: string, slug: string, body: object) =>
  problemOf(await server.post(`/api/queries/${slug}/result`, body, as(member)));
const page = async (member: string, run: unknown) =>
  problemOf(await server.get(`/api/runs/${String(run)}/rows?after=1&pageRows=2`, as(member)));

test('where a member has no more room the oldest result goes, and says so; those of others stay', async () => {
  const runs: unknown[] = [];
  const { run: bens } = await result('ben', 'kept', { pageRows: 1 });
  for (let n = 0; n < 4; n++) runs.push((await result('ann', 'kept', { pageRows: 1 }))['run']);
  const [oldest, ...others] = runs;

  expect(await page('ann', oldest)).toMatchObject({
    status: 410,
    code: 'run_expired',
    detail: expect.stringContaining('Run the query again') as unknown,
  });
  for (const run of others) expect(await page('ann', run)).toMatchObject({ run, next: '3' });
  expect(await page('ben', bens)).toMatchObject({ run: bens, next: '3' });
  // It never was his; and that one never was.
  for (const run of [oldest, randomUUID()])
    expect(await page('ben', run)).toMatchObject({ code: 'not_found' });
});

test('a result that a member is paging stays while the next ones come and go', async () => {
  const first = await result('carl', 'kept', { pageRows: 1 });
  for (let n = 0; n < 5; n++) {
    await result('carl', 'kept', { pageRows: 1 });
    expect(await page('carl', first['run'])).toMatchObject({ run: first['run'] });
  }
});

test('a run without a name that has no further page is forgotten once it is sent', async () => {
  const before = [server.runs.holdings.bytes('memory'), server.runs.holdings.bytes('file')];
  const { run, next } = await result('dora', 'kept', { waitSeconds: 60 });
  const { etag } = await result('dora', 'small', { pageRows: 5 });
  await result('dora', 'small', { pageRows: 5, unless: etag });
  await result('dora', 'small', { waitSeconds: 60, values: { no: 'such' } });

  expect(next).toBeNull();
  const now = () => [server.runs.holdings.bytes('memory'), server.runs.holdings.bytes('file')];
  expect(
    await eventually(
      async () => now(),
      (held) => String(held) === String(before),
    ),
  ).toEqual(before);
  expect(await page('dora', run)).toMatchObject({ code: 'run_expired' });
});

test('a result that is larger than the room of its member is a problem that says so', async () => {
  expect(await result('ella', 'large', { run: randomUUID(), pageRows: 1 })).toMatchObject({
    status: 429,
    code: 'rate_limited',
    detail: expect.stringContaining('Read or cancel some of them') as unknown,
    retryAfterSeconds: 60,
  });
  expect(await result('ella', 'small', { pageRows: 1 })).toMatchObject({ rowCount: 3 });
});

test('who starts more runs than there is room for is told so, and others still start theirs', async () => {
  const start = (member: string) =>
    result(member, 'slow', { run: randomUUID(), waitSeconds: 0, timeZone: 'Asia/Tokyo' });
  const answers = await Promise.all(Array.from({ length: 100 }, () => start('fred')));
  const other = await start('gina');

  expect(answers.filter(({ state }) => state === 'running').length).toBeGreaterThan(20);
  expect(answers.filter(({ code }) => code === 'rate_limited').length).toBeGreaterThan(0);
  expect(other).toMatchObject({ state: 'running' });
});

test('a reader who has stopped and for whose rows there is no room is let go, and holds no turn', async () => {
  const read = (zone: string) => startReading(`${server.url}/q/huge.csv?_timeZone=${zone}`);
  const readers = ['Europe/Paris', 'Asia/Tokyo'].map(read);
  for (const reader of readers) await reader.until(100);

  const quick = await problemOf(await server.get('/q/small.json', as('hugo')));

  expect(quick).toEqual([{ g: 1 }, { g: 2 }, { g: 3 }]);
  const endings = await Promise.all(readers.map((reader) => reader.toTheEnd()));
  expect(endings.map(({ state }) => state)).toContain('cut');
});
