// What the editor offers while somebody writes SQL, in Chromium over the real server and the sample company.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import '../../support/become.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';

let pages: ServedPages;
let page: Page;
beforeAll(async () => {
  pages = await servePages({});
  page = await pages.open('/new', { expectedErrors: /422/ });
  // The schema is there.
  await page.getByText('accounts', { exact: true }).first().waitFor();
});
afterAll(() => pages?.stop());

/** Writes the text, the last letters key by key with the cursor at the bar, as a person would. */
async function write(text: string): Promise<void> {
  const [before = '', after = ''] = text.split('|');
  await page.keyboard.press('Escape');
  await page.getByLabel('SQL', { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(before.slice(0, -1) + after);
  for (let left = after.length; left > 0; left--) await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(before.slice(-1));
}

const offers = () => page.locator('.cm-tooltip-autocomplete li');
const offer = (label: string | RegExp) => offers().filter({ hasText: label }).first();
const sql = () => page.locator('.cm-content').innerText();

test('behind an alias only the columns of its table are offered, with their types', async () => {
  await write('select a.c| from accounts a join apps p on true');
  await offer('country').waitFor();
  await offer('created_at').waitFor();

  const shown = await offers().allInnerTexts();
  const columns = /^(country|created_at|customer_number|contact_name|closed_at)/;
  expect(shown.filter((text) => !columns.test(text))).toEqual([]);
});

test('the columns of a common table expression and of a subquery are offered', async () => {
  await write('with late as (select id, name as who from accounts) select late.w| from late');
  await offer(/^who$/).waitFor();

  await write('select t.m| from (select count(*) as many from apps) t');
  await offer(/^many$/).waitFor();
});

test('behind join … on stands the condition of the foreign key, and Enter after its first letters takes it', async () => {
  await write('select 1 from accounts a join apps p on p| ');
  await offer('p.account_id = a.id').waitFor();
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');

  await expect(sql).toBecome('select 1 from accounts a join apps p on p.account_id = a.id ');
});

test('within the quotes of a comparison stand the values that the column has', async () => {
  await write("select 1 from subscriptions s where s.status = 'a|'");
  await offer(/^active$/).waitFor();
  expect(await offers().allInnerTexts()).toEqual(['active']);
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await expect(sql).toBecome("select 1 from subscriptions s where s.status = 'active'");

  await write("select 1 from apps where region in ('eu', 'u|')");
  await offer(/^us$/).waitFor();
});

test('a function is offered with what it takes and what the database says of it, and is written as a call', async () => {
  await write('select date_tr|');
  await offer('date_trunc').waitFor();
  await page.getByText('truncate timestamp with time zone to specified units').waitFor();
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await expect(sql).toBecome('select date_trunc()');
  await page.keyboard.type("'month'");
  await expect(sql).toBecome("select date_trunc('month')");
});

test('nothing is offered within a string that is compared with nothing, nor in a comment', async () => {
  await write("select 'acc|' from accounts");
  await page.waitForTimeout(400);
  expect(await offers().allInnerTexts()).toEqual([]);
  await write('select 1 -- acc|');
  await page.waitForTimeout(400);
  expect(await offers().allInnerTexts()).toEqual([]);
});
