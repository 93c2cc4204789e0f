// Servers that are killed or restarted under load: nothing is left at work on the data source, and no request is lost.
import { eventually } from '../support/eventually.ts';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { ask as askDatabase } from '../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startProgram, writeFiles, type TestProgram } from '../support/server.ts';
import { ask, startReading } from './client.ts';

let folder: string;
let own: TestDatabase;
let data: TestDatabase;
const programs = new Set<TestProgram>();

const header = '/*---\ntitle: Any\nsource: main\n---*/\n';
const catalog = {
  'quick.sql': 'select 1 as x',
  'rows.sql': `select g, repeat('x', 90) as text from generate_series(1, 1000000) g`,
  'fewer.sql': `select g, repeat('x', 90) as text from generate_series(1, 100000) g`,
  'work.sql': 'select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b',
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-restarts-'));
  await mkdir(path.join(folder, 'tmp'));
  const files = Object.entries(catalog).map(([name, sql]) => [name, `${header}${sql}\n`]);
  await writeFiles(path.join(folder, 'catalog'), Object.fromEntries(files));
  own = await newDatabase({ template: 'own' });
  data = await newDatabase({ template: 'empty' });
});
afterEach(async () => {
  for (const program of programs) program.kill('SIGKILL');
  await Promise.all([...programs].map((program) => program.ended()));
  programs.clear();
});
afterAll(async () => {
  await own.drop();
  await data.drop();
  await rm(folder, { recursive: true });
});

async function start(port = 0): Promise<{ program: TestProgram; url: string; port: number }> {
  const program = startProgram({
    PORT: String(port),
    LOG_LEVEL: 'error',
    DATABASE_URL: own.adminUrl,
    CATALOG_DIR: path.join(folder, 'catalog'),
    SOURCE_MAIN_URL: data.readerUrl,
    TMPDIR: path.join(folder, 'tmp'),
  });
  programs.add(program);
  const [, url = ''] = await program.printed(/Sheetfeed is at (\S+)/);
  return { program, url, port: Number(new URL(url).port) };
}

const sessions = (state: string) =>
  askDatabase<{ query: string }>(
    data.adminUrl,
    `select left(query, 60) as query from pg_stat_activity
     where datname = current_database() and application_name = 'sheetfeed' and state ~ $1`,
    [state],
  );

test('a server that is killed leaves no query at work on the data source, and no file', async () => {
  const { program, url } = await start();
  // A result that is kept in a file, a download that nobody reads, and work that sends nothing for long.
  const kept = await ask(`${url}/api/queries/fewer/result`, { run: randomUUID(), pageRows: 1 });
  expect(kept).toMatchObject({ state: 'whole', status: 200 });
  const readers = [
    startReading(`${url}/q/rows.csv`),
    startReading(`${url}/q/work.csv`),
    startReading(`${url}/api/queries/work/result`, { run: randomUUID(), maxRows: 3 }),
  ];
  await readers[0]?.until(1);
  await eventually(
    () => sessions('active'),
    (rows) => rows.length === 3,
  );
  program.kill('SIGKILL');
  await program.ended();

  expect(
    await eventually(
      () => sessions('.'),
      (rows) => rows.length === 0,
    ),
  ).toEqual([]);
  expect(await readdir(path.join(folder, 'tmp'))).toEqual([]);
  for (const reader of readers) expect(await reader.toTheEnd()).toMatchObject({ state: 'cut' });
});

test('when servers are restarted one after the other under load, no request is lost', async () => {
  const servers = [await start(), await start()];
  const load = beginLoad(servers.map(({ port }) => port));
  for (const [at, { program, port }] of servers.entries()) {
    await load.answers(100);
    program.kill('SIGTERM');
    expect(await program.ended()).toBe(0);
    servers[at] = await start(port);
  }
  await load.answers(100);

  expect(await load.end()).toEqual([]);
});

/** Programs that keep their connections, and go to another server only when one takes none. */
function beginLoad(ports: readonly number[]) {
  const lost: unknown[] = [];
  let answered = 0;
  let isOver = false;
  const askFor = async (turn: number, agent: http.Agent) => {
    for (let tries = 0; ; tries++) {
      const port = ports[(turn + tries) % ports.length] ?? 0;
      const answer = await askOnce(port, turn, agent).catch((error: Error) => error);
      if (answer === 200) return void answered++;
      const isRefused = (answer as NodeJS.ErrnoException).code === 'ECONNREFUSED';
      if (!isRefused || tries > 2) return void lost.push(answer);
    }
  };
  const programsOf = async (first: number) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let turn = first; !isOver; turn++) await askFor(turn, agent);
    agent.destroy();
  };
  const all = Promise.all(Array.from({ length: 20 }, (_, first) => programsOf(first)));
  return {
    async answers(count: number): Promise<void> {
      const until = answered + count;
      await eventually(
        async () => answered,
        (now) => now >= until || lost.length > 0,
      );
    },
    async end(): Promise<unknown[]> {
      isOver = true;
      await all;
      return lost;
    },
  };
}

/** A download, or SQL that is sent: the latter may not be sent again by anybody on the way. */
async function askOnce(port: number, turn: number, agent: http.Agent): Promise<number | undefined> {
  const isPost = turn % 3 === 0;
  const request = http.request({
    ...{ host: '127.0.0.1', port, agent },
    path: isPost ? '/api/run' : '/q/quick.csv',
    method: isPost ? 'POST' : 'GET',
    headers: isPost ? { 'content-type': 'application/json' } : {},
  });
  request.end(isPost ? JSON.stringify({ source: 'main', sql: `select ${turn} as x` }) : undefined);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode;
}
