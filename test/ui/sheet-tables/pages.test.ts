// The pages of sheet tables in Chromium: which there are, how old their rows are, what does not fit, who reads them.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import type { TestServer } from '../../support/server.ts';
import { expectAccessible } from '../../support/accessible.ts';

const catalog = {
  'seats.sql': `/*---\ntitle: Seats by account\nsource: sample\n---*/\nselect account, seats from sheet.onboarding order by account`,
};
const table = {
  name: 'onboarding',
  title: 'Onboarding',
  place: { spreadsheet: { id: 'sheet-1', name: 'Sales' }, tab: 'Accounts', range: 'A1:B' },
  columns: [
    { name: 'account', header: 'Account', type: 'text' },
    { name: 'seats', header: 'Seats', type: 'number' },
  ],
  usedBy: null,
};
const headers = ['Account', 'Seats'];

let pages: ServedPages;
let server: TestServer;
beforeAll(async () => {
  pages = await servePages(catalog);
  ({ server } = pages);
  await server.ask('/api/sheet-tables', { body: table });
});
afterAll(() => pages?.stop());

const publish = (rows: unknown[][]) =>
  server.ask('/api/sheet-tables/onboarding/rows', { method: 'PUT', body: { headers, rows } });

test('a result leads to the sheet table that it read, which tells its age, its columns, its readers and its bad cells', async () => {
  await publish([
    ['Kiln', 12],
    ['Birch', 3],
  ]);
  const page = await pages.open('/q/seats');
  await page.getByRole('link', { name: 'Onboarding' }).click();
  await page.getByRole('heading', { name: 'Onboarding' }).waitFor();
  await page.getByText('2 rows, of').waitFor();
  await page.getByRole('link', { name: 'Seats by account' }).waitFor();
  await page.getByRole('cell', { name: 'Seats', exact: true }).waitFor();

  await publish([['Kiln', 'twelve']]);
  await page.reload();
  await page.getByText('1 cell of the sheet does not fit').waitFor();
  await page.getByText('“twelve”').waitFor();
  const cell = page.getByRole('link', { name: 'B2' });
  expect(await cell.getAttribute('href')).toContain('sheet-1');
  await expectAccessible(page);

  await page.getByRole('link', { name: '‹ Sheet tables' }).click();
  await page.getByRole('list', { name: 'Sheet tables' }).getByText('sheet.onboarding').waitFor();
  await page.getByText('1 cell of the sheet does not fit').waitFor();
  await expectAccessible(page);
});

test('its publisher deletes a table, and is told which queries will fail', async () => {
  const page = await pages.open('/tables/onboarding');
  await page.getByRole('button', { name: 'Delete this table' }).click();
  await page.getByText('1 query that reads it will fail: Seats by account.').waitFor();
  await page.getByRole('button', { name: 'Delete it' }).click();
  await page.getByText('There is none yet that you may use.').waitFor();
});
