// Installs what a command needs, and nothing when it is there already. Uses nothing but Node and npm.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Makes sure that the packages are installed; `development` includes those for tests and checks. */
export function ensureInstalled({ development }) {
  refuseOldNode();
  if (isInstalled(development)) return;
  console.log('Installing packages…');
  npmCi(development);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Sheetfeed needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

// npm keeps a lock of what it has installed beside the packages: what is wanted must be in it.
function isInstalled(development) {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  return Object.entries(wanted)
    .filter(([place]) => place !== '')
    .filter(([, one]) => isNeeded(one, development))
    .every(([place, { version }]) => present[place]?.version === version);
}

function isNeeded({ dev, devOptional, optional, os, cpu }, development) {
  if (!development && (dev || devOptional)) return false;
  if (!optional) return true;
  return Boolean(os?.includes(process.platform) && cpu?.includes(process.arch)) && !dev;
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(path.join(root, lockFile), 'utf8')).packages ?? {};
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}

// No install script is needed: PostgreSQL's links are made by our own launcher, esbuild runs without.
function npmCi(development) {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if (!development) args.push('--omit=dev');
  const windows = process.platform === 'win32';
  const { status } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows,
  });
  if (status === 0) return;
  console.error(
    'The packages could not be installed. Check the network and the npm registry, then try again.',
  );
  process.exit(1);
}
