// "The same, but …" in the sidebar, in Chromium: from a query to one's own of it, and at once into the sheet.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { wholeSelection } from '../../../domain/teaching/selection.ts';
import '../../support/become.ts';
import { startSidebarBrowser, type SidebarBrowser } from '../sidebar-page.ts';
import { openQuery, view } from '../sidebar-steps.ts';
import { expectAccessible } from '../../support/accessible.ts';

let browser: SidebarBrowser;
beforeAll(async () => {
  browser = await startSidebarBrowser();
});
afterAll(() => browser?.close());

async function openForms(page: Page): Promise<void> {
  await openQuery(page, 'Sign-ups by month');
  await page.getByRole('button', { name: 'The same, but …' }).click();
  await page.getByRole('button', { name: 'Add a condition' }).waitFor();
}

/** Clicks the first value that the column is offered to have. */
async function pickFirst(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: /^Value for/ }).click();
  await page.locator('.options [role=option]').first().click();
}

const firstColumn = (page: Page) =>
  page
    .getByRole('region', { name: 'The first rows' })
    .getByRole('columnheader')
    .first()
    .innerText();

test('a value is picked by mouse, the rows follow, and what is kept is inserted with one click more', async () => {
  const { page, calls } = await browser.open();
  await openForms(page);
  await page.getByRole('region', { name: 'The first rows' }).waitFor();
  const column = await firstColumn(page);

  await page.getByRole('button', { name: 'Add a condition' }).click();
  await pickFirst(page);

  const conditions = [{ column, is: 'equal', value: '2026-01-01' }];
  const selection = { ...wholeSelection, conditions };
  await expect(async () => (await calls('previewQuery')).at(-1)?.input.selection).toBecome(
    selection,
  );
  await page.getByText('The SQL that this writes').click();
  await page.getByText('select {').waitFor();
  await expectAccessible(page);
  // Nothing of it is wider than the sidebar.
  expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth)).toBe(300);

  await page.getByRole('button', { name: 'Keep and insert into new tab' }).click();
  await view(page, 'Linked ranges');
  const title = 'Sign-ups by month: month is 2026-01-01';
  const [kept] = await calls('keepVariation');
  expect(kept?.input).toMatchObject({ slug: 'signups-by-month', version: null, title, selection });
  const [inserted] = await calls('insertRange');
  expect(inserted?.input).toMatchObject({ slug: 'signups-by-month-mine', target: 'newTab' });

  await page.keyboard.press('/');
  await page.getByRole('option', { name: title }).waitFor();
});

test('where it could be kept and not inserted, another try keeps no second one', async () => {
  const { page, calls } = await browser.open({ failures: { insertRange: 'HTTP 0' } });
  await openForms(page);
  const keep = page.getByRole('button', { name: 'Keep and insert into new tab' });
  await keep.click();
  await page.getByRole('alert').waitFor();
  await keep.click();

  await expect(async () => (await calls('keepVariation')).length).toBecome(2);
  const [first, second] = await calls('keepVariation');
  expect(first?.input).toMatchObject({ slug: 'signups-by-month', version: null });
  expect(second?.input.slug).toBe('signups-by-month-mine');
  expect(second?.input.version).toEqual(expect.any(Number));
});

test('what the values of a column are is nobody’s hindrance: whoever cannot be told them types', async () => {
  const { page, calls } = await browser.open({
    problems: { columnValues: { code: 'sql_timed_out', detail: 'It took too long.' } },
  });
  await openForms(page);
  await page.getByRole('button', { name: 'Add a condition' }).click();
  const value = page.getByRole('combobox', { name: /^Value for/ });
  await value.fill('2026-02-01');
  await value.press('Tab');

  await expect(
    async () => (await calls('previewQuery')).at(-1)?.input.selection?.conditions[0]?.value,
  ).toBecome('2026-02-01');
});

test('a problem with keeping it is told, and nothing is inserted', async () => {
  const { page, calls } = await browser.open({
    problems: { keepVariation: { code: 'invalid_request', detail: 'You have 500 variations.' } },
  });
  await openForms(page);
  await page.getByRole('button', { name: 'Only keep it' }).click();

  await page.getByText('You have 500 variations.').waitFor();
  expect(await calls('insertRange')).toEqual([]);
});
