// Real PostgreSQL for tests: the shared sample company, and databases of their own for tests that write.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { COMPANY_READER } from '../../examples/company/load.ts';

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

/** A database for one test file: empty, or a copy of the sample company (takes a quarter of a second). */
export async function newDatabase(
  options: { template?: 'company' | 'empty' } = {},
): Promise<TestDatabase> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const template = options.template === 'company' ? 'company_template' : 'template1';
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

async function administer(database: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(sampleUrls().admin, database) });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
