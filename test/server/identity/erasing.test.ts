// Erasing a member: afterwards no table holds who they were, and what they did is still there.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { startIssuer, type Issuer } from '../../support/oidc-issuer.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { WORDED_TABLE } from './words-examples.ts';
import { onThePages, pageSettings, signInOnPages } from './page-sign-in.ts';

let issuer: Issuer;
let database: TestDatabase;
let server: TestServer;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  issuer = await startIssuer();
  database = await newDatabase({ template: 'empty' });
  await ask(database.adminUrl, WORDED_TABLE);
  server = await startTestServer({
    env: {
      ...pageSettings(issuer, database),
      SOURCE_MAIN_URL: database.readerUrl,
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
      DEFAULT_ROLE: 'author',
      ADMIN_EMAILS: 'ada@example.com',
    },
  });
  for (const name of ['ada', 'greta', 'agreta'])
    cookies[name] = await signInOnPages(server, issuer, name);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
  issuer.stop();
});

const askAs = (who: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  server.ask(path, {
    method,
    headers: { ...onThePages(cookies[who] ?? ''), 'if-match': path === WORDS ? '*' : '"1"' },
    ...(body === undefined ? {} : { body }),
  });

async function must(who: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await askAs(who, method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
}

/**
 * The tables of the whole database in whose rows a text is found; but for how many requests an id made in the last
 * minute, which is forgotten by itself.
 */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await ask<{ name: string }>(
    database.adminUrl,
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_name <> 'request_rates'`,
  );
  const looks = tables.map(
    ({ name }) =>
      `select '${name}' as name where exists (select from "${name}" t where strpos(t::text, $1) > 0)`,
  );
  const found = await ask<{ name: string }>(database.adminUrl, looks.join(' union all '), [text]);
  return found.map(({ name }) => name);
}

const WORDS = '/api/sources/main/words/public/worded';

/** What somebody leaves behind in half a year. */
async function lives(who: string): Promise<void> {
  const sql = 'select 1 as one';
  await must(who, 'POST', '/api/queries', { slug: 'hers', title: 'Hers', sql });
  await must(who, 'PUT', '/api/queries/hers', { title: 'Hers, again', sql: 'select 2 as two' });
  await must(who, 'PUT', '/api/favourites/hers');
  const run = randomUUID();
  await must(who, 'POST', '/api/queries/hers/result', { run });
  await must(who, 'POST', `/api/runs/${run}/freeze`, {});
  await must(who, 'POST', '/api/comments', {
    about: 'query:hers',
    text: `Ask @${who}@example.com about it.`,
  });
  await must('agreta', 'POST', '/api/comments', { about: 'query:hers', text: 'Seen.' });
  await must(who, 'POST', '/api/asks', { search: '', text: 'Who left?' });
  const selection = { title: 'Offered', selection: {} };
  const varied = (await must(who, 'POST', '/api/queries/hers/variations', selection)).json();
  await must(who, 'PUT', `/api/variations/${varied.slug}/state`, { state: 'offered' });
  await must(who, 'POST', '/api/queries/hers/links', {
    ...{ name: 'for all', values: {}, free: [], maxAgeSeconds: 0 },
  });
  await must(who, 'PUT', '/api/queries/hers/audience', {
    audience: { members: [await idOf(who)], groups: [] },
  });
  await must(who, 'PUT', WORDS, { means: 'Hers.', owner: `${who}@example.com` });
  await must(who, 'POST', '/api/tokens', { name: 'mine', scopes: ['read'], days: 1 });
  await must('ada', 'POST', '/api/groups', { name: 'Team', members: [await idOf(who)] });
}

/** Rows that still name her where the other is named too. */
const ONLY_HERS = `
  select 'members' as name from members m where replace(m::text, 'agreta', '') like '%greta%'
  union all select 'audit' from audit_events a where replace(a::text, 'agreta', '') like '%greta%'
  union all select 'comments' from comments c where replace(c::text, 'agreta', '') like '%greta%'`;

async function idOf(name: string): Promise<string> {
  const { members } = (await must('ada', 'GET', `/api/members?search=${name}`)).json();
  return members.find(({ email }: { email: string }) => email === `${name}@example.com`)?.id;
}

test('after a member was erased no table says who they were, what they did is there, and they are not let in again', async () => {
  await lives('greta');
  const id = await idOf('greta');
  const path = `/api/members/${encodeURIComponent(id)}`;
  const early = await askAs('ada', 'DELETE', path);
  await must('ada', 'PUT', path, { active: false });
  const before = await tablesWith('greta@example.com');
  // Runs are written down a moment later.
  await eventually(
    () => tablesWith(id),
    (tables) => tables.includes('runs'),
  );
  // As a data source is called, and half of the words that the tables hold.
  await ask(database.adminUrl, `update members set name = 'main' where id = $1`, [id]);

  await must('ada', 'DELETE', path);

  expect([early.status, early.json().code]).toEqual([409, 'conflict']);
  expect(before).toEqual(
    expect.arrayContaining(['members', 'queries', 'comments', 'audit_events']),
  );
  // Only the other's address, which holds hers, is left.
  expect(await tablesWith('greta')).toEqual(await tablesWith('agreta'));
  expect(await ask(database.adminUrl, ONLY_HERS)).toEqual([]);
  const runs = await ask(database.adminUrl, 'select distinct source from runs');
  expect(runs).toEqual([{ source: 'main' }]);
  const query = (await must('ada', 'GET', '/api/queries/hers')).json();
  expect(query.owner).toEqual({ name: 'Former member 1', email: '' });
  const { threads } = (await must('ada', 'GET', '/api/comments?about=query:hers')).json();
  expect(JSON.stringify(threads)).toContain('Ask @Former member 1 about it.');
  const { asks } = (await must('ada', 'GET', '/api/asks')).json();
  const told = asks.map(({ text, state }: Record<string, string>) => [text, state]);
  // Nobody can publish what went with her.
  expect(told).toEqual([
    ['Who left?', 'open'],
    ['Publish my variation of “Hers, again”: Offered', 'declined'],
  ]);
  const { words, history } = (await must('ada', 'GET', WORDS)).json();
  expect(words.owner).toBe('Former member 1');
  expect(history[0].savedBy).toEqual({ name: 'Former member 1', email: '' });
  const audit = (await must('ada', 'GET', '/api/audit?kind=change')).json();
  expect(audit.entries[0]).toMatchObject({ what: 'erased a member', subject: 'Former member 1' });
  expect((await askAs('ada', 'DELETE', path)).status).toBe(404);
  // Without a cookie nobody is in.
  expect(await signInOnPages(server, issuer, 'greta')).toBe('');
  expect(await idOf('greta')).toBeUndefined();
});
