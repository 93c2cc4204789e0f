// Data sources with followers: a run goes to one that is well, whatever became of them since the last run.
import type { RunLimits, SourceSetting } from '../../server/engines/engine.ts';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startCluster, startFollower, type Cluster } from '../../server/embedded/cluster.ts';
import { freeze } from '../faults/processes.ts';
import { ask, temporaryFolder, tidyUp } from '../support/clusters.ts';
import { eventually } from '../support/eventually.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

const reader = 'follower_reader';
const settings = {
  fsync: 'off',
  autovacuum: 'off',
  // The primary removes rows that a follower's queries still see, and the follower cancels those at once.
  hot_standby_feedback: 'off',
  max_standby_streaming_delay: '0',
};

let folder: string;
let primary: Cluster;
let near: Cluster;
let far: Cluster;
const servers: RunServer[] = [];

const follower = (name: string) =>
  startFollower(primary, { folder: path.join(folder, name), name: `followers-${name}` });

beforeAll(async () => {
  folder = await temporaryFolder();
  primary = await startCluster({
    folder: path.join(folder, 'primary'),
    name: 'followers',
    roles: [reader],
    settings,
  });
  await ask(primary.url(), 'create table numbers as select * from generate_series(1, 1000) n');
  await ask(primary.url(), `grant select on numbers to ${reader}`);
  [near, far] = await Promise.all([follower('near'), follower('far')]);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const cluster of [near, far]) await resume(cluster);
});
afterAll(() => tidyUp(folder, [far, near, primary]));

const urlOf = (cluster: Cluster): string => cluster.url({ role: reader });

async function serve(
  clusters: Cluster[],
  source: Partial<SourceSetting> = {},
  limits: Partial<RunLimits> = {},
): Promise<RunServer> {
  const server = await startRunServer({
    limits,
    source: { urls: clusters.map(urlOf), allowPrimary: false, ...source },
  });
  servers.push(server);
  return server;
}

/** Runs, and tells the result's first cell besides: the port of the server, unless asked otherwise. */
async function run(
  server: RunServer,
  sql = 'select inet_server_port(), count(*) from numbers',
): Promise<Record<string, unknown>> {
  const body = await problemOf(await server.post('/api/run', { source: 'main', sql }));
  const [row] = (body['rows'] ?? []) as unknown[][];
  return { ...body, cell: row?.[0] };
}

async function pause(cluster: Cluster): Promise<void> {
  await ask(cluster.url(), 'select pg_wal_replay_pause()');
  await eventually(
    () => ask<{ state: string }>(cluster.url(), 'select pg_get_wal_replay_pause_state() as state'),
    ([row]) => row?.state === 'paused',
  );
}

async function resume(cluster: Cluster): Promise<void> {
  if (!(await cluster.isRunning())) return;
  const sql = 'select pg_is_in_recovery() and pg_is_wal_replay_paused() as paused';
  const [row] = await ask<{ paused: boolean }>(cluster.url(), sql);
  if (row?.paused) await ask(cluster.url(), 'select pg_wal_replay_resume()');
}

/** How far a follower may be behind: one that replays is not, also where it is slow to do so on a busy machine. */
const maxLagSeconds = 5;

// Without a row, so that its replay cancels nobody.
const change = () => ask(primary.url(), `select pg_logical_emit_message(true, 'test', 'a change')`);

/** Pauses a follower's replay until it has fallen behind by more than it may. */
async function fallBehind(cluster: Cluster): Promise<void> {
  await pause(cluster);
  await haveToReplay(cluster);
  await setTimeout((maxLagSeconds + 1) * 1000);
}

/** Has a follower whose replay is paused get something of the log: a change, unless it is told otherwise. */
async function haveToReplay(cluster: Cluster, write = change): Promise<void> {
  await write();
  await eventually(
    () =>
      ask<{ waits: boolean }>(
        cluster.url(),
        'select pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn() as waits',
      ),
    ([row]) => row?.waits === true,
  );
}

test('a run tells on which kind of server it ran, and how far that lagged', async () => {
  const server = await serve([primary, near, far]);

  const result = await run(server);

  expect(result).toMatchObject({ ranOn: 'follower' });
  expect([near.port, far.port]).toContain(result['cell']);
  expect(result['lagSeconds']).toBeLessThan(60);
});

test('a follower that fell behind since the last run is passed over, and its rows are not given', async () => {
  const server = await serve([near, far], { maxLagSeconds });
  await run(server);
  await fallBehind(near);

  for (let left = 4; left > 0; left--) {
    expect(await run(server)).toMatchObject({ ranOn: 'follower', cell: far.port });
  }
});

test('while all followers are too far behind, the primary serves only where that is allowed', async () => {
  const strict = await serve([near, primary], { maxLagSeconds });
  const lenient = await serve([near, primary], { maxLagSeconds, allowPrimary: true });
  expect(await run(strict)).toMatchObject({ cell: near.port });
  expect(await run(lenient)).toMatchObject({ cell: near.port });
  await fallBehind(near);

  expect(await run(strict)).toMatchObject({
    code: 'source_unavailable',
    detail: expect.stringContaining('lag too far behind'),
  });
  expect(await run(lenient)).toMatchObject({ ranOn: 'primary', cell: primary.port });
});

test('a follower that gets its first change after a quiet time serves on while it replays that', async () => {
  const server = await serve([near], { maxLagSeconds });
  // Its last transaction is older than it may lag.
  await setTimeout((maxLagSeconds + 1) * 1000);
  const before = await run(server);
  await pause(near);
  await haveToReplay(near);

  const after = await run(server);

  expect(before).toMatchObject({ cell: near.port });
  expect(after).toMatchObject({ cell: near.port });
  expect(after['lagSeconds']).toBeGreaterThan(0);
  expect(after['lagSeconds']).toBeLessThan(maxLagSeconds);
});

test('a follower that is met for the first time while it replays is waited for a moment', async () => {
  await setTimeout((maxLagSeconds + 1) * 1000);
  await pause(near);
  await haveToReplay(near);
  const server = await serve([near], { maxLagSeconds });

  const asked = run(server);
  // It is asked before it goes on.
  await setTimeout(200);
  await resume(near);

  expect(await asked).toMatchObject({ cell: near.port });
});

test('a follower that always has more to replay lags no longer than since it got what it has replayed', async () => {
  // A part of a long load: no transaction ends with it.
  const load = () => ask(primary.url(), `select pg_logical_emit_message(false, 'test', 'a part')`);
  const server = await serve([near]);
  const lag = async () => Number((await run(server))['lagSeconds']);
  await eventually(lag, (seconds) => seconds === 0);
  await pause(near);
  await haveToReplay(near, load);
  // Until it has been asked besides the runs, which happens every few seconds.
  await eventually(lag, (seconds) => seconds > 6);

  await resume(near);
  await eventually(
    () =>
      ask<{ done: boolean }>(
        near.url(),
        'select pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn() as done',
      ),
    ([row]) => row?.done === true,
  );
  await pause(near);
  await haveToReplay(near, load);

  // Without that its lag would go on counting from the time before the load.
  let before = await lag();
  let fell = false;
  await eventually(lag, (seconds) => {
    fell = seconds < before;
    before = seconds;
    return fell;
  });
  expect(fell).toBe(true);
  expect(before).toBeGreaterThan(0);
});

test('a follower that is down is passed over, and serves again when it is back', async () => {
  const server = await serve([near, far]);
  await Promise.all([run(server), run(server), run(server)]);
  await near.stop();

  const ports = [];
  for (let left = 5; left > 0; left--) ports.push((await run(server))['cell']);
  near = await follower('near');
  const back = await eventually(
    () => Promise.all([run(server), run(server)]),
    (results) => results.some(({ cell }) => cell === near.port),
  );

  expect(ports).toEqual(Array(5).fill(far.port));
  expect(back.map(({ cell }) => cell)).toContain(near.port);
});

test('a follower that freezes ends the run that it had in a problem, is passed over, and serves again', async () => {
  const server = await serve([primary, near], { allowPrimary: true }, { timeoutSeconds: 2 });
  expect(await run(server)).toMatchObject({ ranOn: 'follower' });
  const thaw = freeze(near);
  try {
    expect(await run(server)).toMatchObject({
      code: expect.stringMatching(/^(sql_timed_out|source_unavailable)$/) as unknown,
    });
    // It does not keep the next ones waiting.
    expect(await run(server)).toMatchObject({ ranOn: 'primary', cell: primary.port });
  } finally {
    thaw();
  }

  const back = await eventually(
    () => run(server),
    ({ ranOn }) => ranOn === 'follower',
  );
  expect(back).toMatchObject({ ranOn: 'follower', cell: near.port });
});

test('a query that the replay of changes cancels is run once more', async () => {
  // Far more work than there is time for, until a change makes it little.
  await ask(primary.url(), 'create table work as select 10000000 as times');
  await ask(primary.url(), `grant select on work to ${reader}`);
  // The change comes to a busy machine too before the time is up.
  const server = await serve([near], {}, { timeoutSeconds: 60 });
  await eventually(
    () => run(server, 'select times from work'),
    ({ cell }) => cell === 10_000_000,
  );
  const sql = 'select count(*) from numbers, generate_series(1, (select times from work))';
  const running = () =>
    ask(near.url(), `select from pg_stat_activity where state = 'active' and query = '${sql}'`);
  const asked = run(server, sql);
  await eventually(running, (rows) => rows.length === 1);
  // The rows that its snapshot sees are removed.
  await ask(primary.url(), 'update work set times = 3');
  const removeDeadRows = () => ask(primary.url(), 'vacuum work');
  await eventually(
    () => removeDeadRows().then(running),
    (rows) => rows.length === 0,
  );

  const result = await asked;

  expect(result).toMatchObject({ ranOn: 'follower', rows: [[3000]] });
});

test('when no server answers, the problem says so', async () => {
  const dead = 'postgres://x@127.0.0.1:1/x';
  const server = await serve([], { urls: [dead, dead] });

  expect(await run(server)).toMatchObject({
    status: 503,
    code: 'source_unavailable',
    detail: expect.stringContaining('does not answer'),
  });
});

test('a follower that was promoted is a primary from its next run on', async () => {
  const strict = await serve([far, near]);
  const alone = await serve([far]);
  await Promise.all([run(strict), run(strict), run(alone)]);
  await ask(far.url(), 'select pg_promote()');

  for (let left = 3; left > 0; left--) {
    expect(await run(strict)).toMatchObject({ ranOn: 'follower', cell: near.port });
  }
  expect(await run(alone)).toMatchObject({
    code: 'source_unavailable',
    detail: expect.stringContaining('may not run on its primary'),
  });
});
