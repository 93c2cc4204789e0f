// The PostgreSQL servers that the tests run on: 18 comes with the product, older ones are installed when asked for.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findAccount } from '../../server/embedded/account.ts';
import { findBinaries, type Binaries } from '../../server/embedded/binaries.ts';
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
