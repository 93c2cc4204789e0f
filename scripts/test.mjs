// `npm test`: installs and builds what is missing, finds a Chromium, and runs every test. `--deep` is ours, and makes
// random tests try more, and other things each time (test/support/random.ts); everything else is for jest.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, root } from './install.mjs';

ensureInstalled({ development: true });
const { build } = await import('../build.mjs');
await build();
const given = process.argv.slice(2);
const isDeep = given.includes('--deep');
const hasSeed = given.some((each) => each.startsWith('--seed'));
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    // Tests make much that is thrown away at once: with room for it they take a fifth less of the processor. For workers too.
    '--max-semi-space-size=128',
    '--disable-warning=ExperimentalWarning',
    path.join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    ...given.filter((each) => each !== '--deep'),
    ...(isDeep || hasSeed ? [] : ['--seed=1']),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(isDeep ? { SHEETFEED_DEEP: '1' } : {}) },
  },
);
process.exit(status ?? 1);
