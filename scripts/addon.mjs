// `npm run addon:login`, `addon:create`, `addon:push` and `addon:version`: what clasp does for the add-on, step by step.
// What stands behind `--` goes to clasp: `npm run addon:login -- --no-localhost`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root } from './install.mjs';

const steps = { login, create, push, version };
const [step, ...given] = process.argv.slice(2);
const run =
  steps[step] ?? refuse(`There is no step ${step}. There are: ${Object.keys(steps).join(', ')}.`);
await run();

function login() {
  clasp(['login', ...given], 'Next: npm run addon:create, or addon:push where there is a project.');
}

async function create() {
  const id = projectId();
  if (id !== null) {
    refuse(
      `There is a project already: .clasp.json names ${id}. Push to it with npm run addon:push, or move .clasp.json away to make another.`,
    );
  }
  const place = ['--type', 'standalone', '--title', 'Sheetfeed', '--rootDir', 'dist/addon'];
  clasp(['create-script', ...place, ...given]);
  // clasp has laid the empty project's files over those that were built.
  const { build } = await import('../build.mjs');
  await build({ force: true, publicUrl: null });
  console.log(
    `.clasp.json holds the project's id, ${projectId()}. Next: PUBLIC_URL=https://… npm run addon:push`,
  );
}

async function push() {
  const publicUrl = publicAddress();
  requireProject();
  ensureInstalled({ development: true });
  const { build } = await import('../build.mjs');
  await build({ force: true, publicUrl });
  const { checkAddon } = await import('../dist/server/doctor.js');
  if (!(await checkAddon(publicUrl))) process.exit(1);
  // --force: without it a changed manifest is silently not pushed where there is no terminal to ask on.
  clasp(['push', '--force', ...given], `The add-on for ${publicUrl} is pushed.`);
}

function version() {
  requireProject();
  clasp(['create-version', ...given]);
}

function publicAddress() {
  const address = (process.env.PUBLIC_URL ?? '').replace(/\/$/, '');
  if (/^https:\/\/[^/]+$/.test(address)) return address;
  refuse(
    'Set PUBLIC_URL to the https address at which Google reaches the server, such as https://sheetfeed.example.com.',
  );
}

function requireProject() {
  if (projectId() !== null) return;
  refuse(
    'There is no .clasp.json. Make an Apps Script project with npm run addon:create; for one that you have, copy .clasp.json.example to .clasp.json and fill in its id.',
  );
}

/** The id that .clasp.json names; null without that file. */
function projectId() {
  const file = path.join(root, '.clasp.json');
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')).scriptId;
  } catch {
    refuse('.clasp.json is not JSON. Correct it, or move it away and run npm run addon:create.');
  }
}

// Our own: npx would fetch another package of that name where the development packages are not installed.
function clasp(args, done) {
  ensureInstalled({ development: true });
  const { status } = spawnSync(path.join(root, 'node_modules/.bin/clasp'), args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    refuse(
      `clasp ${args[0]} did not succeed. If nobody is logged in: npm run addon:login. docs/deploy-addon.md says what else goes wrong here.`,
    );
  }
  if (done) console.log(done);
}

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}
