// What an investigation asks of the audit: edits of files and who committed them, wrong secrets by number, JSON lines.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { startIssuer, type Issuer } from '../../support/oidc-issuer.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { onThePages, pageSettings, signInOnPages } from '../identity/page-sign-in.ts';

let issuer: Issuer;
let database: TestDatabase;
let server: TestServer;
let ada: Record<string, string>;

const query = (sql: string) => `/*---\ntitle: One\nsource: main\n---*/\n${sql}\n`;
const git = (...args: string[]) =>
  execFileSync('git', ['-C', server.catalogFolder, ...args], { stdio: 'pipe' });

beforeAll(async () => {
  issuer = await startIssuer();
  database = await newDatabase({ template: 'empty' });
  const env = {
    ...pageSettings(issuer, database),
    SOURCE_MAIN_URL: sampleUrls().reader,
    ADMIN_EMAILS: 'ada@example.com',
    TRUSTED_PROXIES: 'loopback',
  };
  server = await startTestServer({ env, catalog: { 'one.sql': query('select 1 as one') } });
  ada = onThePages(await signInOnPages(server, issuer, 'ada'));
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  issuer.stop();
});

interface Event {
  email: string;
  outcome: string;
  what: string;
  subject: string | null;
  details: Record<string, unknown>;
  address: string | null;
}

const eventsOf = (what: string, count: number) =>
  eventually(
    () =>
      ask<Event>(database.adminUrl, 'select * from audit_events where what = $1 order by at', [
        what,
      ]),
    ({ length }) => length >= count,
  );

test('a file that is changed in a clone is in the audit with who committed it, and a first look at a folder is not', async () => {
  git('init', '--quiet');
  git('config', 'user.name', 'Grace Committer');
  git('config', 'user.email', 'grace@example.com');
  await writeFile(path.join(server.catalogFolder, 'one.sql'), query('select 2 as one'));
  const [uncommitted] = await eventsOf('changed a query file', 1);
  expect(uncommitted).toMatchObject({ subject: 'one', details: { file: 'one.sql', version: 2 } });
  expect(uncommitted?.details).not.toHaveProperty('commit');

  await writeFile(path.join(server.catalogFolder, 'two.sql'), query('select 2 as two'));
  git('add', '.');
  git('commit', '--quiet', '--message', 'Another query');
  const added = await eventsOf('added a query file', 1);
  expect(added).toHaveLength(1);
  const text = query('select 3 as one');
  git('update-index', '--add', '--cacheinfo', `100644,${blobOf(text)},one.sql`);
  git('commit', '--quiet', '--message', 'A change that comes by a pull');
  git('checkout', '--', 'one.sql');
  const [, committed] = await eventsOf('changed a query file', 2);
  expect(committed).toMatchObject({
    subject: 'one',
    details: { version: 3, commit: { name: 'Grace Committer', email: 'grace@example.com' } },
  });
});

const blobOf = (text: string) =>
  execFileSync('git', ['-C', server.catalogFolder, 'hash-object', '-w', '--stdin'], { input: text })
    .toString()
    .trim();

test('the audit is had as JSON lines, and that it was had is in it', async () => {
  const answer = await server.ask('/api/audit.jsonl?kind=change', { headers: ada });
  const entries = answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);

  expect(answer.headers['content-type']).toMatch(/^application\/jsonl/);
  expect(entries[0]).toMatchObject({
    what: 'downloaded the audit',
    who: { email: 'ada@example.com' },
  });
  expect(entries.length).toBeGreaterThanOrEqual(4);
});

test('who asks again and again for what they may not see is in the audit once, and then by number', async () => {
  const vera = onThePages(await signInOnPages(server, issuer, 'vera'));
  for (let turn = 0; turn < 5; turn++) await server.ask('/api/audit', { headers: vera });

  const [first, ...more] = await eventsOf('was refused: GET /api/audit', 1);
  expect(first).toMatchObject({ email: 'vera@example.com', outcome: 'forbidden' });
  expect([first?.details, more]).toEqual([expect.not.objectContaining({ times: 4 }), []]);
});

test('wrong links, tokens and repeated refusals are in the audit by number and address', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.77' };
  for (let turn = 0; turn < 7; turn++)
    await server.ask(`/s/sfl_${randomBytes(32).toString('base64url')}.csv`, { headers });
  await server.ask('/api/me', { headers: { ...headers, authorization: 'Bearer a.b.c' } });
  await server.stop();

  const [told] = await eventsOf('was wrong about a secret', 1);
  expect(told).toMatchObject({ address: '203.0.113.77', details: { times: 8 } });
  const [, refused] = await eventsOf('was refused: GET /api/audit', 2);
  expect(refused).toMatchObject({ email: 'vera@example.com', details: { times: 4 } });
});
