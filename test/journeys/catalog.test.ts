// The catalog as four people use it in Chromium: one finds, one writes, two collide, one shares.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { build } from '../../build.mjs';
import { root } from '../../server/root.ts';
import { peopleOf, sending, type People } from '../server/identity/people.ts';
import { launchBrowser, type PageOptions, type TestBrowser } from '../support/browser.ts';
import '../support/become.ts';
import { ask } from '../support/clusters.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../support/postgres.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let data: TestDatabase;
/** Sheetfeed's. */
let own: TestDatabase;
let people: People;
let server: TestServer;
let browser: TestBrowser;
beforeAll(async () => {
  await build();
  data = await newDatabase({ template: 'company' });
  own = await newDatabase({ template: 'own' });
  people = await peopleOf({ sara: 'viewer', carl: 'viewer', anna: 'author', adam: 'author' });
  const env = {
    DATABASE_URL: own.adminUrl,
    SOURCE_SAMPLE_URL: data.readerUrl,
    CATALOG_DIR: path.join(root, 'examples/queries'),
  };
  server = await startTestServer({ env, options: people.options });
  browser = await launchBrowser();
});
afterAll(async () => {
  try {
    await browser?.close();
  } finally {
    await server?.stop();
    await data?.drop();
    await own?.drop();
  }
});

async function open(who: string, address: string, options: PageOptions = {}): Promise<Page> {
  const page = await browser.newPage({ ...people.as(who), ...options });
  await page.goto(new URL(address, server.url).href);
  return page;
}

const cells = (page: Page, column: number) =>
  page.locator(`.grid-row .grid-cell:nth-child(${column})`).allInnerTexts();

const resultOn = async (page: Page) => ({
  rows: await page.locator('.result-bar strong').innerText(),
  names: await cells(page, 2),
});

test('a salesperson finds who uses an add-on without knowing SQL, and her link opens the same for a colleague', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await open('sara', '/', { permissions });
  await page.getByLabel('Search queries').fill('custmers use add-on');
  await page.getByRole('link', { name: 'Customers who use an add-on' }).click();
  await page.getByLabel('Add-on', { exact: true }).fill('postgres');
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL(/\?add_on=/);
  expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0);

  await page.getByRole('button', { name: 'Copy link' }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect(copied).toBecome(/\/q\/\S+\?add_on=\S/);
  const colleague = await open('carl', await copied());
  await colleague.locator('.grid-row').first().waitFor();
  const theirs = await resultOn(colleague);
  // Hers may still show the result of the value that the form began with.
  await expect(() => resultOn(page)).toBecome(theirs);
  expect(theirs.names.length).toBeGreaterThan(0);
});

test('an author writes a query with two parameters, is warned whose range a new column name breaks, and goes back', async () => {
  // What is half typed is not accepted yet.
  const page = await open('anna', '/new', { expectedErrors: /422.*api\/describe/ });
  await page.getByLabel('Title').fill('Customers of a country');
  await page.getByLabel('SQL', { exact: true }).click();
  await page.keyboard.type('select * from acc');
  await complete(page, 'accounts');
  await page.keyboard.type(' where coun');
  await complete(page, 'country');
  await page.keyboard.type(' = :country and crea');
  await complete(page, 'created_at');
  await page.keyboard.type(' >= :since');
  await select(page, 'select *', 'select name, country, created_at');
  await page.getByText('The database accepts this.').waitFor();
  await page.getByText('Parameters', { exact: true }).click();
  await page.getByRole('group', { name: 'Parameter country' }).getByLabel('Default').fill('DE');
  const since = page.getByRole('group', { name: 'Parameter since' });
  await since.getByLabel('Type').selectOption('Date');
  await since.getByLabel('Default').fill('start of last year');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: 'See the query' }).click();
  await page.getByRole('heading', { name: 'Customers of a country' }).waitFor();
  await page.locator('.grid-row').first().waitFor();

  await linkRange('customers-of-a-country', ['name', 'country']);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.locator('.cm-line').first().waitFor();
  await select(page, 'select name,', 'select name as customer,');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const warning = page.getByRole('dialog', { name: 'This change breaks something' });
  await warning.getByText('The linked range in “Forecast”, tab Germany, by sara').waitFor();
  await warning.getByRole('button', { name: 'Save anyway' }).click();
  await page.getByRole('link', { name: 'See the query' }).click();
  await page.getByRole('columnheader', { name: 'customer' }).waitFor();

  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('button', { name: /^Version 1/ }).click();
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore it' }).click();
  await page.getByRole('columnheader', { name: /^name/ }).waitFor();
  await page.getByRole('link', { name: 'version 3' }).waitFor();
});

// As an author does: the list of completions appears, and Enter takes what is meant.
async function complete(page: Page, word: string): Promise<void> {
  const option = page.locator('.cm-tooltip-autocomplete li[aria-selected]');
  await option.filter({ has: page.getByText(word, { exact: true }) }).waitFor();
  // CodeMirror takes no key for a moment after the list has opened, so that nobody takes what was not seen.
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await page.locator('.cm-tooltip-autocomplete').waitFor({ state: 'detached' });
}

async function select(page: Page, before: string, after: string): Promise<void> {
  const text = (await page.locator('.cm-line').allInnerTexts()).join('\n');
  expect(text).toContain(before);
  // A list of suggestions may lie over it.
  await page.getByLabel('SQL', { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text.replace(before, after));
}

// What the add-on tells of a range that Sara linked.
async function linkRange(query: string, columns: string[]): Promise<void> {
  const spreadsheet = { id: 'forecast', name: 'Forecast' };
  const range = { query, spreadsheet, tab: 'Germany', columns };
  const answer = await server.ask('/api/ranges/r1', sending('PUT', range, people.as('sara')));
  expect(answer.status).toBe(204);
}

test('of two authors who change one query at the same time, the second sees what the first did, and neither loses', async () => {
  const content = { title: 'Ours', sql: 'select 1 as begun', source: 'sample' };
  await server.ask('/api/queries', sending('POST', content, people.as('anna')));
  const anna = await open('anna', '/q/ours/edit');
  const adam = await open('adam', '/q/ours/edit', { expectedErrors: /409/ });
  await anna.locator('.cm-line', { hasText: 'begun' }).waitFor();
  await adam.locator('.cm-line', { hasText: 'begun' }).waitFor();
  await select(anna, 'begun', 'annas');
  await anna.getByRole('button', { name: 'Save', exact: true }).click();
  await anna.getByRole('link', { name: 'See the query' }).click();
  await anna.getByRole('columnheader', { name: 'annas' }).waitFor();

  await select(adam, 'begun', 'adams');
  await adam.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = adam.getByRole('dialog', { name: 'Somebody saved this query in the meantime' });
  await dialog.getByText('anna saved version 2').waitFor();
  await dialog.locator('.removed', { hasText: 'annas' }).waitFor();
  await dialog.locator('.added', { hasText: 'adams' }).waitFor();
  await dialog.getByRole('button', { name: 'Go on writing' }).click();
  await adam.locator('.cm-line', { hasText: 'adams' }).waitFor();
  await adam.getByRole('button', { name: 'Save', exact: true }).click();
  await dialog.getByRole('button', { name: 'Save mine over theirs' }).click();
  await adam.getByRole('link', { name: 'See the query' }).click();
  await adam.getByRole('columnheader', { name: 'adams' }).waitFor();

  await adam.getByRole('link', { name: 'History' }).click();
  await adam.getByRole('button', { name: /^Version 2/ }).click();
  await adam.locator('.added', { hasText: 'annas' }).waitFor();
});

test('a share link feeds a program, gives the last good result while the source is down, and ends when it is revoked', async () => {
  const page = await open('anna', '/q/revenue-by-plan');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share links' });
  await dialog.getByLabel('For whom or what').fill('The dashboard');
  await dialog.getByRole('button', { name: 'Make a share link' }).click();
  await dialog.getByText('“The dashboard” is made').waitFor();
  const lines = await dialog.locator('.secret code').allInnerTexts();
  const csvUrl = lines.find((line) => line.endsWith('.csv')) ?? '';
  const pageUrl = lines[0] ?? '';
  const read = () => fetch(csvUrl);
  const good = await (await read()).text();
  expect(good).toMatch(/^plan,list_price,customers,monthly_revenue\r\n/);

  const anyone = await browser.newPage({ expectedErrors: /404/ });
  await anyone.goto(pageUrl);
  await anyone.getByText('4 rows', { exact: true }).waitFor();

  // Else a result of the last minute would do.
  await ask(own.adminUrl, 'update share_links set max_age_seconds = 0');
  await stopSource(true);
  const stale = await eventually(read, ({ headers }) => headers.has('sheetfeed-stale'));
  expect([stale.status, await stale.text()]).toEqual([200, good]);
  await anyone.reload();
  await anyone.getByText('4 rows', { exact: true }).waitFor();
  expect(await anyone.getByRole('alert').count()).toBe(0);
  await stopSource(false);

  await dialog.getByRole('button', { name: 'Revoke The dashboard' }).click();
  await dialog.getByText('revoked', { exact: true }).waitFor();
  expect((await read()).status).toBe(404);
  await anyone.reload();
  await anyone.getByText('This link does not work, or no longer.').waitFor();
});

async function stopSource(isDown: boolean): Promise<void> {
  const name = new URL(data.adminUrl).pathname.slice(1);
  const { admin } = sampleUrls();
  await ask(admin, `alter database ${name} with allow_connections ${!isDown}`);
  if (!isDown) return;
  const end = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1';
  await ask(admin, end, [name]);
}
