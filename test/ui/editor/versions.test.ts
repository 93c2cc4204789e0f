// What a query was before, in Chromium over the real server: any two versions compared, and an old one tried and copied.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import '../../support/become.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import { expectAccessible } from '../../support/accessible.ts';
import { writeSql } from './write-sql.ts';

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages({});
  const save = (method: string, at: string, number: number) =>
    pages.server.ask(`/api/queries${at}`, {
      method,
      body: { title: `Counting ${number}`, sql: `select ${number} as n`, source: 'sample' },
      headers: { 'if-match': `"${number - 1}"` },
    });
  await save('POST', '', 1);
  for (const number of [2, 3]) await save('PUT', '/counting-1', number);
});
afterAll(() => pages?.stop());

test('any two versions are compared, at an address of their own', async () => {
  const page = await pages.open('/q/counting-1/history');
  await page.locator('.removed', { hasText: 'select 2 as n' }).waitFor();
  await page.getByLabel('Compared with').selectOption('version 1');
  await page.locator('.removed', { hasText: 'select 1 as n' }).waitFor();
  await page.reload();
  await page.locator('.removed', { hasText: 'select 1 as n' }).waitFor();
  await page.locator('.added', { hasText: 'select 3 as n' }).waitFor();
  expect(page.url()).toMatch(/\/q\/counting-1\/history\?version=3&against=1$/);
  await expectAccessible(page);
});

test('the SQL of an old version is copied, and tried in a copy', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await pages.open('/q/counting-1/history?version=1', { permissions });
  await page.getByRole('button', { name: 'Copy SQL' }).click();
  await page.getByText('Copied').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('select 1 as n');
  await page.getByRole('link', { name: 'Try it in a copy' }).click();
  await page.locator('.cm-line', { hasText: 'select 1 as n' }).waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText(/^1 row/).waitFor();
  await page.getByText('Copy of').first().waitFor();
});

test('why a query is changed is written beside Save, survives a reload, and stands in the history and at the version’s address', async () => {
  const page = await pages.open('/q/counting-1/edit');
  const why = page.getByRole('textbox', { name: 'Why it is changed' });
  await page.locator('.cm-line', { hasText: 'select 3 as n' }).waitFor();
  await writeSql(page, 'select 4 as n');
  await why.fill('Finance counts one more');
  await page.getByRole('status').getByText('The database accepts this.').waitFor();
  await page.reload();
  await expect(() => why.inputValue()).toBecome('Finance counts one more');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByText('Saved as version 4.').waitFor();
  expect(await why.inputValue()).toBe('');

  await page.goto(`${pages.server.url}/q/counting-1/history?version=4&against=3`);
  const shown = page.getByRole('region', { name: 'Version 4' });
  await shown.getByText('Finance counts one more').waitFor();
  await page.getByRole('button', { name: /^Version 4.*Finance counts one more$/ }).waitFor();
  await page.getByRole('button', { name: /^Version 3/ }).click();
  await page.getByRole('region', { name: 'Version 3' }).waitFor();
  expect(await shown.count()).toBe(0);
  await expectAccessible(page);
});
