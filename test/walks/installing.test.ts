// Whoever installs the add-on: each command of docs/deploy-addon.md, as far as it goes with a Google on loopback.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../server/root.ts';
import { scriptId, startGoogleForClasp, type GoogleForClasp } from './google-for-clasp.ts';
import { page } from './steps.ts';

const guide = 'docs/deploy-addon.md';

let google: GoogleForClasp;
let folder: string;
let clone: string;
beforeAll(async () => {
  google = await startGoogleForClasp();
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-walk-'));
  clone = path.join(folder, 'sheetfeed');
  const made = /^(node_modules|dist.*|\.git|\.sheetfeed|\.clasp\.json|coverage)$/;
  const isKept = (file: string) => !made.test(path.relative(root, file));
  cpSync(root, clone, { recursive: true, filter: isKept });
  symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'));
  await mkdir(path.join(folder, 'home'));
});
afterAll(async () => {
  google?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Runs a command in the clone as the guide's reader would; `type` is what they type when the output asks for it. */
function run(command: string, type?: (output: string) => string | null) {
  const env = { ...process.env, ...google.env, HOME: path.join(folder, 'home') };
  const child = spawn(command, { cwd: clone, env, shell: true, stdio: 'pipe' });
  let output = '';
  let hasTyped = false;
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    const line = hasTyped ? null : (type?.(output) ?? null);
    if (line === null) return;
    hasTyped = true;
    child.stdin.write(`${line}\n`);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  if (type === undefined) child.stdin.end();
  return new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, output })),
  );
}

// The browser ends at this address, which nobody answers.
function pasted(output: string): string | null {
  const state = /[?&]state=([\w-]+)/.exec(output)?.[1];
  if (state === undefined || !output.includes('paste it here')) return null;
  return `http://localhost:8888/?state=${state}&code=code-of-ada`;
}

const commands = {
  login: 'npm run addon:login -- --no-localhost',
  create: 'npm run addon:create',
  push: 'PUBLIC_URL=https://sheetfeed.example.com npm run addon:push',
  version: 'npm run addon:version -- "First"',
};

test('the guide has no other commands for clasp than those that are walked here', () => {
  const told = [...page(guide).matchAll(/`((?:[A-Z_]+=\S+ )?(?:npm|npx) [^`]+)`/g)];
  const others = [
    ...['npm run addon:login', 'npm run addon:push', 'npm run doctor', 'npx clasp'],
    'npm run google-check -- <its address>',
  ];

  expect(new Set(told.map(([, command]) => command))).toEqual(
    new Set([...Object.values(commands), ...others]),
  );
});

test('the order is told: nobody makes a project without a login, or pushes without a project', async () => {
  const [made, pushed, nowhere] = await Promise.all([
    run(commands.create),
    run(commands.push),
    run('npm run addon:push'),
  ]);

  expect(made).toMatchObject({ code: 1, output: expect.stringContaining('npm run addon:login') });
  expect(pushed).toMatchObject({
    code: 1,
    output: expect.stringContaining('npm run addon:create'),
  });
  expect(nowhere).toMatchObject({ code: 1, output: expect.stringContaining('Set PUBLIC_URL') });
});

test('from a clone to a version of the add-on: login on a machine without a browser, create, push, version', async () => {
  const login = await run(commands.login, pasted);
  expect(login).toMatchObject({
    code: 0,
    output: expect.stringContaining('logged in as ada@example.com'),
  });

  expect(await run(commands.create)).toMatchObject({ code: 0 });
  const settings = JSON.parse(await readFile(path.join(clone, '.clasp.json'), 'utf8')) as object;
  expect(settings).toMatchObject({ scriptId, rootDir: 'dist/addon' });

  expect(await run(commands.push)).toMatchObject({ code: 0 });
  expect(google.files.map(({ name }) => name).sort()).toEqual(['Code', 'appsscript', 'sidebar']);
  const source = (name: string) => google.files.find((file) => file.name === name)?.source ?? '';
  expect(source('Code')).toContain('"https://sheetfeed.example.com"');
  expect(JSON.parse(source('appsscript'))).toMatchObject({
    urlFetchWhitelist: ['https://sheetfeed.example.com/'],
  });

  const version = await run(commands.version);
  expect(version).toMatchObject({ code: 0, output: expect.stringContaining('version 1') });
  expect(google.versions).toEqual(['First']);

  const again = await run(commands.create);
  expect(again).toMatchObject({ code: 1, output: expect.stringContaining(scriptId) });
});

test('the pictures of the listing are there, in the sizes that its table names', () => {
  const rows = page('deploy/listing/listing.md').matchAll(/^\| [^|]+ \| (.+) \| (.+) \|$/gm);
  let pictures = 0;
  for (const [, files = '', sizes = ''] of rows) {
    const names = [...files.matchAll(/\]\((\S+\.png)\)/g)].map(([, name]) => name ?? '');
    const numbers = [...sizes.matchAll(/\d+/g)].map(Number);
    names.forEach((name, index) => {
      const isSquare = sizes.includes('square');
      const size = isSquare ? [numbers[index], numbers[index]] : numbers;
      expect({ name, size: sizeOf(`deploy/listing/${name}`) }).toEqual({ name, size });
      pictures++;
    });
  }
  expect(pictures).toBe(6);
  expect(existsSync(path.join(root, 'deploy/listing/icon.svg'))).toBe(true);
});

// The header of a PNG holds both at a fixed place.
function sizeOf(file: string): [number, number] {
  const bytes = readFileSync(path.join(root, file));
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}
