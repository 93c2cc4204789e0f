// The pages of the account and of the admins, and who sees a query, in a browser, on a server where people sign in.
import { eventually } from '../support/eventually.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { freePort, pageSettings, signInOnPages } from '../server/identity/page-sign-in.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startIssuer, type Issuer } from '../support/oidc-issuer.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let issuer: Issuer;
let database: TestDatabase;
let server: TestServer;
let browser: TestBrowser;
let publicUrl: string;
/** The cookies of the members; signed in anew before each test. */
const cookies: Record<string, string> = {};
const pages: Page[] = [];

beforeAll(async () => {
  issuer = await startIssuer();
  database = await newDatabase({ template: 'empty' });
  const port = await freePort();
  publicUrl = `http://localhost:${port}`;
  server = await startTestServer({
    env: {
      ...pageSettings(issuer, database),
      ...{ PORT: String(port), PUBLIC_URL: publicUrl, SOURCE_MAIN_URL: database.readerUrl },
      ADMIN_EMAILS: 'ada@example.com',
      LIMIT_MEMBER_PER_MINUTE: '10000',
      RUN_MAX_ROWS: '500',
    },
  });
  browser = await launchBrowser();
});

beforeEach(async () => {
  for (const name of ['ada', 'ali', 'vera']) {
    cookies[name] = await signInOnPages(server, issuer, name);
  }
});

afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
});

afterAll(async () => {
  await browser.close().finally(() => server.stop());
  await database.drop();
  issuer.stop();
});

async function pageOf(name: string, path: string, expectedErrors?: RegExp): Promise<Page> {
  const headers = { cookie: cookies[name] ?? '' };
  const page = await browser.newPage({ headers, ...(expectedErrors ? { expectedErrors } : {}) });
  pages.push(page);
  await page.goto(publicUrl + path);
  return page;
}

const as = (name: string, body?: unknown) => {
  const headers = { cookie: cookies[name] ?? '', origin: publicUrl };
  return body === undefined ? { headers } : { headers, body };
};

async function setRole(name: string, role: string): Promise<void> {
  const page = await pageOf('ada', '/admin/members');
  const choice = page.getByLabel(`Role of ${name}`);
  if ((await choice.inputValue()) === role) return;
  await choice.selectOption(role);
  await eventually(
    () => server.ask('/api/me', as(name)),
    (answer) => answer.json().role === role,
  );
}

const write = (name: string, slug: string) =>
  server.ask('/api/queries', as(name, { title: slug, slug, sql: 'select 1 as one' }));

test('an admin makes an author on the page, but is not made one by it: the setting holds', async () => {
  await setRole('ali', 'author');
  const page = await pageOf('ada', '/admin/members');

  expect((await write('ali', 'by-ali')).status).toBe(201);
  await page.getByText('by setting').waitFor();
  expect(await page.getByLabel('Role of ada').count()).toBe(0);
});

test('an admin invites people by a list: what is wrong in it is told by its line, and they are apart until they come', async () => {
  const page = await pageOf('ada', '/admin/members', /400/);
  await page.getByRole('button', { name: 'Invite people' }).click();
  const list = page.getByLabel('Whom to invite');
  await list.fill('ivy@example.com\nada@example.com\nnobody');
  await page.getByLabel('Role, where the list gives none').selectOption('author');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const wrong = page.getByRole('list', { name: 'What is wrong in the list' });
  await wrong.getByText('Line 3 “nobody” is no address.').waitFor();
  await list.fill('ivy@example.com\nada@example.com');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('button', { name: 'Invite the others' }).click();
  await page.getByRole('dialog', { name: '1 person is invited' }).waitFor();
  await page.getByText(`You are invited to Sheetfeed: ${publicUrl}/`).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  const invited = page.getByRole('region', { name: 'Invited' }).getByRole('row', { name: /ivy@/ });
  expect(await invited.innerText()).toMatch(/author[\s\S]*ada just now/);
  await invited.getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await invited.waitFor({ state: 'detached' });
});

test('a query that its owner opens to a group is not there for anybody else', async () => {
  await setRole('ali', 'author');
  await write('ali', 'salaries');
  const admin = await pageOf('ada', '/admin/groups');
  await admin.getByRole('button', { name: 'New group' }).click();
  await admin.getByLabel('Name', { exact: true }).fill('Finance');
  await admin.getByLabel('Add a member').fill('ada');
  // Enter picks, also where it comes before the list; and what is not picked is not passed over.
  await admin.getByLabel('Add a member').press('Enter');
  await admin.getByRole('list', { name: 'Members' }).getByText('ada').waitFor();
  await admin.getByLabel('Add a member').fill('nobody at all');
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByRole('dialog').waitFor();
  await admin.getByLabel('Add a member').fill('');
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByText('1 member').waitFor();

  const page = await pageOf('ali', '/q/salaries');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByLabel('Only these people and groups').check();
  await page.getByPlaceholder('A name, an address or a group').fill('fin');
  await page.getByRole('option', { name: /^Finance \(group\)$/ }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  // The dialog stands in the fact, and names the group before it is saved.
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('.facts dd', { hasText: 'Finance' }).waitFor();

  const vera = await pageOf('vera', '/q/salaries', /404|There is no/);
  await vera.getByText('There is no query named salaries').waitFor();
  expect((await server.ask('/api/queries?search=salaries', as('vera'))).json().total).toBe(0);
  expect((await server.ask('/q/salaries.csv', as('ada'))).status).toBe(200);
});

test('an admin looks through the eyes of a member, and sees who else sees a query', async () => {
  const page = await pageOf('ada', '/admin/access');
  await page.getByLabel('Whose eyes to look through').fill('vera');
  await page.getByRole('option', { name: /vera@/ }).click();
  await page
    .getByRole('row', { name: /by-ali/ })
    .getByText('open to everybody')
    .waitFor();
  expect(await page.getByRole('row', { name: /salaries/ }).count()).toBe(0);
  await page.getByLabel('Also what they do not see').check();
  const salaries = page.getByRole('row', { name: /salaries/ });
  await salaries.getByText('not among those it is open to').waitFor();
  await salaries.getByRole('button', { name: /^\d of \d/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Who sees salaries' });
  await dialog.getByRole('listitem').filter({ hasText: 'ali' }).getByText('owns it').waitFor();

  const catalog = await pageOf('ada', '/');
  const item = catalog.locator('.query-item', { hasText: 'salaries' });
  await item.getByText('only Finance').waitFor();
});

test('a viewer is led to no history, and who opens its address is told with a way on', async () => {
  const page = await pageOf('vera', '/q/by-ali');
  await page.getByRole('heading', { name: 'by-ali' }).waitFor();
  expect(await page.getByRole('link', { name: /history/i }).count()).toBe(0);
  await page.close();
  const history = await pageOf('vera', '/q/by-ali/history', /403/);
  await history.getByRole('alert').waitFor();
  expect(await history.getByRole('link').count()).toBeGreaterThan(0);
});

test('a session that ends while somebody writes is begun again by a link, and the unsaved text is there', async () => {
  await setRole('ali', 'author');
  const page = await pageOf('ali', '/new', /401/);
  await page.getByLabel('Title').fill('Written in vain');
  await page.getByLabel('SQL', { exact: true }).focus();
  await page.keyboard.insertText('select 42 as answer');
  await page.getByText('The database accepts this.').waitFor();
  await server.ask('/api/sessions', { ...as('ali'), method: 'DELETE' });
  await page.keyboard.press('ControlOrMeta+s');
  const link = page.getByRole('link', { name: 'Sign in again' });
  const to = new URL((await link.getAttribute('href')) ?? '', publicUrl).searchParams.get('to');
  expect(to).toMatch(/^\/new\?draft=/);

  cookies['ali'] = await signInOnPages(server, issuer, 'ali');
  await page.setExtraHTTPHeaders({ cookie: cookies['ali'] });
  await page.goto(`${publicUrl}${to ?? ''}`);
  await page.getByText('select 42 as answer').waitFor();
  expect(await page.getByLabel('Title').inputValue()).toBe('Written in vain');
});

test('an admin closes a data source to share links, and says who may run on it', async () => {
  await setRole('ali', 'author');
  await write('ali', 'shared');
  const link = (await server.ask('/api/queries/shared/links', as('ali', { name: 'x' }))).json();
  const page = await pageOf('ada', '/admin/sources');
  await page.getByRole('button', { name: 'Change main' }).click();
  await page.getByLabel(/By share link/).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('into spreadsheets, not by share link').waitFor();

  const again = await server.ask('/api/queries/shared/links', as('ali', { name: 'y' }));
  const opened = await server.ask(`/s/${link.token}.csv`);
  expect([again.status, opened.status]).toEqual([403, 404]);

  await page.getByRole('button', { name: 'Change main' }).click();
  await page.getByLabel(/By share link/).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('into spreadsheets and by share link').waitFor();
  expect((await server.ask(`/s/${link.token}.csv`)).status).toBe(200);
});

test('who is deactivated is out at once, and what hung on them goes on under another', async () => {
  await setRole('ali', 'author');
  await write('ali', 'inherited');
  const link = (await server.ask('/api/queries/inherited/links', as('ali', { name: 'x' }))).json();
  const table = { name: 'plans', columns: [{ name: 'a', header: 'A', type: 'text' }] };
  const place = { spreadsheet: { id: 's', name: 'S' }, tab: 'T', range: 'A1:A' };
  await server.ask('/api/sheet-tables', as('ali', { ...table, place }));
  const token = { name: 'nightly', scopes: ['run'], days: 1 };
  const { token: secret } = (await server.ask('/api/tokens', as('ali', token))).json();
  const page = await pageOf('ada', '/admin/members');
  await page.getByRole('button', { name: 'Deactivate ali' }).click();
  await page.getByText(/Owns \d+ quer/).waitFor();
  await page.getByText(/share links?, which stop/).waitFor();
  await page.getByText('Looks after 1 sheet table').waitFor();
  await page.getByLabel('Who takes over from ali').fill('ada');
  await page.getByRole('option', { name: /ada@/ }).click();
  await page.getByRole('button', { name: 'Hand over and deactivate' }).click();
  await page.getByText('deactivated').waitFor();

  expect((await server.ask('/api/me', as('ali'))).status).toBe(401);
  const byToken = { headers: { authorization: `Bearer ${secret}` } };
  expect((await server.ask('/q/inherited.csv', byToken)).status).toBe(401);
  const inherited = (await server.ask('/api/queries/inherited', as('ada'))).json();
  expect(inherited.owner.email).toBe('ada@example.com');
  const { tables } = (await server.ask('/api/sheet-tables', as('ada'))).json();
  expect(tables).toMatchObject([{ name: 'plans', publisher: { email: 'ada@example.com' } }]);
  expect((await server.ask(`/s/${link.token}.csv`)).status).toBe(200);

  await page.getByRole('button', { name: 'Let in again ali' }).click();
  await page.getByRole('button', { name: 'Deactivate ali' }).waitFor();
  cookies['ali'] = await signInOnPages(server, issuer, 'ali');
  expect((await server.ask('/api/me', as('ali'))).status).toBe(200);
});

test('a member makes a token that is shown once, and signs out everywhere', async () => {
  const other = await signInOnPages(server, issuer, 'vera');
  const page = await pageOf('vera', '/account', /authorize/);
  await page.getByLabel('What it is for').fill('Nightly export');
  await page.getByRole('button', { name: 'Make a token' }).click();
  const token = await page.locator('.token-text').innerText();
  const me = await server.ask('/api/me', { headers: { authorization: `Bearer ${token}` } });
  expect(me.json()).toMatchObject({ email: 'vera@example.com' });

  await page.reload();
  await page.getByText('Nightly export').first().waitFor();
  expect(await page.locator('.token-text').count()).toBe(0);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await eventually(
    () => server.ask('/api/me', { headers: { cookie: other } }),
    ({ status }) => status === 401,
  );
});

test('the audit tells of runs, changes and sign-ins, narrows by its filters, and comes as CSV', async () => {
  await setRole('ali', 'author');
  await write('ali', 'audited');
  const values = { values: {} };
  await server.ask('/api/queries/audited/result', as('vera', values));
  await server.ask('/api/run', as('ali', { source: 'main', sql: 'select 1/0' }));
  // Runs are recorded within a second, not all in the same one.
  for (const filter of ['query=audited', 'failed=true']) {
    await eventually(
      () => server.ask(`/api/audit?kind=run&${filter}`, as('ada')),
      (answer) => answer.json().entries.length > 0,
    );
  }
  const page = await pageOf('ada', '/admin/audit?query=audited');
  await page.getByRole('row', { name: /vera.*ran audited.*1 row/ }).waitFor();
  await page.getByRole('row', { name: /ali.*wrote a query audited/ }).waitFor();
  await page.getByLabel('Query').fill('');
  await page.getByLabel('Query').press('Enter');
  await page.getByLabel('Stands out').selectOption('failed');
  await page.getByRole('row', { name: /SQL that is not saved.*The query failed/ }).waitFor();
  await page.getByLabel('Stands out').selectOption('');
  await page.getByLabel('Kind').selectOption('sign_in');
  await page
    .getByRole('row', { name: /vera.*signed in/ })
    .first()
    .waitFor();

  const csv = await server.ask('/api/audit.csv?kind=run&query=audited', as('ada'));
  expect(csv.text.split('\r\n')[0]).toMatch(/^at,kind,name,email,what,subject,version,source/);
  expect(csv.text).toMatch(/,run,vera,vera@example\.com,ran,audited,1,main,api,/);
});

test('who is no admin is told so on their pages, and gets nothing by them', async () => {
  const page = await pageOf('vera', '/admin/audit');

  await page.getByText('This page is for admins').waitFor();
  expect((await server.ask('/api/audit', as('vera'))).status).toBe(403);
});

test('a result beyond the limit of a run is not said to be whole in the downloads', async () => {
  await server.ask(
    '/api/queries',
    as('ada', { title: 'Long', slug: 'long', sql: 'select generate_series(1, 501) as n' }),
  );
  const page = await pageOf('ada', '/q/long');

  await page.getByText('This page shows the first 500 rows.').waitFor();
  await page.getByText('a download neither').waitFor();
  expect((await server.ask('/q/long.csv', as('ada'))).status).toBe(413);
});

test('a query that often fails is told in one sentence', async () => {
  await server.ask(
    '/api/queries',
    as('ada', {
      title: 'Broken',
      slug: 'broken',
      sql: 'select 1 / (count(*) - 1) from (values (1)) v',
    }),
  );
  for (const _ of [1, 2, 3, 4]) {
    await server.ask('/api/queries/broken/result', as('ada', { values: {} }));
  }
  await eventually(
    () => server.ask('/api/queries/broken/use', as('ada')),
    (answer) => answer.json().failures >= 4,
  );
  const page = await pageOf('ada', '/q/broken', /422/);

  const sentence = page.locator('.use .tone.bad');
  await sentence.waitFor();
  expect(await sentence.innerText()).toMatch(/^Fails often: \d failures, the last just now\n/);
});

test('an admin erases a member who has left, after a question, and they are in the list no more', async () => {
  await signInOnPages(server, issuer, 'zoe');
  const { members } = (await server.ask('/api/members?search=zoe', as('ada'))).json();
  const path = `/api/members/${encodeURIComponent(members[0].id)}`;
  await server.ask(path, { ...as('ada', { active: false }), method: 'PUT' });
  const page = await pageOf('ada', '/admin/members');
  await page.getByRole('button', { name: 'Erase zoe' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase zoe?' });
  await dialog.getByText('Nobody can bring it back').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
  await dialog.getByRole('button', { name: 'Erase for good' }).click();

  await page.getByText('zoe@example.com').waitFor({ state: 'detached' });
  expect((await server.ask('/api/members?search=zoe', as('ada'))).json().total).toBe(0);
});

test('on a narrow screen the long names of groups cover nothing of the members’ list', async () => {
  const { members } = (await server.ask('/api/members', as('ada'))).json();
  const group = { name: 'Customer success and onboarding of large accounts' };
  await server.ask('/api/groups', as('ada', { ...group, members: [members[0].id, members[2].id] }));
  const page = await pageOf('ada', '/admin/members');
  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByText(group.name).first().waitFor();

  const covered = await page.locator('.list-table tbody tr').evaluateAll((rows) =>
    rows.flatMap((row) => {
      const boxes = [...row.querySelectorAll('td')].map((cell) => cell.getBoundingClientRect());
      return boxes.filter((one) =>
        boxes.some(
          (other) =>
            other !== one &&
            one.width * other.width > 0 &&
            one.left < other.right - 1 &&
            other.left < one.right - 1 &&
            one.top < other.bottom - 1 &&
            other.top < one.bottom - 1,
        ),
      );
    }),
  );
  expect(covered).toEqual([]);
});
