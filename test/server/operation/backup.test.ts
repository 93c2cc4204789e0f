// A back-up with pg_dump, and deploy/restore.sh: what was saved is there again, and what came later is gone.
import { eventually } from '../../support/eventually.ts';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startCluster, type Cluster } from '../../../server/embedded/cluster.ts';
import { root } from '../../../server/root.ts';
import { postgresPrograms, type Major } from '../../postgres-versions/programs.ts';
import { ask as askDatabase, temporaryFolder, tidyUp } from '../../support/clusters.ts';
import { sampleUrls } from '../../support/postgres.ts';
import { ask, startProgram, type TestProgram } from '../../support/server.ts';

// pg_dump refuses servers that are newer than itself, so its version says which server there is.
const majors: readonly Major[] = [18, 17, 16, 15];
const { stdout } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
const dumpMajor = Number(/ (\d+)\./.exec(stdout ?? '')?.[1] ?? 0);
const major = majors.find((one) => one <= dumpMajor);
const withTools = major === undefined ? test.skip : test;

let folder: string;
let cluster: Cluster;
let url: string;
let running: TestProgram | null = null;

beforeAll(async () => {
  if (major === undefined) return;
  folder = await temporaryFolder();
  cluster = await startCluster({
    folder: path.join(folder, 'own'),
    name: 'backup',
    roles: ['owner'],
    binaries: await postgresPrograms(major),
    settings: { fsync: 'off' },
  });
  await askDatabase(cluster.url(), 'create database sheetfeed owner owner');
  // As compose.yaml has it, where a role has what its grants say.
  await askDatabase(cluster.url(), 'revoke connect on database sheetfeed from public');
  url = cluster.url({ database: 'sheetfeed', role: 'owner' });
});
afterEach(() => stop());
afterAll(async () => {
  if (major !== undefined) await tidyUp(folder, [cluster]);
});

async function startOnIt(): Promise<number> {
  running = startProgram({
    PORT: '0',
    DATABASE_URL: url,
    SOURCE_SAMPLE_URL: sampleUrls().reader,
  });
  const [, port] = await running.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
  return Number(port);
}

async function stop(): Promise<void> {
  running?.kill('SIGTERM');
  await running?.ended();
  if (running !== null) {
    // PostgreSQL may see a moment later that its clients are gone.
    await eventually(
      () => askDatabase(url, `select from pg_stat_activity where application_name = 'sheetfeed'`),
      (sessions) => sessions.length === 0,
    );
  }
  running = null;
}

const restore = (dump: string) =>
  spawnSync('sh', [path.join(root, 'deploy/restore.sh'), dump], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], DATABASE_URL: url },
  });

/** As docs/deploy.md has it, beneath its own umask. */
async function documentedDump(file: string) {
  const document = await readFile(path.join(root, 'docs/deploy.md'), 'utf8');
  const command = /^umask 077\npg_dump .+--file=sheetfeed\.dump .+$/m.exec(document)?.[0] ?? '';
  return spawnSync('sh', ['-c', `umask 022\n${command}`], {
    ...{ cwd: path.dirname(file), encoding: 'utf8' },
    env: { PATH: process.env['PATH'], DATABASE_URL: url },
  });
}

const KEPT_RESULT = `
  with link as (
    insert into share_links (secret_hash, hint, query, name, "values", free, max_age_seconds, created_by)
    values ('x', 'h', 'q', 'n', '{}', '{}', 0, '{}') returning id)
  insert into share_link_results (link, asked, body, etag, ran_at)
  select id, 'asked', 'a row', 'etag', now() from link`;

const save = (port: number, title: string) =>
  ask(port, '/api/queries', { body: { title, sql: 'select 1' } });
const titles = async (port: number): Promise<string[]> =>
  (await ask(port, '/api/queries')).json().queries.map(({ title }: { title: string }) => title);

withTools(
  'a back-up of a server at work is restored whole, with nothing of what came after it',
  async () => {
    const dump = path.join(folder, 'sheetfeed.dump');
    const before = await startOnIt();
    await save(before, 'Kept');
    await askDatabase(url, KEPT_RESULT);
    const dumped = await documentedDump(dump);
    await save(before, 'Too late');
    const early = restore(dump);
    await stop();
    // As a newer version would leave it.
    await askDatabase(url, 'create table newer (n integer)');
    await askDatabase(url, "insert into migrations values ('999999_newer.sql', now(), true)");

    const restored = restore(dump);
    const after = await startOnIt();

    expect([dumped.status, dumped.stderr]).toEqual([0, '']);
    expect([early.status, early.stderr]).toEqual([1, expect.stringMatching(/Stop all servers/)]);
    expect([restored.status, restored.stderr]).toEqual([0, '']);
    expect((await stat(dump)).mode & 0o077).toBe(0);
    expect(await askDatabase(url, 'select from share_link_results')).toEqual([]);
    expect(await titles(after)).toEqual(['Kept']);
    expect((await save(after, 'Later')).status).toBe(201);
    expect(await askDatabase(url, "select to_regclass('newer') as newer")).toEqual([
      { newer: null },
    ]);
  },
);

withTools('a back-up that is cut off, and a file that is none, change nothing', async () => {
  const dump = path.join(folder, 'sheetfeed.dump');
  const whole = await readFile(dump);
  const files = { 'cut.dump': whole.subarray(0, whole.length / 2), 'none.dump': 'a text' };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content);

    expect(restore(path.join(folder, name)).status).not.toBe(0);
  }

  const port = await startOnIt();
  expect(await titles(port)).toEqual(expect.arrayContaining(['Kept', 'Later']));
});
