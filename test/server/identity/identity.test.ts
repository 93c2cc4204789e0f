// Signing in with identity tokens, and what each role may do, on a server that has an issuer of its own.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestServer, type TestServer } from '../../support/server.ts';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

const audience = 'addon.apps.googleusercontent.com';
const keys: Record<string, Key> = {};
let published: object[] = [];
let keysAreAway = false;
let keyRequests = 0;
let issuer: http.Server;
let jwksUrl: string;
let server: TestServer;

async function addKey(kid: string): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  keys[kid] = privateKey;
  published = [...published, { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }];
}

beforeAll(async () => {
  await addKey('first');
  issuer = http.createServer((_request, response) => {
    keyRequests++;
    response.statusCode = keysAreAway ? 503 : 200;
    response.end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  jwksUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`;
  server = await startTestServer({
    env: {
      GOOGLE_CLIENT_IDS: `other.apps.googleusercontent.com,${audience}`,
      GOOGLE_JWKS_URL: jwksUrl,
      ALLOWED_DOMAINS: 'example.com',
      ADMIN_EMAILS: 'ada@example.com',
      METRICS_TOKEN: 'a-token-for-prometheus',
      PUBLIC_URL: 'https://sheetfeed.example.com',
    },
    catalog: { 'broken.sql': 'no header' },
  });
});

afterAll(async () => {
  await server.stop();
  issuer.close();
});

const vera = {
  sub: '1001',
  email: 'Vera@example.com',
  email_verified: true as unknown,
  hd: 'example.com' as string | undefined,
  name: 'Vera Viewer',
};

interface Deviation {
  claims?: Record<string, unknown>;
  issuer?: string;
  audience?: string;
  secondsLeft?: number;
  kid?: string;
  key?: Key | undefined;
}

async function tokenOf(person: JWTPayload, deviation: Deviation = {}): Promise<string> {
  const kid = deviation.kid ?? 'first';
  const key = deviation.key ?? keys[kid];
  if (key === undefined) throw new Error('no such key');
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...person, ...deviation.claims })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(deviation.issuer ?? 'https://accounts.google.com')
    .setAudience(deviation.audience ?? audience)
    .setIssuedAt(now - 60)
    .setExpirationTime(now + (deviation.secondsLeft ?? 3600))
    .sign(key);
}

const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const me = async (token: string) => server.ask('/api/me', as(token));

test('without a token nobody is let in, not even from this computer', async () => {
  for (const path of [
    '/api/me',
    '/api/queries',
    '/q/anything.csv',
    '/q/anything.json',
    '/metrics',
  ]) {
    const answer = await server.ask(path);

    expect([path, answer.status, answer.json().code]).toEqual([path, 401, 'unauthenticated']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  }
});

test.each([
  ['a NUL in the name', { name: 'V\0' }],
  ['half a character in the name', { name: '\ud800' }],
  ['a NUL in the address', { email: 'v\0@example.com' }],
  ['a NUL in the subject', { sub: '1\0' }],
  ['a name of 200 KB', { name: 'V'.repeat(200_000) }],
  ['a name longer than any', { name: 'V'.repeat(501) }],
  ['an address longer than any', { email: `${'v'.repeat(320)}@example.com` }],
  ['a subject longer than any', { sub: '1'.repeat(256) }],
])('a token with %s is not accepted', async (_, claims) => {
  const { status, text } = await me(await tokenOf(vera, { claims }));

  // The largest are no headers any more.
  expect([status, text]).toEqual([
    text.includes('headers') ? 400 : 401,
    expect.stringMatching(/cannot be stored|headers of the request are too large/),
  ]);
});

test('a good token signs in, as a viewer at first, whatever the proxy in front adds', async () => {
  const token = await tokenOf(vera);

  const answer = await server.ask('/api/me', {
    headers: {
      authorization: `Bearer ${token}`,
      host: 'sheetfeed.example.com',
      'x-forwarded-for': '1.2.3.4',
    },
  });

  expect(answer.status).toBe(200);
  expect(answer.json()).toEqual({
    email: 'vera@example.com',
    name: 'Vera Viewer',
    role: 'viewer',
    local: false,
  });
});

test("Google's other spelling of its name and of a verified address count too", async () => {
  const token = await tokenOf(vera, {
    issuer: 'accounts.google.com',
    claims: { email_verified: 'true' },
  });

  expect((await me(token)).status).toBe(200);
});

test('a token that ended within the last half minute still counts, for clocks differ', async () => {
  expect((await me(await tokenOf(vera, { secondsLeft: -20 }))).status).toBe(200);
});

test('a member in ADMIN_EMAILS is an admin', async () => {
  const token = await tokenOf({ ...vera, sub: '1002', email: 'ada@example.com', name: 'Ada' });

  expect((await me(token)).json()).toMatchObject({ role: 'admin' });
});

test.each<[string, Record<string, unknown>]>([
  // toLowerCase would make a k of it.
  ['the Kelvin sign', { email: '\u212Aim@example.com' }],
  ['a dotted capital I', { email: '\u0130da@example.com' }],
  ['letters of another alphabet', { email: '\u0430da@example.com' }],
  ['a space', { email: 'ada @example.com' }],
  ['a control character', { email: 'ada\u0007@example.com' }],
  ['two addresses', { email: 'ada@example.com@example.com' }],
  ['a list of addresses', { email: 'ada@example.com,vera@example.com' }],
])('an address with %s is nobody’s', async (_name, claims) => {
  const answer = await me(await tokenOf({ ...vera, sub: '1998' }, { claims }));

  expect([answer.status, answer.json().code]).toEqual([401, 'unauthenticated']);
});

test.each(['https://login.example.com 7', 'local', 'a\nb', '\u212A'])(
  'no member of the add-on’s issuer is known by the subject %j',
  async (sub) => {
    expect((await me(await tokenOf({ ...vera, sub }))).status).toBe(401);
  },
);

test('a name cannot break its line, or turn the writing after it round', async () => {
  const claims = { name: 'Vera\r\n\u202Eadmin\u2028' };
  const answer = await me(await tokenOf({ ...vera, sub: '1997' }, { claims }));

  expect(answer.json().name).toBe('Vera admin');
});

test.each<[string, Deviation, number]>([
  ['an expired one', { secondsLeft: -60 }, 401],
  ['one for another application', { audience: 'someone-else.apps.googleusercontent.com' }, 401],
  ['one of another issuer', { issuer: 'https://evil.example' }, 401],
  ['one whose address is not verified', { claims: { email_verified: false } }, 401],
  ['one that does not say whether it is', { claims: { email_verified: undefined } }, 401],
  ['one without an address', { claims: { email: undefined } }, 401],
  ['one without a subject', { claims: { sub: undefined } }, 401],
  ['one of another domain', { claims: { hd: 'elsewhere.com' } }, 403],
  ['one of no domain (gmail.com)', { claims: { hd: undefined, email: 'x@gmail.com' } }, 403],
])('%s is refused', async (_name, deviation, status) => {
  const answer = await me(await tokenOf({ ...vera, sub: '1999' }, deviation));

  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
});

test('one signed by a key that only calls itself a known one is refused', async () => {
  const { privateKey } = await generateKeyPair('RS256');

  expect((await me(await tokenOf(vera, { key: privateKey }))).status).toBe(401);
});

test('one that says it needs no signature is refused', async () => {
  const unsigned = new UnsecuredJWT(vera as JWTPayload)
    .setIssuer('https://accounts.google.com')
    .setAudience(audience)
    .setExpirationTime('1h')
    .encode();

  expect((await me(unsigned)).status).toBe(401);
});

test('one signed with the public key as if it were a shared secret is refused', async () => {
  const secret = new TextEncoder().encode(JSON.stringify(published[0]));
  const token = await new SignJWT(vera as JWTPayload)
    .setProtectedHeader({ alg: 'HS256', kid: 'first' })
    .setIssuer('https://accounts.google.com')
    .setAudience(audience)
    .setExpirationTime('1h')
    .sign(secret);

  expect((await me(token)).status).toBe(401);
});

test.each(['Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic YTpi', 'nonsense'])(
  'the Authorization header %j is refused',
  async (authorization) => {
    const answer = await server.ask('/api/me', { headers: { authorization } });

    expect(answer.status).toBe(401);
  },
);

test('a viewer may not run unsaved SQL, write queries or read the figures, and sees no broken files', async () => {
  const asVera = as(await tokenOf(vera));

  const run = await server.ask('/api/run', { ...asVera, body: { source: 'x', sql: 'select 1' } });
  const write = await server.ask('/api/queries/x', { ...asVera, method: 'PUT', body: {} });
  const figures = await server.ask('/metrics', asVera);
  const list = await server.ask('/api/queries', asVera);

  for (const answer of [run, write, figures]) {
    expect([answer.status, answer.json().code]).toEqual([403, 'forbidden']);
  }
  expect(list.json()).toMatchObject({ queries: [], next: null });
  expect(list.json()).not.toHaveProperty('errors');
});

test('an admin sees the broken files and the figures', async () => {
  const asAda = as(await tokenOf({ ...vera, sub: '1002', email: 'ada@example.com' }));

  const list = await server.ask('/api/queries', asAda);
  const figures = await server.ask('/metrics', asAda);

  expect(list.json().errors).toEqual([expect.objectContaining({ file: 'broken.sql', line: 1 })]);
  expect(figures.text).toContain('sheetfeed_http_request_seconds');
});

test('METRICS_TOKEN reads the figures and nothing else', async () => {
  const asPrometheus = as('a-token-for-prometheus');

  expect((await server.ask('/metrics', asPrometheus)).status).toBe(200);
  expect((await server.ask('/metrics', as('a-token-for-prometheuz'))).status).toBe(401);
  expect((await server.ask('/api/me', asPrometheus)).status).toBe(401);
});

test('a member whose address and name change stays the same member', async () => {
  const token = await tokenOf({ ...vera, email: 'vera.new@example.com', name: 'Vera New' });

  expect((await me(token)).json()).toMatchObject({
    email: 'vera.new@example.com',
    name: 'Vera New',
    role: 'viewer',
  });
});

test('while the issuer is away, known keys go on working, and an unknown one is not asked for again and again', async () => {
  keysAreAway = true;
  const before = keyRequests;
  const began = performance.now();
  const known = await me(await tokenOf({ ...vera, sub: '1003' }));
  const { privateKey } = await generateKeyPair('RS256');
  const unknown = await tokenOf(vera, { kid: 'invented', key: privateKey });
  for (let attempt = 0; attempt < 5; attempt++) {
    expect([401, 503]).toContain((await me(unknown)).status);
  }
  keysAreAway = false;

  expect(known.status).toBe(200);
  // Once, and again after each second.
  expect(keyRequests - before).toBeLessThanOrEqual(1 + (performance.now() - began) / 1000);
});

test('when the keys could never be fetched, that is told, and nobody is let in', async () => {
  keysAreAway = true;
  const other = await startTestServer({
    env: { GOOGLE_CLIENT_IDS: audience, GOOGLE_JWKS_URL: jwksUrl },
  });
  const before = keyRequests;
  const began = performance.now();
  const token = as(await tokenOf(vera));
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => other.ask('/api/me', token)));
  const asked = keyRequests - before;
  const seconds = (performance.now() - began) / 1000;
  keysAreAway = false;
  const later = await eventually(
    () => other.ask('/api/me', token),
    ({ status }) => status === 200,
  );
  await other.stop();

  for (const answer of answers) {
    expect([answer.status, answer.json().code]).toEqual([503, 'service_unavailable']);
  }
  expect(asked).toBeLessThanOrEqual(2 + seconds);
  expect(later.status).toBe(200);
});

test('a program may bring an issuer and members of its own in local mode', async () => {
  const options = {
    tokenIssuers: [
      {
        issuers: ['https://accounts.google.com'],
        audiences: [audience],
        keys: new URL(jwksUrl),
        allowedDomains: [],
      },
    ],
    members: [
      { id: '2001', email: 'ali@example.org', name: 'Ali Author', role: 'author' as const },
    ],
  };
  const other = await startTestServer({ options });
  const ali = await tokenOf({
    sub: '2001',
    email: 'ali@example.org',
    email_verified: true,
    name: 'Ali Author',
  });
  const signedIn = await other.ask('/api/me', as(ali));
  const local = await other.ask('/api/me');
  await other.stop();

  expect(signedIn.json()).toMatchObject({ name: 'Ali Author', role: 'author', local: false });
  expect(local.json()).toMatchObject({ role: 'admin', local: true });
});

test('an issuer that a program brings is refused where people sign in', async () => {
  const starting = startTestServer({
    env: { GOOGLE_CLIENT_IDS: audience, GOOGLE_JWKS_URL: jwksUrl },
    options: {
      tokenIssuers: [{ issuers: ['x'], audiences: ['y'], keys: { keys: [] }, allowedDomains: [] }],
    },
  });

  await expect(starting).rejects.toThrow(/playground/);
});
