// A list is kept as sent in a browser and in the sidebar, and the next result says who is new.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectAccessible } from '../../support/accessible.ts';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { startSidebarBrowser } from '../sidebar-page.ts';
import { picture, startTalkCompany, type TalkCompany } from '../talk-company.ts';

let company: TalkCompany;
let browser: TestBrowser;

beforeAll(async () => {
  company = await startTalkCompany();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close().finally(() => company.stop());
});

test('who was told is said beside them in the next result, who is new is one choice, and only the rows on the screen are kept', async () => {
  const page = await company.open(browser, 'vera', '/q/sign-up-burst');
  await page.getByText('21 rows').first().waitFor();
  await page.getByRole('button', { name: 'Keep as sent' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('All 21 rows are kept').waitFor();
  await dialog.getByLabel('What was it sent for?').fill('A warning');
  await dialog.getByLabel('When?').fill('2026-11-20');
  await picture(page, 'keep-as-sent-1280');
  await dialog.getByRole('button', { name: 'Keep as sent' }).click();
  await page.getByText('Kept as sent: A warning on 2026-11-20, 21 rows').waitFor();

  await company.sql(
    `insert into signups values ('new1', '203.0.113.9', now()), ('new2', '203.0.113.10', now())`,
  );
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByLabel('Show').selectOption('Not told yet (2 rows)');
  await page.locator('.grid-cell', { hasText: '203.0.113.9' }).first().waitFor();
  expect(await page.locator('.grid-cell', { hasText: '203.0.113.7' }).count()).toBe(0);
  await picture(page, 'sent-new-1280');
  await page.getByRole('button', { name: 'Keep as sent' }).click();
  await dialog.getByText('The 2 rows on the screen, of 23, are kept').waitFor();
  await dialog.getByLabel('What was it sent for?').fill('A second warning');
  await dialog.getByRole('button', { name: 'Keep as sent' }).click();
  await page.getByText('Kept as sent: A second warning').waitFor();
  await page.close();
});

test('the list stands beside the result and on its frozen run, and who kept it takes it back', async () => {
  const page = await company.open(browser, 'vera', '/q/sign-up-burst', { width: 390, dark: true });
  await page.getByLabel('Show').selectOption('New since 2026-11-20 A warning (2 rows)');
  await picture(page, 'sent-390-dark');
  await expectAccessible(page);
  await page.getByRole('link', { name: '2026-11-20' }).click();
  await page.getByText('A warning').first().waitFor();
  await page.getByRole('button', { name: /^Take back/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('button', { name: /^Take back A/ }).waitFor({ state: 'detached' });
  await page.close();
});

test('where everybody was told, that is said instead of a table', async () => {
  const { rows } = (
    await company.must('ben', 'POST', '/api/queries/sign-up-burst/result', {})
  ).json();
  const run = (
    await company.must('ben', 'POST', '/api/queries/sign-up-burst/result', {
      run: '6f1c1f6e-7a53-4b63-9d4c-0d1f3c7c2a11',
    })
  ).json().run;
  const frozen = (await company.must('ben', 'POST', `/api/runs/${run}/freeze`)).json().id;
  await company.must('ben', 'POST', '/api/sent-lists', {
    frozen,
    purpose: 'To all',
    sentOn: '2026-11-30',
  });
  const page = await company.open(browser, 'vera', '/q/sign-up-burst');
  await page.getByLabel('Show').selectOption('Not told yet (0 rows)');
  await page.getByText('Everybody in this result was told already.').waitFor();
  expect(rows.length).toBeGreaterThan(0);
  await page.close();
});

test('in the sidebar a range is kept as sent, and says that it needs a purpose', async () => {
  const sidebars = await startSidebarBrowser();
  const { page, calls } = await sidebars.open({ wellRanges: true });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /^More/ }).click();
  await card.getByRole('button', { name: 'Keep as sent' }).click();
  const form = card.getByRole('form', { name: 'Keep as sent' });
  await form.getByRole('button', { name: 'Keep as sent' }).click();
  await form.getByText('Say what it was sent for, and when.').waitFor();
  await form.getByLabel('What was it sent for?').fill('A reminder');
  await form.getByLabel('When?').fill('2026-11-20');
  await picture(page, 'keep-as-sent-sidebar');
  await expectAccessible(page);
  await form.getByRole('button', { name: 'Keep as sent' }).click();
  await card.getByText('3 rows kept as sent.').waitFor();

  expect((await calls('keepAsSent'))[0]?.input).toEqual({
    ...{ range: 'r1', purpose: 'A reminder', sentOn: '2026-11-20' },
  });
  await sidebars.close();
});
