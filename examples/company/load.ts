// Loads the sample company into a database, and anew when it has become old.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** The role that runs queries on the sample: it may SELECT and nothing else. Who gives it a password may log in with it. */
export const COMPANY_READER = 'company_reader';

/** Counted up when the tables or their rows change, so that everybody gets the new ones. */
const version = 2;

/**
 * Leaves the sample company in the database that `adminUrl` names (made when missing), dated relative to today.
 * Does nothing when it was loaded less than a day ago. The url's role must be a superuser.
 */
export async function loadCompany(adminUrl: string): Promise<void> {
  const client = await connectMaking(adminUrl);
  try {
    // Dates count from the day in UTC, wherever the server stands.
    await client.query(`set time zone 'UTC'; set client_min_messages = warning`);
    await client.query('begin');
    // One of two programs that load at the same time waits for the other.
    await client.query(`select pg_advisory_xact_lock(hashtext('sheetfeed sample company'))`);
    if (!(await isFresh(client))) await load(client);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function isFresh(client: pg.Client): Promise<boolean> {
  await client.query('create schema if not exists sample_company');
  await client.query(
    'create table if not exists sample_company.loaded (version integer, at timestamptz)',
  );
  const { rowCount } = await client.query(
    `select from sample_company.loaded where version = $1 and at > now() - interval '1 day'`,
    [version],
  );
  return rowCount === 1;
}

async function load(client: pg.Client): Promise<void> {
  for (const name of ['schema.sql', 'data.sql', 'access.sql'])
    await client.query(await readFile(sqlFile(name), 'utf8'));
  await client.query('truncate sample_company.loaded');
  await client.query('insert into sample_company.loaded values ($1, now())', [version]);
}

// The SQL lies with the sources; the built program is a few folders away from it.
function sqlFile(name: string): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = path.join(folder, 'examples', 'company', name);
    if (existsSync(file)) return file;
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`The sample company's ${name} was not found.`);
    folder = parent;
  }
}

async function connectMaking(adminUrl: string): Promise<pg.Client> {
  try {
    return await connect(adminUrl);
  } catch (error) {
    // 3D000: there is no such database.
    if (!(error instanceof pg.DatabaseError) || error.code !== '3D000') throw error;
  }
  const url = new URL(adminUrl);
  const database = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  const client = await connect(url.href);
  try {
    await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  return connect(adminUrl);
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
