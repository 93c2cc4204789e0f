// The built server as a program of its own, with a data source behind a network that can be broken.
import { eventually } from '../support/eventually.ts';
import { expect } from '@jest/globals';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCluster, type Cluster } from '../../server/embedded/cluster.ts';
import { ask as askDatabase, temporaryFolder } from '../support/clusters.ts';
import { startProgram, writeFiles, type TestProgram } from '../support/server.ts';
import { ask, startReading, type Ending, type Reader } from './client.ts';
import { Network } from './network.ts';
import { residentMegabytes } from './processes.ts';

export interface FaultLab {
  url: string;
  program: TestProgram;
  network: Network;
  /** The data source's server. */
  source: Cluster;
  /** Sheetfeed's own database's server. */
  own: Cluster;
  ask(path: string, body?: unknown): Promise<Ending>;
  read(path: string, body?: unknown): Reader;
  /** Stops one of the two servers and starts it again on the same port. */
  restart(which: 'source' | 'own'): Promise<void>;
  /** Waits until the source works on a statement that holds this text. */
  untilAtWork(text: string): Promise<void>;
  /** Fails unless the next run works, and no session of ours works, waits or holds a lock on the source. */
  expectClean(): Promise<void>;
  megabytes(): number;
  stop(): Promise<void>;
}

const reader = 'fault_reader';
const catalog = {
  'quick.sql': 'select 1 as x',
  'more.sql': 'select 2 as x',
  // Some 300 MB.
  'rows.sql': `select g as id, repeat('x', 90) as text from generate_series(1, 3000000) g`,
  // Some 20 MB: more than what sockets hold, and done within the limit.
  'fewer.sql': `select g as id, repeat('x', 90) as text from generate_series(1, 200000) g`,
  'work.sql': 'select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b',
  'division.sql': 'select 1 / (400000 - g) as x from generate_series(1, 500000) g',
  'cell.sql': `select repeat('x', 1000000000) as x`,
  'wide.sql': `select repeat('x', 200000000) as x from generate_series(1, 3)`,
  'broad.sql': `select repeat('x', 20000000) as x from generate_series(1, 4)`,
};

/** Starts it. The catalog's queries are on the source; those named late-… on one that is away at first. */
export async function startFaultLab(env: Record<string, string> = {}): Promise<FaultLab> {
  const folder = await temporaryFolder();
  const settings = { fsync: 'off', synchronous_commit: 'off', autovacuum: 'off' };
  const start = (name: 'source' | 'own') =>
    startCluster({
      folder: path.join(folder, name),
      name: `faults-${name}`,
      roles: [reader],
      settings,
    });
  const clusters = { source: await start('source'), own: await start('own') };
  const network = new Network({ host: '127.0.0.1', port: clusters.source.port });
  const address = new URL(clusters.source.url({ role: reader }));
  address.port = String(await network.open());
  const queries = path.join(folder, 'catalog');
  await mkdir(queries);
  await writeFiles(queries, withHeaders());
  const program = startProgram({
    PORT: '0',
    DATABASE_URL: clusters.own.url(),
    CATALOG_DIR: queries,
    LOG_LEVEL: 'error',
    SOURCE_MAIN_URL: address.href,
    RUN_TIMEOUT_SECONDS: '3',
    RUN_MAX_ROWS: '100000000',
    ...env,
  });
  const [, url = ''] = await program.printed(/Sheetfeed is at (\S+)/);
  const admin = () => clusters.source.url();
  const lab: FaultLab = {
    ...{ url, program, network },
    get source() {
      return clusters.source;
    },
    get own() {
      return clusters.own;
    },
    ask: (at, body) => ask(url + at, body),
    read: (at, body) => startReading(url + at, body),
    async restart(which) {
      await clusters[which].stop();
      clusters[which] = await start(which);
    },
    async untilAtWork(text) {
      const count = await eventually(
        () => askDatabase<{ n: number }>(admin(), atWork, [reader, text]),
        ([row]) => (row?.n ?? 0) > 0,
      );
      expect(count[0]?.n).toBeGreaterThan(0);
    },
    async expectClean() {
      const left = await eventually(
        () => askDatabase(admin(), leftovers, [reader]),
        (rows) => rows.length === 0,
      );
      expect(left).toEqual([]);
      const next = await eventually(
        () => lab.ask('/q/quick.csv'),
        ({ state }) => state === 'whole',
      );
      expect(next).toEqual({ state: 'whole', status: 200, text: 'x\r\n1\r\n' });
    },
    megabytes: () => residentMegabytes(program.process.pid ?? 0),
    async stop() {
      program.kill('SIGTERM');
      await program.ended();
      network.close();
      await clusters.source.stop();
      await clusters.own.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return lab;
}

function withHeaders(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(catalog).map(([name, sql]) => [
      name,
      `/*---\ntitle: ${name}\nsource: main\n---*/\n${sql}\n`,
    ]),
  );
}

const atWork = `
  select count(*)::int as n from pg_stat_activity
  where usename = $1 and state = 'active' and query like '%' || $2 || '%'`;

const leftovers = `
  select pid, state, left(query, 60) as query from pg_stat_activity
  where usename = $1 and state <> 'idle'
  union all
  select l.pid, l.mode, l.locktype from pg_locks l join pg_stat_activity a using (pid)
  where a.usename = $1 and l.locktype <> 'virtualxid'`;

export interface Pulse {
  /** Stops asking; how many answers there were, and the slowest one in milliseconds. */
  end(): Promise<{ answered: number; failed: number; slowestMs: number }>;
}

/** Asks for /healthz again and again while something goes on. */
export function feelPulse(url: string): Pulse {
  let isOver = false;
  const found = { answered: 0, failed: 0, slowestMs: 0 };
  const asking = (async () => {
    while (!isOver) {
      const begun = performance.now();
      const { state } = await ask(`${url}/healthz`);
      if (state === 'whole') found.answered++;
      else found.failed++;
      found.slowestMs = Math.max(found.slowestMs, performance.now() - begun);
      await sleep(50);
    }
  })();
  return {
    async end() {
      isOver = true;
      await asking;
      return found;
    },
  };
}
