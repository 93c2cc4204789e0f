// Sheetfeed's own database: the pool of connections, and the migrations that make its tables.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { Problem } from '../domain/problem.ts';
import { hideSecrets, type Log } from './log.ts';
import { root } from './root.ts';

const migrationsFolder = path.join(root, 'server/catalog/migrations');

// Any number that only Sheetfeed's migrations use: servers that start together wait for each other.
const migrationLock = 728_310_544;

/**
 * Opens Sheetfeed's own database and brings its tables up to date. Throws Problem service_unavailable when it
 * cannot be reached.
 */
export async function openDatabase(url: string, log: Log): Promise<pg.Pool> {
  const database = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'sheetfeed',
  });
  database.on('error', (error) => log.warn({ err: error }, 'a database connection was lost'));
  try {
    await requireAnswer(database);
    await migrate(database);
  } catch (error) {
    await database.end();
    throw error;
  }
  return database;
}

async function requireAnswer(database: pg.Pool): Promise<void> {
  await database.query('select').catch((error: Error) => {
    const reason = hideSecrets(error.message || String(error));
    const detail = `Sheetfeed's own database does not answer (${reason}). Check DATABASE_URL, and that the database is up.`;
    throw new Problem('service_unavailable', detail, {}, error);
  });
}

/** Applies each file of the migrations folder once, in the order of their names. */
export async function migrate(database: pg.Pool, folder = migrationsFolder): Promise<void> {
  const client = await database.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await applyMissing(client, folder);
    await client.query('select pg_advisory_unlock($1)', [migrationLock]);
  } finally {
    // Closed rather than kept: if a migration failed, the lock goes with the connection.
    client.release(true);
  }
}

async function applyMissing(client: pg.PoolClient, folder: string): Promise<void> {
  await client.query(`
    create table if not exists migrations (
      name text primary key,
      applied_at timestamptz not null default now()
    )`);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const { rows } = await client.query<{ name: string }>(
    'select name from migrations order by name',
  );
  refuseNewer(rows, files);
  const applied = new Set(rows.map(({ name }) => name));
  for (const name of files.filter((file) => !applied.has(file))) {
    await apply(client, name, await readFile(path.join(folder, name), 'utf8'));
  }
}

function refuseNewer(applied: { name: string }[], files: string[]): void {
  const unknown = applied.find(({ name }) => !files.includes(name));
  if (unknown === undefined) return;
  throw new Error(
    `Sheetfeed's database was last used by a newer version (it has ${unknown.name}). Start that version, or a newer one.`,
  );
}

async function apply(client: pg.PoolClient, name: string, sql: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into migrations (name) values ($1)', [name]);
    await client.query('commit');
  } catch (error) {
    throw new Error(`The migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}
