// Two server processes on one database: what is asked of one may be gone on with at the other.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { ask as askDatabase } from '../../support/clusters.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import {
  ask,
  startProgram,
  writeFiles,
  type Answer,
  type TestProgram,
} from '../../support/server.ts';

interface Server {
  program: TestProgram;
  port: number;
}

const header = (title: string, source = 'sample') =>
  `/*---\ntitle: ${title}\nsource: ${source}\n---*/\n`;
const catalog = {
  'numbers.sql': `${header('Numbers')}select i, repeat('x', 1000) as x from generate_series(1, 30000) i`,
  'moment.sql': `${header('Moment')}select now()::text as at, i from generate_series(1, 3) i`,
  'gated.sql': `${header('Gated', 'main')}select n, now()::text as at from gate`,
  'endless.sql': `${header('Endless')}select count(*) as n from generate_series(1, 1000000000000)`,
};

let database: TestDatabase;
let folder: string;
let here: Server;
let there: Server;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  await askDatabase(database.adminUrl, 'create table gate as select 12 as n');
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-shared-runs-'));
  await writeFiles(folder, catalog);
  here = await start();
  there = await start();
});
afterAll(async () => {
  for (const { program } of [here, there]) {
    program.kill('SIGKILL');
    await program.ended();
  }
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<Server> {
  const program = startProgram({
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: database.adminUrl,
    CATALOG_DIR: folder,
    SOURCE_SAMPLE_URL: sampleUrls().reader,
    SOURCE_MAIN_URL: database.readerUrl,
  });
  const [, port] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
  return { program, port: Number(port) };
}

const result = (server: Server, slug: string, body: object): Promise<Answer> =>
  ask(server.port, `/api/queries/${slug}/result`, { body });

test('pages come from the other server too, and are the same', async () => {
  const run = randomUUID();
  const pages = async (server: Server, runOf: string) => {
    const rows: unknown[][] = [];
    for (let next: string | null = '0'; next !== null;) {
      const page = (
        await ask(server.port, `/api/runs/${runOf}/rows?after=${next}&pageRows=9000`)
      ).json();
      rows.push(...page.rows);
      next = page.next;
    }
    return rows;
  };

  const first = (await result(here, 'numbers', { run, pageRows: 10 })).json();
  const unnamed = (await result(here, 'numbers', { pageRows: 10 })).json();
  const [own, other, ofUnnamed] = [
    await pages(here, run),
    await pages(there, run),
    await pages(there, unnamed.run),
  ];

  expect(first).toMatchObject({ rowCount: 30_000, next: '10' });
  expect(own.map(([i]) => i)).toEqual(Array.from({ length: 30_000 }, (_, i) => i + 1));
  expect(other).toEqual(own);
  expect(ofUnnamed).toEqual(own);
});

test('the same run asked for at the other server is the same run', async () => {
  const run = randomUUID();
  const first = (await result(here, 'moment', { run })).json();

  const again = (await result(there, 'moment', { run })).json();
  const byId = (await ask(there.port, `/api/runs/${run}?waitSeconds=5`)).json();

  expect([again, byId]).toEqual([first, first]);
  expect((await result(there, 'numbers', { run })).json()).toMatchObject({ code: 'conflict' });
  const { etag, ranAt, lagSeconds } = first;
  expect((await result(there, 'moment', { run, unless: etag })).json()).toEqual({
    ...{ unchanged: true, query: 'moment', title: 'Moment', etag, ranAt, lagSeconds },
  });
});

test('two servers that are asked for the same run at once run it once', async () => {
  const run = randomUUID();

  const [one, other] = await Promise.all([
    result(here, 'moment', { run }),
    result(there, 'moment', { run }),
  ]);

  expect(one.json().rows).toEqual(other.json().rows);
});

test('who waits at the other server is told how far the run is, and gets its result', async () => {
  const run = randomUUID();
  const open = await closeGate();
  const begun = await result(here, 'gated', { run, waitSeconds: 0 });
  const waiting = await result(there, 'gated', { run, waitSeconds: 0.1 });
  const state = (await ask(there.port, `/api/runs/${run}`)).json();
  await open();
  const done = (await result(there, 'gated', { run, waitSeconds: 100 })).json();

  expect([begun.status, waiting.status]).toEqual([202, 202]);
  expect(state).toMatchObject({ run, state: 'running' });
  expect(done).toMatchObject({ run, rows: [[12, expect.any(String)]] });
  expect((await result(here, 'gated', { run })).json()).toEqual(done);
});

/** Nobody reads the gate's table until the function that is returned is called. */
async function closeGate(): Promise<() => Promise<void>> {
  const keeper = new pg.Client({ connectionString: database.adminUrl });
  await keeper.connect();
  await keeper.query('begin; lock table gate');
  return () => keeper.end();
}

test('a run is cancelled from the other server', async () => {
  const run = randomUUID();
  await result(here, 'endless', { run, waitSeconds: 0 });
  const waiting = result(here, 'endless', { run, waitSeconds: 100 });

  const cancelled = await ask(there.port, `/api/runs/${run}`, { method: 'DELETE' });

  expect(cancelled.status).toBe(204);
  expect((await waiting).json()).toMatchObject({ code: 'run_cancelled' });
  expect((await result(there, 'endless', { run })).json()).toMatchObject({ code: 'run_cancelled' });
});

test.each<[string, () => Server]>([
  ['its server', () => here],
  ['the other server', () => there],
])(
  'a run is cancelled from %s while its server waits to hear that it holds it',
  async (_, from) => {
    const run = randomUUID();
    const keeper = await claimForHere(run);
    const waiting = result(here, 'endless', { run, waitSeconds: 100 });
    await eventually(
      () =>
        askDatabase(
          database.adminUrl,
          "select from pg_locks where relation = 'held_runs'::regclass and not granted",
        ),
      (claims) => claims.length > 0,
    );

    const cancelling = ask(from().port, `/api/runs/${run}`, { method: 'DELETE' });
    // It gets the time to be answered too early.
    await Promise.race([cancelling, setTimeout(300)]);
    await keeper.end();

    expect((await cancelling).status).toBe(204);
    expect((await waiting).json()).toMatchObject({ code: 'run_cancelled' });
  },
);

/** What is in the database when a server has claimed the run and its answer is on the way; until the client ends. */
async function claimForHere(run: string): Promise<pg.Client> {
  const other = randomUUID();
  await result(here, 'moment', { run: other });
  const keeper = new pg.Client({ connectionString: database.adminUrl });
  await keeper.connect();
  await keeper.query(
    `insert into held_runs (run, server, held_until)
     select $1, server, held_until from held_runs where run = $2`,
    [run, other],
  );
  await keeper.query('begin; lock table held_runs in exclusive mode');
  return keeper;
}

test('a result that one server has cached is a hit for the other, until one of them has a newer one', async () => {
  const csv = (server: Server, query = '') => ask(server.port, `/q/moment.csv${query}`);
  const first = await csv(here, '?_maxAgeSeconds=600');
  // It is stored once it has been answered; who asks before that runs it anew.
  await eventually(
    () => askDatabase(database.adminUrl, 'select from cached_results'),
    (stored) => stored.length > 0,
  );

  const hit = await eventually(
    () => csv(there, '?_maxAgeSeconds=600'),
    ({ text }) => text === first.text,
  );
  // The notice of the first may come while it is read; then a copy is kept only from the next time on.
  await csv(there, '?_maxAgeSeconds=600');
  const newer = await csv(there);

  expect(hit.headers).toHaveProperty('age');
  expect(hit.text).toBe(first.text);
  expect(newer.text).not.toBe(first.text);
  const after = await eventually(
    () => csv(here, '?_maxAgeSeconds=600'),
    ({ text }) => text === newer.text,
  );
  expect(after.text).toBe(newer.text);
});

test('a cached result of a query that was archived at one server is handed out by none', async () => {
  const content = { title: 'Short-lived', source: 'sample', sql: 'select 1 as one' };
  const { slug } = (await ask(here.port, '/api/queries', { body: content })).json();
  const csv = (server: Server) => ask(server.port, `/q/${slug}.csv?_maxAgeSeconds=600`);
  for (const server of [here, there]) {
    await eventually(
      () => csv(server),
      ({ headers }) => headers.age !== undefined,
    );
  }

  const { headers } = await ask(here.port, `/api/queries/${slug}`);
  await ask(here.port, `/api/queries/${slug}`, {
    method: 'DELETE',
    headers: { 'if-match': headers.etag ?? '' },
  });

  for (const server of [here, there]) {
    const answer = await eventually(
      () => csv(server),
      ({ status }) => status === 404,
    );
    expect(answer.status).toBe(404);
  }
});

test('a run ends with its server: the other one says so, and begins it anew when it is asked for', async () => {
  const run = randomUUID();
  const lost = (await result(here, 'moment', { run, pageRows: 1 })).json();
  here.program.kill('SIGKILL');
  await here.program.ended();

  const page = await ask(there.port, `/api/runs/${run}/rows?after=1`);
  const again = (await result(there, 'moment', { run })).json();

  expect(page.json()).toMatchObject({ code: 'run_expired' });
  expect(again).toMatchObject({ run, rowCount: 3 });
  expect(again.ranAt).not.toBe(lost.ranAt);
});
