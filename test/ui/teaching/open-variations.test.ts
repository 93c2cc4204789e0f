// Open to variations, in Chromium: an author ticks columns in the editor, and whoever reads varies the query inside, by mouse.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import '../../support/become.ts';
import { expectAccessible } from '../../support/accessible.ts';
import { ask } from '../../support/clusters.ts';
import { sampleUrls } from '../../support/postgres.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';

const sql = `-- for the growth review
select date_trunc('month', created_at)::date as month, count(*) as sign_ups
from accounts
group by 1 -- each month
order by 1`;

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages({
    'closed.sql': `/*---\ntitle: Closed ones\nsource: sample\n---*/\n${sql}`,
    'firsts.sql': `/*---\ntitle: Firsts\nsource: sample\nvariations:\n  accounts: [country]\n---*/\nselect name from accounts order by id limit 5`,
  });
});
afterAll(() => pages?.stop());

const cells = (page: Page) => page.locator('.grid-row .grid-cell').allInnerTexts();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('an author ticks columns of a table in the editor, and the query is saved with them', async () => {
  const { server } = pages;
  const body = { title: 'Sign-ups by month', source: 'sample', sql };
  expect((await server.ask('/api/queries', { body })).status).toBe(201);
  const page = await pages.open('/q/sign-ups-by-month/edit');
  await page.getByText('About', { exact: true }).click();
  const ticks = page.getByRole('group', { name: 'Columns of accounts' });
  await ticks.getByLabel('country', { exact: true }).check();
  await ticks.getByLabel('created_at', { exact: true }).check();
  await expectAccessible(page);
  await button(page, 'Save').click();

  const saved = () => server.ask('/api/queries/sign-ups-by-month').then((answer) => answer.json());
  await expect(async () => (await saved()).variations).toBecome({
    accounts: ['country', 'created_at'],
  });
});

test('"sign-ups by month" becomes "only Germany, by week" by mouse alone', async () => {
  const page = await pages.open('/q/sign-ups-by-month');
  await button(page, 'The same, but …').click();
  await button(page, 'Add a condition on its tables').click();
  await page.getByRole('combobox', { name: 'Value for country of accounts' }).click();
  await page.locator('.options [role=option]').getByText('DE', { exact: true }).click();
  await page.getByLabel('Span of created_at inside').selectOption('week');

  const rows = await ask<{ week: string; count: string }>(
    sampleUrls().admin,
    `select date_trunc('week', created_at)::date::text as week, count(*)::text as count
     from accounts where country = 'DE' group by 1 order by 1`,
  );
  await expect(async () => (await cells(page)).slice(0, 6)).toBecome(
    rows.slice(0, 3).flatMap(({ week, count }) => [week, count]),
  );
  await page.getByText('The SQL that this writes').click();
  await page.getByText(`"accounts"."country" = 'DE'`).waitFor();
  await page.getByText('group by 1 -- each month').first().waitFor();
  await expectAccessible(page);

  await button(page, 'Keep it as mine').click();
  await page.getByRole('heading', { name: 'Sign-ups by month: DE, by week' }).waitFor();
  await page
    .getByText('of its tables only rows where country of accounts is DE; by week')
    .waitFor();
  await expect(async () => (await cells(page)).slice(0, 2)).toBecome([
    rows[0]?.week,
    rows[0]?.count,
  ]);
});

test('a further column of a table makes further groups, and its forms go on with it', async () => {
  const page = await pages.open('/q/sign-ups-by-month#same-but');
  await page.getByLabel('country of accounts', { exact: true }).check();
  await page.getByRole('columnheader', { name: 'country' }).waitFor();
  await page.getByLabel('Order of the rows').selectOption('country');
  await expect(async () => (await cells(page))[2]).toBecome('BR');
  await page.getByLabel('created_at of accounts', { exact: true }).check();
  await page.getByLabel('Span of created_at of accounts').selectOption('year');
  await page.getByRole('columnheader', { name: 'year of created_at' }).waitFor();
});

test('a query says why it cannot be varied inside, and one that nobody opened has the forms of its result alone', async () => {
  const page = await pages.open('/q/firsts#same-but');
  await page.getByText('The query gives only some of its rows (limit)').waitFor();
  await page.getByLabel('country of accounts', { exact: true }).check();
  await page.getByRole('columnheader', { name: 'country' }).waitFor();

  const closed = await pages.open('/q/closed#same-but');
  await button(closed, 'Add a condition').waitFor();
  expect(await button(closed, 'Add a condition on its tables').count()).toBe(0);
});
