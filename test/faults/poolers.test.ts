// Behind a pooler of transactions everything works that can, also stopping a query; one of statements is told of.
import { eventually } from '../support/eventually.ts';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { examine } from '../../server/doctor.ts';
import '../support/become.ts';
import { ask as askDatabase } from '../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startProgram, startTestServer, writeFiles, type TestServer } from '../support/server.ts';
import { Pooler, type PoolMode } from './pooler.ts';

let own: TestDatabase;
let data: TestDatabase;
const servers: TestServer[] = [];
const poolers: Pooler[] = [];

const header = '/*---\ntitle: Any\nsource: main\n---*/\n';
const catalog = {
  'quick.sql': `${header}select 1 as x\n`,
  'moment.sql': `${header}select now()::text as x\n`,
  'work.sql': `${header}select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b\n`,
};

beforeAll(async () => {
  own = await newDatabase({ template: 'own' });
  data = await newDatabase({ template: 'empty' });
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const pooler of poolers.splice(0)) pooler.close();
});
afterAll(async () => {
  await own.drop();
  await data.drop();
});

async function through(url: string, mode: PoolMode, sessions = 3): Promise<string> {
  const pooler = new Pooler(url, mode, sessions);
  poolers.push(pooler);
  return pooler.open();
}

async function start(
  urls: { own?: string; source?: string },
  limits: Record<string, string> = {},
): Promise<TestServer> {
  const server = await startTestServer({
    catalog,
    env: {
      DATABASE_URL: urls.own ?? own.adminUrl,
      SOURCE_MAIN_URL: urls.source ?? data.readerUrl,
      ...limits,
    },
  });
  servers.push(server);
  return server;
}

const run = (server: TestServer, sql: string) =>
  server.ask('/api/run', { body: { source: 'main', sql } });

// Others are short at work in this database too: those that look at its schema, and this question itself.
const atWork = () =>
  askDatabase<{ pid: number }>(
    data.adminUrl,
    `select pid from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
       and query like '%generate_series(1, 100000) a%'`,
  );

test('a data source behind a pooler of transactions runs many queries at once on few sessions', async () => {
  const server = await start({ source: await through(data.readerUrl, 'transaction') });

  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => run(server, `select ${n % 10} as x`)),
  );

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(answers.map((answer) => answer.json().rows[0][0])).toEqual(answers.map((_, n) => n % 10));
  const { text } = await server.ask('/q/quick.csv?_timeZone=Asia/Tokyo');
  expect(text).toBe('x\r\n1\r\n');
});

test('a query behind a pooler of transactions is cancelled itself, when it is new and when it is known', async () => {
  const source = await through(data.readerUrl, 'transaction', 2);
  const server = await start({ source }, { RUN_TIMEOUT_SECONDS: '2' });
  for (const _ of ['new', 'known']) {
    const asked = server.ask('/q/work.csv');
    const [working] = await eventually(atWork, (rows) => rows.length === 1);
    const answer = await asked;

    expect(answer.json()).toMatchObject({ code: 'sql_timed_out' });
    await expect(atWork).toBecome([]);
    // It was cancelled: the session of the database lives on.
    const alive = await askDatabase(data.adminUrl, 'select from pg_stat_activity where pid = $1', [
      working?.pid,
    ]);
    expect(alive.length).toBe(1);
  }
  expect((await server.ask('/q/quick.csv')).status).toBe(200);
});

test('a pooler of statements before a data source is told of as what it is', async () => {
  const server = await start({ source: await through(data.readerUrl, 'statement') });

  expect((await server.ask('/q/quick.csv')).json()).toMatchObject({
    ...{ status: 503, code: 'source_unavailable' },
    detail: expect.stringContaining('pooler') as unknown,
  });
});

test('behind a pooler of transactions for its own database a server starts again, runs, saves and caches', async () => {
  const url = await through(own.adminUrl, 'transaction', 2);
  await start({ own: url });
  const [here, there] = [await start({ own: url }), await start({ own: url })];
  const id = randomUUID();

  const saved = await here.ask('/api/queries', {
    body: { title: 'Saved', sql: 'select 2 as x', source: 'main' },
  });
  const result = await here.ask('/api/queries/quick/result', { body: { run: id, pageRows: 1 } });
  const csv = (server: TestServer, query = '') => server.ask(`/q/moment.csv${query}`);
  const first = await csv(here, '?_maxAgeSeconds=600');
  // It is stored once it has been answered; who asks before that runs it anew.
  await eventually(
    () => askDatabase(own.adminUrl, 'select from cached_results'),
    (stored) => stored.length > 0,
  );
  const hit = await csv(there, '?_maxAgeSeconds=600');

  expect([saved.status, result.status, hit.text]).toEqual([201, 200, first.text]);
  // Nobody hears of a newer result there, so no server may keep a copy of its own.
  await askDatabase(own.adminUrl, 'delete from cached_results');
  expect((await csv(there, '?_maxAgeSeconds=600')).text).not.toBe(first.text);
});

test.each<[PoolMode, RegExp, RegExp]>([
  [
    'transaction',
    /through a pooler that does not keep sessions/,
    /main has no follower, so queries run/,
  ],
  ['statement', /own database does not answer .*pooler/, /main does not answer: .*pooler/],
])('the doctor says what a pooler of %ss keeps from working', async (mode, ofOwn, ofSource) => {
  const findings = await examine({
    DATABASE_URL: await through(own.adminUrl, mode),
    SOURCE_MAIN_URL: await through(data.readerUrl, mode),
  });

  const sentences = findings.map(({ sentence }) => sentence);
  expect(sentences).toContainEqual(expect.stringMatching(ofOwn));
  expect(sentences).toContainEqual(expect.stringMatching(ofSource));
});

test("a pooler of statements for Sheetfeed's own database is told in a sentence at the start", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-poolers-'));
  await writeFiles(folder, catalog);
  const program = startProgram({
    PORT: '0',
    DATABASE_URL: await through(own.adminUrl, 'statement'),
    SOURCE_MAIN_URL: data.readerUrl,
    CATALOG_DIR: folder,
  });

  expect(await program.ended()).toBe(1);
  expect(program.output()).toMatch(/^Sheetfeed's own database does not answer \(.*pooler.*\)/);
  await rm(folder, { recursive: true });
});
