// What the Dockerfile puts into the image is all that the server and the doctor need, and neither writes there.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../../server/root.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { ask } from '../../support/server.ts';

let database: TestDatabase;
let image: string;
let env: Record<string, string>;

/** The files and folders that the last stage takes from the one before, and what that one removes. */
function dockerfile() {
  const text = readFileSync(path.join(root, 'Dockerfile'), 'utf8');
  const copied = [...text.matchAll(/^COPY --from=build (.+) \S+$/gm)].flatMap(([, files = '']) =>
    files.split(' ').map((file) => file.replace(/^\/sheetfeed\//, '')),
  );
  const removed = [...text.matchAll(/node_modules\/((?:@[\w-]+\/)?[\w@-]+)/g)].map(
    ([, name = '']) => name,
  );
  return { copied, removed };
}

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  image = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-image-'));
  await chmod(image, 0o755);
  const { copied } = dockerfile();
  for (const file of copied.filter((name) => name !== 'node_modules')) {
    mkdirSync(path.dirname(path.join(image, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(image, file), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(image, 'node_modules'));
  env = {
    PATH: process.env['PATH'] ?? '',
    NODE_ENV: 'production',
    PORT: '0',
    DATABASE_URL: database.adminUrl,
    // Docker hands on the quotes of an env file.
    SOURCE_MAIN_URL: `"${sampleUrls().reader} ${sampleUrls().follower}"`,
  };
});
afterAll(async () => {
  await database.drop();
  await rm(image, { recursive: true, force: true });
});

const files = () =>
  spawnSync('find', [image, '-newer', path.join(image, 'package.json'), '-type', 'f'], {
    encoding: 'utf8',
  }).stdout;

test('the server starts from it, serves its pages, and runs a query', async () => {
  const before = files();
  const program = spawn(process.execPath, ['dist/server/main.js'], { cwd: image, env });
  let output = '';
  program.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  while (!/localhost:\d+/.test(output)) await once(program.stdout, 'data');
  const port = Number(/localhost:(\d+)/.exec(output)?.[1]);

  const page = await ask(port, '/');
  const run = await ask(port, '/api/run', { body: { source: 'main', sql: 'select 1 as one' } });
  program.kill('SIGTERM');
  const [code] = (await once(program, 'exit')) as [number];

  expect(page.text).toContain('<script');
  expect([run.status, run.json().rows]).toEqual([200, [[1]]]);
  expect(code).toBe(0);
  expect(files()).toBe(before);
});

test('the doctor is in it', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/server/doctor.js'], {
    ...{ cwd: image, env, encoding: 'utf8' },
  });

  expect(stderr).toBe('');
  expect(stdout).toContain('✓ The data source main answers, and can only be read.');
  expect(status).toBe(0);
});

test('no package that it leaves out is used by the server', () => {
  const { removed } = dockerfile();
  const built = spawnSync('grep', ['-rhoE', `from "(${removed.join('|')})`, 'dist/server'], {
    cwd: root,
    encoding: 'utf8',
  });

  expect(removed).toEqual(expect.arrayContaining(['esbuild', 'sql-formatter']));
  expect(built.stdout).toBe('');
});
