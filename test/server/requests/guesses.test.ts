// Who guesses is stopped by address and costs the database nothing; a company behind one address signs in all the same.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { cookiesOf, onThePages, pageSettings } from '../identity/page-sign-in.ts';
import { startIssuer, type Issuer } from '../../support/oidc-issuer.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';

const LIMIT = 5;
let issuer: Issuer;
let database: TestDatabase;
let server: TestServer;
let admin: pg.Client;
let adas: string;
let link: string;

beforeAll(async () => {
  issuer = await startIssuer();
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: {
      ...pageSettings(issuer, database),
      SOURCE_MAIN_URL: sampleUrls().reader,
      TRUSTED_PROXIES: 'loopback',
      LIMIT_ADDRESS_PER_MINUTE: String(LIMIT),
      LIMIT_LINK_PER_MINUTE: '8',
      METRICS_TOKEN: 'a-token-for-metrics',
      ADMIN_EMAILS: 'ada@example.com',
    },
  });
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  adas = await signInFrom('192.0.2.1', 'ada');
  const headers = { ...onThePages(adas), 'x-forwarded-for': '192.0.2.1' };
  const query = { title: 'One', source: 'main', sql: 'select 1 as one' };
  await server.ask('/api/queries', { headers, body: query });
  const made = await server.ask('/api/queries/one/links', {
    headers,
    body: { name: 'A link', values: {} },
  });
  if (made.status !== 201) throw new Error(made.text);
  link = `/s/${made.json().token as string}.csv`;
});
afterAll(async () => {
  await server.stop();
  await admin.end();
  await database.drop();
  issuer.stop();
});

async function signInFrom(address: string, name: string): Promise<string> {
  const from = { 'x-forwarded-for': address };
  const begun = await server.ask('/sign-in', { headers: from });
  const person = { sub: name, email: `${name}@example.com`, email_verified: true, name };
  const back = issuer.approve(begun.headers.location ?? '', person);
  const headers = { ...from, cookie: cookiesOf(begun) };
  return cookiesOf(await server.ask(back.pathname + back.search, { headers }));
}

async function times(count: number, ask: (turn: number) => Promise<Answer>): Promise<number[]> {
  const statuses: number[] = [];
  for (let turn = 0; turn < count; turn++) statuses.push((await ask(turn)).status);
  return statuses;
}

/** What is asked while nobody gets at that table: whoever needs it waits, and the test with them. */
async function without<T>(table: string, work: () => Promise<T>): Promise<T> {
  await admin.query(`begin; lock table ${table} in access exclusive mode`);
  return work().finally(() => admin.query('rollback'));
}

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

test('guesses at share links are stopped by address without a look into the database, and links that work go on', async () => {
  const from = { 'x-forwarded-for': '203.0.113.1' };
  const guess = () => server.ask(`/s/sfl_${random(32)}.csv`, { headers: from });
  expect((await server.ask(link, { headers: { 'x-forwarded-for': '203.0.113.2' } })).status).toBe(
    200,
  );

  expect(await times(LIMIT + 1, guess)).toEqual([...Array<number>(LIMIT).fill(404), 429]);
  expect(await without('share_links', () => times(3, guess))).toEqual([429, 429, 429]);
  expect((await server.ask(link, { headers: from })).status).toBe(200);
  const { rows } = await admin.query(`select caller from request_rates where caller like 'link %'`);
  expect(rows.length).toBeLessThanOrEqual(1);
});

test('a cookie that was never made here is known as that without the database', async () => {
  const invented = {
    cookie: `sheetfeed=${random(32)}${random(16)}`,
    'x-forwarded-for': '203.0.113.3',
  };
  const opening = { ...invented, accept: 'text/html' };

  await without('sessions', async () => {
    expect(await times(LIMIT, () => server.ask('/api/me', { headers: invented }))).toEqual(
      Array(LIMIT).fill(401),
    );
    expect(await times(3, () => server.ask('/q/one', { headers: opening }))).toEqual([
      303, 303, 303,
    ]);
  });
});

test('of a cookie from before cookies were signed, and of tokens, only so many are looked up for an address', async () => {
  const old = () => ({ cookie: `sheetfeed=${random(32)}`, 'x-forwarded-for': '203.0.113.4' });
  const token = () => ({
    authorization: `Bearer sheetfeed_pat_${random(32)}`,
    'x-forwarded-for': '203.0.113.5',
  });

  for (const headers of [old, token]) {
    const ask = () => server.ask('/api/me', { headers: headers() });
    expect(await times(LIMIT + 2, ask)).toEqual([...Array<number>(LIMIT).fill(401), 429, 429]);
  }
});

test('who is signed in, and who signs in, is not refused for the guesses of a neighbour', async () => {
  const neighbour = '203.0.113.6';
  await times(LIMIT + 2, () =>
    server.ask(`/s/sfl_${random(32)}.csv`, { headers: { 'x-forwarded-for': neighbour } }),
  );

  const vera = await signInFrom(neighbour, 'vera');
  for (const cookie of [vera, adas]) {
    const headers = { ...onThePages(cookie), 'x-forwarded-for': neighbour };
    expect((await server.ask('/api/me', { headers })).status).toBe(200);
  }
});

test('a company behind one address signs in within one minute', async () => {
  const names = Array.from({ length: 4 * LIMIT }, (_, number) => `colleague${number}`);
  const cookies: string[] = [];
  for (const name of names) cookies.push(await signInFrom('203.0.113.7', name));

  expect(cookies.filter((cookie) => /^sheetfeed=[\w-]{65}/.test(cookie))).toHaveLength(
    names.length,
  );
});

test('strangers are told one word of how the server is, and not as often as they like', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.8' };
  const told = await server.ask('/readyz', { headers });
  expect([told.status, told.json()]).toEqual([200, { status: 'ready' }]);
  const more = { 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer a-token-for-metrics' };
  expect((await server.ask('/readyz', { headers: more })).json()).toEqual({
    ...{ status: 'ready', database: 'ok' },
    sources: [{ name: 'main', status: 'ok' }],
  });

  const statuses = await times(10 * LIMIT + 5, () => server.ask('/readyz', { headers }));
  expect([statuses[0], statuses.at(-1)]).toEqual([200, 429]);
});

test('a share link is counted by itself, from whatever addresses it is asked', async () => {
  const statuses = await times(12, (turn) =>
    server.ask(link, { headers: { 'x-forwarded-for': `198.51.100.${turn}` } }),
  );

  expect([statuses[0], statuses.at(-1)]).toEqual([200, 429]);
});
