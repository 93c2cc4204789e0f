// A board is shared from its page, and seen by whoever has the link: on a wall, on a phone, in a page of another site, as a picture.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { copyFile, readFile } from 'node:fs/promises';
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

test('it is saved as a picture of what stands on the screen, charts and all', async () => {
  const page = await browser.newPage({ width: 1280, height: 900 });
  await page.goto(url);
  await page.getByText('burst1', { exact: true }).waitFor();
  const chart = page.locator('section[aria-label="By day"] canvas').first();
  await chart.waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'PNG' }).click();
  const file = await (await saving).path();
  const folder = process.env['PICTURES'];
  if (folder) await copyFile(file, `${folder}/board-saved.png`);
  const bytes = await readFile(file);
  const colours = await page.evaluate(
    coloursOf,
    `data:image/png;base64,${bytes.toString('base64')}`,
  );

  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  // Twice as many points as the screen has.
  expect(colours.width).toBeGreaterThan(2_400);
  // The blue of the chart's line, which is drawn on a canvas of its own, and text.
  expect(colours.blue).toBeGreaterThan(500);
  expect(colours.dark).toBeGreaterThan(5_000);
  await page.close();
});

/** Counts points of the picture, within the page. */
async function coloursOf(address: string) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const pen = canvas.getContext('2d');
  pen?.drawImage(image, 0, 0);
  const { data = [] } = pen?.getImageData(0, 0, image.width, image.height) ?? {};
  let [blue, dark] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
    if (b > 180 && r < 80) blue += 1;
    if (r < 90 && g < 90 && b < 90) dark += 1;
  }
  return { width: image.width, blue, dark };
}

test('a link that is revoked says so where the board was', async () => {
  const { links } = (await company.must('ben', 'GET', '/api/boards/monday/links')).json();
  await company.must('ben', 'DELETE', `/api/links/${links[0].id}`);
  const page = await browser.newPage({ expectedErrors: /404/ });
  await page.goto(url);
  await page.getByText('There is nothing here').waitFor();
  await page.close();
});
