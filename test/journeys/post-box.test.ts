// A newcomer and the post box: an alert made from a result, a row that is broken and mended, and what comes of it by Slack and
// by mail.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Locator, Page } from 'playwright-core';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import '../support/become.ts';
import { newHome, removeHome, startProgram, type RunningProgram } from './program.ts';

let program: RunningProgram;
let browser: TestBrowser;
let company: pg.Client;
let box: Page;

beforeAll(async () => {
  program = await startProgram({ home: await newHome() });
  await program.says('The follower is there');
  browser = await launchBrowser();
  company = await openCompany();
});
afterAll(async () => {
  await company?.end();
  await browser?.close();
  await program?.end('SIGTERM');
  if (program) await removeHome(program.home);
});

async function openCompany(): Promise<pg.Client> {
  const client = new pg.Client(program.sampleUrl);
  await client.connect();
  return client;
}

/** The statement of the line that the start prints. */
function printedStatement(): string {
  const found = /psql "[^"]+" -c "([^"]+)"/.exec(program.output())?.[1];
  if (found === undefined) throw new Error(`It printed no line that breaks a row.`);
  return found;
}

const messages = (words: string): Locator =>
  box.getByRole('list', { name: 'Messages' }).locator('> li', { hasText: words });

async function lookNow(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Look now ${name}`, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Look now' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

test('an alert made from a result tells the post box of the row that the printed line breaks, and of its recovery', async () => {
  const page = await browser.newPage();
  await page.goto(`${program.url}/q/inconsistent-invoices`);
  await page.getByText('The query gave no rows.').waitFor();
  await page.getByRole('link', { name: 'Alerts' }).click();
  await page.getByRole('button', { name: 'New alert' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new alert' });
  await dialog.getByLabel('Name').fill('Wrong sums');
  await dialog.getByLabel('Looks').selectOption('every minute');
  await dialog.getByLabel('Slack #checks').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Look now Wrong sums' }).waitFor();
  box = await browser.newPage();
  await box.goto(program.url);
  await box.getByRole('link', { name: 'Post box' }).click();
  await box.getByText('Break an invoice of the sample company').waitFor();
  const broken = printedStatement();

  await company.query(broken);
  await lookNow(page, 'Wrong sums');
  await messages('Wrong sums fires for 1').waitFor();
  await company.query(broken);
  await lookNow(page, 'Wrong sums');
  const thread = messages('Wrong sums fires for 1');
  await thread.getByText('Wrong sums recovered for 1').waitFor();

  expect(await thread.count()).toBe(1);
  await thread.getByText('less than the price of the subscription').first().waitFor();
  await thread.getByText('Wrong sums fires for 1 (recovered)').waitFor();
  await page.close();
});

test('the box is there again after the next start, and is emptied by a press', async () => {
  const { home } = program;
  await company.end();
  await box.goto('about:blank');
  await program.end('SIGTERM');
  program = await startProgram({ home });
  company = await openCompany();
  await box.goto(`${program.url}/playground/post-box`);
  await messages('Wrong sums fires for 1').waitFor();

  await box.getByRole('button', { name: 'Empty the box' }).click();
  await expect(() => messages('Wrong sums').count()).toBecome(0);
});

test('who subscribes to a query gets its result by mail with a workbook, and ends it from the mail', async () => {
  const page = await browser.newPage();
  await page.goto(`${program.url}/q/overdue-invoices`);
  await page.getByRole('gridcell').first().waitFor();
  await page.getByRole('button', { name: 'Subscribe', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Subscribe to “Overdue invoices”' });
  await dialog.getByLabel('You get').selectOption('the result, when it has a row');
  await dialog.getByLabel('How often').selectOption('every 15 minutes');
  await dialog.getByLabel('It goes to').selectOption('ada.admin@example.com');
  await dialog.getByLabel('With').selectOption('an Excel workbook');
  await dialog.getByRole('button', { name: 'Subscribe' }).click();
  await dialog.waitFor({ state: 'detached' });
  box = await browser.newPage();
  await box.goto(`${program.url}/playground/post-box`);
  const mail = messages('Overdue invoices: ').filter({ hasText: 'ada.admin@' });
  await mail.getByRole('link', { name: 'overdue-invoices.xlsx' }).waitFor();

  await mail.getByRole('button', { name: 'Unsubscribe' }).click();
  await mail.getByText('Unsubscribed.').waitFor();
  await page.goto(`${program.url}/account`);
  await page.getByText('You get no query’s result by itself.').waitFor();
});

// Last: by then most of the minute is over.
test('the alert that the sample has mails of a broken row within a minute, by the clock alone', async () => {
  await company.query(printedStatement());
  const mail = messages('inconsistent-invoices fires for 1').filter({ hasText: 'ada.admin@' });
  await mail.waitFor({ timeout: 75_000 });
  const frame = mail.frameLocator('iframe');

  await frame.getByText('Stop the invoice before it is sent again').waitFor();
  await company.query(printedStatement());
});
