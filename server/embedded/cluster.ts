// The PostgreSQL that comes with Sheetfeed: one cluster in one folder, and followers of it.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import { findAccount, handOver } from './account.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { REPLICATION_ROLE, type ServerSettings } from './configuration.ts';
import {
  copyOf,
  followsAgain,
  followerSettings,
  prepareSlot,
  waitUntilFollowing,
} from './follower.ts';
import { passwordOf, readOrMakeSecret, scramVerifier } from './passwords.ts';
import { readPid, startPostmaster, type Place, type Postmaster } from './postmaster.ts';
import { processIdentity } from './processes.ts';
import { runProgram } from './program.ts';

export interface Cluster {
  readonly port: number;
  readonly folder: string;
  /** What it was started with; a follower of it needs the same. */
  readonly settings: ServerSettings;
  readonly binaries: Binaries;
  /** An address with its password. Without a role, the owner's, who may do everything. */
  url(options?: { database?: string; role?: string }): string;
  /** Whether the server is there; false after a crash. */
  isRunning(): Promise<boolean>;
  /** Stops within 5 seconds; does nothing when it has stopped. Its data stay. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** Where the cluster lives; made when missing. Its parent must be open to the account PostgreSQL runs as. */
  folder: string;
  name: string;
  /** Roles besides the owner that may log in, made when missing. They own nothing. */
  roles?: readonly string[];
  binaries?: Binaries;
  /** Server settings, over the common ones. */
  settings?: ServerSettings;
}

const owner = 'sheetfeed';

/**
 * Starts the cluster in a folder, and makes it when it is new. A server that was killed is recovered, one that
 * outlived its program is stopped first. Throws Problem service_unavailable with a reason.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { settings = {}, roles = [] } = options;
  const place = await preparePlace(options);
  const secret = await readOrMakeSecret(secretFile(options.folder));
  if (!existsSync(place.data)) await create(place, secret, settings);
  await checkVersion(place);
  const postmaster = await startPostmaster(place, settings);
  const cluster = describe({ place, secret, settings, folder: options.folder, postmaster });
  await makeRoles(cluster, secret, [REPLICATION_ROLE, ...roles]);
  return cluster;
}

/**
 * Starts a hot standby of `primary`: a copy that follows it and refuses every write. One that lies in the folder
 * is taken up again; when it cannot follow any more it is made anew. What the signal ends leaves nothing running.
 */
export async function startFollower(
  primary: Cluster,
  options: { folder: string; name: string; signal?: AbortSignal },
): Promise<Cluster> {
  const { signal } = options;
  const place = await preparePlace({ ...options, binaries: primary.binaries });
  const slot = `follower_${shortHash(place.data)}`;
  const settings = { ...primary.settings, ...followerSettings(primary, slot) };
  const secret = await takeSecret(primary.folder, options.folder);
  const start = (waitSeconds: number): Promise<Cluster> =>
    startPostmaster(place, settings, waitSeconds).then((postmaster) =>
      describe({ place, secret, settings, folder: options.folder, postmaster }),
    );
  if (existsSync(place.data) && (await followsAgain(primary, slot))) {
    const again = await start(10).catch((error: unknown) => {
      if (error instanceof Problem) return null;
      throw error;
    });
    if (again && (await waitUntilFollowing(primary, slot))) return again;
    await again?.stop();
  }
  await rm(place.data, { recursive: true, force: true });
  await prepareSlot(primary, slot);
  await copyOf(primary, place, signal);
  signal?.throwIfAborted();
  const follower = await start(60);
  if (await waitUntilFollowing(primary, slot)) return follower;
  await follower.stop();
  throw new Problem('service_unavailable', `The follower in ${options.folder} does not follow.`);
}

const secretFile = (folder: string): string => path.join(folder, 'secret');
const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

async function preparePlace(options: ClusterOptions): Promise<Place> {
  const folder = path.resolve(options.folder);
  const account = await findAccount();
  const binaries = options.binaries ?? (await findBinaries(account));
  const place = {
    data: path.join(folder, 'data'),
    log: path.join(folder, 'log'),
    account,
    binaries,
  };
  await mkdir(place.log, { recursive: true });
  await chmod(folder, account ? 0o711 : 0o700);
  await chmod(place.log, 0o700);
  await handOver(place.log, account);
  return { ...place, mark: `${options.name}-${shortHash(folder)}` };
}

// Made beside its place and moved there when whole, so that an interrupted start leaves no half of a cluster.
async function create(place: Place, secret: string, settings: ServerSettings): Promise<void> {
  const unfinished = `${place.data}.new`;
  const verifier = `${place.data}.verifier`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await handOver(unfinished, place.account);
  // Not the password itself but what the server stores of it, so nothing worth reading ever lies here.
  await writeFile(verifier, scramVerifier(passwordOf(secret, owner)), { mode: 0o600 });
  await handOver(verifier, place.account);
  const { code, output } = await runProgram(
    place.binaries.initdb,
    [
      '-D',
      unfinished,
      '-U',
      owner,
      '--pwfile',
      verifier,
      ...initOptions(place.binaries.major, settings),
    ],
    place.account,
  );
  await rm(verifier);
  if (code !== 0)
    throw new Problem(
      'service_unavailable',
      `PostgreSQL could not make its files in ${place.data}: ${output.split('\n').slice(-2).join(' ')}`,
    );
  await rm(path.join(unfinished, 'postgresql.conf'));
  await rename(unfinished, place.data);
}

function initOptions(major: number, settings: ServerSettings): string[] {
  const common = ['--encoding=UTF8', '--auth=scram-sha-256', '--locale=C'];
  // Who does without durable commits does not wait for durable files either.
  if (settings['fsync'] === 'off') common.push('--no-sync');
  // The same order and letter case on every machine, whatever its C library.
  const builtin = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  return major >= 17 ? [...common, ...builtin] : common;
}

async function checkVersion({ data, binaries }: Place): Promise<void> {
  const major = Number(await readFile(path.join(data, 'PG_VERSION'), 'utf8'));
  if (major === binaries.major) return;
  throw new Problem(
    'service_unavailable',
    `The data in ${data} were written by PostgreSQL ${major}, and this is PostgreSQL ${binaries.major}. Move that folder away to start with new data, or set DATABASE_URL to a database of your own.`,
  );
}

async function takeSecret(from: string, to: string): Promise<string> {
  await copyFile(secretFile(from), secretFile(to));
  await chmod(secretFile(to), 0o600);
  return readOrMakeSecret(secretFile(to));
}

async function makeRoles(cluster: Cluster, secret: string, roles: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url() });
  await client.connect();
  try {
    const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles');
    const present = new Set(rows.map((row) => row.rolname));
    for (const role of roles.filter((name) => !present.has(name))) {
      const rights = role === REPLICATION_ROLE ? 'login replication' : 'login';
      const password = client.escapeLiteral(scramVerifier(passwordOf(secret, role)));
      // Roles cannot be bound as values; both texts are quoted by the driver.
      await client.query(
        `create role ${client.escapeIdentifier(role)} with ${rights} password ${password}`,
      );
    }
  } finally {
    await client.end();
  }
}

function describe(parts: {
  place: Place;
  secret: string;
  settings: ServerSettings;
  folder: string;
  postmaster: Postmaster;
}): Cluster {
  const { place, secret, settings, folder, postmaster } = parts;
  let stopping: Promise<void> | undefined;
  return {
    port: postmaster.port,
    folder,
    settings,
    binaries: place.binaries,
    url: ({ database = 'postgres', role = owner } = {}) =>
      `postgres://${role}:${passwordOf(secret, role)}@127.0.0.1:${postmaster.port}/${encodeURIComponent(database)}`,
    isRunning: async () =>
      (await readPid(place.data)) === postmaster.pid && processIdentity(postmaster.pid) !== null,
    stop: () => (stopping ??= postmaster.stop()),
  };
}
