// The database of the benchmarks: a PostgreSQL of its own with a generated table, removed at the end.
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startCluster } from '../server/embedded/cluster.ts';
import { root } from '../server/root.ts';

export interface BenchDatabase {
  /** As a role that may only read. */
  url: string;
  /** As a superuser. */
  adminUrl: string;
  stop(): Promise<void>;
}

const reader = 'bench_reader';

/** Starts it and generates `rows` orders; takes some 15 seconds for a million. */
export async function startDatabase(rows: number): Promise<BenchDatabase> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-bench-'));
  await chmod(folder, 0o711);
  const cluster = await startCluster({
    folder: path.join(folder, 'cluster'),
    name: 'bench',
    roles: [reader],
    settings: { fsync: 'off', shared_buffers: '512MB', max_wal_size: '2GB', autovacuum: 'off' },
  });
  await using(cluster.url(), (admin) => admin.query('create database bench'));
  await using(cluster.url({ database: 'bench' }), (admin) => load(admin, rows));
  return {
    url: cluster.url({ database: 'bench', role: reader }),
    adminUrl: cluster.url({ database: 'bench' }),
    async stop() {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function load(admin: pg.Client, rows: number): Promise<void> {
  await admin.query(`
    create table orders (
      id bigint primary key, created_at timestamptz not null, due_on date, amount numeric(12, 2) not null,
      customer text not null, paid boolean not null, discount_pct int, meta jsonb, ref uuid not null,
      weight float8)`);
  await admin.query(await readFile(path.join(root, 'bench', 'orders.sql'), 'utf8'), [rows]);
  // Scanned once by each execution of a query that joins it, which PostgreSQL counts.
  await admin.query('create table marker as select 1 as one');
  await admin.query(`revoke temporary on database bench from public`);
  await admin.query(`grant select on all tables in schema public to ${reader}`);
  await admin.query('vacuum (freeze, analyze)');
}

/** Connects, does the work, and disconnects. */
export async function using<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
