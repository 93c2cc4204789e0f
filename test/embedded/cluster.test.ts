// The PostgreSQL that comes with Sheetfeed: it starts anywhere, keeps its data, and survives being killed.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { findBinaries, packagedFolder } from '../../server/embedded/binaries.ts';
import { startCluster, startFollower, type Cluster } from '../../server/embedded/cluster.ts';
import { capLog } from '../../server/embedded/log-file.ts';
import { processIdentity } from '../../server/embedded/processes.ts';
import { until } from '../support/eventually.ts';
import { ask, temporaryFolder, tidyUp } from '../support/clusters.ts';

const isRoot = process.getuid?.() === 0;
const testAsRoot = isRoot ? test : test.skip;
const testAsOther = isRoot ? test.skip : test;

let template: string;
beforeAll(async () => {
  template = await temporaryFolder();
  const cluster = await startNew(path.join(template, 'cluster'));
  await cluster.stop();
});
afterAll(() => rm(template, { recursive: true, force: true }));

let folder: string;
let clusters: Cluster[];
beforeEach(async () => {
  folder = await temporaryFolder();
  clusters = [];
});
afterEach(() => tidyUp(folder, clusters));

const startNew = (place: string, roles: string[] = []): Promise<Cluster> =>
  startCluster({ folder: place, name: path.basename(place), roles, settings: { fsync: 'off' } });

/** Starts what lies in the test's folder; at first that is a copy of a cluster made before. */
async function start({
  name = 'one',
  roles = [],
  fresh = false,
}: StartOptions = {}): Promise<Cluster> {
  const place = path.join(folder, name);
  if (!fresh && !existsSync(place)) spawnSync('cp', ['-a', path.join(template, 'cluster'), place]);
  const cluster = await startNew(place, roles);
  clusters.push(cluster);
  return cluster;
}
type StartOptions = { name?: string; roles?: string[]; fresh?: boolean };

async function follow(primary: Cluster, name = 'follower'): Promise<Cluster> {
  const follower = await startFollower(primary, { folder: path.join(folder, name), name });
  clusters.push(follower);
  return follower;
}

const postmasterPid = (cluster: Cluster): number =>
  Number(readFileSync(path.join(cluster.folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);

const oneNumber = async (url: string, sql: string): Promise<number> =>
  Number(Object.values((await ask(url, sql))[0] ?? {})[0]);

test('a cluster keeps its rows and its port over a stop and a second start', async () => {
  const first = await start();
  await ask(first.url(), 'create table kept as select 42 as n');
  await first.stop();
  expect(await first.isRunning()).toBe(false);

  const second = await start();

  expect(await second.isRunning()).toBe(true);
  expect(second.port).toBe(first.port);
  expect(await oneNumber(second.url(), 'select n from kept')).toBe(42);
});

test('another program on the port moves the cluster to another port', async () => {
  const first = await start();
  await first.stop();
  const { createServer } = await import('node:net');
  const squatter = createServer().listen(first.port, '127.0.0.1');
  await new Promise((resolve) => squatter.once('listening', resolve));

  const second = await start();

  expect(second.port).not.toBe(first.port);
  expect(await oneNumber(second.url(), 'select 1')).toBe(1);
  squatter.close();
});

test('stopping twice, and at the same time, is fine', async () => {
  const cluster = await start();

  await Promise.all([cluster.stop(), cluster.stop()]);
  await cluster.stop();

  expect(await cluster.isRunning()).toBe(false);
});

test('a stop does not wait for a query that never ends', async () => {
  const cluster = await start();
  const query = ask(cluster.url(), 'select pg_sleep(3600)').catch((error: unknown) => error);
  await until(async () =>
    Boolean(
      await oneNumber(
        cluster.url(),
        `select count(*) from pg_stat_activity where query = 'select pg_sleep(3600)'`,
      ),
    ),
  );

  await cluster.stop();

  expect(await query).toBeInstanceOf(Error);
  expect(await cluster.isRunning()).toBe(false);
});

test('a server that does not react any more is ended too', async () => {
  const cluster = await start();
  const pid = postmasterPid(cluster);
  process.kill(pid, 'SIGSTOP');

  await cluster.stop();

  expect(processIdentity(pid)).toBeNull();
  expect(await oneNumber((await start()).url(), 'select 1')).toBe(1);
});

test('a path with spaces, quotes and letters beyond ASCII is fine', async () => {
  const cluster = await start({ name: "my o'data é", fresh: true });

  expect(await oneNumber(cluster.url(), 'select 1')).toBe(1);
});

test('what was committed is there after kill -9 of PostgreSQL', async () => {
  const first = await start();
  await ask(first.url(), 'create table kept as select 42 as n');
  process.kill(postmasterPid(first), 'SIGKILL');
  await until(async () => !(await first.isRunning()));

  const second = await start();

  expect(await oneNumber(second.url(), 'select n from kept')).toBe(42);
});

test('a server that outlived its program is replaced, with its rows', async () => {
  const orphan = await start();
  await ask(orphan.url(), 'create table kept as select 42 as n');
  const pid = postmasterPid(orphan);

  const next = await start();

  expect(processIdentity(pid)).toBeNull();
  expect(await oneNumber(next.url(), 'select n from kept')).toBe(42);
});

test('a lock file that names a process of somebody else does not keep it from starting', async () => {
  const first = await start();
  const lock = path.join(first.folder, 'data/postmaster.pid');
  const text = await readFile(lock, 'utf8');
  await first.stop();
  await writeFile(lock, text.replace(/^\d+/, String(process.pid)));

  const second = await start();

  expect(await oneNumber(second.url(), 'select 1')).toBe(1);
});

test('an interrupted first start leaves nothing in the way of the next', async () => {
  await mkdir(path.join(folder, 'one/data.new/base'), { recursive: true });

  const cluster = await start({ fresh: true });

  expect(await oneNumber(cluster.url(), 'select 1')).toBe(1);
});

test('PostgreSQL ends soon after the program that started it was killed with kill -9', async () => {
  const { child, pid } = await programThatStarts(path.join(folder, 'one'));
  expect(processIdentity(pid)).not.toBeNull();

  child.kill('SIGKILL');

  await until(() => processIdentity(pid) === null);
  expect(await oneNumber((await start()).url(), 'select 1')).toBe(1);
});

test('PostgreSQL ends soon even when its program was killed while it was being started', async () => {
  const place = path.join(folder, 'one');
  spawnSync('cp', ['-a', path.join(template, 'cluster'), place]);
  const lockFile = path.join(place, 'data/postmaster.pid');
  const child = await spawnProgram(place);
  const pid = await new Promise<number>((resolve) => {
    const look = setInterval(() => {
      const text = existsSync(lockFile) ? readFileSync(lockFile, 'utf8') : '';
      if (!/^\d+\n/.test(text)) return;
      clearInterval(look);
      resolve(parseInt(text, 10));
    }, 1);
  });

  child.kill('SIGKILL');

  await until(() => processIdentity(pid) === null);
  expect(existsSync(lockFile)).toBe(false);
});

test('a log that has grown too large is put aside, and the server writes on', async () => {
  const cluster = await start();
  const log = path.join(cluster.folder, 'log');
  const mistake = 'select pg_terminate_backend(pg_backend_pid())';
  for (let lines = 0; lines < 3; lines++) await ask(cluster.url(), mistake).catch(() => []);
  const before = await readFile(path.join(log, 'postgres.log'), 'utf8');

  const stopCapping = capLog(log, before.length - 1, 20);
  await until(async () => (await stat(path.join(log, 'postgres.log'))).size === 0);
  stopCapping();
  await ask(cluster.url(), mistake).catch(() => []);

  expect(before).toContain('FATAL');
  expect(await readFile(path.join(log, 'postgres.before.log'), 'utf8')).toBe(before);
  const after = await readFile(path.join(log, 'postgres.log'), 'utf8');
  expect(after).toContain('FATAL');
  expect(after.length).toBeLessThan(before.length);
});

test('Ctrl-C reaches the program and not its PostgreSQL, so that the program can stop in order', async () => {
  const { child, pid } = await programThatStarts(path.join(folder, 'one'));

  // A terminal sends it to every process of the group; this program ignores it.
  process.kill(-(child.pid ?? 0), 'SIGINT');
  await sleep(1000);

  expect(processIdentity(pid)).not.toBeNull();
  child.kill('SIGKILL');
  await until(() => processIdentity(pid) === null);
});

/** A program of its own that starts a cluster, tells the server's process id, and waits. */
async function programThatStarts(place: string): Promise<{ child: ChildProcess; pid: number }> {
  const child = await spawnProgram(place);
  const line = await new Promise<Buffer>((resolve) => child.stdout?.once('data', resolve));
  return { child, pid: Number(line.toString()) };
}

const programFile = path.resolve('dist', 'test', `starts-a-cluster-${process.pid}.mjs`);
afterAll(() => rm(programFile, { force: true }));

async function spawnProgram(place: string): Promise<ChildProcess> {
  const contents = `
    import { readFileSync } from 'node:fs';
    import { startCluster } from './server/embedded/cluster.ts';
    process.on('SIGINT', () => undefined);
    const folder = ${JSON.stringify(place)};
    await startCluster({ folder, name: 'one' });
    console.log(readFileSync(folder + '/data/postmaster.pid', 'utf8').split('\\n')[0]);
    setInterval(() => undefined, 1000);`;
  await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outfile: programFile,
  });
  return spawn(process.execPath, [programFile], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('nobody enters without a password, and each role has its own', async () => {
  const cluster = await start({ roles: ['reader'] });
  const owner = new URL(cluster.url());
  const reader = new URL(cluster.url({ role: 'reader' }));

  expect(reader.password).not.toBe(owner.password);
  expect(await ask(reader.href, 'select current_user::text as me')).toEqual([{ me: 'reader' }]);
  reader.password = 'x';
  await expect(ask(reader.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

test('no file that others can read holds a password', async () => {
  const cluster = await start();
  const { password } = new URL(cluster.url());

  const open = await readableByOthers(cluster.folder);

  expect(open).toEqual([]);
  expect(password.length).toBeGreaterThan(30);
  expect((await stat(path.join(cluster.folder, 'secret'))).mode & 0o777).toBe(0o600);
});

async function readableByOthers(place: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(place, { withFileTypes: true })) {
    const file = path.join(place, entry.name);
    const { mode } = await stat(file);
    if (entry.isDirectory() && mode & 0o005) found.push(...(await readableByOthers(file)));
    else if (entry.isFile() && mode & 0o044) found.push(file);
  }
  return found;
}

test('data of another PostgreSQL are refused with a sentence, and left as they are', async () => {
  const first = await start();
  await first.stop();
  const version = path.join(first.folder, 'data/PG_VERSION');
  await writeFile(version, '14\n');

  await expect(start()).rejects.toMatchObject({
    code: 'service_unavailable',
    message: expect.stringContaining('written by PostgreSQL 14'),
  });
  expect(await readFile(version, 'utf8')).toBe('14\n');
});

test('a follower shows what is written to the primary, and refuses to write', async () => {
  const primary = await start();
  await ask(primary.url(), 'create table t as select 1 as n');

  const follower = await follow(primary);
  await ask(primary.url(), 'insert into t values (2)');

  await until(async () => (await oneNumber(follower.url(), 'select sum(n) from t')) === 3);
  await expect(ask(follower.url(), 'insert into t values (3)')).rejects.toMatchObject({
    code: '25006',
  });
});

test('a follower that was away catches up with what it missed', async () => {
  const primary = await start();
  await ask(primary.url(), 'create table t as select 1 as n');
  const first = await follow(primary);
  await first.stop();
  await ask(primary.url(), 'insert into t values (2)');

  const second = await follow(primary);

  await until(async () => (await oneNumber(second.url(), 'select sum(n) from t')) === 3);
});

test('a follower of a primary that was made anew is made anew too', async () => {
  const first = await start();
  const follower = await follow(first);
  await Promise.all([follower.stop(), first.stop()]);
  await rm(path.join(first.folder, 'data'), { recursive: true });
  const second = await start({ fresh: true });
  await ask(second.url(), 'create table only_here as select 7 as n');

  const again = await follow(second);

  await until(async () => (await oneNumber(again.url(), 'select n from only_here')) === 7);
});

test('a follower whose primary forgot its place is made anew', async () => {
  const primary = await start();
  const first = await follow(primary);
  await first.stop();
  // The primary may notice a moment later that nobody listens any more.
  await until(
    async () =>
      (await oneNumber(primary.url(), 'select count(*) from pg_replication_slots where active')) ===
      0,
  );
  await ask(primary.url(), 'select pg_drop_replication_slot(slot_name) from pg_replication_slots');
  await ask(primary.url(), 'create table t as select 1 as n');

  const second = await follow(primary);

  await until(async () => (await oneNumber(second.url(), 'select n from t')) === 1);
});

test('a follower that was killed follows again', async () => {
  const primary = await start();
  const first = await follow(primary);
  process.kill(postmasterPid(first), 'SIGKILL');
  await until(async () => !(await first.isRunning()));
  await ask(primary.url(), 'create table t as select 1 as n');

  const second = await follow(primary);

  await until(async () => (await oneNumber(second.url(), 'select n from t').catch(() => 0)) === 1);
});

test('the programs work without the install script: links are made and files made executable', async () => {
  const native = await copyAsPacked();

  const binaries = await findBinaries(undefined, native);

  expect(binaries.postgres.startsWith(native)).toBe(true);
  expect(binaries.major).toBe(18);
});

testAsRoot(
  'as root, programs below a closed folder are copied to where the account may go',
  async () => {
    const closed = path.join(folder, 'closed');
    const native = await copyAsPacked(closed);
    await chmod(closed, 0o700);

    const binaries = await findBinaries(undefined, native);

    expect(binaries.postgres.startsWith('/var/cache/sheetfeed/')).toBe(true);
    clusters.push(await startCluster({ folder: path.join(folder, 'one'), name: 'one', binaries }));
  },
);

testAsRoot('as root, a cluster below a closed folder is refused with a reason', async () => {
  const closed = path.join(folder, 'closed');
  await mkdir(closed, { mode: 0o700 });

  await expect(startNew(path.join(closed, 'one'))).rejects.toMatchObject({
    code: 'service_unavailable',
    message: expect.stringContaining('Permission denied'),
  });
});

testAsOther(
  'as an ordinary user, programs that may not be changed are copied and repaired',
  async () => {
    const native = await copyAsPacked();
    spawnSync('chmod', ['-R', 'a-w', native]);
    process.env['XDG_CACHE_HOME'] = path.join(folder, 'cache');

    const binaries = await findBinaries(undefined, native);

    delete process.env['XDG_CACHE_HOME'];
    spawnSync('chmod', ['-R', 'u+w', native]);
    expect(binaries.postgres.startsWith(path.join(folder, 'cache'))).toBe(true);
  },
);

testAsRoot('as root, PostgreSQL runs as somebody else', async () => {
  const cluster = await start();

  const { uid } = await stat(`/proc/${postmasterPid(cluster)}`);

  expect(uid).not.toBe(0);
});

/** The package as it is packed: no links, and no executable bits. */
async function copyAsPacked(below = folder): Promise<string> {
  const native = path.join(below, 'package', 'native');
  await mkdir(path.dirname(native), { recursive: true });
  await cp(packagedFolder(), native, { recursive: true, verbatimSymlinks: true });
  await cp(path.join(packagedFolder(), '../package.json'), path.join(native, '../package.json'));
  spawnSync('find', [native, '-type', 'l', '-delete']);
  spawnSync('chmod', ['-R', 'a-x+X', path.join(native, 'bin')]);
  for (const name of ['initdb', 'pg_ctl', 'postgres'])
    await chmod(path.join(native, 'bin', name), 0o644);
  return native;
}
