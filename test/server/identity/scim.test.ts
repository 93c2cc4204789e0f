// A directory makes people and groups (SCIM 2.0), with the requests that Okta and Entra ID send.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onThePages, pageSettings, signInOnPages } from './page-sign-in.ts';
import { startIssuer, type Issuer } from '../../support/oidc-issuer.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';

const token = 'a-token-of-at-least-thirty-two-characters';
let issuer: Issuer;
let database: TestDatabase;
let server: TestServer;
let ada: Record<string, string>;

beforeAll(async () => {
  issuer = await startIssuer();
  database = await newDatabase({ template: 'empty' });
  const env = { ...pageSettings(issuer, database), ADMIN_EMAILS: 'ada@example.com' };
  server = await startTestServer({ env: { ...env, SCIM_TOKEN: token } });
  ada = onThePages(await signInOnPages(server, issuer, 'ada'));
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  issuer.stop();
});

function scim(method: string, path: string, body?: object): Promise<Answer> {
  return server.ask(`/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

// As Okta sends one: it first looks whether there is one.
const oktaUser = (name: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `${name}@example.com`,
  name: { givenName: name, familyName: 'Example' },
  emails: [{ primary: true, value: `${name}@example.com`, type: 'work' }],
  ...{
    displayName: `${name} Example`,
    locale: 'en-US',
    externalId: `00u-${name}`,
    groups: [],
    active: true,
  },
});

async function makeUser(name: string): Promise<string> {
  const made = await scim('POST', '/Users', oktaUser(name));
  expect(made.status).toBe(201);
  return made.json().id as string;
}

const patch = (...operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: operations,
});

const groupsOf = async (name: string): Promise<string[]> => {
  const answer = await server.ask('/api/groups', { headers: ada });
  const groups = answer.json().groups as { name: string; members: { email: string }[] }[];
  return groups
    .filter(({ members }) => members.some(({ email }) => email === `${name}@example.com`))
    .map((group) => group.name);
};

test('without the token nothing is told, and without the setting there is nothing', async () => {
  const answer = await server.ask('/scim/v2/Users', { headers: { authorization: 'Bearer guess' } });
  expect([answer.status, answer.json().schemas]).toEqual([
    401,
    ['urn:ietf:params:scim:api:messages:2.0:Error'],
  ]);
});

test('a person who is made before they come is in their groups from their first moment on', async () => {
  const filter = encodeURIComponent('userName eq "nina@example.com"');
  expect(
    (await scim('GET', `/Users?filter=${filter}&startIndex=1&count=100`)).json(),
  ).toMatchObject({
    ...{ totalResults: 0, Resources: [] },
  });
  const nina = await makeUser('nina');
  expect((await scim('GET', `/Users?filter=${filter}`)).json().Resources[0]).toMatchObject({
    ...{ id: nina, userName: 'nina@example.com', active: true, externalId: '00u-nina' },
  });
  const group = await scim('POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Finance',
    members: [{ value: nina, display: 'nina@example.com' }],
  });
  expect(group.status).toBe(201);

  await signInOnPages(server, issuer, 'nina');
  expect(await groupsOf('nina')).toEqual(['Finance']);
});

test('one who is there already is not made again, and is told as the standard has it', async () => {
  await makeUser('otto');
  const again = await scim('POST', '/Users', oktaUser('otto'));
  expect([again.status, again.json().scimType]).toEqual([409, 'uniqueness']);
});

test.each([
  ['Okta', { op: 'replace', value: { active: false } }, { op: 'replace', value: { active: true } }],
  [
    'Entra ID',
    { op: 'Replace', path: 'active', value: 'False' },
    { op: 'Replace', path: 'active', value: 'True' },
  ],
])(
  'whom %s deactivates is signed out at once, and let in again once they are active',
  async (who, off, on) => {
    const name = `leaver-${who.slice(0, 4).toLowerCase()}`;
    const id = await makeUser(name);
    const headers = onThePages(await signInOnPages(server, issuer, name));
    expect((await server.ask('/api/me', { headers })).status).toBe(200);

    expect((await scim('PATCH', `/Users/${id}`, patch(off))).json().active).toBe(false);
    expect((await server.ask('/api/me', { headers })).status).toBe(401);
    expect(await signInOnPages(server, issuer, name)).not.toMatch(/sheetfeed=[\w-]{65}/);

    expect((await scim('PATCH', `/Users/${id}`, patch(on))).json().active).toBe(true);
    const back = onThePages(await signInOnPages(server, issuer, name));
    expect((await server.ask('/api/me', { headers: back })).status).toBe(200);
  },
);

test('who was taken away before they ever came is not let in', async () => {
  const id = await makeUser('paul');
  await scim('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active: false } }));

  expect(await signInOnPages(server, issuer, 'paul')).not.toMatch(/sheetfeed=[\w-]{65}/);
});

test('people are put into groups and out of them, one by one and all at once', async () => {
  const [quin, rita] = [await makeUser('quin'), await makeUser('rita')];
  for (const name of ['quin', 'rita']) await signInOnPages(server, issuer, name);
  const made = await scim('POST', '/Groups', { displayName: 'Sales', members: [] });
  const group = `/Groups/${made.json().id as string}`;

  await scim(
    'PATCH',
    group,
    patch({ op: 'Add', path: 'members', value: [{ value: quin }, { value: rita }] }),
  );
  expect([await groupsOf('quin'), await groupsOf('rita')]).toEqual([['Sales'], ['Sales']]);
  await scim('PATCH', group, patch({ op: 'remove', path: `members[value eq "${quin}"]` }));
  expect([await groupsOf('quin'), await groupsOf('rita')]).toEqual([[], ['Sales']]);
  await scim(
    'PATCH',
    group,
    patch({ op: 'replace', value: { id: 'x', displayName: 'Sales EMEA' } }),
  );
  expect(await groupsOf('rita')).toEqual(['Sales EMEA']);
  await scim('PUT', group, { displayName: 'Sales EMEA', members: [{ value: quin }] });
  expect([await groupsOf('quin'), await groupsOf('rita')]).toEqual([['Sales EMEA'], []]);
  expect((await scim('DELETE', group)).status).toBe(204);
  expect(await groupsOf('quin')).toEqual([]);
});

test('what the directory keeps is not changed on the pages, and is in the audit as its doing', async () => {
  const made = await scim('POST', '/Groups', { displayName: 'Legal' });
  const id = made.json().id as string;
  const changed = await server.ask(`/api/groups/${id}`, {
    ...{ method: 'PUT', headers: ada },
    body: { name: 'Legal', description: '', members: [] },
  });
  expect([changed.status, changed.json().detail]).toEqual([
    409,
    expect.stringContaining('directory'),
  ]);

  const audit = await server.ask('/api/audit?who=scim', { headers: ada });
  expect(audit.json().entries[0]).toMatchObject({
    ...{ what: 'made a group', subject: 'Legal', via: 'token', viaName: 'SCIM_TOKEN' },
  });
});

test('what is not understood is told as the standard has it', async () => {
  const statuses = await Promise.all([
    scim('GET', `/Users?filter=${encodeURIComponent('title co "x"')}`),
    scim('GET', '/Users/no-such'),
    scim('POST', '/Users', { userName: 'not an address' }),
    scim('PATCH', '/Users/no-such', patch({ op: 'jump' })),
    scim('GET', '/Nothing'),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([400, 404, 400, 400, 404]);
  const found = (await scim('GET', '/ServiceProviderConfig')).json();
  expect(found).toMatchObject({ patch: { supported: true }, bulk: { supported: false } });
});
