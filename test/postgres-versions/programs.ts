// The PostgreSQL servers that the tests run on: 18 comes with the product, older ones are installed when asked for.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findAccount } from '../../server/embedded/account.ts';
import { binariesIn, findBinaries, type Binaries } from '../../server/embedded/binaries.ts';
import { root } from '../../server/root.ts';

export type Major = 15 | 16 | 17 | 18;

/** The programs of one major version. The first call for an older one than 18 downloads some 40 MB, and says so. */
export async function postgresPrograms(major: Major): Promise<Binaries> {
  const account = await findAccount();
  if (major === 18) return findBinaries(account);
  installOnce();
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `postgres-${major}-${platform}-${process.arch}`;
  return findBinaries(account, path.join(folder, 'node_modules', name, 'native'));
}

/**
 * The programs of a PostgreSQL that this machine has installed, where Debian puts them: they come with the extensions
 * that its packages add. Fails where they do not run.
 */
export async function installedPrograms(major: Major): Promise<Binaries> {
  const binaries = await binariesIn(`/usr/lib/postgresql/${major}/bin`, await findAccount());
  if (binaries === null) throw new Error(`The installed PostgreSQL ${major} does not run.`);
  return binaries;
}

/** The extensions that the installed PostgreSQL of that version has; none where there is no such PostgreSQL. */
export function installedExtensions(major: Major): ReadonlySet<string> {
  const control = `/usr/share/postgresql/${major}/extension`;
  if (!existsSync(control) || !existsSync(`/usr/lib/postgresql/${major}/bin/postgres`))
    return new Set();
  const files = readdirSync(control).filter((file) => file.endsWith('.control'));
  return new Set(files.map((file) => path.basename(file, '.control')));
}

const folder = path.join(root, 'test', 'postgres-versions');
const stampFile = path.join(folder, 'node_modules', '.installed');

function installOnce(): void {
  const stamp = createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  process.stdout.write('Installing older PostgreSQL servers for the tests…\n');
  const windows = process.platform === 'win32';
  // Our own launcher makes the links that the packages' install scripts would make.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, stderr } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd: folder,
    encoding: 'utf8',
    shell: windows,
  });
  if (status !== 0) throw new Error(`The older PostgreSQL servers were not installed: ${stderr}`);
  writeFileSync(stampFile, stamp);
}
