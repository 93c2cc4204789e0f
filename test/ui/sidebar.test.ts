// The sidebar in Chromium: the way from search to a linked range, by keyboard, with questions, problems and Cancel.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Refusal } from './add-on/scenario.ts';
import { startSidebarBrowser, type SidebarBrowser } from './sidebar-page.ts';
import { focused, openQuery, view } from './sidebar-steps.ts';
import { expectAccessible, expectNothingCutOff } from '../support/accessible.ts';

let browser: SidebarBrowser;
beforeAll(async () => {
  browser = await startSidebarBrowser();
});
afterAll(() => browser?.close());

test('search is focused, arrows and Enter open a query, Esc goes back, and / searches again', async () => {
  const { page } = await browser.open();
  await page.getByRole('option').first().waitFor();
  await expect(() => focused(page)).toBecome('search');

  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await view(page, 'Product usage of one customer');
  await expect(() => focused(page)).toBecome('Product usage of one customer');

  await page.keyboard.press('Escape');
  await view(page, 'Queries');
  await expect(() => focused(page)).toBecome('search');

  await page.getByRole('button', { name: /Linked ranges/ }).click();
  await view(page, 'Linked ranges');
  await page.keyboard.press('/');
  await view(page, 'Queries');
  await expect(() => focused(page)).toBecome('search');
});

test('favourites and recently used queries come before all others', async () => {
  const { page } = await browser.open();
  const list = page.getByRole('listbox', { name: 'Queries' });
  const order = [
    'Favourites',
    'Sign-ups by month',
    'Recently used',
    'Product usage of one customer',
    'All other queries',
  ];
  const shown = async () => {
    const lines = (await list.innerText()).split('\n').map((line) => line.trim());
    return lines.filter((line) => order.includes(line));
  };
  await expect(shown).toBecome(order);
});

test('of six hundred queries only those on the screen are drawn, and the last is reached by the keyboard', async () => {
  const { page } = await browser.open({ moreQueries: 600 });
  await page.getByRole('option').first().waitFor();
  expect(await page.getByRole('option').count()).toBeLessThan(40);

  await expect(async () => {
    await page.keyboard.press('PageDown');
    return page.getByText('Measure 600 of the weekly review').isVisible();
  }).toBecome(true);
  expect(await page.getByRole('option').count()).toBeLessThan(40);
});

test('a query is inserted into a new tab with the values of its form, and stands in the linked ranges', async () => {
  const { page, calls } = await browser.open();
  await openQuery(page, 'sign');
  await page.getByLabel('Since', { exact: true }).fill('2026-03-01');
  await page.getByLabel('search', { exact: true }).check();
  await page.getByRole('button', { name: 'Insert into new tab' }).click();

  await view(page, 'Linked ranges');
  await page.getByText('14 rows inserted.').waitFor();
  expect(await page.evaluate(() => [scrollY, document.body.scrollTop])).toEqual([0, 0]);
  const [insert] = await calls('insertRange');
  const [wait] = await calls('waitForRun');
  expect(insert?.input).toMatchObject({
    slug: 'signups-by-month',
    target: 'newTab',
    moves: false,
    run: wait?.input.run,
    values: {
      since: { from: 'value', value: '2026-03-01' },
      origins: { from: 'value', value: ['search'] },
    },
  });
});

test('where something stands the three ways to insert are offered, and nothing happens without one', async () => {
  const { page, calls } = await browser.open({ covered: 27 });
  await openQuery(page, 'sign');
  await page.getByRole('region', { name: 'The first rows' }).waitFor();
  await page.getByRole('button', { name: 'Insert at selected cell' }).click();
  const dialog = page.getByRole('dialog', { name: 'Something stands there' });
  await dialog.getByText('Budget!B3', { exact: true }).waitFor();
  await dialog.getByText('and 7 more').waitFor();
  for (const way of ['Insert below it', 'Insert into a new tab']) {
    expect(await dialog.getByRole('button', { name: way }).isVisible()).toBe(true);
  }

  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await calls('insertRange')).toEqual([]);

  await page.getByRole('button', { name: 'Insert at selected cell' }).click();
  await dialog.getByRole('button', { name: 'Move what stands there to a new tab' }).click();
  await view(page, 'Linked ranges');
  expect((await calls('insertRange')).map(({ input }) => [input.target, input.moves])).toEqual([
    ['selection', true],
  ]);
});

test('a long run says how far it is, and Cancel cancels that very run and writes nothing', async () => {
  const { page, calls } = await browser.open({ runningSteps: 50 });
  await openQuery(page, 'sign');
  await page.getByRole('button', { name: 'Insert into new tab' }).click();
  await page.getByText(/Running the query: [\d,]+ rows so far/).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.getByText('You cancelled it. The sheet is as it was.').waitFor();
  const [wait] = await calls('waitForRun');
  const cancelled = (await calls('cancelRun')).map(({ input }) => input.run);
  expect(cancelled).toContain(wait?.input.run);
  expect(await calls('insertRange')).toEqual([]);
  const insert = page.getByRole('button', { name: 'Insert into new tab' });
  await expect(() => insert.isEnabled()).toBecome(true);
});

test('a missing value is told at its field, which gets the focus, and nothing runs', async () => {
  const { page, calls } = await browser.open();
  await openQuery(page, 'usage');
  await page.getByText('Fill in Customer to see the first rows.').waitFor();
  await page.getByRole('button', { name: 'Insert into new tab' }).click();

  await page.getByText('This is needed to run the query.').waitFor();
  await expect(() => focused(page)).toBecome('parameter-customer');
  expect(await calls('waitForRun')).toEqual([]);
  expect(await calls('previewQuery')).toEqual([]);
});

test('a long choice is searched by typing and picked with the keyboard', async () => {
  const { page, calls } = await browser.open();
  await openQuery(page, 'usage');
  await page.getByPlaceholder('Search 240 choices').fill('017');
  await page.getByRole('option', { name: 'Customer 017' }).waitFor();
  await page.keyboard.press('Enter');

  await page.getByRole('region', { name: 'The first rows' }).waitFor();
  const [preview] = await calls('previewQuery');
  expect(preview?.input.values).toMatchObject({ customer: { from: 'value', value: 'c17' } });
});

test('a value that the server refuses is told at its field', async () => {
  const { page } = await browser.open();
  await openQuery(page, 'sign');
  const since = page.getByLabel('Since', { exact: true });
  await since.fill('2026-02-31');

  await page.getByText('2026-02-31 is not a date: February 2026 has 28 days.').waitFor();
  await expect(() => since.getAttribute('aria-invalid')).toBecome('true');
});

test('a value can follow the selected cell, and says which', async () => {
  const { page, calls } = await browser.open();
  await openQuery(page, 'usage');
  await page.getByRole('button', { name: 'Use the selected cell for Customer' }).click();

  await page.getByText('from Usage!B1').waitFor();
  await page.getByRole('region', { name: 'The first rows' }).waitFor();
  const [preview] = await calls('previewQuery');
  expect(preview?.input.values).toMatchObject({ customer: { from: 'cell', place: 'Usage!B1' } });
});

test('a refresh that meets cells changed by hand says what would happen and goes on only after a yes', async () => {
  const { page, calls } = await browser.open({ asksBeforeRefresh: true });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /^Refresh/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('3 cells were changed by hand (B2:B4)').waitFor();
  expect((await dialog.innerText()).match(/by hand/g)).toHaveLength(1);
  await dialog.getByText('In all: 2 rows added, 1 row removed, 3 rows changed').waitFor();
  await dialog.getByText('Formula in Budget!C4 refers to it').waitFor();
  await dialog.getByRole('button', { name: 'Refresh anyway' }).click();

  await card.getByText('2 rows added, 1 row changed.').waitFor();
  const confirmed = (await calls('refreshRange')).map(({ input }) => input.confirmed);
  const yes = { editedCells: true, removedColumns: true, asked: 'print-of-r1' };
  expect(confirmed).toEqual([{}, expect.objectContaining(yes)]);
  // That it could not be taken back was not asked.
  expect(confirmed[1]?.noUndo).toBeUndefined();
});

test('values that are refused stay in their form, and the card shows those of its rows', async () => {
  const detail = '2026-02-31 is not a date: February 2026 has 28 days.';
  const { page, calls } = await browser.open({
    problems: { refreshRange: { code: 'invalid_value', detail, parameter: 'since' } },
  });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /^More/ }).click();
  await card.getByRole('button', { name: 'Change values' }).click();
  const since = card.getByRole('combobox', { name: 'Since' });
  await since.fill('2026-02-31');
  await card.getByRole('button', { name: 'Save and refresh' }).click();

  await expect(() => since.getAttribute('aria-invalid')).toBecome('true');
  expect(await since.inputValue()).toBe('2026-02-31');
  expect((await card.innerText()).split(detail)).toHaveLength(2);
  expect(await card.locator('dl.values').innerText()).not.toContain('2026-02-31');
  const [refresh] = await calls('refreshRange');
  expect(refresh?.input.values).toMatchObject({ since: { from: 'value', value: '2026-02-31' } });
});

const refusedValues: Refusal[] = [
  {
    code: 'invalid_value',
    detail: '2026-02-31 is not a date: February 2026 has 28 days.',
    parameter: 'since',
  },
  { code: 'sheet_full', detail: 'There is no room for 9 rows.' },
];
test.each(refusedValues)(
  'changed values that are refused ($code) after their form was closed are told at the card',
  async ({ detail, ...refusal }) => {
    const { page } = await browser.open({
      problems: { refreshRange: { detail, ...refusal } },
      runningSteps: 1,
    });
    await page.getByRole('button', { name: /Linked ranges/ }).click();
    const card = page.getByRole('article', { name: 'Sign-ups by month' });
    await card.getByRole('button', { name: /^More/ }).click();
    await card.getByRole('button', { name: 'Change values' }).click();
    await card.getByRole('combobox', { name: 'Since' }).fill('2026-02-31');
    await card.getByRole('button', { name: 'Save and refresh' }).click();
    await card.getByRole('button', { name: /^Less/ }).click();

    const told = card.getByRole('alert');
    await told.getByText(detail).waitFor();
    await told.getByText('The new values were not saved: give them again under').waitFor();
    expect(await card.locator('dl.values').innerText()).not.toContain('2026-02-31');
  },
);

test('the suggestions for a value do not cover the button that saves it', async () => {
  const { page } = await browser.open();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /^More/ }).click();
  await card.getByRole('button', { name: 'Change values' }).click();
  await card.getByRole('combobox', { name: 'Since' }).click();
  await page.getByRole('option', { name: '3 months ago' }).waitFor();

  // A trial fails where something else would take the click.
  const save = card.getByRole('button', { name: 'Save and refresh' });
  await save.click({ trial: true });
});

test.each([
  ['growth', 'The query answers no rows for these values.'],
  ['add up', 'The query answers no rows. '],
])(
  'a preview without rows of the query “%s” speaks of values only where it takes some',
  async (...asked) => {
    const [words, told] = asked;
    const { page } = await browser.open({ noRows: true });
    await openQuery(page, words);

    await page.getByText(told).waitFor();
  },
);

test('Refresh all refreshes one range after the other and tells which were not', async () => {
  const { page, calls } = await browser.open({
    problems: { refreshRange: { code: 'sheet_full', detail: 'There is no room for 9 rows.' } },
  });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  await page.getByRole('button', { name: 'Refresh all (2)' }).click();

  await page.getByText('2 ranges were not refreshed.').waitFor();
  const refreshed = (await calls('refreshRange')).map(({ input }) => input.id);
  expect(refreshed).toEqual(['r1', 'r2']);
});

test('Refresh all leaves a question at each range that has one, and goes on with the answer', async () => {
  const { page, calls } = await browser.open({ asksBeforeRefresh: true });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  await page.getByRole('button', { name: 'Refresh all (2)' }).click();

  await page.getByText('2 ranges wait for your answer.').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  await expectAccessible(page);

  const usage = page.getByRole('article', { name: 'Product usage of one customer' });
  await usage.getByRole('button', { name: 'Leave it as it is' }).click();
  await usage.getByText('Nothing was changed.').waitFor();
  const signups = page.getByRole('article', { name: 'Sign-ups by month' });
  await signups.getByText('Formula in Budget!C4 refers to it').waitFor();
  await signups.getByRole('button', { name: 'Refresh anyway' }).click();
  await signups.getByText('2 rows added, 1 row changed.').waitFor();

  const writes = (await calls('refreshRange')).map(({ input }) => [input.id, input.confirmed]);
  expect(writes).toEqual([
    ['r1', {}],
    ['r2', {}],
    ['r1', expect.objectContaining({ editedCells: true, asked: 'print-of-r1' })],
  ]);
});

test('Stop after this one finishes the range it is at and leaves the others', async () => {
  const { page, calls, release } = await browser.open({ held: ['waitForRun'] });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  await page.getByRole('button', { name: 'Refresh all (2)' }).click();
  await page.getByRole('button', { name: 'Stop after this one' }).click();
  await release();

  await page.getByRole('button', { name: 'Refresh all (2)' }).waitFor();
  expect((await calls('refreshRange')).map(({ input }) => input.id)).toEqual(['r1']);
});

test('a value chosen from a query stands at its linked range by its label', async () => {
  const { page } = await browser.open();
  await openQuery(page, 'usage');
  await page.getByPlaceholder('Search 240 choices').fill('017');
  await page.getByRole('option', { name: 'Customer 017' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Insert into new tab' }).click();

  const card = page.locator('.card.shown');
  await card.getByText('Customer 017', { exact: true }).waitFor();
});

test('while the sidebar starts, the shape of the catalog is shown', async () => {
  const { page } = await browser.open({ silent: ['startSidebar'] });
  await page.getByRole('status', { name: 'Loading the queries' }).waitFor();
});

test('offline, the sidebar says that the values stay, until the network is back', async () => {
  const { page } = await browser.open();
  await page.getByRole('option').first().waitFor();
  await page.context().setOffline(true);
  await page.getByText('You are offline. The values in the sheet stay').waitFor();

  await page.context().setOffline(false);
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
});

test('an outdated add-on says to reload the spreadsheet', async () => {
  const { page } = await browser.open({
    problems: {
      startSidebar: {
        code: 'addon_outdated',
        detail: 'This add-on is too old for the server. Reload the spreadsheet.',
      },
    },
  });
  await page.getByText('Reload the spreadsheet.').waitFor();
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
});

test('a query of the list is told by the whole first sentence of its description', async () => {
  const { page } = await browser.open();
  const row = page.getByRole('option', { name: /Apps on old platform stacks/ });
  const line = row.locator('.list-line').first();
  await line.getByText('Which apps still run on stacks that will be switched off').waitFor();
  expect(await line.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
});

test('unlinking asks first, keeps the values, and takes the range from the list', async () => {
  const { page, calls } = await browser.open();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: 'Unlink' }).click();
  await page.getByText('The values stay in the sheet as they are.').waitFor();
  await page
    .getByText('What was done here before can be undone only once the range is linked again')
    .waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Unlink' }).click();

  await card.waitFor({ state: 'detached' });
  expect((await calls('unlinkRange')).map(({ input }) => input.id)).toEqual(['r1']);
});

test('options and schedule are saved in the words that the add-on knows', async () => {
  const { page, calls } = await browser.open();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: /^Options/ }).click();
  await card.getByLabel(/^Match rows/).check();
  await card.getByRole('button', { name: 'Save options' }).click();
  await card.getByText('Choose at least one column').waitFor();
  // A column is called what the sheet calls it.
  await card.getByLabel('Monat', { exact: true }).check();
  await card.getByRole('button', { name: 'Save options' }).click();
  await card.getByRole('button', { name: /^Options Match rows/ }).waitFor();
  const [set] = await calls('setOptions');
  expect(set?.input.options).toMatchObject({ mode: 'match', keyColumns: ['month'], columns: [] });

  await card.getByRole('button', { name: /^Schedule/ }).click();
  await card.getByLabel('Refresh by itself').selectOption('Once a week');
  await card.getByRole('button', { name: 'Save schedule' }).click();
  await card.getByRole('button', { name: /^Schedule Mondays at 7:00/ }).waitFor();
  const [schedule] = await calls('setSchedule');
  expect(schedule?.input.rule).toEqual({ every: 'week', hour: 7, weekday: 1 });
});

test('when Google fails, the sidebar says what that means and tries again on request', async () => {
  const { page } = await browser.open({
    failures: { startSidebar: 'NetworkError: Connection failure due to HTTP 0' },
  });
  await page.getByText('The connection to Google broke off.').waitFor();
  await expect(() => focused(page)).toBecome(/Sheetfeed could not be reached/);
  await page.getByRole('button', { name: 'Try again' }).waitFor();
});

test('a query that may not be run is refused in words and with a way back', async () => {
  const { page } = await browser.open({
    problems: {
      openQuery: { code: 'forbidden', detail: 'Only the finance team may run this query.' },
    },
  });
  await openQuery(page, 'sign');
  await page.getByText('Only the finance team may run this query.').waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  await view(page, 'Queries');
});

test('an empty catalog and a spreadsheet without linked ranges each say what comes next', async () => {
  const { page } = await browser.open({ noQueries: true, noRanges: true });
  await page.getByText('There are no queries yet.').waitFor();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  await page.getByRole('button', { name: 'Find a query' }).click();
  await view(page, 'Queries');
});

const views: [name: string, open: (page: Page) => Promise<void>][] = [
  ['the catalog', (page) => page.getByRole('option').first().waitFor()],
  ['a query with an error', (page) => openQueryWithError(page)],
  ['the linked ranges with everything open', (page) => openEverything(page)],
  ['a question', (page) => openQuestion(page)],
];

for (const dark of [false, true]) {
  for (const [name, open] of views) {
    test(`axe finds nothing in ${name}, ${dark ? 'dark' : 'light'}`, async () => {
      const { page } = await browser.open({ covered: 3 }, { dark });
      await open(page);

      await expectAccessible(page);
      await expectNothingCutOff(page);
    });
  }
}

async function openQueryWithError(page: Page) {
  await openQuery(page, 'sign');
  await page.getByLabel('Since', { exact: true }).fill('2026-02-31');
  await page.getByText('is not a date').waitFor();
}

async function openEverything(page: Page) {
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: /^Options/ }).click();
  await card.getByLabel(/^Match rows/).check();
  await card.getByText('Columns', { exact: true }).click();
}

async function openQuestion(page: Page) {
  await openQuery(page, 'sign');
  await page.getByRole('button', { name: 'Insert at selected cell' }).click();
  await page.getByRole('dialog').waitFor();
}
