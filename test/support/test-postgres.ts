// The throw-away PostgreSQL of one test run: the sample company, a template for copies of it, and a follower.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { COMPANY_READER, loadCompany } from '../../examples/company/load.ts';
import { startCluster, startFollower } from '../../server/embedded/cluster.ts';
import type { TestUrls } from './postgres.ts';

/** Starts it in a temporary folder. `stop` removes everything. */
export async function startTestPostgres(): Promise<{ urls: TestUrls; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-test-'));
  // Run by root, PostgreSQL runs under another account, which must pass through.
  await chmod(folder, 0o755);
  const primary = await startCluster({
    folder: path.join(folder, 'primary'),
    name: 'test',
    roles: [COMPANY_READER],
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '200',
    },
  });
  await loadCompany(primary.url({ database: 'company_template' }));
  await copyTemplate(primary.url());
  const follower = await startFollower(primary, {
    folder: path.join(folder, 'follower'),
    name: 'test-follower',
  });
  const reader = { database: 'company', role: COMPANY_READER };
  return {
    urls: {
      admin: primary.url({ database: 'company' }),
      reader: primary.url(reader),
      follower: follower.url(reader),
    },
    stop: async () => {
      await Promise.all([follower.stop(), primary.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function copyTemplate(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query('create database company template company_template strategy file_copy');
  await client.query('revoke all on database company from public');
  await client.query(`grant connect on database company to ${COMPANY_READER}`);
  await client.end();
}
