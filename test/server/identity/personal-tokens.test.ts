// Personal tokens: made on the pages, used by programs within their scopes, listed, and revoked at once.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startIssuer, clientId, clientSecret, type Issuer } from '../../support/oidc-issuer.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';

let issuer: Issuer;
let database: TestDatabase;
let server: TestServer;
const publicUrl = 'http://localhost:8443';

beforeAll(async () => {
  issuer = await startIssuer();
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: {
      DATABASE_URL: database.adminUrl,
      SOURCE_MAIN_URL: database.readerUrl,
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      SESSION_SECRET: 'a-secret-of-at-least-32-characters',
      PUBLIC_URL: publicUrl,
      DEFAULT_ROLE: 'author',
    },
    catalog: { 'one.sql': '/*---\ntitle: One\nsource: main\n---*/\nselect 1 as one\n' },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  issuer.stop();
});

async function signIn(sub: string): Promise<string> {
  const begun = await server.ask('/sign-in');
  const person = { sub, email: `${sub}@example.com`, email_verified: true };
  const back = issuer.approve(begun.headers.location ?? '', person);
  const cookies = (answer: Answer) =>
    (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
  return cookies(
    await server.ask(back.pathname + back.search, { headers: { cookie: cookies(begun) } }),
  );
}

const onThePages = (cookie: string) => ({ cookie, origin: publicUrl });
const make = (cookie: string, body: unknown) =>
  server.ask('/api/tokens', { headers: onThePages(cookie), body });
const list = async (cookie: string) =>
  (await server.ask('/api/tokens', { headers: { cookie } })).json().tokens;
const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

test('a token is shown once, can be found by secret scanners, and is not in the database', async () => {
  const cookie = await signIn('1');
  const made = await make(cookie, { name: 'Nightly export', scopes: ['read', 'run'], days: 30 });
  const { token, ...rest } = made.json();
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query('select t::text as row from personal_tokens t');
  await client.end();

  expect(made.status).toBe(201);
  expect(token).toMatch(/^sheetfeed_pat_[\w-]{43}$/);
  expect(await list(cookie)).toEqual([rest]);
  expect(rest).toMatchObject({ name: 'Nightly export', scopes: ['read', 'run'], lastUsedAt: null });
  expect(rows.map(({ row }) => row).join()).not.toContain(token.slice(-43));
});

test("a program reads with its member's rights, and its last use is listed", async () => {
  const cookie = await signIn('2');
  const { token } = (await make(cookie, { name: 'x', scopes: ['read', 'run'], days: 1 })).json();

  const csv = await server.ask('/q/one.csv', as(token));

  expect([csv.status, csv.text]).toEqual([200, 'one\r\n1\r\n']);
  expect((await server.ask('/api/me', as(token))).json()).toMatchObject({
    email: '2@example.com',
    role: 'author',
  });
  expect((await list(cookie))[0].lastUsedAt).toMatch(/^\d{4}-/);
});

test.each<[string[], [string, string, unknown?][], [string, string, unknown?][]]>([
  [
    ['read'],
    [['GET', '/api/queries']],
    [
      ['GET', '/q/one.csv'],
      ['POST', '/api/queries/one/result', {}],
      ['POST', '/api/run', { source: 'main', sql: 'select 1' }],
      ['DELETE', '/api/queries/one'],
    ],
  ],
  [
    ['run'],
    [
      ['GET', '/q/one.json'],
      ['POST', '/api/run', { source: 'main', sql: 'select 1' }],
    ],
    [
      ['GET', '/api/queries'],
      ['DELETE', '/api/queries/one'],
    ],
  ],
  [['write'], [], [['GET', '/q/one.csv']]],
  [
    ['read', 'run', 'write'],
    [],
    [
      ['GET', '/api/tokens'],
      ['POST', '/api/tokens', { name: 'x', scopes: ['run'], days: 1 }],
      ['GET', '/api/sessions'],
      ['DELETE', '/api/sessions'],
    ],
  ],
])('a token with the scopes %j does only what they open', async (scopes, open, closed) => {
  const cookie = await signIn('3');
  const { token } = (await make(cookie, { name: 'x', scopes, days: 1 })).json();

  for (const [method, path, body] of open) {
    const answer = await server.ask(path, { ...as(token), method, body });
    expect([method, path, answer.status]).toEqual([method, path, 200]);
  }
  for (const [method, path, body] of closed) {
    const answer = await server.ask(path, { ...as(token), method, body });
    expect([method, path, answer.status]).toEqual([method, path, 403]);
    expect(answer.json().detail).toContain('personal token');
  }
});

test('a revoked token is refused at once, and nobody revokes what is not theirs', async () => {
  const [mine, theirs] = [await signIn('4'), await signIn('5')];
  const { token, id } = (await make(mine, { name: 'x', scopes: ['read'], days: 1 })).json();
  const revoke = (cookie: string) =>
    server.ask(`/api/tokens/${id}`, { method: 'DELETE', headers: onThePages(cookie) });
  expect((await server.ask('/api/me', as(token))).status).toBe(200);

  expect((await revoke(theirs)).status).toBe(404);
  expect((await server.ask('/api/me', as(token))).status).toBe(200);
  expect((await revoke(mine)).status).toBe(204);

  const answer = await server.ask('/api/me', as(token));
  expect([answer.status, answer.json().code]).toEqual([401, 'unauthenticated']);
  expect(await list(mine)).toEqual([]);
});

test('an expired token, or one that is almost a good one, is refused', async () => {
  const cookie = await signIn('6');
  const { token, id } = (await make(cookie, { name: 'x', scopes: ['read'], days: 1 })).json();
  const almost = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
  expect((await server.ask('/api/me', as(almost))).status).toBe(401);

  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  await client.query('update personal_tokens set expires_at = now() where id = $1', [id]);
  await client.end();

  expect((await server.ask('/api/me', as(token))).status).toBe(401);
});

test.each([
  { name: '', scopes: ['read'], days: 1 },
  { name: 'x', scopes: [], days: 1 },
  { name: 'x', scopes: ['admin'], days: 1 },
  { name: 'x', scopes: ['read'], days: 0 },
  { name: 'x', scopes: ['read'], days: 1000 },
  { name: 'x', scopes: ['read'] },
])('%j makes no token', async (body) => {
  expect((await make(await signIn('7'), body)).status).toBe(400);
});

test('in local mode programs need no token, and none is made', async () => {
  const local = await startTestServer();
  const made = await local.ask('/api/tokens', { body: { name: 'x', scopes: ['read'], days: 1 } });
  const listed = await local.ask('/api/tokens');
  const signIns = await local.ask('/sign-in');
  await local.stop();

  expect([made.status, made.json().code]).toEqual([403, 'forbidden']);
  expect(listed.json()).toEqual({ tokens: [] });
  expect(signIns.status).toBe(404);
});
