// Signing in on the pages at a real issuer, with two servers on one database: sessions, forgeries, other sites.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publicUrl } from './page-sign-in.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import {
  startIssuer,
  clientId,
  clientSecret,
  type Issuer,
  type Lie,
} from '../../support/oidc-issuer.ts';
import { startTestServer, type Answer, type Asked, type TestServer } from '../../support/server.ts';

let issuer: Issuer;
let database: TestDatabase;
let server: TestServer;
/** Behind the same address. */
let other: TestServer;

beforeAll(async () => {
  issuer = await startIssuer();
  database = await newDatabase({ template: 'own' });
  const env = {
    DATABASE_URL: database.adminUrl,
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    SESSION_SECRET: 'a-secret-of-at-least-32-characters',
    PUBLIC_URL: publicUrl,
    ALLOWED_DOMAINS: 'example.com',
    ADMIN_EMAILS: 'ada@example.com',
  };
  server = await startTestServer({ env });
  other = await startTestServer({ env });
});
afterAll(async () => {
  await server.stop();
  await other.stop();
  await database.drop();
  issuer.stop();
});

const vera = { sub: '7', email: 'vera@example.com', email_verified: true, name: 'Vera Viewer' };
const ada = { sub: '8', email: 'ada@example.com', email_verified: true, name: 'Ada Admin' };

/** The cookies that an answer sets, as a browser sends them back. */
const cookiesOf = (answer: Answer): string =>
  (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');

async function begin(to = '/', cookie = ''): Promise<{ url: string; cookie: string }> {
  const answer = await server.ask(`/sign-in?to=${encodeURIComponent(to)}`, { headers: { cookie } });
  expect(answer.status).toBe(303);
  return { url: answer.headers.location ?? '', cookie: cookiesOf(answer) };
}

const comeBack = (url: URL, cookie: string, at = server): Promise<Answer> =>
  at.ask(url.pathname + url.search, { headers: { cookie, 'user-agent': 'Browser 1.0' } });

async function signIn(person: object, lie: Lie = {}, to = '/'): Promise<Answer> {
  const { url, cookie } = await begin(to);
  return comeBack(issuer.approve(url, { ...person }, lie), cookie);
}

const sessionOf = async (person: object): Promise<string> => cookiesOf(await signIn(person));
const withCookie = (cookie: string, more: Asked = {}): Asked => ({
  ...more,
  headers: { cookie, ...more.headers },
});
const ours = () => ({ 'sec-fetch-site': 'same-origin', origin: publicUrl });

test('who opens a page without being signed in is sent to the issuer, and comes back to where they were', async () => {
  const page = await server.ask('/q/some-query?since=today', { headers: { accept: 'text/html' } });
  expect([page.status, page.headers.location]).toEqual([
    303,
    '/sign-in?to=%2Fq%2Fsome-query%3Fsince%3Dtoday',
  ]);
  const sent = await server.ask(page.headers.location ?? '');
  const asked = new URL(sent.headers.location ?? '');
  expect(asked.origin).toBe(issuer.url);
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    client_id: clientId,
    redirect_uri: `${publicUrl}/sign-in/return`,
    response_type: 'code',
    code_challenge_method: 'S256',
    nonce: expect.stringMatching(/.{20}/),
  });
  const back = await comeBack(issuer.approve(asked.href, vera), cookiesOf(sent));

  expect([back.status, back.headers.location]).toEqual([
    303,
    `${publicUrl}/q/some-query?since=today`,
  ]);
  const me = await server.ask('/api/me', withCookie(cookiesOf(back)));
  expect(me.json()).toEqual({
    email: 'vera@example.com',
    name: 'Vera Viewer',
    role: 'viewer',
    local: false,
    session: true,
  });
  expect((await server.ask('/', withCookie(cookiesOf(back)))).status).toBe(200);
});

test("the session's cookie is out of reach of scripts and of other sites", async () => {
  const [cookie = ''] = (await signIn(vera)).headers['set-cookie'] ?? [];

  expect(cookie).toMatch(/^sheetfeed=[\w-]{65}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
});

test('a session holds on every server, and ends at once on all of them', async () => {
  const cookie = await sessionOf(ada);
  expect((await other.ask('/api/me', withCookie(cookie))).json()).toMatchObject({ role: 'admin' });

  const out = await server.ask(
    '/api/sessions/current',
    withCookie(cookie, { method: 'DELETE', headers: ours() }),
  );

  expect(out.status).toBe(204);
  expect(out.headers['set-cookie']?.[0]).toMatch(/^sheetfeed=; .*Expires=Thu, 01 Jan 1970/);
  for (const each of [server, other]) {
    const answer = await each.ask('/api/me', withCookie(cookie));
    expect([answer.status, answer.json().signIn]).toEqual([401, '/sign-in']);
  }
});

test('signing out everywhere ends the sessions of all browsers, and of nobody else', async () => {
  const [one, two, adas] = [await sessionOf(vera), await sessionOf(vera), await sessionOf(ada)];
  const list = (await server.ask('/api/sessions', withCookie(one))).json().sessions;
  expect(list.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
  expect(list[0]).toMatchObject({ browser: 'Browser 1.0' });
  expect(list.length).toBeGreaterThanOrEqual(2);

  await other.ask('/api/sessions', withCookie(one, { method: 'DELETE', headers: ours() }));

  expect((await server.ask('/api/me', withCookie(one))).status).toBe(401);
  expect((await server.ask('/api/me', withCookie(two))).status).toBe(401);
  expect((await server.ask('/api/me', withCookie(adas))).status).toBe(200);
});

test("nobody ends another member's session", async () => {
  const [veras, adas] = [await sessionOf(vera), await sessionOf(ada)];
  const { sessions } = (await server.ask('/api/sessions', withCookie(adas))).json();

  const answer = await server.ask(
    `/api/sessions/${sessions[0].id}`,
    withCookie(veras, { method: 'DELETE', headers: ours() }),
  );

  expect(answer.status).toBe(404);
  expect((await server.ask('/api/me', withCookie(adas))).status).toBe(200);
});

test.each<[string, Lie, number]>([
  ['another audience', { audience: 'someone-else' }, 401],
  ['another issuer', { issuer: 'https://evil.example' }, 401],
  ['a past end', { secondsLeft: -60 }, 401],
  ['the nonce of another sign-in', { nonce: 'replayed' }, 401],
  ['the signature of a stranger', { signedBy: 'stranger' }, 401],
  ['no signature', { signedBy: 'nobody' }, 401],
  ['an address that is not verified', { claims: { email_verified: false } }, 401],
  ['no address', { claims: { email: undefined } }, 401],
  ['an address of another domain', { claims: { email: 'x@elsewhere.com' } }, 403],
  ['a domain that only ends alike', { claims: { email: 'x@notexample.com' } }, 403],
])('an identity token with %s signs nobody in', async (_what, lie, status) => {
  const answer = await signIn({ ...vera, sub: '9' }, lie);

  expect([answer.status, answer.headers['set-cookie']]).toEqual([status, undefined]);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
});

test('a sign-in works once, in the browser that began it, and with its own state', async () => {
  const first = await begin();
  const stolen = issuer.approve(first.url, vera);
  const elsewhere = await comeBack(stolen, (await begin()).cookie);
  const noCookie = await comeBack(stolen, '');
  const used = issuer.approve(first.url, vera);
  const good = await comeBack(used, first.cookie);
  const again = await comeBack(used, first.cookie);
  const invented = await begin();
  const wrongState = issuer.approve(invented.url, vera);
  wrongState.searchParams.set('state', 'invented');
  const forged = await comeBack(wrongState, invented.cookie);

  expect(good.status).toBe(303);
  for (const answer of [elsewhere, noCookie, again, forged]) {
    expect([answer.status, answer.json().code]).toEqual([401, 'unauthenticated']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  expect(issuer.refused).toEqual([]);
});

test('who says no at the issuer is told so, with a way to try again', async () => {
  const { url, cookie } = await begin('/q/x');
  const state = new URL(url).searchParams.get('state') ?? '';
  const answer = await server.ask(`/sign-in/return?error=access_denied&state=${state}`, {
    headers: { cookie, accept: 'text/html' },
  });

  expect(answer.status).toBe(401);
  expect(answer.text).toContain('It was broken off. Sign in again.');
  expect(answer.text).toContain('<a href="/sign-in?to=%2F">Sign in</a>');
});

test('a sign-in that another server began is ended by this one', async () => {
  const { url, cookie } = await begin();

  expect((await comeBack(issuer.approve(url, vera), cookie, other)).status).toBe(303);
});

test('two tabs of a browser can sign in at the same time', async () => {
  const first = await begin('/q/one');
  const second = await begin('/q/two', first.cookie);

  expect((await comeBack(issuer.approve(first.url, vera), second.cookie)).status).toBe(303);
  expect((await comeBack(issuer.approve(second.url, vera), second.cookie)).status).toBe(303);
});

test.each([
  'https://evil.example/x',
  '//evil.example/x',
  '/\\evil.example',
  '/%0d%0aLocation: x',
  '/..//evil.example',
  `blob:${publicUrl}/x`,
  `blob:${publicUrl}/@evil.example/`,
  `filesystem:${publicUrl}/x`,
  `${publicUrl}/x`,
])('after the sign-in nobody is sent elsewhere by %j', async (to) => {
  const answer = await signIn(vera, {}, to);

  expect(new URL(answer.headers.location ?? '').origin).toBe(publicUrl);
});

test.each<[string, Record<string, string>]>([
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['a neighbour', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:1' }],
  ['an old browser on another site', { origin: 'https://evil.example' }],
  ['a page without an origin', { origin: 'null' }],
  ['a browser that says nothing', {}],
])('%s cannot change anything with the cookie', async (_who, headers) => {
  const cookie = await sessionOf(vera);

  const answer = await server.ask(
    '/api/sessions',
    withCookie(cookie, { method: 'DELETE', headers }),
  );

  expect([answer.status, answer.json().code]).toEqual([403, 'cross_site']);
  expect((await server.ask('/api/me', withCookie(cookie))).status).toBe(200);
});

test('a link from another site opens a page, but a script there reads nothing with the cookie', async () => {
  const cookie = await sessionOf(vera);
  const site = { 'sec-fetch-site': 'cross-site' };

  const link = await server.ask(
    '/',
    withCookie(cookie, { headers: { ...site, 'sec-fetch-mode': 'navigate' } }),
  );
  const script = await server.ask(
    '/api/me',
    withCookie(cookie, { headers: { ...site, 'sec-fetch-mode': 'no-cors' } }),
  );

  expect(link.status).toBe(200);
  expect([script.status, script.json().code]).toEqual([403, 'cross_site']);
});

test('a made-up cookie, or two at once, is nobody', async () => {
  const cookie = await sessionOf(vera);

  for (const cookies of ['sheetfeed=made-up', `${cookie}; sheetfeed=made-up`, 'sheetfeed=']) {
    expect((await server.ask('/api/me', withCookie(cookies))).status).toBe(401);
  }
});

test('with another SESSION_SECRET everybody is signed out', async () => {
  const cookie = await sessionOf(vera);
  const changed = await startTestServer({
    env: {
      DATABASE_URL: database.adminUrl,
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: clientId,
      SESSION_SECRET: 'another-secret-of-32-characters-or-more',
      PUBLIC_URL: publicUrl,
    },
  });
  const answer = await changed.ask('/api/me', withCookie(cookie));
  await changed.stop();

  expect(answer.status).toBe(401);
});

test('an issuer that is away is told of, and asked again', async () => {
  issuer.setAway(true);
  const fresh = await startTestServer({
    env: {
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: clientId,
      SESSION_SECRET: 'a-secret-of-at-least-32-characters',
      PUBLIC_URL: publicUrl,
    },
  });
  const away = await fresh.ask('/sign-in');
  issuer.setAway(false);
  const back = await fresh.ask('/sign-in');
  await fresh.stop();

  expect([away.status, away.json().code]).toEqual([503, 'service_unavailable']);
  expect(back.status).toBe(303);
});

test('behind https the cookies are sent by https only, and named so that no neighbour can set them', async () => {
  const secure = await startTestServer({
    env: {
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      SESSION_SECRET: 'a-secret-of-at-least-32-characters',
      PUBLIC_URL: 'https://sheetfeed.example.com',
    },
  });
  const begun = await secure.ask('/sign-in');
  const back = issuer.approve(begun.headers.location ?? '', vera);
  const done = await comeBack(back, cookiesOf(begun), secure);
  // A neighbour began a sign-in of his own, and has the browser of somebody else end it.
  const his = await secure.ask('/sign-in');
  const [, secret = ''] = /=([\w-]+)/.exec(cookiesOf(his)) ?? [];
  const planted = ['__Secure-sheetfeed-sign-in', 'sheetfeed-sign-in'].map(
    (name) => `${name}=${secret}`,
  );
  const asHim = issuer.approve(his.headers.location ?? '', ada);
  const taken = await comeBack(asHim, planted.join('; '), secure);
  await secure.stop();

  expect([taken.status, taken.headers['set-cookie']]).toEqual([401, undefined]);

  expect(begun.headers['set-cookie']?.[0]).toMatch(
    /^__Host-sheetfeed-sign-in=.*; Path=\/;.*; Secure;/,
  );
  expect(done.headers['set-cookie']?.[0]).toMatch(/^__Host-sheetfeed=.*; Path=\/;.*; Secure;/);
});

test('what a chat shows beneath a link needs no sign-in, and says no more than the address', async () => {
  const at = '/q/overdue-invoices?days=30';
  const person = await server.ask(at, { headers: { 'user-agent': 'Browser 1.0' } });
  const chat = await server.ask(at, {
    headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
  });

  expect(person.status).toBe(303);
  expect(chat.status).toBe(200);
  expect(chat.text).toContain(
    '<meta property="og:title" content="Overdue invoices · Sheetfeed" />',
  );
});
