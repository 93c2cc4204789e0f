// Before inserting: the preview shows what the sheet will show, and lets one choose columns, order and rows of it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSidebarBrowser, type SidebarBrowser } from './sidebar-page.ts';
import { openQuery, view } from './sidebar-steps.ts';
import { expectAccessible } from '../support/accessible.ts';

let browser: SidebarBrowser;
beforeAll(async () => {
  browser = await startSidebarBrowser();
});
afterAll(() => browser?.close());

test('the preview says how many rows there are, shows dates as the spreadsheet writes them and nothing for nothing, and what was chosen of it is inserted with the run it counted', async () => {
  const { page, calls } = await browser.open();
  await openQuery(page, 'sign');
  const preview = page.getByRole('region', { name: 'The first rows' });
  await preview.getByText('7/1/2026', { exact: true }).first().waitFor();
  expect(await preview.getByText('null').count()).toBe(0);
  await page.getByText(/First 5 of 851 rows/).waitFor();

  await page.getByText('Columns', { exact: true }).click();
  await page.getByRole('button', { name: 'Leave out last_seen' }).click();
  await page.getByRole('textbox', { name: 'Label of signups' }).fill('Neue Konten');
  await page.getByRole('button', { name: 'Move signups up' }).click();
  await page.getByText('Sort and filter').click();
  await page.getByLabel('Sort the rows by').selectOption('signups');
  await page.getByRole('button', { name: 'Sort from the largest' }).click();
  await page.getByRole('button', { name: 'Add a filter' }).click();
  await page.getByLabel('Column', { exact: true }).selectOption('signups');
  await page.getByLabel('How it is filtered').selectOption('at_least');
  await page.getByLabel('Value').fill('100');
  await page.getByText(/First 5 of the 12 rows that are left of 851/).waitFor();
  expect(await preview.locator('th').allInnerTexts()).toEqual(['month', 'Neue Konten', 'origin']);
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(300);

  await page.getByRole('button', { name: 'Insert into new tab' }).click();
  await view(page, 'Linked ranges');
  const [insert] = await calls('insertRange');
  const counted = await calls('countRows');
  expect(insert?.input.run).toBe(counted.at(-1)?.input.run);
  expect(insert?.input.chosen).toEqual({
    columns: [
      { name: 'month', label: 'month' },
      { name: 'signups', label: 'Neue Konten' },
      { name: 'origin', label: 'origin' },
    ],
    filter: [{ column: 'signups', is: 'at_least', than: '100' }],
    sort: [{ column: 'signups', descending: true }],
  });
});

test('a value from a cell shows what stands there', async () => {
  const { page } = await browser.open();
  await openQuery(page, 'usage');
  await page.getByRole('button', { name: 'Use the selected cell for Customer' }).click();
  await page.getByText('from Usage!B1: Customer 007').waitFor();
});

test('a formula for a column or the selected cell is made at the range, and stands there to be copied', async () => {
  const { page, calls } = await browser.open();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: 'Copy a formula' }).click();
  await card.getByLabel('Of what').selectOption('signups');
  await card.getByRole('button', { name: 'Copy the formula' }).click();
  await expect(() => card.getByLabel('Formula').inputValue()).toBecome(
    '=INDEX(sheetfeed_r1,0,signups)',
  );
  expect((await calls('formulaFor')).map(({ input }) => input)).toEqual([
    { id: 'r1', column: 'signups' },
  ]);
});

test('from a saved favourite to the result are two clicks', async () => {
  const { page } = await browser.open();
  let clicks = 0;
  const click = async (what: ReturnType<typeof page.getByRole>) => {
    clicks += 1;
    await what.click();
  };
  await click(page.getByRole('option', { name: /Sign-ups by month/ }));
  await click(page.getByRole('button', { name: 'Insert into new tab' }));
  await view(page, 'Linked ranges');
  expect(clicks).toBeLessThanOrEqual(3);
});

test('who zooms in to 200 % reads the catalog, a query and the linked ranges without scrolling sideways', async () => {
  // Of Google's 300 px so much is left then.
  const { page } = await browser.open({}, { width: 150, height: 360 });
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await page.getByRole('option', { name: /Sign-ups by month/ }).waitFor();
  expect(await width()).toBe(150);
  await openQuery(page, 'sign');
  await page.getByText(/First 5 of 851 rows/).waitFor();
  expect(await width()).toBe(150);
  await page.getByRole('button', { name: 'Insert into new tab' }).click();
  await view(page, 'Linked ranges');
  await page
    .getByRole('button', { name: /More for/ })
    .first()
    .click();
  expect(await width()).toBe(150);
});

test('long words of German in labels and descriptions are broken, and leave the fields their room', async () => {
  const { page } = await browser.open();
  await openQuery(page, 'usage');
  await page.getByRole('textbox', { name: 'At least so many events' }).waitFor();
  await page.evaluate(() => {
    const words = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen der Kunden';
    for (const label of document.querySelectorAll('.field-label, .description')) {
      const text = [...label.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
      if (text) text.textContent = words;
    }
  });

  const cut = await page
    .locator('.field-label, .description')
    .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
  const fields = await page
    .locator('input[type=text], input:not([type]), select')
    .evaluateAll((all) =>
      all.map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0),
    );

  expect([cut, await page.locator('.description').count()]).toEqual([0, 1]);
  expect(fields.length).toBeGreaterThan(1);
  for (const { left, right, width } of fields) {
    expect([left >= 0, right <= 300, width >= 200]).toEqual([true, true, true]);
  }
});

test('long names and addresses at a range are broken, and what is written in Arabic begins at the right', async () => {
  const { page } = await browser.open();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article').first();
  await card.waitFor();
  const { ends, beyond } = await card.evaluate((element) => {
    const title = element.querySelector('h3');
    if (title) title.textContent = 'الفواتير';
    for (const one of element.querySelectorAll('.freshness')) one.append('x'.repeat(90));
    const words = document.createRange();
    if (title) words.selectNodeContents(title);
    const { right = 0 } = title?.getBoundingClientRect() ?? {};
    const all = [...element.querySelectorAll('.freshness')];
    return {
      ends: Math.abs(right - words.getBoundingClientRect().right) < 2,
      beyond: all.filter((one) => one.scrollWidth > one.clientWidth + 1).length,
    };
  });

  expect({ ends, beyond }).toEqual({ ends: true, beyond: 0 });
});
