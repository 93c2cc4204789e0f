// Real PostgreSQL for tests: the shared sample company, and databases of their own for tests that write.
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { COMPANY_READER } from '../../examples/company/load.ts';
import { root } from '../../server/root.ts';

/** Addresses of the sample company. Tests read it; who writes takes a database of their own. */
export interface TestUrls {
  /** A superuser. */
  admin: string;
  /** A role that may only SELECT. */
  reader: string;
  /** The same role on the hot standby. */
  follower: string;
}

export function sampleUrls(): TestUrls {
  const urls = process.env['TEST_POSTGRES'];
  if (urls === undefined) throw new Error('Run tests with jest.config.mjs: it starts PostgreSQL.');
  return JSON.parse(urls) as TestUrls;
}

export interface TestDatabase {
  /** A superuser, who may write. */
  adminUrl: string;
  /** A role that may only SELECT, also from tables that are made later. */
  readerUrl: string;
  /** Ends its sessions and removes it. */
  drop(): Promise<void>;
}

const TEMPLATES = {
  empty: () => 'template1',
  company: () => 'company_template',
  /** Sheetfeed's own, in which a server need not apply its migrations, which takes most of its start. */
  own: () => (ownTemplate ??= makeOwnTemplate()),
};

/** A database for one test file: empty, or a copy (takes a quarter of a second) of the sample company or of Sheetfeed's own. */
export async function newDatabase(
  options: { template?: keyof typeof TEMPLATES } = {},
): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const template = await TEMPLATES[options.template ?? 'empty']();
  await administer(
    'postgres',
    `create database ${name} template ${template} strategy file_copy`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to ${COMPANY_READER}`,
  );
  await administer(
    name,
    'revoke all on schema public from public',
    `grant usage on schema public to ${COMPANY_READER}`,
    `alter default privileges in schema public grant select on tables to ${COMPANY_READER}`,
  );
  const { admin, reader } = sampleUrls();
  return {
    adminUrl: withDatabase(admin, name),
    readerUrl: withDatabase(reader, name),
    drop: () => administer('postgres', `drop database if exists ${name} with (force)`),
  };
}

let ownTemplate: Promise<string> | undefined;

/** Made by the first that needs it, and named by what the migrations are. Whole when it has its name. */
async function makeOwnTemplate(): Promise<string> {
  const hash = createHash('sha256');
  const folder = path.join(root, 'server/catalog/migrations');
  for (const file of (await readdir(folder)).sort())
    hash.update(file).update(await readFile(path.join(folder, file)));
  const name = `own_${hash.digest('hex').slice(0, 12)}`;
  const client = new pg.Client({ connectionString: adminUrlOf('postgres') });
  await client.connect();
  try {
    // One at a time; the lock goes with the connection.
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rows } = await client.query('select from pg_database where datname = $1', [name]);
    if (rows.length > 0) return name;
    await client.query(`drop database if exists ${name}_unfinished`);
    await client.query(`create database ${name}_unfinished`);
    await migrateAll(adminUrlOf(`${name}_unfinished`));
    await client.query(`alter database ${name}_unfinished rename to ${name}`);
    return name;
  } finally {
    await client.end();
  }
}

async function migrateAll(connectionString: string): Promise<void> {
  const { migrate } = await import('../../server/database/database.ts');
  const pool = new pg.Pool({ connectionString });
  await migrate(pool, { log: { warn: () => undefined } });
  await pool.end();
}

async function administer(database: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrlOf(database) });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const adminUrlOf = (database: string): string => withDatabase(sampleUrls().admin, database);

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
