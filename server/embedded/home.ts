// The folder in which Sheetfeed keeps its own things (SHEETFEED_HOME), for one program at a time.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  link,
  mkdir,
  open,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { Problem } from '../../domain/problem.ts';
import { codeOf } from './system-error.ts';
import { processIdentity } from './processes.ts';

export interface Home {
  readonly folder: string;
  /** Where the cluster of that name has its folder: in the home, or as root where an account without rights may go. */
  clusterFolder(name: string): string;
  /** Tells a second start at which address this one is found. */
  announce(url: string): Promise<void>;
  /** Lets the next program in. */
  close(): Promise<void>;
}

interface Owner {
  pid: number;
  /** Tells the process from a later one with the same id. */
  identity: string;
  url: string | null;
}

/**
 * Opens the home, and makes it when it is missing. Throws Problem service_unavailable when another program has
 * it open (the sentence names that one) or when it cannot be written to.
 */
export async function openHome(folder: string): Promise<Home> {
  const home = await makeFolder(folder);
  const owner: Owner = {
    pid: process.pid,
    identity: processIdentity(process.pid) ?? '',
    url: null,
  };
  const locks = [await takeLock(home, home, owner)];
  const release = async (): Promise<void> => {
    for (const lock of locks) await rm(lock, { force: true });
  };
  try {
    const data = await dataFolder(home);
    // A copy of a home names the same data, which two may not use either.
    if (data !== home) locks.push(await takeLock(data, home, owner));
    return describe(home, data, { ...owner, locks, release });
  } catch (error) {
    await release();
    throw error;
  }
}

function describe(
  folder: string,
  data: string,
  { locks, release, ...owner }: Owner & { locks: string[]; release: () => Promise<void> },
): Home {
  return {
    folder,
    clusterFolder: (name) => path.join(data, name),
    announce: async (url) => {
      for (const lock of locks) await replaceFile(lock, JSON.stringify({ ...owner, url }));
    },
    close: release,
  };
}

async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const trial = path.join(folder, `.trial-${process.pid}`);
    await writeFile(trial, '');
    await rm(trial);
    return await realpath(folder);
  } catch (error) {
    throw new Problem(
      'service_unavailable',
      `Sheetfeed cannot write to its folder ${folder} (${codeOf(error)}). Set SHEETFEED_HOME to a folder of your own.`,
      {},
      error,
    );
  }
}

async function takeLock(folder: string, home: string, owner: Owner): Promise<string> {
  const lock = path.join(folder, 'lock.json');
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await createWhole(lock, JSON.stringify(owner))) return lock;
    const holder = await readOwner(lock);
    if (holder && isAlive(holder)) throw refusal(home, holder);
    await removeStale(lock, holder);
  }
  throw new Error(`The lock ${lock} could not be taken.`);
}

function refusal(home: string, { pid, url }: Owner): Problem {
  const where = url === null ? 'still starting' : `at ${url}`;
  return new Problem(
    'service_unavailable',
    `Sheetfeed is already running in ${home} (process ${pid}, ${where}). Use that one, stop it first, or set SHEETFEED_HOME to another folder.`,
  );
}

const isAlive = ({ pid, identity }: Owner): boolean => processIdentity(pid) === identity;

async function readOwner(lock: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(lock, 'utf8')) as Owner;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Makes a file that is never seen half written; false when there is one already. */
async function createWhole(file: string, text: string): Promise<boolean> {
  const draft = await writeDraft(file, text);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  await rename(await writeDraft(file, text), file);
}

async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  await handle.writeFile(text);
  await handle.close();
  return draft;
}

// Two starts may find the same stale lock. It is moved aside first, and put back when it turns out to be
// the new lock of the one that was faster.
async function removeStale(lock: string, stale: Owner | null): Promise<void> {
  const aside = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readOwner(aside);
  if (moved && (moved.pid !== stale?.pid || moved.identity !== stale.identity))
    await link(aside, lock).catch(() => undefined);
  await rm(aside, { force: true });
}

// PostgreSQL does not run as root, and root's folders are often closed to others. The home then only names the
// folder: a new home gets a new one, so that what an older home left is neither used nor deleted by accident.
async function dataFolder(home: string): Promise<string> {
  if (process.getuid?.() !== 0) return home;
  const pointer = path.join(home, 'data-folder');
  if (!existsSync(pointer)) {
    const hash = createHash('sha256')
      .update(home)
      .update(randomBytes(8))
      .digest('hex')
      .slice(0, 16);
    await writeFile(pointer, `/var/lib/sheetfeed/${hash}\n`, { mode: 0o600 });
  }
  const folder = (await readFile(pointer, 'utf8')).trim();
  try {
    await mkdir(folder, { recursive: true });
    // Whatever the umask: the account must pass through both.
    for (const open of [path.dirname(folder), folder]) await chmod(open, 0o755);
  } catch (error) {
    throw new Problem(
      'service_unavailable',
      `PostgreSQL's data go to ${folder} when Sheetfeed runs as root, and that cannot be written to (${codeOf(error)}). Run Sheetfeed as another user.`,
      {},
      error,
    );
  }
  return folder;
}
