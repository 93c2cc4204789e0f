// `npm start` as a program: what it prints, what it refuses, and what it leaves behind.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { root } from '../../server/root.ts';
import { scriptOf } from '../corpora/psql-variables.ts';
import '../support/become.ts';
import { ask } from '../support/clusters.ts';
import { newDatabase, sampleUrls } from '../support/postgres.ts';
import { dataFolder, newHome, processesNaming, removeHome } from './program.ts';
import { runToItsEnd, startProgram } from './program.ts';

let home = '';
beforeAll(async () => {
  home = await newHome();
});
afterAll(() => removeHome(home));

test('Ctrl-C ends the program in good time and leaves no process behind', async () => {
  const program = await startProgram({ home });
  await program.says('The follower is there');
  const data = await dataFolder(home);
  expect(processesNaming(data).length).toBeGreaterThan(0);

  const code = await program.end('SIGINT');

  // The program ends itself with 1 when five seconds were not enough.
  expect(code).toBe(0);
  await noneNames(data);
});

test('a second start in the same home is refused with a sentence that names the first', async () => {
  const program = await startProgram({ home });
  try {
    const { code, output } = await runToItsEnd({ home });

    expect(code).toBe(1);
    expect(output).toContain('already running');
    expect(output).toContain(program.url);
    expect(output).not.toContain('    at ');
  } finally {
    await program.end('SIGTERM');
  }
});

test('an end while the follower is being made leaves no process behind', async () => {
  const other = await newHome();
  const program = await startProgram({ home: other });
  const data = await dataFolder(other);

  const code = await program.end('SIGTERM');

  expect(code).toBe(0);
  await noneNames(data);
  await removeHome(other);
});

test('a port that another program uses is told in a sentence, and nothing stays behind', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const { port } = blocker.address() as AddressInfo;

  const { code, output } = await runToItsEnd({ home, env: { PORT: String(port) } });

  blocker.close();
  expect(code).toBe(1);
  expect(output).toContain(`Port ${port}`);
  expect(output).not.toContain('    at ');
  await noneNames(await dataFolder(home));
});

test('with a sign-in configured the playground does not start, for it lets anybody in', async () => {
  const { code, output } = await runToItsEnd({ home, env: { GOOGLE_CLIENT_IDS: 'x.example' } });

  expect(code).toBe(1);
  expect(output).toContain('npm run serve');
});

// The watchdog goes a moment after whom it watches.
async function noneNames(data: string): Promise<void> {
  await expect(() => processesNaming(data)).toBecome([]);
}

const withPassword = (url: string, password: string) =>
  Object.assign(new URL(url), { password }).href;

test.each<[string, () => string, RegExp]>([
  [
    'a password that is wrong',
    () => withPassword(sampleUrls().reader, 'wrong'),
    /main does not let Sheetfeed in: it does not take the password of company_reader\.\s+Check SOURCE_MAIN_URL/,
  ],
  [
    'a role that could write',
    () => sampleUrls().admin,
    /main is not used: its role \w+ is a superuser[^]*Give it a role that can only read\.\s+deploy\/reader-role\.sql makes/,
  ],
])(
  "on a database of one's own, %s is told in the terminal, with what to do",
  async (_what, url, told) => {
    const program = await startProgram({ home, env: { SOURCE_MAIN_URL: url() } });

    await program.says(told);
    expect(await program.end('SIGINT')).toBe(0);
  },
);

test('a query file that cannot be read is told in the terminal, with file, line and reason, also when it breaks later', async () => {
  const folder = path.join(home, 'half-written');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'one.sql'), '/*---\ntitle: One\ntitle: Two\n---*/\nselect 1');
  writeFileSync(path.join(folder, 'two.sql'), '/*---\ntitle: Two\n---*/\nselect 2');
  const program = await startProgram({ home, env: { CATALOG_DIR: folder } });
  try {
    await program.says('A query file cannot be read: one.sql:3: There are two keys title');

    writeFileSync(path.join(folder, 'two.sql'), '/*---\ntitel: Two\n---*/\nselect 2');
    await program.says('A query file cannot be read: two.sql:1: title: it is missing');
  } finally {
    await program.end('SIGINT');
  }
});

test("README's lines for one's own database, as written: the script makes the role, and the folder that is not there is made", async () => {
  const database = await newDatabase({ template: 'empty' });
  const role = `readme_${process.pid}`;
  const folder = path.join(home, 'of-a-team', 'queries');
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const [, psql = '', url = ''] =
    /^psql (.+ -f deploy\/reader-role\.sql)\nSOURCE_MAIN_URL=(\S+) CATALOG_DIR=\.\/queries npm start$/m.exec(
      readme,
    ) ?? [];
  try {
    await ask(database.adminUrl, scriptOf(psql, { role }));
    const { host, pathname } = new URL(database.adminUrl);
    const source = url
      .replace('db.example.com/app', host + pathname)
      .replace('sheetfeed_reader', role);
    const env = { SOURCE_MAIN_URL: source, CATALOG_DIR: folder };
    const program = await startProgram({ home, env });

    expect(program.output()).toContain(`${folder} was not there, and was made.`);
    const body = JSON.stringify({ source: 'main', sql: 'select current_user as who' });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${program.url}/api/run`, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({ rows: [[role]] });
    expect(await program.end('SIGINT')).toBe(0);
  } finally {
    await database.drop();
    await ask(sampleUrls().admin, `drop role if exists ${role}`);
  }
});
