// Sheetfeed's own database: the pool of connections, and the migrations that make its tables.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import { DatabaseClient } from './client.ts';
import { isRefusal, isStatementPooler } from './connection-reason.ts';
import { Hosts, refuseReadOnly } from './hosts.ts';
import type { Log } from '../log.ts';
import { root } from '../root.ts';
import { inTransaction } from './transaction.ts';

const migrationsFolder = path.join(root, 'server/catalog/migrations');

// Any number that only Sheetfeed's migrations use: servers that start together wait for each other.
const migrationLock = 728_310_544;

/** How it is opened. */
export interface Opening {
  log: Log;
  /** For how long a database that does not answer yet is waited for; 0 asks it once. */
  waitSeconds?: number;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
}

/**
 * Opens Sheetfeed's own database and brings its tables up to date. Throws Problem service_unavailable when it
 * cannot be reached in time.
 */
export async function openDatabase(url: string, opening: Opening): Promise<pg.Pool> {
  const { log } = opening;
  const hosts = new Hosts(url, log);
  await untilWritable(hosts, opening);
  // Of its own, for a migration may take longer than any other statement.
  const migrating = newPool(hosts, { max: 1 });
  try {
    await migrate(migrating, { log });
  } finally {
    await migrating.end();
  }
  const database = newPool(hosts, { max: 10, query_timeout: 35_000, onConnect: prepare(hosts) });
  // Whether the database itself is away is told by loss.ts.
  database.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  return database;
}

const ASK_AGAIN_AFTER_MS = 1_000;
const TELL_EVERY_MS = 15_000;

async function untilWritable(
  hosts: Hosts,
  { log, waitSeconds = 0, signal }: Opening,
): Promise<void> {
  const end = performance.now() + waitSeconds * 1_000;
  for (let tellAt = 0; ;) {
    try {
      return await hosts.find();
    } catch (error) {
      const problem = hosts.problemOf(error);
      const left = Math.round((end - performance.now()) / 1_000);
      // Who is not let in is not let in a second later either, and a pooler stays what it is.
      const isLasting = isRefusal(error) || (error instanceof Error && isStatementPooler(error));
      if (left <= 0 || isLasting || signal?.aborted) throw problem;
      if (performance.now() >= tellAt) {
        tellAt = performance.now() + TELL_EVERY_MS;
        log.error({ err: error, waitingSeconds: left }, `${problem.message} Waiting for it.`);
      }
    }
    await sleep(ASK_AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
  }
}

// The pool listens to those of its connections that nobody uses. When one breaks in the middle of a transaction, the
// next statement fails; without a listener it would end the program as well.
function newPool(hosts: Hosts, options: pg.PoolConfig): pg.Pool {
  const database = new pg.Pool({
    ...options,
    Client: clientAt(hosts),
    connectionTimeoutMillis: 10_000,
    application_name: 'sheetfeed',
    keepAlive: true,
  });
  // Where other connections to the same database are made from, such as that of notices.
  Object.defineProperty(database.options, 'connectionString', {
    get: () => hosts.current,
    enumerable: true,
  });
  database.on('connect', (client) => void client.on('error', () => {}));
  return database;
}

// Connects to the host that could be written to when it was last looked, and has it looked again when that fails.
function clientAt(hosts: Hosts): NonNullable<pg.PoolConfig['Client']> {
  return class extends DatabaseClient {
    override connect(): Promise<pg.Client>;
    override connect(callback: (error: Error) => void): void;
    override connect(callback?: (error: Error) => void): Promise<pg.Client> | void {
      const connecting = super.connect();
      connecting.catch(() => hosts.lookAgain());
      if (!callback) return connecting;
      connecting.then(() => (callback as () => void)(), callback);
    }
  };
}

// The database ends a statement that takes too long; when it has gone silent, our own clock does. A statement, since
// poolers in between refuse it as a parameter of the connection.
const patience = "set statement_timeout = '30s'";

// Awaited by the pool, although its types do not tell. A host that has become a follower is left.
function prepare(hosts: Hosts): NonNullable<pg.PoolConfig['onConnect']> {
  const prepareClient = async (client: pg.ClientBase) => {
    await client.query(patience);
    if (!hosts.areSeveral) return;
    await refuseReadOnly(client).catch((error: unknown) => {
      hosts.lookAgain();
      throw error;
    });
  };
  return prepareClient as NonNullable<pg.PoolConfig['onConnect']>;
}

/** Ends its connections; that the database ends them too at that moment is no news. */
export async function closeDatabase(database: pg.Pool): Promise<void> {
  database.removeAllListeners('error').on('error', () => undefined);
  await database.end();
}

/**
 * Applies each file of the migrations folder once, in the order of their names. A database that a newer version has
 * changed is taken as it is, so that a server may start again during a rolling upgrade; only one with a migration
 * that says `requires stop` is refused.
 */
export async function migrate(
  database: pg.Pool,
  { folder = migrationsFolder, log }: { folder?: string; log: Pick<Log, 'warn'> },
): Promise<void> {
  await locked(database, makeTable);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const applied = await findApplied(database);
  refuseBroken(applied, files, log);
  for (const name of files.filter((file) => !applied.some((each) => each.name === file))) {
    await apply(database, name, await readFile(path.join(folder, name), 'utf8'));
  }
}

// The lock goes with the transaction: a pooler may give each another session.
function locked(database: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  return inTransaction(database, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock]);
    await work(client);
  });
}

async function makeTable(client: pg.PoolClient): Promise<void> {
  await client.query(`
    create table if not exists migrations (
      name text primary key,
      applied_at timestamptz not null default now()
    )`);
  await client.query(
    'alter table migrations add column if not exists requires_stop boolean not null default false',
  );
}

interface Applied {
  name: string;
  requiresStop: boolean;
}

async function findApplied(database: pg.Pool | pg.PoolClient): Promise<Applied[]> {
  const { rows } = await database.query<Applied>(
    'select name, requires_stop as "requiresStop" from migrations order by name',
  );
  return rows;
}

function refuseBroken(applied: readonly Applied[], files: string[], log: Pick<Log, 'warn'>): void {
  const newer = applied.filter(({ name }) => !files.includes(name));
  const breaking = newer.find(({ requiresStop }) => requiresStop);
  if (breaking !== undefined) {
    throw new Problem(
      'service_unavailable',
      `Sheetfeed's database was changed by a newer version in a way that this one cannot work with (it has ${breaking.name}). ` +
        'Start that version, or a newer one; docs/upgrade.md has the way back.',
    );
  }
  if (newer.length === 0) return;
  const names = newer.map(({ name }) => name);
  log.warn({ migrations: names }, 'a newer version has changed the database; this one goes on');
}

// The first line of a migration after which servers of the version before cannot go on.
const requiresStop = /^-- requires stop\b/;
// While a back-up holds the tables, every other statement would queue up behind the migration.
const waitForTables = '10s';

async function apply(database: pg.Pool, name: string, sql: string): Promise<void> {
  try {
    await locked(database, async (client) => {
      // Another server may have done it while this one waited.
      if ((await findApplied(client)).some((each) => each.name === name)) return;
      await client.query(`set local lock_timeout = '${waitForTables}'`);
      await client.query(sql);
      await client.query('insert into migrations (name, requires_stop) values ($1, $2)', [
        name,
        requiresStop.test(sql),
      ]);
    });
  } catch (error) {
    throw failed(name, error as Error & { code?: string });
  }
}

function failed(name: string, error: Error & { code?: string }): Error {
  const isLocked = error.code === '55P03';
  if (!isLocked)
    return new Error(`The migration ${name} failed: ${error.message}`, { cause: error });
  return new Problem(
    'service_unavailable',
    `The tables of Sheetfeed's database are in use, perhaps by a back-up, so the migration ${name} did not begin. Start the server again in a few minutes.`,
    {},
    error,
  );
}

/** Whether the database will never take what was given: classes 22 (it is not data) and 54 (more than there is room for). */
export function isAboutData(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|54)/.test(error.code ?? '');
}
