// Alerts on the pages, in a browser: a destination is made and tested, an alert made from a result, and what it does is seen.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import type { TestServer } from '../support/server.ts';
import { startWatched, startWatchingServer, type Watched } from '../watch/watched.ts';

let watched: Watched;
let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
  watched = await startWatched();
  server = await startWatchingServer(watched);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close().finally(() => server.stop());
  await watched.stop();
});
beforeEach(() => watched.clear());

async function open(path: string, options = {}): Promise<Page> {
  const page = await browser.newPage(options);
  await page.goto(server.url + path);
  return page;
}

const lookNow = async (page: Page) => {
  await page.getByRole('button', { name: 'Look now' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Look now' }).click();
};

test('an alert that is made from a query’s page shows who fires, what was told, and that all is well again', async () => {
  const page = await open('/q/bad-invoices');
  await page.getByRole('link', { name: 'Alerts' }).click();
  await page.getByText('Nobody watches this query yet').waitFor();
  await page.getByRole('button', { name: 'New alert' }).click();
  await page.getByLabel('Name').fill('Bad invoices');
  await page.getByLabel('number').check();
  await page.getByLabel('Slack #billing').check();
  await page.getByLabel('What to do about it').fill('Ask Ada before you mend one.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('All well', { exact: true }).waitFor();
  await watched.sql(`insert into invoices values ('A-17', -5), ('A-18', -7)`);
  await lookNow(page);
  await page.getByText('Fires for 2').waitFor();

  expect(await page.getByLabel('Firing now').innerText()).toMatch(/A-17[^]*A-18/);
  await eventually(
    () => watched.receiver.headlines(),
    (all) => all.includes('Bad invoices fires for 2'),
  );

  await watched.sql('truncate invoices');
  await lookNow(page);
  await page.getByText('All well', { exact: true }).waitFor();
  await page.getByText('What happened').click();
  await page.getByText('Bad invoices recovered for 2').waitFor();
  await page.close();
});

test('an admin makes a destination and sends a test; its secret is on no page', async () => {
  const page = await open('/admin/destinations');
  await page.getByRole('button', { name: 'New destination' }).click();
  await page.getByLabel('Name').fill('#night');
  await page.getByLabel('Address of the Slack webhook').fill(watched.receiver.url);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Test #night' }).click();
  await page.getByText('It was delivered.').waitFor();

  expect(watched.receiver.headlines()).toContain('A test message of Sheetfeed');
  const shown = await server.ask('/api/destinations');
  expect(shown.text).not.toContain('secret-part');
  expect(await page.content()).not.toContain('secret-part');
  await page.close();
});

test('all that fires is on one page, which leads to the alert; a query’s page names its alerts', async () => {
  const body = { query: 'bad-invoices', name: 'Bad invoices', key: ['number'], every: '1 day' };
  const made = await server.ask('/api/alerts', { method: 'POST', body });
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  const path = `/api/alerts/${made.json().id}/evaluate`;
  await server.ask(path, { method: 'POST', body: { deliver: true } });
  const page = await open('/');
  await page.getByRole('link', { name: 'What fires' }).click();
  await page.getByText('Fires for 1').waitFor();

  expect(await page.getByRole('main').innerText()).toContain('A-17');

  await page.getByRole('link', { name: 'Bad invoices' }).click();
  await page.getByText('Invoices whose sum is wrong').first().click();
  await page.getByText('Alert “Bad invoices”').waitFor();
  await page.close();
});

test('the form of an alert says what it would have told, forgets that when it says something else, and takes the end of a quarter', async () => {
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  const page = await open('/q/bad-invoices/alerts');
  await page.getByRole('button', { name: 'New alert' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new alert' });
  await dialog.getByLabel('Name').fill('Quarterly');
  await dialog.getByLabel('number').check();
  const tried = dialog.getByRole('status', { name: 'What it would have told' });
  await dialog.getByRole('button', { name: 'What would it have told?' }).click();
  await tried.getByText('It would fire now.').waitFor();
  await tried.getByText('Quarterly fires for 1').waitFor();

  await dialog.getByLabel('Fires when').selectOption('there is no row');
  await tried.waitFor({ state: 'detached' });
  await dialog.getByLabel('Looks').selectOption('at times …');
  await dialog.getByLabel('How often').selectOption('every quarter');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Looks on the last day of each quarter at 9:00').waitFor();

  await page.getByRole('button', { name: 'Change Quarterly' }).click();
  const looks = page.getByLabel('Looks').locator('option:checked');
  expect(await looks.innerText()).toMatch(/^on the last day of each quarter at 9:00/);
  await page.close();
});
