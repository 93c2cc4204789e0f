// Signing in at any company's issuer: its name letter by letter, its groups, its log-out, and why it failed.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { examine } from '../../../server/doctor.ts';
import { ask as askDatabase } from '../../support/clusters.ts';
import { clientId, startIssuer, type Issuer } from '../../support/oidc-issuer.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import {
  ask,
  startProgram,
  startTestServer,
  type Answer,
  type TestServer,
} from '../../support/server.ts';
import { cookiesOf, freePort, onThePages, pageSettings } from './page-sign-in.ts';

let issuer: Issuer;
let database: TestDatabase;
let server: TestServer;

const settings = (more: Record<string, string> = {}) => ({
  ...pageSettings(issuer, database),
  ADMIN_EMAILS: 'ada@example.com',
  ...more,
});

beforeAll(async () => {
  // As Keycloak's and authentik's, not the root of a host, and with a slash at the end.
  issuer = await startIssuer('/application/o/sheetfeed/');
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: settings({
      OIDC_TRUST_EMAIL: 'true',
      OIDC_GROUPS_CLAIM: 'groups',
      OIDC_ADMIN_GROUPS: 'Data Admins',
      OIDC_AUTHOR_GROUPS: 'Data Team, Analysts',
      SESSION_IDLE_HOURS: '8',
    }),
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  issuer.stop();
});

type Ask = TestServer['ask'];

async function comeBack(at: Ask, person: object): Promise<Answer> {
  const begun = await at('/sign-in');
  const back = issuer.approve(begun.headers.location ?? '', { ...person });
  return at(back.pathname + back.search, { headers: { cookie: cookiesOf(begun) } });
}

const person = (name: string, more: object = {}) => ({
  ...{ sub: name, email: `${name}@example.com`, email_verified: true, name },
  ...more,
});

/** The headers of a page on which the person has signed in. */
const signedIn = async (name: string, more: object = {}) =>
  onThePages(cookiesOf(await comeBack(server.ask, person(name, more))));
const statusOf = async (headers: Record<string, string>) =>
  (await server.ask('/api/me', { headers })).status;

test('an issuer whose name ends in a slash signs people in', async () => {
  expect(await statusOf(await signedIn('vera'))).toBe(200);
});

test('an address of which the issuer says nothing is taken where the setting says so, and an unverified one never', async () => {
  const strict = await startTestServer({ env: settings() });
  const statuses = async (at: TestServer) => [
    (await comeBack(at.ask, person('emma', { email_verified: undefined }))).status,
    (await comeBack(at.ask, person('emma', { email_verified: false }))).status,
  ];

  expect(await statuses(server)).toEqual([303, 401]);
  expect(await statuses(strict)).toEqual([401, 401]);
  await strict.stop();
});

test('why a sign-in failed is in the log with the id that the person was told', async () => {
  const port = await freePort();
  const env = settings({ OIDC_CLIENT_SECRET: 'of last year' });
  const program = startProgram({ PORT: String(port), ...env });
  await program.printed(/Sheetfeed is at/);
  const at: Ask = (path, asked) => ask(port, path, asked);

  const refused = (await comeBack(at, person('vera'))).json();
  await program.printed(
    new RegExp(
      `"requestId":"${refused.requestId}"[^\\n]*check OIDC_CLIENT_ID and OIDC_CLIENT_SECRET`,
    ),
  );
  expect(refused.detail).not.toMatch(/secret/i);
  program.kill('SIGTERM');
  await program.ended();
});

test('the doctor tries the client secret', async () => {
  const told = async (secret: string) =>
    (await examine(settings({ OIDC_CLIENT_SECRET: secret }))).map(({ sentence }) => sentence);

  expect(await told('of last year')).toContainEqual(
    expect.stringMatching(
      /does not take OIDC_CLIENT_ID with OIDC_CLIENT_SECRET \(invalid_client\)/,
    ),
  );
  expect((await told('a-client-secret')).join()).not.toMatch(/does not take/);
});

test('groups and the role are what the issuer says at each sign-in', async () => {
  const ada = await signedIn('ada');
  const groupsOf = async (name: string) => {
    const { groups } = (await server.ask('/api/groups', { headers: ada })).json() as {
      groups: { name: string; members: { name: string }[] }[];
    };
    return groups
      .filter(({ members }) => members.some((each) => each.name === name))
      .map((each) => each.name);
  };
  const roleOf = async (headers: Record<string, string>) =>
    (await server.ask('/api/me', { headers })).json().role as string;

  const first = await signedIn('gina', { groups: ['Analysts', 'Finance'] });
  expect([await roleOf(first), await groupsOf('gina')]).toEqual([
    'author',
    ['Analysts', 'Finance'],
  ]);
  const second = await signedIn('gina', { groups: ['Data Admins', 'finance'] });
  expect([await roleOf(second), await groupsOf('gina')]).toEqual([
    'admin',
    ['Data Admins', 'Finance'],
  ]);
  const third = await signedIn('gina');
  expect([await roleOf(third), await groupsOf('gina')]).toEqual(['viewer', []]);
});

test('an invitation changes nothing of the role that the issuer gives', async () => {
  const ada = await signedIn('ada');
  const body = { people: 'ines@example.com', role: 'admin' };
  expect((await server.ask('/api/invitations', { headers: ada, body })).status).toBe(201);
  const ines = await signedIn('ines', { groups: ['Analysts'] });
  expect((await server.ask('/api/me', { headers: ines })).json().role).toBe('author');
});

test('a group that was made here is left alone, whatever the issuer calls its own', async () => {
  const ada = await signedIn('ada');
  const body = { name: 'Board', description: '', members: [] };
  await server.ask('/api/groups', { headers: ada, body });
  await signedIn('hugo', { groups: ['board'] });

  const { groups } = (await server.ask('/api/groups', { headers: ada })).json();
  expect(groups).toContainEqual(expect.objectContaining({ name: 'Board', members: [] }));
});

test('a session that nobody has used for so many hours is over', async () => {
  const headers = await signedIn('ida');
  const rest = (hours: number) =>
    askDatabase(
      database.adminUrl,
      `update sessions set last_used_at = now() - $1 * interval '1 hour'
       where member in (select id from members where email = 'ida@example.com')`,
      [hours],
    );

  await rest(7);
  expect(await statusOf(headers)).toBe(200);
  await rest(9);
  expect(await statusOf(headers)).toBe(401);
});

const signedOut = (logout_token: string) =>
  server.ask('/sign-in/signed-out', {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ logout_token }).toString(),
  });

test('whom the issuer signs out is signed out here: one session, or the person', async () => {
  const [one, two] = [await signedIn('jo', { sid: 's1' }), await signedIn('jo', { sid: 's2' })];
  const other = await signedIn('kim', { sid: 's3' });

  expect((await signedOut(await issuer.logoutToken({ sid: 's1' }))).status).toBe(204);
  expect([await statusOf(one), await statusOf(two)]).toEqual([401, 200]);
  expect((await signedOut(await issuer.logoutToken({ sub: 'jo' }))).status).toBe(204);
  expect([await statusOf(two), await statusOf(other)]).toEqual([401, 200]);
});

test('what is no logout token of the issuer signs nobody out', async () => {
  const headers = await signedIn('lea', { sid: 's4' });
  const lies = [
    await issuer.logoutToken({ sub: 'lea', aud: 'another client' }),
    await issuer.logoutToken({ sub: 'lea', nonce: 'as of an identity token' }),
    await issuer.logoutToken({ sub: 'lea', events: {} }),
    await issuer.logoutToken({ sub: 'lea', iat: Math.floor(Date.now() / 1000) - 3600 }),
    await issuer.logoutToken({ sub: undefined }),
    `${(await issuer.logoutToken({ sub: 'lea' })).slice(0, -8)}AAAAAAAA`,
  ];

  for (const lie of lies) expect((await signedOut(lie)).status).toBe(400);
  expect(await statusOf(headers)).toBe(200);
  expect(clientId).not.toBe('another client');
});
