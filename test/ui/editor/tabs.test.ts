// Several drafts beside each other, in Chromium over the real server: as tabs of one window, and in two windows.
import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import '../../support/become.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages({});
});
afterAll(() => pages?.stop());

async function write(page: Page, sql: string): Promise<void> {
  await page.getByLabel('SQL', { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(sql);
}

const text = (page: Page) => () => page.locator('.cm-content').innerText();
const tabs = (page: Page) => page.getByRole('navigation', { name: 'Open drafts' });

test('drafts stand open as tabs, and what was typed a moment before another was opened is not lost', async () => {
  const page = await pages.open('/new');
  await page.getByLabel('Title').fill('One');
  await write(page, 'select 1 as first');
  await tabs(page).getByRole('link', { name: 'New query in a tab' }).click();
  await expect(() => page.getByLabel('Title').inputValue()).toBecome('');
  await page.getByLabel('Title').fill('Two');
  await write(page, 'select 2 as second');
  await tabs(page).getByRole('link', { name: 'One' }).click();
  await expect(text(page)).toBecome('select 1 as first');
  await tabs(page).getByRole('link', { name: 'Two' }).click();
  await expect(text(page)).toBecome('select 2 as second');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

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
  await write(page, 'select 1 as one');
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
    await write(one, 'select 1 as mine');
    await one.waitForTimeout(600);
    await write(other, 'select 2 as theirs');
    await other.waitForTimeout(600);
    await write(one, 'select 3 as mine');
    await Promise.all([one.reload(), other.reload()]);

    await expect(text(one)).toBecome('select 3 as mine');
    await expect(text(other)).toBecome('select 2 as theirs');
    await one.goto(pages.server.url);
    await one.getByText('Not saved yet: 2 drafts of yours').waitFor();
  },
);
