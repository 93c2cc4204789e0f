// Undo, copy and paste, menus at the pointer and drop-downs in the playground, as somebody tries them in the first minutes.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import '../support/become.ts';
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

const rightClick = (selector: string) => page.locator(selector).click({ button: 'right' });
const choose = (caption: string) =>
  page.locator('.context-menu').getByRole('menuitem', { name: caption, exact: true }).click();
const press = (keys: string) => page.keyboard.press(`ControlOrMeta+${keys}`);

test('Ctrl+Z takes back typing, clearing and a deleted row, one after the other, and Ctrl+Y does them again', async () => {
  await typeInto(page, 'A1', 'one');
  await typeInto(page, 'A2', '=LEN(A1)');
  await selectCell(page, 'A1');
  await page.keyboard.press('Delete');
  await waitForCell(page, 'A2', '0');
  await chooseMenu(page, 'Edit', 'Delete row 1');
  await waitForCell(page, 'A1', '#REF!');

  await press('z');
  await waitForCell(page, 'A2', '0');
  await press('z');
  await waitForCell(page, 'A1', 'one');
  await press('z');
  await waitForCell(page, 'A2', '');
  await page.getByRole('button', { name: 'Undo' }).click();
  await waitForCell(page, 'A1', '');

  await press('y');
  await waitForCell(page, 'A1', 'one');
  await press('Shift+Z');
  await waitForCell(page, 'A2', '3');
});

test('undo leaves what the add-on wrote, and says so where it would take it away', async () => {
  await typeInto(page, 'A1', 'mine');
  await selectCell(page, 'C1');
  const sidebar = sidebarOf(page);
  await sidebar.getByRole('combobox', { name: 'Search queries' }).fill('overdue');
  await sidebar.getByRole('option', { name: 'Overdue invoices' }).click();
  await sidebar.getByRole('button', { name: 'Insert at selected cell' }).click();
  await waitForCell(page, 'C1', 'invoice_number');
  await page.getByRole('grid').focus();

  await press('z');
  await waitForCell(page, 'A1', '');
  await waitForCell(page, 'C1', 'invoice_number');
});

test('a copied formula refers as far away where it is pasted, and a cut one is followed', async () => {
  await typeInto(page, 'A1', '4');
  await typeInto(page, 'A2', '5');
  await typeInto(page, 'B1', '=A1*2');
  await selectCell(page, 'B1');
  await press('b');
  await chooseMenu(page, 'Format', 'Number', 'Number');
  await press('c');
  await selectCell(page, 'B2');
  await press('v');
  await waitForCell(page, 'B2', '10.00');
  await page.locator('[data-cell="B2"].bold').waitFor();
  await waitForContent(page, '=A2*2');

  await selectCell(page, 'A1');
  await press('x');
  await selectCell(page, 'D1');
  await press('v');
  await waitForCell(page, 'D1', '4');
  await waitForCell(page, 'A1', '');
  await selectCell(page, 'B1');
  await waitForContent(page, '=D1*2');
});

test('cells are copied across tabs, and out as a table that other programs read', async () => {
  await typeInto(page, 'A1', 'name');
  await typeInto(page, 'B1', '1,5 "x"');
  await selectCell(page, 'A1:B1');
  await press('c');
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect(read).toBecome('name\t"1,5 ""x"""');
  await page.getByRole('button', { name: 'Add a tab' }).click();
  await page.locator('[data-cell="A1"]', { hasText: /^$/ }).waitFor();
  await page.getByRole('grid').focus();
  await selectCell(page, 'C3');
  await press('v');

  await waitForCell(page, 'C3', 'name');
  await waitForCell(page, 'D3', '1,5 "x"');
});

test('a table from a web page and lines with tabs from elsewhere land in cells of their own', async () => {
  const html =
    '<p>Prices</p><table><tr><td>Lens</td><td><b>12.50</b></td></tr><tr><td colspan="2">all<br>of it</td></tr></table>';
  await page.evaluate(async (text) => {
    const blob = (type: string, part: string) => new Blob([part], { type });
    const item = {
      'text/html': blob('text/html', text),
      'text/plain': blob('text/plain', 'Prices'),
    };
    await navigator.clipboard.write([new ClipboardItem(item)]);
  }, html);
  await selectCell(page, 'A1');
  await press('v');
  await expect(() => sheetOf(page, 2, 2)).toBecome([
    ['Lens', '12.5'],
    ['all\nof it', ''],
  ]);

  await page.evaluate(() => navigator.clipboard.writeText('x\t1\r\ny\t=1+1'));
  await selectCell(page, 'A4');
  await press('v');
  await waitForCell(page, 'B5', '2');
  await press('z');
  await waitForCell(page, 'B5', '');
});

test('the whole of a column is copied, also what does not show', async () => {
  await typeInto(page, 'A900', 'far below');
  await selectCell(page, 'A1:A900');
  await press('c');

  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect(async () => (await read()).endsWith('\nfar below')).toBecome(true);
});

test('a right click on cells, headers and tabs offers what can be done there', async () => {
  await typeInto(page, 'A1', 'pear');
  await typeInto(page, 'A2', 'apple');
  await rightClick('[data-row="1"]');
  await choose('Insert 1 row above');
  await waitForCell(page, 'A2', 'pear');
  await rightClick('[data-row="1"]');
  await choose('Delete row 1');
  await waitForCell(page, 'A1', 'pear');
  await rightClick('[data-column="1"]');
  await choose('Sort the tab A to Z');
  await waitForCell(page, 'A1', 'apple');
  await rightClick('[data-cell="A1"]');
  await choose('Copy');
  await rightClick('[data-cell="C1"]');
  await choose('Paste');
  await waitForCell(page, 'C1', 'apple');
  await page.keyboard.press('Shift+F10');
  await page.locator('.context-menu').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.context-menu').waitFor({ state: 'detached' });

  const name = (await page.getByRole('tab', { selected: true }).textContent()) ?? '';
  await rightClick('.tab[aria-selected="true"]');
  await choose('Duplicate');
  await page.getByRole('tab', { name: `Copy of ${name}`, selected: true }).waitFor();
  await waitForCell(page, 'A1', 'apple');
  await rightClick('.tab[aria-selected="true"]');
  await choose('Move left');
  await expect(() =>
    page
      .getByRole('tab')
      .allTextContents()
      .then((all) => all.indexOf(`Copy of ${name}`) < all.indexOf(name)),
  ).toBecome(true);
  await rightClick('.tab[aria-selected="true"]');
  await choose('Delete…');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete tab' }).click();
  await page.getByRole('tab', { name: `Copy of ${name}` }).waitFor({ state: 'detached' });
});

test('frozen rows and columns stay in view while the rest is scrolled, and can be clicked there', async () => {
  await typeInto(page, 'A1', 'header');
  await typeInto(page, 'B60', 'far');
  await selectCell(page, 'A1');
  await chooseMenu(page, 'View', 'Freeze 1 row');
  await page.locator('.frozen-rows .row').waitFor();
  await selectCell(page, 'Z300');

  const header = page.locator('[data-cell="A1"]');
  await expect(() => header.count()).toBecome(0);
  await chooseMenu(page, 'View', 'Freeze 1 column');
  await expect(() => header.isVisible()).toBecome(true);
  await header.click();
  await waitForSelection(page, 'A1');
});

test('a column fits its contents after a double click on its edge', async () => {
  await typeInto(page, 'A1', 'a text that is a good deal longer than a column is wide');
  await page.locator('[data-column="1"] .edge').dblclick();

  await expect(
    async () => ((await page.locator('[data-column="1"]').boundingBox())?.width ?? 0) > 300,
  ).toBecome(true);
  await page.getByRole('grid').focus();
  await press('z');
  await expect(async () => (await page.locator('[data-column="1"]').boundingBox())?.width).toBecome(
    100,
  );
});

test('a drop-down offers its choices and rejects anything else', async () => {
  await selectCell(page, 'B2');
  await chooseMenu(page, 'Insert', 'Drop-down…');
  await page.getByLabel('Choices').fill('open\nsettled');
  await page.getByRole('button', { name: 'Keep drop-down' }).click();
  await page.locator('[data-drop="B2"]').click();
  await page.getByRole('menuitemradio', { name: 'settled' }).click();
  await waitForCell(page, 'B2', 'settled');

  await typeInto(page, 'B2', 'nonsense');
  await page.getByRole('alert').getByText('violates the data validation rules').waitFor();
  await waitForCell(page, 'B2', 'settled');
  await page.getByRole('button', { name: 'Dismiss' }).click();
});

test('the locale that is chosen reads and shows numbers as there', async () => {
  await chooseMenu(page, 'File', 'Settings…');
  await page.getByLabel('Locale').selectOption('Germany');
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await typeInto(page, 'A1', '1,5');
  await typeInto(page, 'A2', '=A1*2000');
  await selectCell(page, 'A2');
  await chooseMenu(page, 'Format', 'Number', 'Number');
  await waitForCell(page, 'A2', '3.000,00');
  for (let steps = 4; steps > 0; steps--) await press('z');
});

test('the dragged corner of a selection goes on with a series', async () => {
  await typeInto(page, 'A1', '1');
  await typeInto(page, 'A2', '3');
  await selectCell(page, 'A1:A2');
  await page.locator('[data-fill-handle]').hover();
  await page.mouse.down();
  await page.locator('[data-cell="A5"]').hover();
  await page.mouse.up();

  await waitForCell(page, 'A5', '9');
  await waitForSelection(page, 'A1:A5');
});

test('an arrow key keeps what was typed over a cell and moves on', async () => {
  await page.keyboard.type('12');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type('34');
  await page.keyboard.press('ArrowDown');

  await waitForCell(page, 'A1', '12');
  await waitForCell(page, 'B1', '34');
  await waitForSelection(page, 'B2');
});

test('what an input method composes goes into the selected cell, and is kept only when it is finished', async () => {
  const input = await page.context().newCDPSession(page);
  const compose = (text: string) =>
    input.send('Input.imeSetComposition', {
      ...{ text, selectionStart: text.length, selectionEnd: text.length },
    });
  await selectCell(page, 'B2');

  for (const text of ['ｔ', 'と', 'とうｋ', 'とうきょう']) await compose(text);
  const editor = page.getByLabel('Edit B2');
  await expect(() => editor.inputValue()).toBecome('とうきょう');
  // Enter, which chooses among what is offered, leaves the cell open.
  await input.send('Input.dispatchKeyEvent', {
    type: 'keyDown',
    key: 'Process',
    windowsVirtualKeyCode: 229,
  });
  expect(await sheetOf(page, 2, 2)).toEqual([
    ['', ''],
    ['', ''],
  ]);
  await input.send('Input.insertText', { text: '東京' });
  await expect(() => editor.inputValue()).toBecome('東京');
  await page.keyboard.press('Enter');
  await waitForCell(page, 'B2', '東京');

  // A second one begins anew, and a dead key composes too.
  await compose('´');
  await input.send('Input.insertText', { text: 'é' });
  await page.keyboard.type('tage');
  await page.keyboard.press('Enter');
  await waitForCell(page, 'B3', 'étage');
});

test('Use in Google Sheets leads from the catalog to the playground, with the query chosen', async () => {
  await page.goto(`${desk.program.url}/q/overdue-invoices`);
  await page.getByRole('button', { name: 'Use in Google Sheets' }).click();
  await page.getByRole('link', { name: 'Open in the playground' }).click();

  await page.getByRole('grid').waitFor();
  await sidebarOf(page).getByRole('button', { name: 'Insert into new tab' }).waitFor();
  await sidebarOf(page).getByText('Overdue invoices').first().waitFor();
});

test('a result comes with its chart, which goes with the insert that made it', async () => {
  await page.goto(`${desk.program.url}/q/revenue-by-month`);
  await page.getByRole('button', { name: 'Use in Google Sheets' }).click();
  await page.getByRole('link', { name: 'Open in the playground' }).click();
  await page.getByRole('grid').waitFor();
  const sidebar = sidebarOf(page);

  await sidebar.getByRole('checkbox', { name: 'With its chart beside it' }).check();
  await sidebar.getByRole('button', { name: 'Insert into new tab' }).click();

  await page.getByRole('img', { name: 'Chart: Revenue by month' }).waitFor();
  await sidebar.getByText(/Its chart stands at/).waitFor();
  await sidebar.getByRole('button', { name: /^Undo insert of Revenue by/ }).click();
  await page.getByRole('img', { name: 'Chart: Revenue by month' }).waitFor({ state: 'detached' });
});
