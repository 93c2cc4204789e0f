// What a query was before, in Chromium over the real server: any two versions compared, and an old one tried and copied.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import '../../support/become.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import { expectAccessible } from '../../support/accessible.ts';

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
