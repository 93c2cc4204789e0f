// "How this query works" in the sidebar, in Chromium: told where the person is, within 300 px.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectAccessible } from '../../support/accessible.ts';
import { startSidebarBrowser, type SidebarBrowser } from '../sidebar-page.ts';
import { openQuery } from '../sidebar-steps.ts';

let browser: SidebarBrowser;
beforeAll(async () => {
  browser = await startSidebarBrowser();
});
afterAll(() => browser?.close());

test('the sentences are asked for once somebody opens them, stand with their SQL, and are no wider than the sidebar', async () => {
  const { page, calls } = await browser.open();
  await openQuery(page, 'Sign-ups by month');
  expect(await calls('readSentences')).toEqual([]);
  await page.getByText('How this query works').click();

  const parts = page.getByRole('list', { name: 'Parts of the query' });
  await parts.getByText('Takes the rows of').waitFor();
  await parts.getByText('What this does takes more than a sentence.').waitFor();
  expect(await parts.locator('.sql-keyword').allInnerTexts()).toEqual(['from', 'select']);
  expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth)).toBe(300);
  await expectAccessible(page);
});

test('what could not be told says why, and can be asked for again', async () => {
  const { page } = await browser.open({
    problems: { readSentences: { code: 'service_unavailable', detail: 'Not just now.' } },
  });
  await openQuery(page, 'Sign-ups by month');
  await page.getByText('How this query works').click();
  await page.getByText('Not just now.').waitFor();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
});

test('its tables and columns are told below, and stand as hints at the headers of the first rows', async () => {
  const { page } = await browser.open();
  await openQuery(page, 'Sign-ups by month');
  await page.getByText('How this query works').click();
  const told = page.getByRole('region', { name: 'Its tables and columns' });
  await told.getByText('One row for each sign-up.').waitFor();
  await told.getByText('Nobody looked at it yet.').waitFor();
  await told.getByText('Of origin nothing is written.').waitFor();
  expect(await page.locator('.preview th').first().getAttribute('title')).toContain(
    'The month in which they signed up.',
  );
  expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth)).toBe(300);
  await expectAccessible(page);
});
