// Installs what a command needs, and nothing when it is there already. Uses nothing but Node and npm.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stampFile = path.join(root, 'node_modules', '.sheetfeed-installed.json');

/** Makes sure that the packages are installed; `development` includes those for tests and checks. */
export function ensureInstalled({ development }) {
  refuseOldNode();
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
  const installed = readStamp();
  if (installed.lock === lock && (installed.development || !development)) return;
  console.log('Installing packages…');
  const keepDevelopment = development || installed.development;
  npmCi(keepDevelopment);
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ lock, development: Boolean(keepDevelopment) }));
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Sheetfeed needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

function readStamp() {
  if (!existsSync(stampFile)) return {};
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
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
  console.error('The packages could not be installed. Check the network and the npm registry, then try again.');
  process.exit(1);
}
