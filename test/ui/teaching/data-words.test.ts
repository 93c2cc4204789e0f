// Words for data in Chromium: written on the page, and met on headers, in "How this query works", and while SQL is written.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import '../../support/become.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import { expectAccessible } from '../../support/accessible.ts';

const catalog = {
  'prices.sql': `/*---\ntitle: Prices\nsource: sample\n---*/\nselect plan, monthly_price, upper(title) as title from plans`,
};
const PAGE = '/data/sample/public/plans';

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages(catalog);
});
afterAll(() => pages?.stop());

const header = (page: Page, name: string) =>
  page.locator('.grid-sort', { hasText: name }).getAttribute('title');

test('what is written of a table is met where its query is read, and counts before the comments of the database', async () => {
  const page = await pages.open('/q/prices');
  await page.locator('.grid-row').first().waitFor();
  await expect(() => header(page, 'plan')).toBecome(
    'plan: text (text)\nThe short name of the plan.\n(plans.plan, by the database’s comment)',
  );
  expect(await header(page, 'title')).toBe('title: text (text)');
  await page.getByText('How this query works').click();
  const told = page.getByRole('region', { name: 'Its tables and columns' });
  await told.getByText('What Fairwind sells, by the month.').waitFor();
  expect(await told.locator('dt').allInnerTexts()).toEqual(['plan', 'title', 'monthly_price']);
  await expectAccessible(page);

  const link = told.getByRole('link', { name: 'Write what plans means' });
  await page.goto(new URL((await link.getAttribute('href')) ?? '', page.url()).href);
  await page.getByLabel('What a row of it is').fill('Everything that has a price.');
  await page.getByLabel('Who is asked about it').fill('Billing');
  await page.getByLabel('What plan means', { exact: true }).fill('As contracts call it.');
  const plan = page.locator('.words-column').first();
  await plan.getByText('What its values mean').click();
  await plan.getByLabel('Another value').fill('solo');
  await plan.getByRole('button', { name: 'Add' }).click();
  await plan.getByLabel('solo').fill('For one person.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Who wrote what (1 time)').click();
  await page.getByText('plan = solo').waitFor();
  await page.getByText('Used by 1 query').waitFor();
  await expectAccessible(page);

  await page.goto(new URL('/q/prices', page.url()).href);
  await expect(() => header(page, 'plan')).toBecome(
    'plan: text (text)\nAs contracts call it.\nsolo: For one person.\n(plans.plan)',
  );
  await page.getByText('How this query works').click();
  await told.getByText('Ask Billing about it').waitFor();
  await page.goto(new URL('/data', page.url()).href);
  await page.getByRole('searchbox').fill('everything that has');
  await page.getByText('Everything that has a price.').waitFor();
});

test('while SQL is written the explorer and the completion have the words, and say which are the database’s own', async () => {
  const page = await pages.open('/new', { expectedErrors: /422/ });
  const fold = page.locator('.table-fold', {
    has: page.locator('summary b', { hasText: /^plans$/ }),
  });
  await fold.locator('summary').first().click();
  await fold.getByText('Everything that has a price.').waitFor();
  await fold
    .getByText('The name of the plan as customers see it. (the database’s comment)')
    .waitFor();
  await fold.getByText('For one person.').waitFor();
  await page.locator('.cm-content').fill("select 1 from plans where plan = 's");
  await page.locator('.cm-content').press('End');
  await page.keyboard.type('o');
  await page.locator('.cm-completionInfo', { hasText: 'For one person.' }).waitFor();
});

test('two who write at once lose nothing: the second sees what the first wrote, and saves both', async () => {
  const [mine, theirs] = [
    await pages.open(PAGE, { expectedErrors: /409/ }),
    await pages.open(PAGE),
  ];
  await mine.getByLabel('How new its rows are').fill('by the hour');
  await theirs.getByLabel('Who is asked about it').fill('Sales');
  await theirs.getByRole('button', { name: 'Save' }).click();
  await theirs.getByText('Who wrote what (2 times)').waitFor();
  await mine.getByRole('button', { name: 'Save' }).click();
  await mine.getByText('Somebody else wrote in the meantime.').waitFor();
  expect(await mine.getByLabel('Who is asked about it').inputValue()).toBe('Sales');
  await mine.getByRole('button', { name: 'Save' }).click();
  await mine.getByText('Who wrote what (3 times)').waitFor();
  expect(await mine.getByLabel('How new its rows are').inputValue()).toBe('by the hour');
});
