// What makes a copy of a running cluster that follows it (PostgreSQL documentation, "Making a Base Backup Using
// the Low Level API"): the packages hold no pg_basebackup.
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { handOver } from './account.ts';
import { codeOf } from './system-error.ts';
import { REPLICATION_ROLE, type ServerSettings } from './configuration.ts';
import type { Place } from './postmaster.ts';

/** The cluster that is followed, as far as its follower needs it. */
export interface Primary {
  readonly folder: string;
  readonly settings: ServerSettings;
  /** An address with its password; the owner's where no role is named. */
  url(options?: { role?: string }): string;
}

/** The settings by which a follower finds its primary. */
export function followerSettings(primary: Primary, slot: string): ServerSettings {
  const { port, password } = new URL(primary.url({ role: REPLICATION_ROLE }));
  const address = `host=127.0.0.1 port=${port} user=${REPLICATION_ROLE} password=${password}`;
  return {
    primary_conninfo: `${address} application_name=${slot}`,
    primary_slot_name: slot,
    wal_retrieve_retry_interval: '500ms',
  };
}

/** Whether the primary still keeps all that a follower missed while it was away. */
export async function followsAgain(primary: Primary, slot: string): Promise<boolean> {
  const rows = await ask(
    primary,
    `select from pg_replication_slots where slot_name = $1 and wal_status in ('reserved', 'extended')`,
    [slot],
  );
  return rows > 0;
}

/** Makes the primary keep its log from now on for a new follower. */
export async function prepareSlot(primary: Primary, slot: string): Promise<void> {
  await ask(
    primary,
    'select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1',
    [slot],
  );
  await ask(primary, 'select pg_create_physical_replication_slot($1, true)', [slot]);
}

/** Waits until the primary sends its log to the follower; false when that takes over 5 seconds. */
export async function waitUntilFollowing(primary: Primary, slot: string): Promise<boolean> {
  for (const end = Date.now() + 5000; Date.now() < end; await sleep(50)) {
    const rows = await ask(
      primary,
      `select from pg_stat_replication where application_name = $1 and state in ('streaming', 'catchup')`,
      [slot],
    );
    if (rows > 0) return true;
  }
  return false;
}

/** Copies the primary's files while it runs. The primary is usable all the while. Throws as the signal says, between two files. */
export async function copyOf(
  primary: Primary,
  place: Place,
  signal: AbortSignal | undefined,
): Promise<void> {
  const unfinished = `${place.data}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const client = await connect(primary);
  try {
    await client.query(`select pg_backup_start('sheetfeed follower', fast => true)`);
    await copyFolder(path.join(primary.folder, 'data'), unfinished, signal);
    const { rows } = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(wait_for_archive => false)',
    );
    await writeFile(path.join(unfinished, 'backup_label'), rows[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  await writeFile(path.join(unfinished, 'standby.signal'), '');
  await handOver(unfinished, place.account, true);
  await rename(unfinished, place.data);
}

// These are empty in a copy: the server fills them for itself, or takes them from the primary's log.
const contentsStay = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const filesStay = new Set(['postmaster.pid', 'postmaster.opts', 'postgresql.conf', 'pg_hba.conf']);

async function copyFolder(
  from: string,
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    signal?.throwIfAborted();
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (contentsStay.has(entry.name)) await mkdir(target, { mode: 0o700 });
    else if (entry.isDirectory()) await copyFolder(source, target, signal);
    else if (!filesStay.has(entry.name)) await copyIfThere(source, target);
  }
}

// A running server removes files; its log tells the copy about it.
async function copyIfThere(source: string, target: string): Promise<void> {
  await copyFile(source, target).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
}

async function connect(primary: Primary): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: primary.url() });
  await client.connect();
  return client;
}

async function ask(primary: Primary, sql: string, values: unknown[]): Promise<number> {
  const client = await connect(primary);
  try {
    return (await client.query(sql, values)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
