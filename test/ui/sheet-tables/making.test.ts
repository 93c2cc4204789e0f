// The sidebar makes a table for queries of what is selected, and says which of its cells do not fit.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Scenario } from '../add-on/scenario.ts';
import { startSidebarBrowser, type SidebarBrowser } from '../sidebar-page.ts';
import { view } from '../sidebar-steps.ts';

let browser: SidebarBrowser;
beforeAll(async () => {
  browser = await startSidebarBrowser();
});
afterAll(() => browser.close());

async function openTables(scenario: Scenario = {}) {
  const sidebar = await browser.open(scenario);
  await sidebar.page.getByRole('button', { name: 'Sheet tables' }).click();
  await view(sidebar.page, 'Sheet tables');
  return sidebar;
}

test('a table is made of what is selected, with types that are proposed from its cells and said plainly', async () => {
  const { page, calls } = await openTables();
  await page.getByRole('button', { name: 'Use as a table in queries' }).click();
  await page.getByText('From Onboarding!B2:D: 6 rows.').waitFor();

  await page.getByText('5 of 6 filled cells are numbers, such as 12; "n/a" is not.').waitFor();
  await page.getByText('All 5 filled cells are dates, such as 2026-01-31.').waitFor();
  await page.getByLabel('What Account holds').selectOption('Text');
  await page.getByRole('checkbox', { name: 'Go-live' }).uncheck();
  await page.getByLabel('Its name in SQL').fill('onboarding_2026');
  await page.getByText('sheet.onboarding_2026').waitFor();
  await page.getByLabel('Who may use it in queries').selectOption('me');
  await page.getByLabel('A cell that does not fit').selectOption('leave_out');
  await page.getByRole('button', { name: 'Make the table' }).click();

  const card = page.getByRole('article', { name: 'Onboarding' });
  await card.getByText('Only its publisher may use it').waitFor();
  expect((await calls('makeTable')).map(({ input }) => input)).toEqual([
    {
      ...{ name: 'onboarding_2026', title: 'Onboarding', whole: false },
      columns: [
        { name: 'account', header: 'Account', type: 'text' },
        { name: 'seats', header: 'Seats', type: 'number' },
      ],
      ...{ usedBy: 'me', badRows: 'leave_out', readBy: 'addon', publishes: 'edited' },
    },
  ]);
});

test('the whole tab is taken instead of the selected cells', async () => {
  const { page, calls } = await openTables();
  await page.getByRole('button', { name: 'Use as a table in queries' }).click();
  await page.getByRole('button', { name: 'Use the whole tab instead' }).click();
  await page.getByText('From the whole tab Onboarding').waitFor();
  await page.getByRole('button', { name: 'Make the table' }).click();
  await page.getByRole('article', { name: 'Onboarding' }).waitFor();

  expect((await calls('makeTable')).map(({ input }) => input.whole)).toEqual([true]);
});

test('tabs of one kind are stacked as one table, where the whole tab is taken', async () => {
  const { page, calls } = await openTables();
  await page.getByRole('button', { name: 'Use as a table in queries' }).click();
  expect(await page.getByLabel(/All tabs named like/).count()).toBe(0);
  await page.getByRole('button', { name: 'Use the whole tab instead' }).click();
  await page.getByLabel('All tabs named like Onboarding 2026-*').check();
  await page.getByText('4 now (Onboarding 2026-01, Onboarding 2026-02').waitFor();
  await page.getByRole('button', { name: 'Make the table' }).click();
  await page.getByRole('article', { name: 'Onboarding' }).waitFor();

  expect((await calls('makeTable')).map(({ input }) => input.tabs)).toEqual(['Onboarding 2026-*']);
});

test('no table is made of cells in which a header stands twice', async () => {
  const { page } = await openTables({ twiceHeaded: true });
  await page.getByRole('button', { name: 'Use as a table in queries' }).click();
  await page.getByText('both headed "Seats"').waitFor();

  expect(await page.getByRole('button', { name: 'Make the table' }).isDisabled()).toBe(true);
});

test('cells that do not fit are named with who waits for them, and each leads to its cell', async () => {
  const { page, calls } = await openTables({ badTable: true });
  const card = page.getByRole('article', { name: 'Onboarding' });
  await card.getByText('22 cells do not fit.').waitFor();
  await card.getByText('And 2 more.').waitFor();
  await card.getByText('Waiting for it: Health of accounts.').waitFor();
  await card.getByRole('button', { name: 'C17' }).click();
  expect((await calls('goToCell')).map(({ input }) => input)).toEqual([
    { name: 'sales_onboarding', cell: 'C17' },
  ]);

  await card.getByRole('button', { name: 'Publish now' }).click();

  await card.getByText('22 cells do not fit.').waitFor({ state: 'detached' });
  await card.getByText('Published', { exact: true }).waitFor();
});

test('a column that is new in the sheet is added to the table', async () => {
  const { page, calls } = await openTables({ badTable: true });
  const card = page.getByRole('article', { name: 'Onboarding' });
  await card.getByText('A column is new in the sheet: Champion.').waitFor();
  await card.getByRole('button', { name: 'Add to the table' }).click();
  await card.getByText('is new in the sheet').waitFor({ state: 'detached' });

  const [changed] = await calls('changeTable');
  expect(changed?.input.columns?.map(({ header }) => header)).toEqual([
    ...['Account', 'Seats', 'Go-live', 'Champion'],
  ]);
});

test('a table is deleted after a yes that names the queries which then fail', async () => {
  const { page } = await openTables({ badTable: true });
  const card = page.getByRole('article', { name: 'Onboarding' });
  await card.getByRole('button', { name: 'Delete the table' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Health of accounts').waitFor();
  await dialog.getByRole('button', { name: 'Delete the table' }).click();

  await card.waitFor({ state: 'detached' });
});

test('the server’s reading is offered where it has an account, and says with whom to share', async () => {
  const { page, calls } = await openTables({
    badTable: true,
    atServer: {
      account: 'sheetfeed@acme.example',
      mayActAsYou: false,
      mayPick: false,
      schedule: null,
    },
  });
  const card = page.getByRole('article', { name: 'Onboarding' });
  await card.getByText('Settings').click();
  await card.getByLabel('When queries see what changed').selectOption('server');
  await card.getByText('sheetfeed@acme.example').waitFor();
  await card.getByRole('button', { name: 'Read now' }).waitFor();

  expect((await calls('changeTable')).map(({ input }) => input)).toEqual([
    { name: 'sales_onboarding', readBy: 'server', publishes: 'asked' },
  ]);
});

test('a server without an account at Google reads for nobody; the add-on publishes, as whom is said', async () => {
  const { page } = await openTables({ badTable: true });
  const card = page.getByRole('article', { name: 'Onboarding' });
  await card.getByText('Settings').click();
  const when = card.getByLabel('When queries see what changed');
  expect(await when.getByRole('option').allTextContents()).toEqual([
    'Within seconds of each edit',
    'Every hour',
    'When I press Publish now',
  ]);
  await when.selectOption('hourly');
  await card.getByText('Published every hour, as you.').waitFor();
});
