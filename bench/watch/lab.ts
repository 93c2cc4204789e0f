// What is measured of the server's own work: the product on databases of its own, in which every statement is counted, and places
// that take its messages.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startCluster } from '../../server/embedded/cluster.ts';
import { launchProduct, queryFile, writeCatalog, type Product } from '../product.ts';

export interface WatchLab {
  product: Product;
  /** In the product's own database. */
  own: pg.Client;
  /** In the data source, which has the table `bad (number)`. */
  data: pg.Client;
  /** Where messages go; those of the last one are never answered. */
  places: Place[];
  /** Makes something by the product's interface; what it answers. */
  make(path: string, body: object): Promise<{ id: string }>;
  stop(): Promise<void>;
}

export interface Place {
  /** As alerts name it. */
  name: string;
  id: string;
  /** When each message came, as `performance.now()` has it. */
  came: number[];
}

const server = 'bench_server';
const reader = 'bench_watch_reader';
const places = 5;

export async function openLab(): Promise<WatchLab> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-bench-watch-'));
  await chmod(folder, 0o711);
  const cluster = await startCluster({
    folder: path.join(folder, 'cluster'),
    name: 'bench-watch',
    roles: [server, reader],
    settings: {
      ...{ fsync: 'off', shared_buffers: '256MB', max_wal_size: '2GB' },
      shared_preload_libraries: 'pg_stat_statements',
    },
  });
  const own = await prepared(cluster.url(), (database) => cluster.url({ database }));
  const data = await connected(cluster.url({ database: 'data' }));
  const receivers = await Promise.all(Array.from({ length: places }, (_, n) => receiver(n)));
  const catalog = path.join(folder, 'catalog');
  await writeCatalog(catalog, {
    'bad.sql': queryFile(
      'Bad rows',
      'select number from bad where number = :number',
      '{ number: { type: text } }',
    ),
  });
  const product = await launchProduct({
    SHEETFEED_HOME: path.join(folder, 'home'),
    DATABASE_URL: cluster.url({ database: 'own', role: server }),
    SOURCE_BENCH_URL: cluster.url({ database: 'data', role: reader }),
    CATALOG_DIR: catalog,
    ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
    DELIVERY_ALLOWED_HOSTS: receivers.map(({ host }) => host).join(','),
  });
  const make = (at: string, body: object) => made(product.url, at, body);
  const known: Place[] = [];
  for (const [n, { url, came }] of receivers.entries()) {
    const { id } = await make('/api/destinations', { kind: 'slack', name: `#bench-${n}`, url });
    known.push({ name: `slack:#bench-${n}`, id, came });
  }
  return {
    ...{ product, own, data, make, places: known },
    async stop() {
      await product.stop();
      await Promise.all([own.end(), data.end()]);
      receivers.forEach(({ stop }) => stop());
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function prepared(adminUrl: string, urlOf: (database: string) => string): Promise<pg.Client> {
  const admin = await connected(adminUrl);
  await admin.query(`create database own owner ${server}`);
  await admin.query('create database data');
  await admin.end();
  const data = await connected(urlOf('data'));
  await data.query('create table bad (number text primary key)');
  await data.query(`grant select on bad to ${reader}`);
  await data.query('revoke temporary on database data from public');
  await data.end();
  const own = await connected(urlOf('own'));
  await own.query('create extension pg_stat_statements');
  return own;
}

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

/** Takes messages; the last one of them takes connections and says nothing. */
async function receiver(n: number) {
  const came: number[] = [];
  const listening = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      if (n === places - 1) return;
      came.push(performance.now());
      response.end('ok');
    });
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const host = `127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const stop = () => {
    listening.closeAllConnections();
    listening.close();
  };
  return { url: `http://${host}/hook`, host, came, stop };
}

async function made(url: URL, at: string, body: object): Promise<{ id: string }> {
  const response = await fetch(new URL(at, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${at}: ${await response.text()}`);
  return (await response.json()) as { id: string };
}

interface Asked {
  count: number;
  /** Of them, those by which the clock looks. */
  looks: number;
  slowestMs: number;
  slowest: string;
}

/** What the product has asked of its own database meanwhile. */
export async function statementsDuring(
  { own }: WatchLab,
  work: () => Promise<unknown>,
): Promise<Asked> {
  await own.query('select pg_stat_statements_reset()');
  await work();
  // A transaction's own words cost no turn of their own, but are statements all the same.
  const { rows } = await own.query<Asked>(
    `select coalesce(sum(calls), 0)::integer as count,
       coalesce(sum(calls) filter (where query like 'select array[%'), 0)::integer as looks,
       coalesce(max(max_exec_time), 0) as "slowestMs",
       (array_agg(query order by max_exec_time desc))[1] as slowest
     from pg_stat_statements join pg_roles on pg_roles.oid = userid
     where rolname = $1 and dbid = (select oid from pg_database where datname = 'own')`,
    [server],
  );
  return rows[0] ?? { count: 0, looks: 0, slowestMs: 0, slowest: '' };
}

/** Waits until the statement gives no row; fails after so long. */
export async function untilNone(client: pg.Client, sql: string, withinMs: number): Promise<void> {
  const end = performance.now() + withinMs;
  for (;;) {
    const { rowCount } = await client.query(`${sql} limit 1`);
    if (rowCount === 0) return;
    if (performance.now() > end) throw new Error(`after ${withinMs / 1_000} s still: ${sql}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
