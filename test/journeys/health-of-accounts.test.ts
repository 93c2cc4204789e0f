// The sample's sheet of the salespeople, which a query reads beside the database: a number is typed, and the score moves.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { PlaygroundDesk } from './playground-desk.ts';
import { openPlayground, sidebarOf, typeInto, waitForCell } from './playground-page.ts';

let desk: PlaygroundDesk;

beforeAll(async () => {
  desk = await PlaygroundDesk.open();
});

afterAll(() => desk?.close());

async function openSales(): Promise<void> {
  const { page, program } = desk;
  await openPlayground(page, program.url);
  await page.getByRole('combobox', { name: 'Spreadsheet' }).selectOption('Sales');
  await waitForCell(page, 'A1', 'Customer');
  // With another spreadsheet the sidebar starts anew, and takes the keys when it has.
  await openPlayground(page, program.url);
}

/** The row of a customer as the query's page shows it. */
async function healthOf(customer: string): Promise<string[]> {
  const { page, program } = desk;
  await page.goto(`${program.url}/q/health-of-accounts`);
  const row = page.getByRole('row').filter({ hasText: customer });
  await row.waitFor();
  return row.getByRole('gridcell').allTextContents();
}

test('a number that a salesperson types is in the next score, and a typing mistake is named where it stands', async () => {
  const { page, program } = desk;
  const before = await healthOf('04540');
  await openSales();
  await typeInto(page, 'C2', '120');
  await waitForCell(page, 'C2', '120');

  const after = await healthOf('04540');
  expect(after).toContain('120');
  expect(Number(after.at(-1))).toBeLessThan(Number(before.at(-1)));
  await page.getByText(/sheet Onboarding as of/).waitFor();

  await openSales();
  await typeInto(page, 'C2', '12O');
  await waitForCell(page, 'C2', '12O');
  // As a program that reads it: a page would tell its console of the refusal.
  const refused = await fetch(`${program.url}/q/health-of-accounts.json`);
  expect(await refused.json()).toMatchObject({
    code: 'bad_cells',
    badCells: [{ cell: 'C2', shown: '12O', reason: 'is not a number' }],
  });
  await openSales();
  const sidebar = sidebarOf(page);
  await sidebar.getByRole('button', { name: 'Sheet tables' }).click();
  const card = sidebar.getByRole('article', { name: 'Onboarding' });
  await card.getByText('Cells of the sheet do not fit; Ali Author looks after it.').waitFor();
  await card.getByText('Waiting for it: Health of new accounts').waitFor();
  await typeInto(page, 'C2', '12');
  await waitForCell(page, 'C2', '12');
  expect(await healthOf('04540')).toEqual(before);
});
