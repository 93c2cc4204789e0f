// What sqlsmith makes up for a database with PostGIS changes nothing: ten minutes of it with `npm test -- --deep`.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { startLab, using, type Lab } from '../corpora/lab.ts';
import { startServerUnderTest, type ServerUnderTest } from '../corpora/server-runner.ts';
import { watchLab, type Watch } from '../corpora/watch.ts';
import { installedExtensions, installedPrograms } from '../postgres-versions/programs.ts';
import { often } from '../support/random.ts';
import { countSprung, setTraps } from './attacks.ts';

const minutes = often(0, 10);
const isThere =
  installedExtensions(15).has('postgis') &&
  spawnSync('sqlsmith', ['--version']).error === undefined;

let lab: Lab;
let server: ServerUnderTest;
let watch: Watch;
const mayRun = minutes > 0 && isThere;

beforeAll(async () => {
  if (!mayRun) return;
  lab = await startLab(15, await installedPrograms(15));
  await setTraps(lab);
  server = await startServerUnderTest(lab);
  await server.runOn('primary')({ id: 'first', sql: 'select 1', params: [], named: {} });
});
afterAll(async () => {
  await watch?.stop();
  await server?.stop();
  await lab?.stop();
});

const testWhere = mayRun ? test : test.skip;
testWhere(
  `sqlsmith changes nothing in ten minutes (needs --deep, PostGIS for PostgreSQL 15, and sqlsmith)`,
  async () => {
    const sqlsmith = startSqlsmith(lab.adminUrl('primary'));
    const outcomes = new Map<string, number>();
    const queries = statements(sqlsmith);
    // As it reads the catalog at its start, it falls into traps itself.
    await queries.next();
    await using(lab.adminUrl('primary'), (admin) => admin.query('truncate trap.sprung'));
    watch = await watchLab(lab);
    const end = Date.now() + minutes * 60_000;
    // The last ones, so that a trap that was sprung is known by its statement.
    const sprangAfter: string[] = [];
    let sprung = 0;
    const worker = async (admin: pg.Client) => {
      for await (const sql of queries) {
        const outcome = await server.runOn('primary')({ id: '', sql, params: [], named: {} });
        const kind = outcome.state === 'problem' ? outcome.code : outcome.state;
        outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
        const now = await countSprung(admin);
        if (now > sprung) sprangAfter.push(sql);
        sprung = now;
        if (Date.now() > end) return;
      }
    };
    const url = lab.adminUrl('primary');
    await Promise.all([using(url, worker), using(url, worker)]);
    sqlsmith.kill();

    process.stdout.write(`sqlsmith: ${JSON.stringify([...outcomes])}\n`);
    expect(sprangAfter).toEqual([]);
    expect(await sprungTraps()).toEqual([]);
    expect(await watch.changes()).toEqual([]);
    expect(outcomes.get('done')).toBeGreaterThan(100);
    expect(outcomes.has('hung')).toBe(false);
    expect(outcomes.has('internal')).toBe(false);
  },
  (minutes + 3) * 60_000,
);

async function sprungTraps(): Promise<unknown[]> {
  const sql = `select how, count(*) from trap.sprung group by 1`;
  return using(lab.adminUrl('primary'), async (admin) => (await admin.query(sql)).rows);
}

function startSqlsmith(url: string): ChildProcess {
  const { hostname, port, username, password, pathname } = new URL(url);
  const target = `host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)} dbname=${pathname.slice(1)}`;
  return spawn('sqlsmith', [`--target=${target}`, '--dry-run', '--exclude-catalog'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/** Its statements, which end with a semicolon at the end of a line. */
async function* statements(sqlsmith: ChildProcess): AsyncGenerator<string> {
  if (sqlsmith.stdout === null) return;
  let lines: string[] = [];
  for await (const line of createInterface({ input: sqlsmith.stdout })) {
    lines.push(line);
    if (!line.trimEnd().endsWith(';')) continue;
    yield lines.join('\n').replace(/;\s*$/, '');
    lines = [];
  }
}
