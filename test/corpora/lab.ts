// The database that the corpora assume, on a primary and a hot standby, with the role that an operator would make.
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadModule, parse } from 'libpg-query';
import pg from 'pg';
import type { Binaries } from '../../server/embedded/binaries.ts';
import { startCluster, startFollower, type Cluster } from '../../server/embedded/cluster.ts';
import { root } from '../../server/root.ts';
import { postgresPrograms, type Major } from '../postgres-versions/programs.ts';
import { corporaFolder } from './corpus.ts';
import { fillVariables } from './psql-variables.ts';

export type ServerName = 'primary' | 'standby';

export interface Lab {
  readonly major: Major;
  /** As the role that the operator's script made. */
  readerUrl(server: ServerName): string;
  /** As a superuser. */
  adminUrl(server: ServerName): string;
  /** A folder that PostgreSQL may write into, empty as long as nobody did. */
  readonly folder: string;
  /** Statements of the set-up that this version cannot run, with PostgreSQL's reason. */
  readonly skipped: string[];
  stop(): Promise<void>;
}

const reader = { role: 'sheetfeed_reader', password: 'reads only', schemas: 'app, public' };

/**
 * Starts a primary of the given version with the corpora's database, and a hot standby of it. `programs` are those of
 * another PostgreSQL of that version than the tests' own.
 */
export async function startLab(major: Major, programs?: Binaries): Promise<Lab> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `sheetfeed-corpora-${major}-`));
  await chmod(folder, 0o711);
  const written = path.join(folder, 'written');
  await mkdir(written);
  await chmod(written, 0o777);
  const primary = await startCluster({
    folder: path.join(folder, 'primary'),
    name: 'corpora',
    binaries: programs ?? (await postgresPrograms(major)),
    settings,
  });
  const skipped = await prepare(primary);
  const standby = await startFollower(primary, {
    folder: path.join(folder, 'standby'),
    name: 'corpora-standby',
  });
  const servers = { primary, standby };
  return {
    major,
    readerUrl: (server) => asReader(servers[server].url({ database: 'lab' })),
    adminUrl: (server) => servers[server].url({ database: 'lab' }),
    folder: written,
    skipped,
    async stop() {
      await standby.stop();
      await primary.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const settings = {
  fsync: 'off',
  // What a server must not have for safety's sake, this one has.
  max_prepared_transactions: '5',
  shared_preload_libraries: 'pg_stat_statements',
  // Otherwise the server's own housekeeping would look like a change.
  autovacuum: 'off',
};

function asReader(url: string): string {
  const changed = new URL(url);
  changed.username = reader.role;
  changed.password = encodeURIComponent(reader.password);
  return changed.href;
}

async function prepare(primary: Cluster): Promise<string[]> {
  await using(primary.url(), async (client) => {
    await client.query('create database lab');
    // The set-up names it.
    await client.query('create role postgres superuser');
  });
  return using(primary.url({ database: 'lab' }), async (client) => {
    const setup = await readFile(path.join(corporaFolder, 'setup.sql'), 'utf8');
    const skipped = await runSetup(
      client,
      setup.slice(setup.indexOf('\\c lab') + '\\c lab'.length),
    );
    const script = await readFile(path.join(root, 'deploy', 'reader-role.sql'), 'utf8');
    await client.query(fillVariables(script, reader));
    await client.query('vacuum analyze');
    return skipped;
  });
}

/** Runs a script's statements; gives back those that name an extension which this server lacks. */
export async function runSetup(client: pg.Client, script: string): Promise<string[]> {
  const skipped: string[] = [];
  for (const statement of await splitStatements(script)) {
    const failed = await client.query(statement).then(
      () => null,
      (error: unknown) => error,
    );
    if (failed === null) continue;
    const lacking = failed instanceof pg.DatabaseError && lacks.includes(failed.code ?? '');
    if (!lacking || !/^create extension/.test(statement)) throw failed;
    skipped.push(`${statement}: ${failed.message}`);
  }
  return skipped;
}

// feature_not_supported and undefined_file: this version has no such extension.
const lacks = ['0A000', '58P01'];

/** The statements of a script, split where PostgreSQL's own parser splits it. */
async function splitStatements(script: string): Promise<string[]> {
  await loadModule();
  const bytes = Buffer.from(script);
  const { stmts = [] } = await parse(script);
  return stmts.map(({ stmt_location: start = 0, stmt_len: length }) =>
    bytes
      .subarray(start, length === undefined ? undefined : start + length)
      .toString()
      .replace(/^(\s|--.*\n)+/, ''),
  );
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
