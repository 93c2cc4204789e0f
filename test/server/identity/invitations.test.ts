// People are invited before they come: by a list, all or nobody, with the role and the groups of their first day.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Invitation } from '../../../domain/contract/invitation.ts';
import { eventually } from '../../support/eventually.ts';
import { startMailServer, type MailServer } from '../../support/mail-server.ts';
import { startIssuer, type Issuer } from '../../support/oidc-issuer.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { onThePages, pageSettings, signInOnPages } from './page-sign-in.ts';

const token = 'a-token-of-at-least-thirty-two-characters';
let issuer: Issuer;
let database: TestDatabase;
let mail: MailServer;
let server: TestServer;
let ada: Record<string, string>;

beforeAll(async () => {
  [issuer, database, mail] = await Promise.all([
    startIssuer(),
    newDatabase({ template: 'empty' }),
    startMailServer(),
  ]);
  server = await startTestServer({
    env: {
      ...pageSettings(issuer, database),
      ADMIN_EMAILS: 'ada@example.com,boss@example.com',
      SCIM_TOKEN: token,
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
      ...{ SMTP_URL: mail.url, MAIL_FROM: 'sheetfeed@example.com' },
      DELIVERY_ALLOWED_HOSTS: '127.0.0.1',
    },
  });
  ada = onThePages(await signInOnPages(server, issuer, 'ada'));
  for (const name of ['Finance', 'Sales; EMEA']) await group(name);
});
afterAll(async () => {
  await server.stop();
  await Promise.all([database.drop(), mail.stop()]);
  issuer.stop();
});

const group = (name: string) => server.ask('/api/groups', { headers: ada, body: { name } });
const invite = (people: string, more: object = {}): Promise<Answer> =>
  server.ask('/api/invitations', { headers: ada, body: { people, ...more } });
const invited = async (search = ''): Promise<Invitation[]> =>
  (await server.ask(`/api/invitations?search=${search}`, { headers: ada })).json().invitations;
const comes = async (name: string) => onThePages(await signInOnPages(server, issuer, name));
const roleOf = async (headers: Record<string, string>) =>
  (await server.ask('/api/me', { headers })).json().role as string;
const groupsOf = async (name: string): Promise<string[]> =>
  (await server.ask(`/api/members?search=${name}@`, { headers: ada })).json().members[0].groups;
const linesOf = (answer: Answer) =>
  (answer.json().errors as { at: string; message: string }[]).map(
    ({ at, message }) => `${at}: ${message}`,
  );

test('who is invited by a CSV has their role and groups from their first moment on, and is listed until then', async () => {
  const csv = [
    'Name;E-Mail;Role;Groups',
    'Nina Neu;Nina@Example.com;author;finance',
    '"Otto; der Zweite";otto@example.com;;',
    '',
  ];
  const made = await invite(`\uFEFF${csv.join('\r\n')}`, { role: 'viewer' });
  expect([made.status, made.json()]).toEqual([201, { invited: 2, leftOut: 0, mailed: 0 }]);
  expect(await invited('nina')).toEqual([
    expect.objectContaining({
      ...{ email: 'nina@example.com', name: 'Nina Neu', role: 'author', groups: ['Finance'] },
      ...{ invitedBy: { name: 'ada', email: 'ada@example.com' }, mail: null },
    }),
  ]);
  expect((await invited('otto'))[0]).toMatchObject({ name: 'Otto; der Zweite', role: 'viewer' });

  const nina = await comes('nina');
  expect([await roleOf(nina), await groupsOf('nina'), await invited('nina')]).toEqual([
    ...['author', ['Finance'], []],
  ]);
  const { entries } = (await server.ask('/api/audit?who=nina', { headers: ada })).json();
  expect(entries).toContainEqual(
    expect.objectContaining({
      ...{ what: 'became a member', via: 'page' },
      details: { role: 'author', groups: ['Finance'], invitedBy: 'ada@example.com' },
    }),
  );
});

test('addresses are taken as they are pasted, also from a mail program', async () => {
  const pasted = 'a1@example.com, "Lovelace, Bea" <b1@example.com>;\n\n  C1 <c1@example.com>\n';
  expect((await invite(pasted, { role: 'author' })).json().invited).toBe(3);
  const names = (await invited('1@example.com')).map(({ name, role }) => `${name}, ${role}`);
  expect(names.sort()).toEqual([', author', 'C1, author', 'Lovelace, Bea, author']);
});

test('each wrong line is told by its number, and then nobody is invited', async () => {
  await invite('known@example.com');
  const { email } = (await server.ask('/api/me', { headers: ada })).json();
  const answer = await invite(
    [
      'address,name,role,groups',
      'good@example.com,Good,viewer,',
      'no address,X,boss,',
      'groups@example.com,"of\ntwo lines",,Marketing|finance',
      'good@example.com,Twice,,',
      `${email},,,`,
      'known@example.com,,,',
      'more@example.com,,,,,x',
    ].join('\n'),
  );
  expect(answer.status).toBe(400);
  expect(linesOf(answer)).toEqual([
    'line 3: “no address” is no address.',
    'line 3: “boss” is no role: there are viewer, author and admin.',
    'line 4: There is no group named Marketing.',
    'line 6: good@example.com stands on line 2 already.',
    'line 7: ada@example.com is a member already.',
    'line 8: known@example.com is invited already.',
    'line 9: It has more fields than the first line.',
  ]);
  expect(await invited('good')).toEqual([]);
  expect(linesOf(await invite('x@example.com\nAda Lovelace'))[0]).toMatch(
    /^line 2: “Ada Lovelace” is no address\. .*address,name,role,groups$/,
  );
  expect(linesOf(await invite('email,rolle\nx@example.com,author'))).toEqual([
    'line 1: “rolle” is no column of this list: it has address, name, role and groups.',
  ]);

  const others = await invite(`known@example.com\n${email}\nnew@example.com`, {
    leaveOutKnown: true,
  });
  expect(others.json()).toMatchObject({ invited: 1, leftOut: 2 });
});

test('an invitation that is taken back gives nothing, and its mail that has not gone is not sent', async () => {
  mail.answer(() => 451);
  const made = await invite('tim@example.com,tom@example.com', { role: 'admin', mail: true });
  expect(made.json()).toMatchObject({ invited: 2, mailed: 2 });
  const [tim] = await eventually(
    () => invited('tim'),
    ([found]) => found?.mail?.problem !== null,
  );
  const path = `/api/invitations/${tim?.id ?? ''}`;
  const takeBack = () => server.ask(path, { headers: ada, method: 'DELETE' });
  expect([(await takeBack()).status, (await takeBack()).status]).toEqual([204, 404]);
  mail.answer(() => 'taken');

  expect(await roleOf(await comes('tim'))).toBe('viewer');
  const arrived = await eventually(
    () => invited('tom'),
    ([found]) => found?.mail?.state === 'delivered',
  );
  expect(arrived).toHaveLength(1);
  expect(mail.received.map(({ to }) => to)).toEqual([['tom@example.com']]);
  const [{ raw } = { raw: '' }] = mail.received;
  expect(raw).toMatch(/^Subject: ada invites you to Sheetfeed\r?$/m);
  expect(raw).toContain('Sign in with tom@example.com. You begin as an admin.');
  expect(raw).toContain('http://localhost:8443/');
});

test('a setting goes before an invitation, and the directory before both', async () => {
  await invite('boss@example.com,gone@example.com', { role: 'author' });
  expect(await roleOf(await comes('boss'))).toBe('admin');

  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const gone = { userName: 'gone@example.com', active: false };
  const scim = (path: string, body: object) =>
    server.ask(`/scim/v2${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  await scim('/Users', gone);
  expect(await signInOnPages(server, issuer, 'gone')).not.toMatch(/sheetfeed=[\w-]{65}/);
  expect(await invited('gone')).toHaveLength(1);

  await scim('/Groups', { displayName: 'Legal', members: [] });
  const named = 'address,groups\nlea@example.com,Legal';
  expect(linesOf(await invite(named))).toEqual([
    'line 2: Who is in Legal is said by your organisation’s sign-in or directory.',
  ]);
  const person = { userName: 'lea@example.com', active: true };
  const { id } = (await scim('/Users', person)).json();
  await scim('/Groups', { displayName: 'Tax', members: [{ value: id }] });
  await invite('address,groups\nlea@example.com,Finance');
  await comes('lea');
  expect(await groupsOf('lea')).toEqual(['Finance', 'Tax']);
});

test('who comes while they are invited gets the invitation, or is told to be a member: never neither', async () => {
  const names = Array.from({ length: 12 }, (_, n) => `racer${n}`);
  const outcomes = await Promise.all(
    names.map(async (name) => {
      const [arrived, made] = await Promise.all([
        comes(name),
        invite(`${name}@example.com`, { role: 'author' }),
      ]);
      return `${made.status} ${await roleOf(arrived)}`;
    }),
  );
  expect(outcomes.filter((one) => one !== '201 author' && one !== '400 viewer')).toEqual([]);
  expect(await invited('racer')).toEqual([]);
});
