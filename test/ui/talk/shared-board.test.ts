// A board is shared from its page, and seen by whoever has the link: on a wall, on a phone, in a page of another site, as a picture.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectAccessible } from '../../support/accessible.ts';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { picture, startTalkCompany, type TalkCompany } from '../talk-company.ts';

let company: TalkCompany;
let browser: TestBrowser;
let url = '';

const content = {
  title: 'Monday',
  description: 'What we look at every Monday.',
  parameters: [{ name: 'ip', type: 'text', label: 'Address', default: '203.0.113.7' }],
  tiles: [
    { id: 'total', kind: 'number', at: [0, 0, 3, 2], query: 'sign-ups', goal: 50 },
    { id: 'days', kind: 'chart', at: [3, 0, 9, 4], query: 'sign-ups-by-day', title: 'By day' },
    { id: 'burst', kind: 'table', at: [0, 4, 6, 4], query: 'sign-up-burst' },
    { id: 'names', kind: 'table', at: [6, 4, 6, 4], query: 'accounts-from-address' },
  ],
};

beforeAll(async () => {
  company = await startTalkCompany();
  browser = await launchBrowser();
  await company.must('ben', 'POST', '/api/boards', { slug: 'monday', content });
});
afterAll(async () => {
  await browser.close().finally(() => company.stop());
});

test('an author shares it with an expiry and a value that may be changed, and has its address once', async () => {
  const page = await company.open(browser, 'ben', '/b/monday');
  await page.getByText('By day').waitFor();
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('For whom or what').fill('The wall');
  await dialog.getByLabel('Address').check();
  await dialog.getByRole('button', { name: 'Make a share link' }).click();
  await dialog.getByText('“The wall” is made').waitFor();
  await dialog.getByText('<iframe src=').waitFor();
  url = (await dialog.locator('.secret code').first().innerText()).trim();
  await picture(page, 'board-share-1280');
  await dialog.getByRole('button', { name: /^Revoke/ }).waitFor();
  await page.close();
});

test('whoever has the link sees it without a sign-in, changes what is free, and nothing leads inside', async () => {
  const page = await browser.newPage({ width: 1280, height: 900 });
  await page.goto(url);
  await page.getByRole('heading', { name: 'Monday' }).waitFor();
  await page.locator('.tile-value', { hasText: '60' }).waitFor();
  await page.getByText('Goal met').waitFor();
  await page
    .locator('section[aria-label="By day"] svg, section[aria-label="By day"] canvas')
    .first()
    .waitFor();
  await page.getByText('burst1', { exact: true }).waitFor();
  await picture(page, 'board-shared-1280');
  expect(await page.locator('a[href^="/q/"], a[href^="/b/"]').count()).toBe(0);
  await page.getByRole('textbox', { name: 'Address' }).fill('198.51.100.3');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('calm3', { exact: true }).waitFor();
  expect(page.url()).toContain('ip=198.51.100.3');
  await page.getByRole('button', { name: 'Full screen' }).click();
  await page.waitForFunction(() => document.fullscreenElement !== null);
  await page.close();
});

test('on a phone, in the dark, and in a frame of another site it is whole', async () => {
  const page = await browser.newPage({ width: 390, height: 800, dark: true });
  await page.goto(url);
  await page.getByText('burst1', { exact: true }).waitFor();
  await expectAccessible(page);
  await picture(page, 'board-shared-390-dark');
  await page.setContent(`<iframe src="${url}" width="380" height="700"></iframe>`);
  await page.frameLocator('iframe').getByText('burst1', { exact: true }).waitFor();
  await page.close();
});

test('a link that is revoked says so where the board was', async () => {
  const { links } = (await company.must('ben', 'GET', '/api/boards/monday/links')).json();
  await company.must('ben', 'DELETE', `/api/links/${links[0].id}`);
  const page = await browser.newPage({ expectedErrors: /404/ });
  await page.goto(url);
  await page.getByText('There is nothing here').waitFor();
  await page.close();
});
