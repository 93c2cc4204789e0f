// A turn on a data source is held while the source works, not while a reader reads.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startReading } from '../faults/client.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({ sources: { maxConnections: 2, maxRunsPerMember: 2 } });
  server.define('small', { sql: 'select g from generate_series(1, 3) g' });
  // Some 40 MB: more than what sockets hold.
  server.define('huge', {
    sql: `select g, repeat(md5(g::text), 30) as x from generate_series(1, 40000) g`,
  });
});
afterAll(() => server.stop());

const running = () => server.sources.get('main').turns.running;
const small = async () => problemOf(await server.get('/q/small.json'));
const rows = [{ g: 1 }, { g: 2 }, { g: 3 }];

// The same question would share one run.
async function stopReading(path: string) {
  const zones = ['Europe/Paris', 'Asia/Tokyo'];
  const readers = zones.map((zone) => startReading(`${server.url}${path}?_timeZone=${zone}`));
  for (const reader of readers) await reader.until(100);
  return readers;
}

test.each(['/q/huge.csv', '/q/huge.json'])(
  'readers of %s who have stopped hold no turn while others wait, and get every row when they go on',
  async (path) => {
    const readers = await stopReading(path);
    const whole = await startReading(`${server.url}${path}?_timeZone=UTC`).toTheEnd();

    expect(await small()).toEqual(rows);
    // A turn ends once its session has been wiped, for which nobody waits.
    await eventually(running, (n) => n === 0);
    expect(server.runs.holdings.bytes('file')).toBeGreaterThan(20_000_000);
    for (const reader of readers) expect(await reader.toTheEnd()).toEqual(whole);
    expect(server.runs.holdings.bytes('file')).toBe(0);
  },
);

test('a reader who has stopped holds no turn for long either when nobody waits for it', async () => {
  const readers = await stopReading('/q/huge.csv');

  expect(await eventually(running, (n) => n === 0)).toBe(0);
  for (const reader of readers) reader.leave();
});

test('a reader who leaves takes what waits for him along', async () => {
  const readers = await stopReading('/q/huge.csv');
  expect(await small()).toEqual(rows);
  for (const reader of readers) reader.leave();

  const held = () => Promise.resolve(server.runs.holdings.bytes('file'));
  expect(await eventually(held, (bytes) => bytes === 0)).toBe(0);
});

test('who waits for a turn as long as a run may take is told that, and not that the query was stopped', async () => {
  const waiting = await startRunServer({
    limits: { timeoutSeconds: 1 },
    sources: { maxConnections: 2, maxRunsPerMember: 1 },
  });
  waiting.define('small', { sql: 'select 1 as x' });
  const { turns } = waiting.sources.get('main');
  const askAs = async (member: string) =>
    problemOf(await waiting.get('/q/small.csv', { headers: { 'X-Member': `viewer:${member}` } }));
  const held = ['ann', 'ben'].map((member) => turns.takeNow(member));
  try {
    expect(await askAs('cid')).toMatchObject({
      ...{ status: 503, code: 'source_unavailable' },
      detail:
        'main was busy with other queries for a second, so this one was not started. Try again in a minute.',
    });
    held.pop()?.end();
    expect(await askAs('ann')).toMatchObject({
      ...{ status: 429, code: 'rate_limited' },
      detail: expect.stringContaining('Your other queries on main were still running') as unknown,
    });
  } finally {
    for (const turn of held) turn?.end();
    await waiting.stop();
  }
});
