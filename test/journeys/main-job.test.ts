// The main job, as a newcomer does it: find a query, insert its result, refresh it after the data changed.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { followerHasIt } from './follower.ts';
import {
  cellsFrom,
  chooseMenu,
  openPlayground,
  selectCell,
  sidebarOf,
  typeInto,
  waitForCell,
} from './playground-page.ts';
import { newHome, removeHome, startProgram } from './program.ts';
import type { RunningProgram } from './program.ts';

const header = [
  ...['invoice_number', 'customer_number', 'name', 'contact_name', 'email', 'country'],
  ...['amount', 'due_on', 'days_overdue'],
];

let program: RunningProgram;
let browser: TestBrowser;
let company: pg.Client;
let page: Page;

beforeAll(async () => {
  program = await startProgram({ home: await newHome() });
  await program.says('The follower is there');
  browser = await launchBrowser();
  company = new pg.Client(program.sampleUrl);
  await company.connect();
  page = await browser.newPage();
});

afterAll(async () => {
  await company?.end();
  await browser?.close();
  await program?.end('SIGTERM');
  if (program) await removeHome(program.home);
});

test('a newcomer searches, fills in a parameter and inserts: the cells hold what the database holds', async () => {
  await openPlayground(page, program.url);
  const sidebar = sidebarOf(page);
  await sidebar.getByRole('combobox', { name: 'Search queries' }).fill('overdue');
  await sidebar.getByRole('option', { name: 'Overdue invoices' }).click();
  await sidebar.getByRole('textbox', { name: 'Overdue by at least (days)' }).fill('30');
  await sidebar.getByRole('button', { name: 'Insert into new tab' }).click();

  await page.getByRole('tab', { name: 'Overdue invoices', selected: true }).waitFor();
  await waitForCell(page, 'A1', 'invoice_number');
  expect(await cellsFrom(page, 1, header.length)).toEqual([header, ...(await overdue())]);
});

test('what the person had in the spreadsheet before is still there', async () => {
  await page.getByRole('tab', { name: 'Sheet1' }).click();
  await waitForCell(page, 'A1', "Agenda for Monday's growth review");
  await waitForCell(page, 'C7', '35');
  await page.getByRole('tab', { name: 'Overdue invoices' }).click();
  await waitForCell(page, 'A1', 'invoice_number');
});

test('after rows changed in the database, Refresh brings the change, and a remark stays beside its row', async () => {
  await typeInto(page, 'K3', 'My remark');
  // Back to where the result begins: the grid had moved along with the remark.
  await selectCell(page, 'A1');
  const [paid, renamed] = await overdue();
  await company.query('update invoices set paid_at = now() where invoice_number = $1', [paid?.[0]]);
  await company.query('update accounts set name = $2 where customer_number = $1', [
    renamed?.[1],
    '=1+1 & Söhne',
  ]);
  await followerHasIt(company);
  const now = await overdue();
  expect(now.map(([number]) => number)).not.toContain(paid?.[0]);

  const sidebar = sidebarOf(page);
  await sidebar.getByRole('button', { name: 'Refresh Overdue invoices' }).click();
  // With a remark beside them, rows are told apart by something, which is asked once.
  await sidebar.getByText('They would be told apart by invoice_number').waitFor();
  await sidebar.getByRole('button', { name: 'Yes, refresh' }).click();

  await waitForCell(page, 'C2', '=1+1 & Söhne');
  expect(await cellsFrom(page, 1, header.length)).toEqual([header, ...now]);
  // The row above it went, so that it is beside the same customer still.
  await selectCell(page, 'K2');
  await waitForCell(page, 'K2', 'My remark');
});

test('with three rows inserted above, Refresh finds its range and leaves the rows alone', async () => {
  await selectCell(page, 'A1:A3');
  await chooseMenu(page, 'Insert', '3 rows above');
  await waitForCell(page, 'A4', 'invoice_number');
  await typeInto(page, 'A1', 'Whom to call today');
  const [, second] = await overdue();
  await company.query('update invoices set paid_at = now() where invoice_number = $1', [
    second?.[0],
  ]);
  await followerHasIt(company);
  const now = await overdue();

  await refresh();

  await waitForCell(page, 'A6', now[1]?.[0] ?? '');
  await waitForCell(page, 'A1', 'Whom to call today');
  expect(await cellsFrom(page, 4, header.length)).toEqual([header, ...now]);
});

test('another person at the keyboard is another member to the server', async () => {
  await page.getByLabel('Who is at the keyboard').selectOption({ label: 'Ada Admin (admin)' });

  await sidebarOf(page).getByText('Ada Admin').waitFor();
});

async function refresh(): Promise<void> {
  const sidebar = sidebarOf(page);
  await sidebar.getByRole('button', { name: 'Refresh Overdue invoices' }).click();
  await sidebar
    .getByRole('button', { name: 'Refresh Overdue invoices', disabled: false })
    .waitFor();
}

/** The query of examples/queries/overdue-invoices.sql for 30 days, as PostgreSQL writes its values. */
async function overdue(): Promise<string[][]> {
  const { rows } = await company.query<Record<string, string | null>>(`
    select i.invoice_number::text, a.customer_number::text, a.name, a.contact_name, a.email,
      a.country::text, i.amount::text, to_char(i.due_on, 'FMMM/FMDD/YYYY') as due_on,
      (current_date - i.due_on)::text as days_overdue
    from invoices i join accounts a on a.id = i.account_id
    where i.paid_at is null and current_date - i.due_on >= 30
    order by i.due_on, i.invoice_number`);
  return rows.map((row) => header.map((name) => row[name] ?? ''));
}
