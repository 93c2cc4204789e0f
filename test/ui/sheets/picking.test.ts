// A person lets the server write to a spreadsheet that they pick at Google, in Chromium: from the dialog to Google and back, and
// on the page of the account.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { build } from '../../../build.mjs';
import '../../support/become.ts';
import { launchBrowser, type PageOptions, type TestBrowser } from '../../support/browser.ts';
import { CLIENT, GoogleConsent } from '../../support/google/consent.ts';
import { sampleUrls } from '../../support/postgres.ts';
import { NO_LIMITS, scheduledSheet } from '../../support/scheduled-sheet.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { expectAccessible, expectNothingCutOff } from '../../support/accessible.ts';

const PUBLIC_URL = 'http://localhost:3000';
const sheet = scheduledSheet();
const consent = new GoogleConsent(
  () => sheet.api,
  () => `${PUBLIC_URL}/google-grant`,
);
let server: TestServer;
let browser: TestBrowser;
/** Where the browser reaches it. */
const at = () => `http://localhost:${server.port}`;

beforeAll(async () => {
  await build();
  server = await startTestServer({
    catalog: { 'debts.sql': '/*---\ntitle: Debts\nsource: sample\n---*/\nselect 7 as amount' },
    env: {
      ...{ SOURCE_SAMPLE_URL: sampleUrls().reader, PUBLIC_URL },
      ENCRYPTION_KEYS: randomBytes(32).toString('base64'),
      ...{ GOOGLE_GRANT_CLIENT_ID: CLIENT.id, GOOGLE_GRANT_CLIENT_SECRET: CLIENT.secret },
    },
    options: {
      google: { fetch: consent.over(fetch), wait: async () => {}, limits: NO_LIMITS },
    },
  });
  browser = await launchBrowser();
});
afterAll(() => browser.close().finally(() => server.stop()));

/** A page whose Google says yes to what it is asked, and gives these. */
async function open(path: string, picks: string[], look: PageOptions = {}): Promise<Page> {
  const page = await browser.newPage({ ...look, expectedErrors: /403|422|503/ });
  await page.route('https://accounts.google.com/**', (route) => {
    const asked = { email: 'vera@example.com', picks };
    const { pathname, search } = consent.approve(route.request().url(), asked);
    const location = at() + pathname + search;
    return route.fulfill({ status: 302, headers: { location } });
  });
  await page.goto(at() + path);
  return page;
}

test('a result that cannot be sent yet is sent once the spreadsheet was picked at Google', async () => {
  const page = await open('/q/debts', [sheet.workbook.id]);
  await page.getByRole('button', { name: 'Send to a sheet…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Sheetfeed writes to spreadsheets that you pick at Google').waitFor();
  await dialog.getByLabel('Spreadsheet').fill(sheet.workbook.id);
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByText('has no leave to write to spreadsheets that you pick').waitFor();
  await expectAccessible(page);
  await expectNothingCutOff(page);
  await dialog
    .getByRole('button', { name: 'Let Sheetfeed write to spreadsheets that you' })
    .click();

  // Back from Google, the dialog is open with what was meant.
  await page.waitForURL(/\/q\/debts#send=/);
  await expect(() => dialog.getByLabel('Spreadsheet').inputValue()).toBecome(sheet.workbook.id);
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.getByText('1 row stands in the tab Debts').waitFor();
  expect(sheet.desk.shown('Debts')).toEqual([['amount'], ['7']]);
});

test('an address that was cut opens the dialog, with no spreadsheet', async () => {
  const page = await open('/q/debts#send=%E2%9', []);
  expect(await page.getByRole('dialog').getByLabel('Spreadsheet').inputValue()).toBe('');
});

test.each([
  { width: 1280, dark: false },
  { width: 390, dark: true },
])('on the page of the account it is given, told, and forgotten (%j)', async (look) => {
  const page = await open('/account', [], look);
  const forget = page.getByRole('button', { name: 'Forget this grant' });
  const give = page.getByRole('button', { name: 'Let Sheetfeed write to spreadsheets that you' });
  await give.or(forget).first().waitFor();
  if (await forget.isVisible()) await forget.click();
  await give.click();
  await page.getByText('vera@example.com').waitFor();
  await expectAccessible(page);
  await expectNothingCutOff(page);
  await forget.click();
  await give.waitFor();
  await expectAccessible(page);
  await expectNothingCutOff(page);
});

test('what Google sends back of which nobody here began is refused in words', async () => {
  const page = await open('/google-grant?state=x&code=y', []);
  await page.getByText('It was begun by somebody else, took too long').waitFor();
  await expectAccessible(page);
  await expectNothingCutOff(page);
  await page.goto(`${at()}/google-grant?error=access_denied`);
  await page.getByText('It was broken off at Google').waitFor();
});
