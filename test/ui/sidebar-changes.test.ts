// The sidebar tells what changed row by row, and takes back what was done.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSidebarBrowser, type SidebarBrowser } from './sidebar-page.ts';
import { openQuery, view } from './sidebar-steps.ts';

let browser: SidebarBrowser;
beforeAll(async () => {
  browser = await startSidebarBrowser();
});
afterAll(() => browser.close());

test('what changed is listed with the old and the new value, and each row leads to its cell', async () => {
  const { page, calls } = await browser.open();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /^Refresh/ }).click();
  await card.getByText('What changed').click();

  await card.getByText('133').waitFor();
  expect(await card.getByText('120').isVisible()).toBe(true);
  await card.getByText('and 2 more values').waitFor();
  await card.getByRole('button', { name: '2026-03-01, ads' }).click();

  expect((await calls('goToRange')).map(({ input }) => input)).toEqual([{ id: 'r1', cell: 'A17' }]);
});

test('what would change is listed before anything is written, by the cells as they are now', async () => {
  const { page, calls } = await browser.open();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: 'See what would change' }).click();
  await card.getByText('What would change', { exact: true }).click();
  await card.getByRole('button', { name: '2026-02-01, search' }).click();

  expect((await calls('goToRange')).map(({ input }) => input.cell)).toEqual(['C15']);
  expect(await card.getByRole('button', { name: '2026-03-01, ads' }).count()).toBe(0);
  expect(await calls('refreshRange')).toEqual([]);
});

test('an insert is undone from its card, which goes from the list', async () => {
  const { page, calls } = await browser.open();
  await openQuery(page, 'sign');
  await page.getByRole('button', { name: 'Insert into new tab' }).click();
  await view(page, 'Linked ranges');
  await page.getByRole('button', { name: /^Undo insert/ }).click();

  await page.getByText('It was taken out again.').waitFor();
  expect(await page.getByRole('button', { name: /^Undo insert/ }).count()).toBe(0);
  expect(await calls('undoInsert')).toHaveLength(1);
});

test('what was unlinked is linked again from where it was', async () => {
  const { page } = await browser.open();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: 'Unlink' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Unlink' }).click();
  await page.getByText('Sign-ups by month is not linked any more').waitFor();

  await page.getByRole('button', { name: 'Undo', exact: true }).click();

  await card.waitFor();
  expect(await page.getByText('is not linked any more').count()).toBe(0);
});

test('the server’s clock is offered where it has an account, to the minute, and says with whom to share', async () => {
  const detail =
    'Sheetfeed may not write to this spreadsheet. Share it with sheetfeed@acme.example as an editor, and try again.';
  const { page, calls } = await browser.open({
    atServer: {
      account: 'sheetfeed@acme.example',
      mayActAsYou: false,
      mayPick: false,
      schedule: null,
    },
    problems: { setSchedule: { code: 'spreadsheet_not_shared', detail } },
  });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: /^Schedule/ }).click();
  await card.getByLabel('Who refreshes it').selectOption('server');
  await card.getByLabel('Refresh by itself').selectOption('day');
  await card.getByLabel('At hour').selectOption('6');
  await card.getByLabel('At minute').selectOption('40');
  await card.getByRole('button', { name: 'Save schedule' }).click();
  await card.getByText(detail).waitFor();
  await card.getByLabel('Who refreshes it').selectOption('google');

  const [saved] = await calls('setSchedule');
  expect(saved?.input).toMatchObject({
    by: 'server',
    rule: { every: 'day', hour: 6, minute: 40 },
  });
  // Google picks the minute.
  expect(await card.getByLabel('At minute').count()).toBe(0);
});

test('a server without an account at Google is offered to nobody', async () => {
  const { page } = await browser.open();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: /^Schedule/ }).click();
  await card.getByLabel('Refresh by itself').waitFor();

  expect(await card.getByLabel('Who refreshes it').count()).toBe(0);
});

test('a range is refreshed when its cell is edited, as whom is said before and after', async () => {
  const { page, calls } = await browser.open({ wellRanges: true });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Product usage of one customer' });
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: /^Schedule off/ }).click();
  await card.getByLabel('When Usage!B1 is edited').check();
  await card.getByText('It runs as you, with your rights, whoever opens or edits.').waitFor();
  await card.getByRole('button', { name: 'Save schedule' }).click();

  await card.getByText('Refreshes when Usage!B1 is edited, as you.').waitFor();
  expect((await calls('setPrompts'))[0]?.input).toEqual({ id: 'r2', on: ['edit'] });
  expect(await calls('setSchedule')).toEqual([]);
});
