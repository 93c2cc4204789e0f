// "The same, but …" in Chromium: a viewer makes their own question of a query's result, keeps it, and offers it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import '../../support/become.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import type { TestServer } from '../../support/server.ts';
import { expectAccessible } from '../../support/accessible.ts';

const catalog = {
  'sign-ups.sql': `/*---
title: Sign-ups
source: sample
parameters:
  least: { type: number, label: At least, default: 0 }
---*/
select * from (values
  ('DE', date '2026-01-05', 12.5, 'Maple Optics'), ('DE', date '2026-01-20', 3, 'Kiln'),
  ('FR', date '2026-01-21', 7, 'Ocre'), ('DE', date '2026-02-02', 1, 'Birch')
) as signed (country, since, amount, customer) where amount >= :least`,
};

let pages: ServedPages;
let server: TestServer;
beforeAll(async () => {
  pages = await servePages(catalog);
  ({ server } = pages);
});
afterAll(() => pages?.stop());

const open: ServedPages['open'] = (path, options) => pages.open(path, options);

const cells = (page: Page) => page.locator('.grid-row .grid-cell').allInnerTexts();

test('"only Germany, by month": put together by mouse, seen below, kept, found in the catalog, and changed', async () => {
  const page = await open('/q/sign-ups');
  await page.getByText('4 rows').waitFor();
  await page.getByRole('button', { name: 'The same, but …' }).click();

  await page.getByRole('button', { name: 'Add a condition' }).click();
  await page.getByLabel('Value for country').fill('DE');
  await page.getByLabel('Value for country').press('Tab');
  await page.getByText('3 rows').waitFor();

  await page.getByRole('button', { name: 'Put rows together' }).click();
  await page.getByLabel('Group by', { exact: true }).selectOption('since');
  await page.getByLabel('Order of the rows').selectOption('since');
  await expect(() => cells(page)).toBecome(['2026-01-01', '2', '2026-02-01', '1']);
  // Those of the query as it is would give other numbers than stand below.
  expect(await page.getByRole('link', { name: 'CSV', exact: true }).count()).toBe(0);
  await page.getByText('The SQL that this writes').click();
  await page.getByText(`where "country" = 'DE'`).waitFor();
  await expectAccessible(page);

  await page.getByLabel('Name', { exact: true }).fill('Sign-ups in Germany by month');
  await page.getByRole('button', { name: 'Keep it as mine' }).click();
  await page.getByRole('heading', { name: 'Sign-ups in Germany by month' }).waitFor();
  await page
    .getByText('only rows where country is DE; by month of since; with rows; since smallest first')
    .waitFor();
  await expect(() => cells(page)).toBecome(['2026-01-01', '2', '2026-02-01', '1']);
  // What it says of itself above is not said otherwise beside.
  await page.getByText('Only you see it.').waitFor();
  expect(await page.getByText('Who sees it').count()).toBe(0);
  expect(await page.getByRole('link', { name: 'History' }).count()).toBe(0);

  await page.getByRole('button', { name: 'Change' }).first().click();
  await page.getByRole('button', { name: 'Add a total' }).click();
  await expect(() => cells(page)).toBecome([
    ...['2026-01-01', '2', '15.5'],
    ...['2026-02-01', '1', '1.0'],
  ]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('with rows and sum of amount').waitFor();

  await page.goto(`${server.url}/`);
  await page.getByRole('link', { name: 'Sign-ups in Germany by month' }).waitFor();
});

test('a value that cannot be compared with its column is told at its line, and the result stays', async () => {
  const page = await open('/q/sign-ups');
  await page.getByText('4 rows').waitFor();
  await page.getByRole('button', { name: 'The same, but …' }).click();
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await page.getByLabel('Column', { exact: true }).selectOption('amount');
  await page.getByLabel('How amount is compared').selectOption('above');
  await page.getByLabel('Value for amount').fill('much');
  await page.getByLabel('Value for amount').press('Tab');

  await page.getByText('Write a number with digits, such as 12.5.').waitFor();
  await page.getByText('4 rows').waitFor();
  await page.getByLabel('Value for amount').fill('6.5');
  await page.getByLabel('Value for amount').press('Tab');
  await page.getByText('2 rows').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByText('4 rows').waitFor();
});

test('a selection that is left on the screen is not taken for the result of the query', async () => {
  const page = await open('/q/sign-ups');
  await page.getByRole('link', { name: 'CSV', exact: true }).waitFor();
  await page.getByRole('button', { name: 'The same, but …' }).click();
  await page.getByRole('button', { name: 'Add a condition' }).click();
  await page.getByLabel('Value for country').fill('DE');
  await page.getByLabel('Value for country').press('Tab');
  await page.getByText('3 rows').waitFor();

  let goOn = () => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  await page.route('**/api/queries/sign-ups/result', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Running…' }).waitFor();

  expect(await page.getByText('3 rows').count()).toBe(1);
  expect(await page.getByRole('link', { name: 'CSV', exact: true }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Copy link' }).count()).toBe(0);
  goOn();
  await page.getByText('4 rows').waitFor();
  await page.getByRole('link', { name: 'CSV', exact: true }).waitFor();
});

test('a link of the sidebar opens a query with the forms of a variation', async () => {
  const page = await open('/q/sign-ups#same-but');
  await page.getByRole('button', { name: 'Put rows together' }).click();
  await page.getByText('One row for each').waitFor();
});
