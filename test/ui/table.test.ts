// The table of a result in Chromium: wide ones stay quick, and what a reader does with cells, columns and rows.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { PageOptions } from '../support/browser.ts';
import { expectAccessible } from '../support/accessible.ts';
import '../support/become.ts';
import { servePages, type ServedPages } from '../support/served-pages.ts';
import type { TestServer } from '../support/server.ts';

const header = (title: string) => `/*---\ntitle: ${title}\nsource: sample\n---*/\n`;
const wide = (columns: number, rows: number) =>
  `select ${Array.from({ length: columns }, (_, at) => `n * ${at + 1} as "column ${at + 1}"`).join(', ')} from generate_series(1, ${rows}) n`;
const catalog = {
  'marked.sql': `/*---\ntitle: Marked\nsource: sample\ncolumns:\n  amount: { bar: true, states: [{ is: below, than: 0, as: bad }, { is: at_least, than: 5, as: good }] }\nchart: { kind: stacked, x: region, y: [amount], series: month, goal: 7 }\n---*/\nselect * from (values ('north', '2026-01', 5), ('south', '2026-01', -2), ('north', '2026-02', 1), ('south', '2026-02', 2)) v(region, month, amount)`,
  'named.sql': `/*---\ntitle: Named\nsource: sample\nchart: { kind: stacked, x: origin, y: [n] }\n---*/\nselect * from (values ('search', 9), ('referral', 8), ('advert', 7), ('direct', 6), ('conference', 5), ('partner', 4)) v(origin, n)`,
  'short.sql': `${header('Short')}select 1 as n`,
  'wide.sql': header('Wide') + wide(700, 200),
  'orders.sql': `${header('Orders')}select n as number, case when n % 3 = 0 then 'south' else 'north' end as region,
    n * 0.10 as amount, case when n % 2 = 0 then json_build_object('lines', json_build_array(n, 'a "b"'), 'paid', true) end as details,
    'line one of ' || n || E'\\nline | two' as note from generate_series(1, 955) n order by n`,
};

let pages: ServedPages;
let server: TestServer;
beforeAll(async () => {
  pages = await servePages(catalog);
  ({ server } = pages);
});
afterAll(() => pages?.stop());

async function open(path: string, options: PageOptions = {}): Promise<Page> {
  const page = await pages.open(path, options);
  await page.locator('.grid-row').first().waitFor();
  return page;
}

const columnOf = (page: Page, column: number) =>
  page.locator(`.grid-row .grid-cell[aria-colindex="${column}"]`).allInnerTexts();
const active = (page: Page) => page.locator('.grid-cell.active');
const cell = (page: Page, row: number, column: number) =>
  page.locator(`[aria-rowindex="${row + 1}"] [aria-colindex="${column}"]`);

/** What was last put into the clipboard, looked at where the page gives it to the browser. */
async function watchClipboard(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const keep = (text: string) => (document.body.dataset['copied'] = text);
    navigator.clipboard.writeText = (text) => Promise.resolve(void keep(text));
    addEventListener('copy', (event) => keep(event.clipboardData?.getData('text/plain') ?? ''));
  });
  return async () => (await page.locator('body').getAttribute('data-copied')) ?? '';
}

test('of 700 columns and 200 rows only the cells on the screen are drawn, and the keyboard reaches the last', async () => {
  const page = await open('/q/wide');
  expect(await page.locator('.grid-cell').count()).toBeLessThan(1_000);

  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+End');

  await expect(() => active(page).innerText()).toBecome('140,000');
  await expect(() => active(page).isVisible()).toBecome(true);
  expect(await page.locator('.grid-cell').count()).toBeLessThan(1_000);
});

test('cells are chosen with the keyboard, add up digit by digit, and are copied as they stand', async () => {
  const page = await open('/q/orders');
  const copied = await watchClipboard(page);
  await cell(page, 1, 2).click();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page
    .getByText('3 × 2 cells, 6 not null · Sum 0.6 · Average 0.2 · Least 0.1 · Most 0.3')
    .waitFor();

  await page.keyboard.press('Control+c');
  await expect(copied).toBecome('north\t0.1\nnorth\t0.2\nsouth\t0.3');
  await page.getByRole('button', { name: 'Markdown copied' }).click();
  await expect(copied).toBecome(
    '| region | amount |\n| --- | ---: |\n| north | 0.1 |\n| north | 0.2 |\n| south | 0.3 |',
  );
  await page.getByRole('button', { name: 'SQL copied' }).click();
  await expect(copied).toBecome(`values\n  ('north', 0.1),\n  ('north', 0.2),\n  ('south', 0.3)`);
});

test('a column of short values shows its kind whole, also where the table is ordered by it', async () => {
  const page = await open('/q/short');
  const kind = page.getByRole('columnheader').first().locator('.grid-sort');
  const isWhole = () => kind.evaluate((shown) => shown.scrollWidth <= shown.clientWidth);
  expect(await isWhole()).toBe(true);

  await kind.click();
  await page.locator('.grid-head-cell.sorted').waitFor();
  expect(await isWhole()).toBe(true);
});

test('a name under a column of a chart that has no room for it says that letters are left out', async () => {
  const page = await open('/q/named', { width: 390 });
  const names = page.locator('svg text:has(title)');
  await names.first().waitFor();
  const shown = await names.evaluateAll((texts) =>
    texts.map((text) => [text.querySelector('title')?.textContent, text.lastChild?.textContent]),
  );

  expect(shown.map(([whole]) => whole)).toContain('conference');
  expect(shown.find(([whole]) => whole === 'conference')?.[1]).toMatch(/^conf?e?r?…$/);
  for (const [whole, text] of shown) {
    if (!text?.endsWith('…')) expect(text).toBe(whole);
  }
});

test('Ctrl+F finds in all rows, also in those that are not drawn, and goes from one to the next', async () => {
  const page = await open('/q/orders');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('one of 95');
  await page.getByText('7 found').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByText('2 of 7').waitFor();

  await expect(() => active(page).innerText()).toBecome(/^line one of 950/);
  await page.keyboard.press('Escape');
  await expect(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBecome(
    'grid',
  );
});

test('a filter says how many rows it shows, counts for what is copied, and is taken away', async () => {
  const page = await open('/q/orders');
  const copied = await watchClipboard(page);
  await cell(page, 1, 2).click();
  await page.keyboard.press('Alt+ArrowDown');
  await page
    .getByRole('group', { name: 'Frequent values' })
    .getByRole('button', { name: 'south 318' })
    .click();
  await page.getByText('318 of 955 rows').waitFor();
  await expect(() => columnOf(page, 1).then((texts) => texts.slice(0, 3))).toBecome([
    '3',
    '6',
    '9',
  ]);
  await page.getByRole('button', { name: 'Copy rows' }).click();
  expect((await copied()).split('\n').filter((line) => /\tsouth\t/.test(line))).toHaveLength(318);

  await page.getByRole('button', { name: 'Take the filter of region away' }).click();
  await expect(() => columnOf(page, 1).then((texts) => texts.slice(0, 3))).toBecome([
    '1',
    '2',
    '3',
  ]);
});

test('a column is hidden and comes back; a pinned one stays where the table scrolls', async () => {
  const page = await open('/q/wide');
  const more = (name: string) =>
    page.getByRole('button', { name: `Filter, hide or pin ${name}`, exact: true });
  await more('column 2').click();
  await page.getByRole('button', { name: 'Keep at the left' }).click();
  await more('column 1').click();
  await page.getByRole('button', { name: 'Hide', exact: true }).click();
  await page.getByRole('button', { name: 'Columns (1 hidden)' }).click();
  await page.getByLabel('Find a column').fill('column 500');
  await page.getByRole('button', { name: 'Go to column 500' }).click();

  await expect(() => columnOf(page, 1).then(([first]) => first)).toBecome('2');
  await expect(() => cell(page, 1, 499).innerText()).toBecome('500');
  await page.getByRole('button', { name: 'Columns (1 hidden)' }).click();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(() => page.getByRole('grid').getAttribute('aria-colcount')).toBecome('700');
});

test('a cell opens whole: JSON as a tree, a text with its lines', async () => {
  const page = await open('/q/orders');
  await cell(page, 2, 4).dblclick();
  const dialog = page.getByRole('dialog', { name: 'details' });
  await expect(() => dialog.locator('details.json li').allInnerTexts()).toBecome(
    expect.arrayContaining(['1: "a \\"b\\""', 'paid: true']),
  );
  await page.keyboard.press('Escape');

  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const text = page.getByRole('dialog', { name: 'note' }).locator('pre');
  await expect(() => text.innerText()).toBecome('line one of 2\nline | two');
});

test('the header is reached and sorted with the keyboard, and says how it is ordered', async () => {
  const page = await open('/q/orders');
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');

  await expect(() => columnOf(page, 1).then(([first]) => first)).toBecome('955');
  expect(await page.getByRole('columnheader').first().getAttribute('aria-sort')).toBe('descending');
});

test('numbers have the bars and states that their author set, and the chart is drawn as set, as its reader likes, and as a picture', async () => {
  const page = await open('/q/marked');
  const amounts = page.locator('.grid-row .grid-cell[aria-colindex="3"]');
  await expect(() => amounts.evaluateAll((cells) => cells.map((each) => each.className))).toBecome([
    expect.stringContaining('state good bar'),
    expect.stringContaining('state bad bar'),
    expect.stringMatching(/exact bar$/),
    expect.stringMatching(/exact bar$/),
  ]);
  await page.getByRole('figure', { name: 'Chart of 2026-01, 2026-02 by region' }).waitFor();
  await page.getByText('Goal 7').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'SVG' }).click();
  const path = await (await download).path();
  const svg = await readFile(path, 'utf8');
  expect(svg).toMatch(/^<svg xmlns=.*Marked.*<rect/s);
  expect(svg).not.toContain('var(--');

  await page.getByLabel('Drawn as').selectOption('Pivot table');
  await page.getByRole('region', { name: 'amount by region' }).getByText('-2').waitFor();
  await expectAccessible(page);
});

test('the chart of a share link stands in a frame of any page, and nothing else of the server does', async () => {
  const made = await server.ask('/api/queries/marked/links', { body: { name: 'Frame' } });
  const { url } = made.json() as { url: string };
  const framed = new URL(url).pathname + '/chart';
  const { headers } = await server.ask(framed);
  expect(headers['content-security-policy']).toContain('frame-ancestors *');
  expect(headers['x-frame-options']).toBeUndefined();
  expect((await server.ask(new URL(url).pathname)).headers['x-frame-options']).toBe('DENY');

  const page = await pages.browser.newPage();
  await page.goto(new URL(framed, server.url).href);
  await page.getByRole('figure').waitFor();
  expect(await page.getByRole('grid').count()).toBe(0);
});

test.each([
  { width: 1280, dark: false },
  { width: 390, dark: true },
])('axe finds nothing in a table, a chosen area and its dialogs at %j', async (look) => {
  const page = await open('/q/orders', look);
  await cell(page, 1, 1).click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('1');
  await page.getByText(/\d found/).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Filter, hide or pin number' }).click();
  await expectAccessible(page);
});
