// A query that PostgreSQL cannot stop: its caller is answered in time, and its turn is held until its backend is gone.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../server/log.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

const told: { fields: unknown; sentence: string }[] = [];
const write = (fields: unknown, sentence: string) => void told.push({ fields, sentence });
const log = { error: write, warn: write, info: write, debug: write } as unknown as Log;

let server: RunServer;
beforeAll(async () => {
  server = await startRunServer({
    limits: { timeoutSeconds: 1 },
    sources: { maxConnections: 3, maxRunsPerMember: 1, log },
  });
  // Each letter of the long text is compared with all of the short one, and nothing looks for a cancel meanwhile.
  server.define('endless', {
    sql: `select position('b' || repeat('a', 60000) in repeat('a', 1000000)) as found`,
  });
  server.define('quick', { sql: 'select 1 as x' });
});
afterAll(() => server.stop());

const asAnn = { headers: { 'X-Member': 'author:ann' } };
const asBen = { headers: { 'X-Member': 'author:ben' } };

// Not those of our own questions, which are asked by the same role.
async function backendsAtWork(): Promise<number[]> {
  const { rows } = await server.admin(
    `select pid from pg_stat_activity
     where datname = current_database() and usename = $1 and state = 'active' and query like '%position(%'`,
    [new URL(server.data.readerUrl).username],
  );
  return (rows as { pid: number }[]).map(({ pid }) => pid);
}

test('a run whose backend cannot be stopped holds its turn until that is gone; its member waits, nobody else does', async () => {
  const { turns } = server.sources.get('main');

  const stopped = await server.get('/q/endless.csv', asAnn);

  expect(await problemOf(stopped)).toMatchObject({ code: 'sql_timed_out' });
  await eventually(
    async () => turns.stuck,
    (stuck) => stuck === 1,
  );
  const [processId] = await backendsAtWork();
  expect(told).toEqual([
    {
      fields: { source: 'main', member: 'ann', processId },
      sentence: expect.stringContaining(`process ${processId}`),
    },
  ]);
  expect(turns).toMatchObject({ running: 1, stuck: 1 });
  const { stuckRuns } = server.sources.get('main');
  expect([...stuckRuns]).toEqual([{ member: 'ann', processId, since: expect.any(Date) }]);
  expect((await server.sources.health())[0]?.warnings).toEqual([
    expect.stringContaining('the database cannot stop'),
  ]);
  expect(await problemOf(await server.get('/q/quick.csv', asAnn))).toMatchObject({
    status: 503,
    code: 'source_unavailable',
    detail: expect.stringContaining('still computes them'),
  });
  expect((await server.get('/q/quick.csv', asBen)).status).toBe(200);

  // It computes to its end, which takes a busy computer longer than `eventually` waits.
  while (turns.running > 0) await sleep(100);
  expect(turns).toMatchObject({ running: 0, stuck: 0 });
  expect(stuckRuns.size).toBe(0);
  expect(await backendsAtWork()).toEqual([]);
  expect((await server.get('/q/quick.csv', asAnn)).status).toBe(200);
});
