// Frozen runs in a browser: frozen by one click after Run, read at their address, cited, and erased with a visible gap.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
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
  await watched.sql(`insert into invoices values ('A-17', -5)`);
  server = await startWatchingServer(watched);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close().finally(() => server.stop());
  await watched.stop();
});

async function open(path: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(server.url + path);
  return page;
}

test('a result is frozen on its query’s page, keeps its rows, is cited, and leaves a gap when it is erased', async () => {
  const page = await open('/q/bad-invoices');
  await page.getByRole('button', { name: 'Freeze' }).click();
  await page.getByRole('link', { name: /\/f\// }).click();
  await page.getByText('A frozen run: it stays as it was').waitFor();
  await watched.sql('truncate invoices');
  await page.reload();
  await page.getByText('A-17').waitFor();
  await page.getByRole('button', { name: 'Copy citation' }).click();
  await page.getByText('for good: it is cited').waitFor();

  expect(await page.getByLabel('Cite it').innerText()).toContain('Invoices whose sum is wrong');

  await page.getByRole('button', { name: 'Erase' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Erase it' }).click();
  await page.getByText('erased them on').waitFor();
  expect(await page.getByText('A-17').count()).toBe(0);
  await page.close();
});

test('SQL that is not saved has an address to paste one click after Run', async () => {
  const page = await open('/new');
  await page.locator('.cm-content').click();
  await page.keyboard.type('select 42 as answer');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Freeze' }).click();
  const address = await page.getByRole('link', { name: /\/f\// }).innerText();
  const shown = await open(new URL(address).pathname);
  await shown.getByText('Seen by who made it').waitFor();

  expect(await shown.locator('h1').innerText()).toBe('SQL that is not saved');
  await eventually(
    () => shown.locator('.result-table').innerText(),
    (text) => text.includes('42'),
  );
  await shown.close();
  await page.close();
});
