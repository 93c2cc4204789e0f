// Several drafts beside each other, in Chromium over the real server: as tabs of one window, and in two windows.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import '../../support/become.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import { expectAccessible } from '../../support/accessible.ts';
import { writeSql } from './write-sql.ts';

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages({});
});
afterAll(() => pages?.stop());

const text = (page: Page) => () => page.locator('.cm-content').innerText();
const tabs = (page: Page) => page.getByRole('navigation', { name: 'Open drafts' });

test('drafts stand open as tabs, and what was typed a moment before another was opened is not lost', async () => {
  const page = await pages.open('/new');
  await page.getByLabel('Title').fill('One');
  await writeSql(page, 'select 1 as first');
  await tabs(page).getByRole('link', { name: 'New query in a tab' }).click();
  await expect(() => page.getByLabel('Title').inputValue()).toBecome('');
  await page.getByLabel('Title').fill('Two');
  await writeSql(page, 'select 2 as second');
  await tabs(page).getByRole('link', { name: 'One' }).click();
  await expect(text(page)).toBecome('select 1 as first');
  await tabs(page).getByRole('link', { name: 'Two' }).click();
  await expect(text(page)).toBecome('select 2 as second');
  await expectAccessible(page);

  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  await tabs(page).getByRole('button', { name: 'Close the tab Two' }).click();
  await expect(text(page)).toBecome('select 1 as first');
  expect(await tabs(page).getByRole('link', { name: 'Two' }).count()).toBe(0);
  await page.goto(pages.server.url);
  await page.getByText('Not saved yet: 2 drafts of yours').waitFor();
});

test('the tab of a query that is saved for the first time goes on under its name', async () => {
  const page = await pages.open('/new');
  await page.getByLabel('Title').fill('Kept under its name');
  await writeSql(page, 'select 1 as one');
  await page.getByText('The database accepts this.').waitFor();
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByText('Saved as version 1.').waitFor();
  const href = () =>
    tabs(page).getByRole('link', { name: 'Kept under its name' }).getAttribute('href');
  await expect(href).toBecome('/q/kept-under-its-name/edit');
  expect(await tabs(page).getByRole('listitem').count()).toBe(1);
});

test.each(['/new?draft=shared', '/q/two-windows/edit'])(
  'of two windows that change %s at once neither writes over what the other wrote',
  async (path) => {
    await pages.server.ask('/api/queries', {
      body: { title: 'Two windows', sql: 'select 0 as zero', source: 'sample' },
    });
    const one = await pages.open(path);
    const other = await one.context().newPage();
    await other.goto(one.url());
    await writeSql(one, 'select 1 as mine');
    await one.waitForTimeout(600);
    await writeSql(other, 'select 2 as theirs');
    await other.waitForTimeout(600);
    await writeSql(one, 'select 3 as mine');
    await Promise.all([one.reload(), other.reload()]);

    await expect(text(one)).toBecome('select 3 as mine');
    await expect(text(other)).toBecome('select 2 as theirs');
    await one.goto(pages.server.url);
    await one.getByText('Not saved yet: 2 drafts of yours').waitFor();
  },
);
