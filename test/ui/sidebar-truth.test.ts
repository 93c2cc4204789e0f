// The sidebar says what is so: of what broke, to whom it is shown; of what happens in the sheet; of what was saved.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { StandIn } from './add-on/scenario.ts';
import { startSidebarBrowser, type SidebarBrowser } from './sidebar-page.ts';
import { focused, openQuery, view } from './sidebar-steps.ts';
import { expectAccessible } from '../support/accessible.ts';

let browser: SidebarBrowser;
beforeAll(async () => {
  browser = await startSidebarBrowser();
});
afterAll(() => browser?.close());

const inSheet = (page: Page, what: 'showTab' | 'deleteTab' | 'undoDelete', tab: string) =>
  page.evaluate(
    ([name, of]) => (window as unknown as StandIn)[name as 'showTab'](of as string),
    [what, tab],
  );
/** The person was in the sheet, and comes back with the pointer. */
async function comeBack(page: Page): Promise<void> {
  await page.waitForTimeout(1_600);
  await page.evaluate(() => document.documentElement.dispatchEvent(new Event('pointerenter')));
}
const openRanges = (page: Page) => page.getByRole('button', { name: /Linked ranges/ }).click();
const usage = (page: Page) => page.getByRole('article', { name: 'Product usage of one customer' });

test('a broken query is told in words before any code, with since when, of when the values are, and one click tells its author', async () => {
  const { page, calls } = await browser.open({ broken: true });
  await openRanges(page);
  const note = usage(page).getByRole('alert');
  await note.getByText(/^This query is broken, since \d\d:\d\d$/).waitFor();
  await note.getByText(/^You see the values of \d+ \w+,? (at )?\d\d:\d\d\.$/).waitFor();
  const words = (await note.innerText()).split('\n');
  expect(words[0]).toMatch(/^This query is broken/);
  expect(await note.getByText('sql_invalid').isVisible()).toBe(false);
  await usage(page).getByText('Query of Ali Author').waitFor();

  await note.getByRole('button', { name: 'Tell its author' }).click();
  await note.getByText(/Ali Author and the other authors know/).waitFor();
  expect((await calls('tellAuthor')).map(({ input }) => input)).toEqual([
    {
      slug: 'customer-usage',
      title: 'Product usage of one customer',
      range: 'r2',
      values: { customer: { from: 'cell', place: 'Usage!B1' } },
      problem: { code: 'sql_invalid', detail: 'Column i.due_on does not exist.' },
    },
  ]);
});

test('a failure that is kept nowhere else stays with its card through other views, and the range is not called fresh until it is mended', async () => {
  const { page } = await browser.open({
    problems: { refreshRange: { code: 'forbidden', detail: 'You may not run this query.' } },
  });
  await openRanges(page);
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByText('Fresh', { exact: true }).waitFor();
  await card.getByRole('button', { name: /^Refresh/ }).click();
  await card.getByText('You may not run this query.').waitFor();
  await card.getByText('You see the values of').waitFor();

  await page.keyboard.press('Escape');
  await view(page, 'Queries');
  await openRanges(page);

  await card.getByText('You may not run this query.').waitFor();
  await card.getByText('Not refreshed').waitFor();
  expect(await card.getByText('Fresh', { exact: true }).count()).toBe(0);
});

test('an undo that is refused is no refresh that failed: the values are as fresh as they were', async () => {
  const refused = {
    code: 'sheet_changed' as const,
    detail: 'Cells were changed after the refresh.',
  };
  const { page } = await browser.open({ gone: false, problems: { undoRefresh: refused } });
  await openRanges(page);
  const card = page.getByRole('article').filter({ hasText: 'Undo refresh' });
  const before = await card.locator('.freshness').first().innerText();
  await card.getByRole('button', { name: /^Undo refresh/ }).click();
  await card.getByText(refused.detail).waitFor();

  expect(await card.locator('.freshness').first().innerText()).toBe(before);
  expect(await card.getByText('Not refreshed').count()).toBe(0);
  expect(await page.getByText('One range was not refreshed').count()).toBe(0);
  expect(await card.getByText('You see the values of').count()).toBe(0);
});

test('values that nobody has refreshed for more than a day are not called fresh', async () => {
  const { page } = await browser.open({ gone: false, old: true });
  await openRanges(page);
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByText('Older').waitFor();
  expect(await card.getByText('Fresh', { exact: true }).count()).toBe(0);
});

test('the cards follow the tab that is shown in the sheet', async () => {
  const { page } = await browser.open({ problems: {}, wellRanges: true });
  await openRanges(page);
  const order = async () =>
    (await page.locator('main').locator('h2, h3').allInnerTexts()).join(' | ');
  await expect(order).toBecome(
    'On this tab | Sign-ups by month | On other tabs | Product usage of one customer',
  );
  await inSheet(page, 'showTab', 'Usage');
  await comeBack(page);
  await expect(order).toBecome(
    'On this tab | Product usage of one customer | On other tabs | Sign-ups by month',
  );
});

test('a range whose tab was deleted is told as such, with the way to insert it again with its values, and is back after an undo', async () => {
  const { page } = await browser.open({ wellRanges: true });
  await openRanges(page);
  await usage(page).waitFor();
  await inSheet(page, 'deleteTab', 'Usage');
  await comeBack(page);
  await usage(page).getByText('Deleted with its tab Usage').waitFor();
  expect(await usage(page).getByText('Fresh').count()).toBe(0);

  await usage(page)
    .getByRole('button', { name: /^Insert it again/ })
    .click();
  await view(page, 'Product usage of one customer');
  await page.getByText('from Usage!B1').waitFor();

  await page.keyboard.press('Escape');
  await inSheet(page, 'undoDelete', '');
  await comeBack(page);
  await usage(page).getByText('Usage!B3:F202').waitFor();
  expect(await page.getByText('Deleted with its tab Usage').count()).toBe(0);
});

test('saving options says so where they were saved, and the person stays there', async () => {
  const { page } = await browser.open();
  await openRanges(page);
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /^Refresh/ }).click();
  await card.getByText('2 rows added, 1 row changed.').waitFor();
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: /^Options/ }).click();
  await card.getByLabel('Show in a cell how fresh it is').check();
  await card.getByRole('button', { name: 'Save options' }).click();

  const saved = card.getByText('Saved. It counts from the next refresh.');
  await saved.waitFor();
  await expect(() => focused(page)).toBecome('part-r1-options');
  const box = await saved.boundingBox();
  expect(box && box.y > 0 && box.y < 720).toBe(true);
  expect(await card.getByText('2 rows added').count()).toBe(0);

  await card.getByRole('button', { name: /^Schedule/ }).click();
  expect(await card.getByText('It will run as you').count()).toBe(0);
  expect(await card.getByText(/as ana@example.com/).count()).toBe(1);
});

test('as whom a range is refreshed by itself is told in one way: by a colleague’s address, or as you', async () => {
  const { page } = await browser.open();
  await openRanges(page);
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByText(/Refreshes weekdays at 7:00, as ana@example\.com\./).waitFor();
  await card.getByRole('button', { name: /^More/ }).click();
  await card.getByRole('button', { name: /^Schedule/ }).click();
  await card.getByRole('button', { name: 'Take over, so that it runs as me' }).click();
  const line = card.getByText(/Refreshes weekdays at 7:00, as you\./);
  await line.waitFor();

  expect(await card.getByText(/runs as/i).count()).toBe(0);
  expect(await line.innerText()).not.toContain('@');
});

test('a range that waits for an answer is one click away', async () => {
  const { page } = await browser.open({ asksBeforeRefresh: true });
  await openRanges(page);
  await page.getByRole('button', { name: /^Refresh all/ }).click();
  await page.getByRole('button', { name: /^2 ranges wait for your answer/ }).click();
  await expect(() => page.evaluate(() => document.activeElement?.id ?? '')).toBecome(
    expect.stringMatching(/^range-r\d$/),
  );
});

test('a text where a number is wanted is told at its field as it is typed, and the preview asks for nothing that is filled in', async () => {
  const { page } = await browser.open();
  await openQuery(page, 'usage');
  const field = page.getByRole('textbox', { name: 'At least so many events' });
  await field.fill('abc');
  await page.getByText('“abc” is not a number. Write it like 1250 or 12.5.').waitFor();
  expect(await page.getByText(/Fill in .*At least so many/).count()).toBe(0);
});

test('only the button that was pressed says that it is inserting', async () => {
  const { page } = await browser.open({ held: ['insertRange'] });
  await openQuery(page, 'sign');
  await page.getByRole('region', { name: 'The first rows' }).waitFor();
  await page.getByRole('button', { name: 'Insert at selected cell' }).click();
  await page.getByRole('button', { name: 'Inserting…' }).waitFor();
  expect(await page.getByRole('button', { name: 'Insert into new tab' }).isDisabled()).toBe(true);
});

test('checking the spreadsheet is under Help, which says what to do about a wrong number', async () => {
  const { page } = await browser.open();
  await page.getByRole('button', { name: 'Help' }).click();
  await view(page, 'Help');
  await page.getByText('A number looks wrong').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Check this spreadsheet' }).click();
  await page.getByText('All values were written as expected.').waitFor();
});
