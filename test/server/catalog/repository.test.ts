// The catalog's files in a git repository: read at the start, when something is pushed and now and then; what was read last stays
// where it cannot be.
import { afterEach, beforeAll, afterAll, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { examine } from '../../../server/doctor.ts';
import { startGitServer, type GitServer } from './git-server.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import {
  ask as askAt,
  startProgram,
  startTestServer,
  type TestServer,
} from '../../support/server.ts';

const TOKEN = 'token-of-the-repository';
const SECRET = 'a secret that only the repository and we know';

const query = (title: string, sql = 'select 1 as one') => `/*---\ntitle: ${title}\n---*/\n${sql}\n`;
const board = 'title: From git\ntiles:\n  one: { kind: number, query: first, at: [0, 0, 4, 2] }\n';

let repository: GitServer;
let database: TestDatabase;
const opened: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  [repository, database] = await Promise.all([
    startGitServer(TOKEN),
    newDatabase({ template: 'empty' }),
  ]);
  await repository.push({
    ...{ 'README.md': 'Ours', 'queries/first.sql': query('The first') },
    'queries/boards/from-git.yaml': board,
  });
});
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
  repository.isDown = false;
});
afterAll(async () => {
  await repository.stop();
  await database.drop();
});

const settings = (more: Record<string, string> = {}) => ({
  ...{ SOURCE_SAMPLE_URL: sampleUrls().reader, CATALOG_DIR: '' },
  ...{ CATALOG_GIT_URL: repository.url, CATALOG_GIT_TOKEN: TOKEN, CATALOG_GIT_FOLDER: 'queries' },
  ...{ CATALOG_GIT_WEBHOOK_SECRET: SECRET, ...more },
});

async function serve(more: Record<string, string> = {}): Promise<TestServer> {
  const server = await startTestServer({ env: settings(more) });
  opened.push(() => server.stop());
  return server;
}

const titles = async (server: TestServer): Promise<string[]> =>
  (await server.ask('/api/queries')).json().queries.map(({ title }: { title: string }) => title);

/** As GitHub does when somebody has pushed. */
function tell(server: TestServer, secret = SECRET) {
  const body = JSON.stringify({ ref: 'refs/heads/main' });
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = { 'x-hub-signature-256': signature, 'content-type': 'application/json' };
  return server.ask('/catalog-git', { method: 'POST', headers, body });
}

test('its queries and boards are served, and what is pushed is there once the repository says so', async () => {
  const server = await serve();
  expect(await titles(server)).toEqual(['The first']);
  expect((await server.ask('/q/first.csv')).text).toBe('one\r\n1\r\n');
  expect((await server.ask('/api/boards/from-git')).json().title).toBe('From git');

  await repository.push({ 'queries/second.sql': query('The second', 'select 2 as two') });
  expect((await tell(server)).status).toBe(202);

  await eventually(
    () => titles(server),
    (found) => found.includes('The second'),
  );
  expect((await server.ask('/q/second.csv')).text).toBe('two\r\n2\r\n');
  expect(repository.tokens.every((one) => one === TOKEN)).toBe(true);
});

test('where history was written anew the catalog is what the branch is now', async () => {
  const server = await serve();
  await repository.push(
    { 'queries/second.sql': null, 'queries/third.sql': query('Third') },
    { anew: true },
  );
  await tell(server);

  await eventually(
    () => titles(server),
    (found) => found.includes('Third') && !found.includes('The second'),
  );
});

test('while the repository cannot be reached, or has no such folder, the catalog stays as it was, and the log says why once', async () => {
  const { DATABASE_URL, ...rest } = { ...settings(), DATABASE_URL: database.adminUrl };
  const program = startProgram({ ...rest, DATABASE_URL, PORT: '0', LOG_LEVEL: 'info' });
  opened.push(async () => {
    program.kill('SIGTERM');
    await program.ended();
  });
  const [, port] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
  const server = {
    ask: (at: string, asked?: object) => askAt(Number(port), at, asked),
  } as TestServer;

  repository.isDown = true;
  await tell(server);
  await program.printed(/the catalog stays as it is, for its repository could not be read: .*503/);
  await tell(server);
  expect(await titles(server)).toContain('The first');
  repository.isDown = false;
  await repository.git('mv', 'queries', 'elsewhere');
  await repository.push({});
  await tell(server);
  await program.printed(/could not be read: fatal: .*queries/);
  expect(await titles(server)).toContain('The first');
  await repository.git('mv', 'elsewhere', 'queries');
  await repository.push({ 'queries/first.sql': query('The first, mended') });
  await tell(server);
  await program.printed(/the repository of CATALOG_GIT_URL can be read again/);

  await eventually(
    () => titles(server),
    (found) => found.includes('The first, mended'),
  );
  expect(program.output().match(/could not be read: .*503/g)).toHaveLength(1);
  expect(program.output()).not.toContain(TOKEN);
});

test('a link in the repository leads to nothing of this computer', async () => {
  const clone = (await repository.git('rev-parse', '--show-toplevel')).trim();
  await symlink('/etc/hostname', path.join(clone, 'queries', 'leads-out.sql'));
  await repository.push({});
  const server = await serve();

  const { errors } = (await server.ask('/api/queries')).json();
  expect(errors).toMatchObject([{ file: 'leads-out.sql' }]);
  await repository.push({ 'queries/leads-out.sql': null });
});

test('a server that cannot clone it does not start, and says why without the token', async () => {
  const wrong = settings({ CATALOG_GIT_TOKEN: 'the-wrong-one', DATABASE_URL: database.adminUrl });
  const program = startProgram({ ...wrong, PORT: '0', LOG_LEVEL: 'error' });

  expect(await program.ended()).not.toBe(0);
  expect(program.output()).toContain('The repository of CATALOG_GIT_URL could not be cloned');
  expect(program.output()).not.toContain('the-wrong-one');
});

test('nobody else says that something was pushed', async () => {
  const server = await serve();
  const asked = repository.tokens.length;
  const unsigned = await server.ask('/catalog-git', { method: 'POST', body: {} });
  const wrong = await tell(server, 'a secret that somebody has guessed, wrongly');
  const ofGitLab = await server.ask('/catalog-git', {
    ...{ method: 'POST', headers: { 'x-gitlab-token': SECRET }, body: {} },
  });

  expect([unsigned.status, wrong.status, ofGitLab.status]).toEqual([401, 401, 202]);
  await eventually(
    () => repository.tokens.length,
    (count) => count > asked,
  );
  const without = await serve({ CATALOG_GIT_WEBHOOK_SECRET: '' });
  expect((await tell(without)).status).toBe(404);
});

test('the doctor tries the address, the token and the branch', async () => {
  const looked = async (more: Record<string, string>) =>
    (await examine(settings({ DATABASE_URL: database.adminUrl, ...more })))
      .filter(({ sentence }) => sentence.includes('CATALOG_GIT_URL'))
      .map(({ level, sentence }) => `${level}: ${sentence}`);

  expect(await looked({})).toEqual([
    'good: The repository of CATALOG_GIT_URL answers, and has the branch.',
  ]);
  expect(await looked({ CATALOG_GIT_BRANCH: 'release' })).toEqual([
    'wrong: The repository of CATALOG_GIT_URL has no branch release.',
  ]);
  expect(await looked({ CATALOG_GIT_TOKEN: 'another' })).toEqual([
    expect.stringMatching(/^wrong: The repository of CATALOG_GIT_URL does not answer: fatal: /),
  ]);
});
