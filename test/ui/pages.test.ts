// The pages in Chromium over the real server and PostgreSQL: find a query, run it, read it, share its address.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { PageOptions } from '../support/browser.ts';
import '../support/become.ts';
import { servePages, type ServedPages } from '../support/served-pages.ts';
import type { TestServer } from '../support/server.ts';
import { expectAccessible, expectNothingCutOff } from '../support/accessible.ts';

const header = (lines: string) => `/*---\n${lines}\nsource: sample\n---*/\n`;
const catalog = {
  'numbers-up-to.sql': `${header(
    'title: Numbers <b>up to</b> a limit\ndescription: Counts.\ntags: [counting]\nparameters:\n  top: { type: number, label: Up to, default: 3 }',
  )}select n, (n % 7 = 0) as lucky, case when n % 2 = 0 then '<img src=x onerror=alert(1)>' end as note from generate_series(1, :top::int) n order by n`,
  'day-of.sql': `${header(
    'title: The day\ntags: [dates]\nparameters:\n  day: { type: date, label: Day }\n  kinds: { type: choice, list: true, optional: true, choices: [plain, fancy] }',
  )}select :day::date as day, :kinds::text[] as kinds`,
  'by-day.sql': `${header('title: By day')}select d::date as day, extract(day from d)::int as n from generate_series(date '2025-03-01', date '2025-03-09', '1 day') d`,
  'labelled.sql': `${header(
    'title: Labelled\ncolumns:\n  amount: { label: Net revenue, description: Without tax, format: EUR }\n  share: { format: percent }\n  n: { format: text }',
  )}select 1234.5 as amount, 0.1234 as share, 1234567 as n`,
  'too-long.sql': `${header('title: Too long')}select repeat('x', 40000) as note`,
  'slow.sql': `${header('title: A slow one')}select count(*) from generate_series(1, 100000) a cross join generate_series(1, 100000) b`,
  'wrong.sql': `${header('title: A wrong one')}select\n  nonsense from nowhere`,
  'towns.sql': `${header('title: Towns')}select 'town ' || n as value, 'Port ' || n as label from generate_series(1, 20) n`,
  'of-a-town.sql': `${header(
    'title: Of a town\nparameters:\n  town: { type: choice, label: Town, choices: { query: towns } }',
  )}select :town as town`,
  'of-towns.sql': `${header(
    'title: Of towns\nparameters:\n  towns: { type: choice, label: Towns, list: true, choices: { query: towns } }',
  )}select unnest(:towns::text[]) as town`,
  'broken.sql': '/*---\ntitle: [\n---*/\nselect 1',
};

let pages: ServedPages;
let server: TestServer;
beforeAll(async () => {
  pages = await servePages(catalog);
  ({ server } = pages);
});
afterAll(() => pages?.stop());

const open: ServedPages['open'] = (path, options) => pages.open(path, options);

const cells = (page: Page, column: number) =>
  page.locator(`.grid-row .grid-cell:nth-child(${column})`).allInnerTexts();

test('a query is found as one types, opened with the keyboard alone, and its title is text, not HTML', async () => {
  const page = await open('/');
  await page.getByLabel('Search queries').fill('numbers');
  await page.getByText('1 query', { exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');

  await page.getByRole('heading', { name: 'Numbers <b>up to</b> a limit' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/q/numbers-up-to');
});

test('authors see which catalog file cannot be read, where and why', async () => {
  const page = await open('/');
  await page.getByText('1 catalog file cannot be read').waitFor();
  await expect(() => page.locator('.broken').innerText()).toBecome(/^broken\.sql(:\d+)? \S/);
});

test('tags narrow the list, and favourites come first', async () => {
  const page = await open('/');
  const kept = page.waitForResponse((response) => response.url().includes('/api/favourites/'));
  await page.getByRole('button', { name: 'Favourite: The day' }).click();
  await kept;
  await page.reload();
  await page.getByText('10 queries', { exact: true }).waitFor();
  await expect(() => page.locator('.query-link').first().innerText()).toBecome('The day');

  await page.getByRole('group', { name: 'Tags' }).getByText('counting').click();
  await page.getByText('1 query', { exact: true }).waitFor();
  await expect(() => page.locator('.query-link').allInnerTexts()).toBecome([
    'Numbers <b>up to</b> a limit',
  ]);
});

test('what is searched and filtered stands in the address, and Back undoes a filter', async () => {
  const page = await open('/?search=up');
  await page.getByText('1 query', { exact: true }).waitFor();
  const search = page.getByLabel('Search queries');
  await expect(() => search.inputValue()).toBecome('up');
  await search.fill('day');
  await page.waitForURL(/\?search=day$/);
  await page.getByRole('group', { name: 'Tags' }).getByText('dates').click();
  await page.waitForURL(/\?search=day&tag=dates$/);
  await page.getByText('1 query', { exact: true }).waitFor();

  await page.goBack();
  await page.getByText('2 queries', { exact: true }).waitFor();
  await expect(() => search.inputValue()).toBecome('day');
  await page.getByLabel('Order of the queries').selectOption('Latest changed');
  await page.waitForURL(/\?search=day&sort=changed$/);
  await page.getByText('2 queries', { exact: true }).waitFor();
});

test('what the author says of a column heads it, formats it, and explains it', async () => {
  const page = await open('/q/labelled');
  await page.getByText('1 row', { exact: true }).waitFor();

  const heading = page.getByRole('columnheader').first().getByRole('button').first();
  await expect(() => heading.innerText()).toBecome(/^Net revenue\s/);
  expect(await heading.getAttribute('title')).toMatch(/^amount: number \(numeric\)\nWithout tax$/);
  await expect(() => Promise.all([1, 2, 3].map((column) => cells(page, column)))).toBecome([
    ['€1,234.50'],
    ['12.3%'],
    ['1234567'],
  ]);
});

test('a workbook is downloaded under the query’s name, and why there can be none is told', async () => {
  const page = await open('/q/numbers-up-to?top=2', { expectedErrors: /413/ });
  await page.getByText('2 rows').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'XLSX' }).click();
  expect((await download).suggestedFilename()).toBe('numbers-up-to.xlsx');

  await page.goto(server.url.replace(/\/$/, '') + '/q/too-long');
  await page.getByText('1 row', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'XLSX' }).click();
  await page.getByRole('alert').getByText('note in row 1 is longer than').waitFor();
});

test('the values are in the address: it opens the same result, and Back brings the one before', async () => {
  const page = await open('/q/numbers-up-to');
  await page.getByText('3 rows').waitFor();
  await page.getByLabel('Up to', { exact: true }).fill('5');
  await page.keyboard.press('Enter');
  await page.getByText('5 rows').waitFor();
  await expect(() => new URL(page.url()).search).toBecome('?top=5');

  const colleague = await open('/q/numbers-up-to?top=5');
  await colleague.getByText('5 rows').waitFor();
  await expect(() => cells(colleague, 1)).toBecome(['1', '2', '3', '4', '5']);

  await page.goBack();
  await page.getByText('3 rows').waitFor();
  await expect(() => page.getByLabel('Up to', { exact: true }).inputValue()).toBecome('3');
});

test('a result of 100,000 rows is drawn by the screenful, sorted in place, and its HTML is text', async () => {
  const page = await open('/q/numbers-up-to?top=100000');
  await page.getByText('100,000 rows').waitFor();
  await page.locator('.grid-row').first().waitFor();
  expect(await page.locator('.grid-row').count()).toBeLessThan(120);
  const firstTwo = async (column: number) => (await cells(page, column)).slice(0, 2);
  await expect(() => firstTwo(3)).toBecome(['null', '<img src=x onerror=alert(1)>']);

  await page.getByRole('columnheader').first().getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(() => firstTwo(1)).toBecome(['100,000', '99,999']);
});

test('more rows than the page shows are never taken for all', async () => {
  const page = await open('/q/numbers-up-to?top=100003');
  await page.getByText('This page shows the first 100,000 rows.').waitFor();
});

test('rows are copied in the order on the screen, and all of them are printed in it', async () => {
  const page = await open('/q/numbers-up-to?top=60');
  await page.getByText('60 rows').waitFor();
  const header = page.getByRole('button', { name: 'n number' });
  await header.click();
  await header.click();
  await expect(() => cells(page, 1).then(([first]) => first)).toBecome('60');
  // What is copied is looked at where the page gives it to the browser.
  await page.evaluate(() => {
    navigator.clipboard.writeText = (text) => (
      (document.body.dataset['copied'] = text),
      Promise.resolve()
    );
  });
  await page.getByRole('button', { name: 'Copy rows' }).click();
  const copied = await page.locator('body').getAttribute('data-copied');
  expect(copied?.split('\n')[1]).toMatch(/^60\tfalse\t/);

  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const rows = page.locator('.print-table tbody tr');
  expect(await rows.count()).toBe(60);
  expect(await rows.first().innerText()).toMatch(/^60\b/);
  expect(await page.getByRole('button', { name: 'Run' }).isVisible()).toBe(false);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  expect(await rows.count()).toBe(0);
});

test('Back from a query finds the catalog scrolled to where it was left', async () => {
  const page = await open('/', { width: 700, height: 260 });
  const last = page.locator('.query-link').last();
  await last.scrollIntoViewIfNeeded();
  // What is not on the screen has an estimated height, so the page may be a little shorter or longer afterwards.
  const atEnd = () =>
    page.evaluate(
      () => scrollY > 300 && scrollY >= document.documentElement.scrollHeight - innerHeight - 1,
    );
  expect(await atEnd()).toBe(true);
  // The mouse would scroll.
  await last.evaluate((link: HTMLElement) => link.click());
  await page.getByRole('link', { name: '‹ Catalog' }).waitFor();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect(atEnd).toBecome(true);
});

test('the CSV link gives the result of the values on the screen', async () => {
  const page = await open('/q/numbers-up-to?top=2');
  await page.getByText('2 rows').waitFor();
  const href = await page.getByRole('link', { name: 'CSV', exact: true }).getAttribute('href');

  const { text } = await server.ask(href ?? '');

  // The mark by which Excel knows its alphabet.
  expect(text).toBe('\ufeffn,lucky,note\r\n1,f,\r\n2,f,<img src=x onerror=alert(1)>\r\n');
});

test('a missing value and a refused value are told at their field, which has the focus', async () => {
  const page = await open('/q/day-of', { expectedErrors: /422/ });
  await page.getByText('Fill in what is needed').waitFor();
  await page.getByRole('button', { name: 'Run' }).click();
  await page.getByText('This is needed to run the query.').waitFor();

  const day = page.getByLabel('Day', { exact: true });
  await day.fill('2026-02-31');
  await page.getByRole('button', { name: 'Run' }).click();
  await page.locator('.field-error', { hasText: 'there is no 2026-02-31' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'parameter-day');
  await expect(() => day.getAttribute('aria-invalid')).toBecome('true');
});

test('what an address gives wrongly is told at its field, without a press on Run', async () => {
  const page = await open('/q/numbers-up-to?top=abc');

  await expect(() =>
    page.getByRole('textbox', { name: 'Up to' }).getAttribute('aria-invalid'),
  ).toBecome('true');
});

test('a value in the address that the query does not take is told, and not passed over in silence', async () => {
  const page = await open('/q/numbers-up-to?top=2&until=5&_timeZone=UTC');
  await page.getByText('2 rows').waitFor();

  const told = page.locator('.note.warn');
  expect(await told.innerText()).toMatch(/^This link gives a value for “until”, which/);
});

test('relative words say which day they mean, and choices travel in the address', async () => {
  const page = await open('/q/day-of');
  const day = page.getByLabel('Day', { exact: true });
  await day.fill('2 days ago');
  await page.getByText(/^Today that is \d{4}-\d\d-\d\d\.$/).waitFor();
  await page.getByLabel('fancy').check();
  await page.getByRole('button', { name: 'Run' }).click();
  await page.getByText('1 row', { exact: true }).waitFor();
  await expect(() => new URL(page.url()).search).toBecome('?day=2+days+ago&kinds=fancy');
});

test('a field with choices keeps what was typed, says what it did not find, and takes what is written out', async () => {
  const page = await open('/q/of-a-town', { expectedErrors: /4\d\d/ });
  const town = page.getByRole('combobox', { name: 'Town' });
  await town.fill('Atlantis');
  await page.getByText('Nothing matches “Atlantis”.').waitFor();
  await town.press('Tab');

  await page.getByText('“Atlantis” is not one of the choices. Pick one from the list.').waitFor();
  expect(await town.inputValue()).toBe('Atlantis');
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(() => new URL(page.url()).search).toBecome('?town=Atlantis');
  expect(await town.inputValue()).toBe('Atlantis');

  await town.fill('PORT 7');
  await town.press('Tab');
  await expect(() => town.inputValue()).toBecome('Port 7');
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(() => new URL(page.url()).search).toBecome('?town=town+7');
  expect(await page.getByText('is not one of the choices').count()).toBe(0);
});

test('a list with choices does not pass over what is none of them: it says so, and asks with it', async () => {
  const page = await open('/q/of-towns', { expectedErrors: /4\d\d/ });
  const towns = page.getByRole('combobox', { name: 'Towns' });
  await towns.fill('port 7');
  await towns.press('Tab');
  await page.getByText('Port 7', { exact: true }).waitFor();
  await towns.fill('Atlantis');
  await towns.press('Tab');
  await page.getByText('“Atlantis” is not one of the choices. Pick one from the list.').waitFor();
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(() => new URL(page.url()).search).toBecome('?towns=town+7&towns=Atlantis');
  await page.getByText('“Atlantis” is not one of the choices. Pick one from the list.').waitFor();

  await towns.fill('');
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(() => new URL(page.url()).search).toBecome('?towns=town+7');
  await page.getByText('1 row', { exact: true }).waitFor();
});

test('SQL that PostgreSQL refuses is told with its place', async () => {
  const page = await open('/q/wrong', { expectedErrors: /422/ });
  const note = page.getByRole('alert');
  await note.getByText('The database did not accept the query').waitFor();
  await note.getByText('Details').click();
  await expect(() => note.locator('dl').innerText()).toBecome(/Line\s+2/);
});

test('a slow run says so and can be cancelled', async () => {
  const page = await open('/q/slow', { expectedErrors: /40\d/ });
  await page.getByText('Running the query').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('You cancelled it.').waitFor();
});

test('an unknown query is told as such, with a way to the catalog', async () => {
  const page = await open('/q/there-is-none', { expectedErrors: /404/ });
  await page.getByText('There is nothing here').waitFor();
  await page.getByRole('link', { name: 'Search the catalog' }).click();
  await page.getByLabel('Search queries').waitFor();
});

test('Ctrl+K goes to a query, a page or a setting by a few letters, and ? lists the keys', async () => {
  const page = await open('/q/by-day');
  await page.getByRole('heading', { name: 'By day' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('the day');
  await page.getByRole('option', { name: 'The day Query' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/q\/day-of$/);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('who did');
  await page.getByRole('option', { name: 'Audit Setting' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/admin\/audit$/);

  await page.getByRole('link', { name: 'Sheetfeed' }).focus();
  await page.keyboard.type('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Search the catalog').waitFor();
});

const looks: PageOptions[] = [
  { width: 1280, dark: false },
  { width: 1280, dark: true },
  { width: 390, dark: false },
  { width: 390, dark: true },
];

test.each(looks)('axe finds nothing and nothing is cut off on the pages at %j', async (look) => {
  for (const path of ['/', '/q/numbers-up-to', '/q/day-of']) {
    const page = await open(path, look);
    await page.locator('.query-link, .grid-row, .result > .empty').first().waitFor();

    await expectAccessible(page);
    await expectNothingCutOff(page);
    await page.close();
  }
});

test('lines are drawn in a browser whose language its own formatters do not know', async () => {
  const page = await pages.browser.newPage();
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'language', { value: 'en-US@posix', configurable: true }),
  );
  await page.goto(new URL('/q/by-day', server.url).href);

  await page.locator('.line-chart canvas').waitFor();
});
