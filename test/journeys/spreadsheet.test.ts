// The playground's grid, as somebody who knows Google Sheets expects it.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { PlaygroundDesk } from './playground-desk.ts';
import {
  chooseMenu,
  selectCell,
  sheetOf,
  sidebarOf,
  typeInto,
  waitForCell,
  waitForContent,
  waitForSelection,
} from './playground-page.ts';

let desk: PlaygroundDesk;
let page: Page;

beforeAll(async () => {
  desk = await PlaygroundDesk.open();
  page = desk.page;
});

afterAll(() => desk?.close());

beforeEach(() => desk.addTab());

/** The sidebar takes the keys when it has come, which closes a menu that was opened before. */
async function waitForSearch(): Promise<Locator> {
  const body = sidebarOf(page).locator('body');
  await expect(() => body.evaluate(() => document.activeElement?.id)).toBecome('search');
  return body;
}

test('typing begins to edit, Enter goes down, Tab goes right, and a formula is calculated', async () => {
  await page.keyboard.type('2');
  await page.keyboard.press('Tab');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await waitForCell(page, 'A1', '2');
  await waitForCell(page, 'B1', '3');
  await waitForSelection(page, 'B2');

  await page.keyboard.type('=A1*B1');
  await page.keyboard.press('Enter');

  await waitForCell(page, 'B2', '6');
  await selectCell(page, 'B2');
  await waitForContent(page, '=A1*B1');
});

test('Escape forgets what was typed, F2 goes on with what is there, Delete clears the selection', async () => {
  await typeInto(page, 'A1', 'kept');
  await selectCell(page, 'A1');
  await page.keyboard.type('lost');
  await page.keyboard.press('Escape');
  await waitForCell(page, 'A1', 'kept');

  await page.keyboard.press('F2');
  await page.keyboard.type(' on');
  await page.keyboard.press('Enter');
  await waitForCell(page, 'A1', 'kept on');

  await selectCell(page, 'A1:B2');
  await page.keyboard.press('Delete');
  await waitForCell(page, 'A1', '');
});

test('what was typed stays when an answer comes that was asked for before it', async () => {
  const held: (() => void)[] = [];
  let isOver = false;
  await page.route('**/playground/api/rows*', async (route) => {
    // It stays: what is asked for while a route is taken away may get no answer at all.
    if (isOver) return route.continue();
    const response = await route.fetch();
    if (!isOver) await new Promise<void>((go) => held.push(go));
    await route.fulfill({ response });
  });
  await typeInto(page, 'A1', 'first');
  await expect(() => held.length).toBecome(1);
  await typeInto(page, 'A2', 'second');

  held[0]?.();
  await expect(() => held.length).toBecome(2);

  expect(await page.locator('[data-cell="A2"]').textContent()).toBe('second');
  isOver = true;
  for (const go of held) go();
});

test('whoever goes on into the sidebar keeps what was being typed, and is not called back', async () => {
  await selectCell(page, 'A1');
  await page.keyboard.type('half a word');
  const search = sidebarOf(page).getByRole('combobox', { name: 'Search queries' });
  await search.click();
  await waitForCell(page, 'A1', 'half a word');
  await page.keyboard.type('overdue');

  await expect(() => search.inputValue()).toBecome('overdue');
});

test('a text like a number with a leading zero becomes a number, and stays text after an apostrophe', async () => {
  await typeInto(page, 'A1', '007');
  await typeInto(page, 'A2', "'007");

  await waitForCell(page, 'A1', '7');
  await waitForCell(page, 'A2', '007');
});

test('Shift and the arrows select, and copied cells are pasted elsewhere', async () => {
  await typeInto(page, 'A1', 'one');
  await typeInto(page, 'B1', 'two words');
  await selectCell(page, 'A1');
  await page.keyboard.press('Shift+ArrowRight');
  await waitForSelection(page, 'A1:B1');

  await page.keyboard.press('ControlOrMeta+c');
  await selectCell(page, 'C3');
  await page.keyboard.press('ControlOrMeta+v');

  await waitForCell(page, 'C3', 'one');
  await waitForCell(page, 'D3', 'two words');
});

test('inserted and deleted rows and columns move cells and formulas with them', async () => {
  await typeInto(page, 'A1', '5');
  await typeInto(page, 'A2', '=A1*2');
  await selectCell(page, 'A1');

  await chooseMenu(page, 'Insert', '1 row above');
  await chooseMenu(page, 'Insert', '1 column left');
  await waitForCell(page, 'B3', '10');
  await selectCell(page, 'B3');
  await waitForContent(page, '=B2*2');

  await selectCell(page, 'A1');
  await chooseMenu(page, 'Edit', 'Delete row 1');
  await chooseMenu(page, 'Edit', 'Delete column A');
  await waitForCell(page, 'A2', '10');
});

test('a number format changes what shows and not what is there', async () => {
  await typeInto(page, 'A1', '0.125');
  await selectCell(page, 'A1');

  await chooseMenu(page, 'Format', 'Number', 'Percent');

  await waitForCell(page, 'A1', '12.50%');
});

test('a note shows while the pointer rests on its cell', async () => {
  await selectCell(page, 'B2');
  await chooseMenu(page, 'Insert', 'Note…');
  await page.getByRole('dialog').getByRole('textbox').fill('Ask Vera');
  await page.getByRole('button', { name: 'Keep note' }).click();
  await page.locator('[data-cell="B2"].noted').waitFor();

  await page.locator('[data-cell="B2"]').hover();

  await page.getByRole('tooltip').getByText('Ask Vera').waitFor();
});

test('the mark of a note is in the corner of its own cell', async () => {
  await typeInto(page, 'B2', 'a text that runs on over the cells at its right');
  await selectCell(page, 'B2');
  await chooseMenu(page, 'Insert', 'Note…');
  await page.getByRole('dialog').getByRole('textbox').fill('Ask Vera');
  await page.getByRole('button', { name: 'Keep note' }).click();
  const noted = page.locator('[data-cell="B2"].noted');
  await noted.waitFor();

  const ends = await noted.evaluate((cell) => {
    const { left, borderRightWidth } = getComputedStyle(cell, '::after');
    const { x } = cell.getBoundingClientRect();
    return x + parseFloat(left) + parseFloat(borderRightWidth);
  });
  const below = await page.locator('[data-cell="B5"]').boundingBox();
  expect(Math.abs((below?.x ?? 0) + (below?.width ?? 0) - ends)).toBeLessThanOrEqual(1);
});

test('Arabic and Hebrew are written from right to left, and numbers beside them as ever', async () => {
  const texts = { B2: 'فاتورة متأخرة', B3: 'חשבונית', B4: 'invoice' };
  for (const [cell, text] of Object.entries(texts)) {
    await selectCell(page, cell);
    // No key of the keyboard that is simulated writes these letters, so the cell is opened first.
    await page.keyboard.press('F2');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await waitForCell(page, cell, text);
  }

  const directions = await Promise.all(
    Object.keys(texts).map((cell) =>
      page.locator(`[data-cell="${cell}"]`).evaluate((one) => getComputedStyle(one).direction),
    ),
  );

  expect(directions).toEqual(['rtl', 'rtl', 'ltr']);
});

test('of many tabs the one that is shown is in the bar', async () => {
  for (let count = 0; count < 12; count += 1) await desk.addTab();

  const list = await page.getByRole('tablist').boundingBox();
  const active = await page.locator('[role="tab"][aria-selected="true"]').boundingBox();

  expect(active?.x).toBeGreaterThanOrEqual(list?.x ?? 0);
  expect((active?.x ?? 0) + (active?.width ?? 0)).toBeLessThanOrEqual(
    (list?.x ?? 0) + (list?.width ?? 0) + 1,
  );
});

test('a double click on a tab renames it, and a taken name is refused with a sentence', async () => {
  const tab = page.getByRole('tab', { selected: true });
  await tab.dblclick();
  await page.getByLabel('Name of the tab').fill('Plans');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Plans' }).waitFor();

  await page.getByRole('tab', { name: 'Plans' }).dblclick();
  await page.getByLabel('Name of the tab').fill('Sheet1');
  await page.keyboard.press('Enter');

  await page.getByRole('alert').getByText('already exists').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
});

test('the selection sorts by its first column', async () => {
  for (const [index, word] of ['pear', 'apple', 'fig'].entries()) {
    await typeInto(page, `A${index + 1}`, word);
  }
  await selectCell(page, 'A1:A3');

  await chooseMenu(page, 'Data', 'Sort the selection by column A (A to Z)');

  await waitForCell(page, 'A1', 'apple');
  await waitForCell(page, 'A3', 'pear');
});

test('the spreadsheet and the closed sidebar are as they were left after a new start', async () => {
  await typeInto(page, 'A1', 'remember me');
  await expect(() => sheetOf(page, 1, 1)).toBecome([['remember me']]);
  await page.getByRole('button', { name: 'Close the sidebar' }).click();
  await page.locator('.sidebar').waitFor({ state: 'detached' });

  await desk.restart();
  page = desk.page;

  await waitForCell(page, 'A1', 'remember me');
  expect(await page.locator('.sidebar').count()).toBe(0);
  await chooseMenu(page, 'Extensions', 'Sheetfeed', 'Insert query results');
  await waitForSearch();
});

test('the sidebar is of another origin than the page and the catalog, also when it is opened by itself', async () => {
  await chooseMenu(page, 'Extensions', 'Sheetfeed', 'Insert query results');
  const body = await waitForSearch();
  const { host, origin, href } = await body.evaluate(() => ({
    ...{ host: location.host, href: location.href },
    origin: self.origin,
  }));
  const alone = await fetch(href);
  const policy = alone.headers.get('content-security-policy') ?? '';

  expect(host).not.toBe(new URL(page.url()).host);
  expect(origin).toBe('null');
  expect(policy).toMatch(/default-src 'none'.*sandbox /);
  expect(policy).not.toContain('allow-same-origin');
  expect(policy).toContain(`frame-ancestors ${new URL(page.url()).origin};`);
  const elsewhere = href.replace(/page=.*/, 'page=http%3A%2F%2Fevil.example');
  expect((await fetch(elsewhere)).status).toBe(403);
});
