// Results in pages of other sites: drawn by the script under a policy that lets nothing else in, without cookies, in the page's own
// fonts, and while the query fails.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { root } from '../../../server/root.ts';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { picture, startTalkCompany, type TalkCompany } from '../talk-company.ts';

let company: TalkCompany;
let browser: TestBrowser;
let site: http.Server;
/** What the other site serves, by its path. */
const files = new Map<string, string>();
/** The links by their queries, and their ids. */
const links: Record<string, { url: string; id: string }> = {};

beforeAll(async () => {
  company = await startTalkCompany();
  for (const slug of ['sign-up-burst', 'sign-ups', 'sign-ups-by-day']) {
    const body = { name: 'Public', maxAgeSeconds: 0 };
    const made = await company.must('ben', 'POST', `/api/queries/${slug}/links`, body);
    const { id, token } = made.json();
    // As its pages call themselves, and as the other site's policy does.
    links[slug] = { id, url: `${company.server.url}/s/${token}` };
  }
  site = http.createServer(({ url = '/' }, response) => {
    const text = files.get(url);
    const type = url.endsWith('.css') ? 'text/css' : 'text/html; charset=utf-8';
    response.setHeader('content-type', type);
    // No inline style, no inline script, no image, no font: what is drawn must need none of it.
    const from = company.server.url;
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${from}; connect-src ${from}; style-src 'self'`,
    );
    response.writeHead(text === undefined ? 204 : 200).end(text ?? '');
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  browser = await launchBrowser();
});
afterAll(async () => {
  site.close();
  site.closeAllConnections();
  await browser.close().finally(() => company.stop());
});

const scriptOf = (slug: string, more = '') =>
  `<script src="${company.server.url}/embed.js" crossorigin="anonymous" data-link="${links[slug]?.url}" ${more}></script>`;

async function open(body: string, options: { width?: number; expectedErrors?: RegExp } = {}) {
  const css = 'body { font-family: Georgia, serif } .sheetfeed-table { color: rgb(1, 2, 3) }';
  files.set('/page.css', css);
  const head = '<meta charset="utf-8"><title>Ours</title><link rel="stylesheet" href="/page.css">';
  files.set('/', `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`);
  const page = await browser.newPage(options);
  const cookies: (string | null)[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(company.server.url))
      void request.headerValue('cookie').then((cookie) => cookies.push(cookie));
  });
  // One that the browser would send along if it were asked to.
  await page.context().addCookies([
    {
      name: 'sheetfeed',
      value: 'secret',
      url: company.server.url,
      sameSite: 'None',
      secure: true,
    },
  ]);
  const { port } = site.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/`);
  return { page, cookies };
}

const reload = (page: Page) => page.reload({ waitUntil: 'load' });

test('a table, a number and a chart stand where their scripts stand, in the page’s own looks, and no cookie is sent', async () => {
  const { page, cookies } = await open(
    `<h1>Ours</h1><section id="a">${scriptOf('sign-up-burst', 'data-rows="3"')}</section>
     <section id="b">${scriptOf('sign-ups', 'data-show="number"')}</section>
     <section id="c">${scriptOf('sign-ups-by-day', 'data-show="chart"')}</section>`,
  );
  const table = page.locator('#a table');
  await table.getByText('203.0.113.7').waitFor();
  expect(await table.locator('tbody tr').count()).toBe(3);
  expect(await table.locator('caption').innerText()).toMatch(/: 3 of 21 rows$/);
  const look = await table.evaluate((element) => {
    const { color, fontFamily } = getComputedStyle(element);
    return [color, fontFamily];
  });
  expect(look).toEqual(['rgb(1, 2, 3)', 'Georgia, serif']);
  expect(await page.locator('#b data').innerText()).toBe('60');
  await page.locator('#c svg polyline').waitFor();
  const font = await page
    .locator('#c svg text')
    .first()
    .evaluate((text) => getComputedStyle(text).fontFamily);
  expect(font).toBe('Georgia, serif');
  await picture(page, 'embed-1280');
  expect(cookies.length).toBeGreaterThan(3);
  expect(cookies.every((cookie) => cookie === null)).toBe(true);
  await page.close();
});

test('while its query fails the last good result stays, and says so; a link that is revoked shows nothing', async () => {
  const expectedErrors = /404/;
  const { page } = await open(scriptOf('sign-ups', 'data-show="number"'), { expectedErrors });
  await page.getByText('60').waitFor();
  await company.sql('alter table signups rename to away');
  await reload(page);
  await page.getByText('60').waitFor();
  expect(await page.locator('.sheetfeed-problem').innerText()).not.toBe('');
  await company.sql('alter table away rename to signups');

  await company.must('ben', 'DELETE', `/api/links/${links['sign-ups']?.id}`);
  await reload(page);
  await page.getByText('This link does not work, or no longer.').waitFor();
  expect(await page.getByText('60').count()).toBe(0);
  await page.close();
});

test('however long a page waits until it asks again, it does not ask without a pause', async () => {
  const { page } = await open('');
  let asked = 0;
  page.on('request', (request) => (asked += request.url().includes('/result') ? 1 : 0));
  // An hour in milliseconds, where seconds are meant; and what is no time at all.
  for (const every of ['3600000', 'Infinity', '1e300']) {
    asked = 0;
    const script = scriptOf('sign-up-burst', `data-rows="3" data-every="${every}"`);
    files.set('/', `<!doctype html><title>Ours</title><body>${script}</body>`);
    await reload(page);
    await page.getByText('203.0.113.7').first().waitFor();
    // A browser that was told more than it counts asks some hundred times meanwhile.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    expect([every, asked]).toEqual([every, 1]);
  }
  await page.close();
});

test('what names no link says so, and what makes no chart is a table', async () => {
  const none = `<script src="${company.server.url}/embed.js" data-link="https://example.com/"></script>`;
  const { page } = await open(none + scriptOf('sign-up-burst', 'data-show="chart" data-rows="1"'));
  await page.getByText('This page names no share link to show.').waitFor();
  await page.locator('.sheetfeed table, .sheetfeed svg').first().waitFor();
  await page.close();
});

test.each([1280, 390])(
  'the example’s page works as it stands with links put in (%i px)',
  async (width) => {
    const folder = path.join(root, 'examples/public-page');
    const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
    const filled = html
      .replaceAll('https://sheetfeed.example.com/embed.js', `${company.server.url}/embed.js`)
      .replace(/data-link="[^"]*add-on-list"/, `data-link="${links['sign-up-burst']?.url}"`)
      .replace(
        /data-link="[^"]*signups-by-origin"/,
        `data-link="${links['sign-ups-by-day']?.url}"`,
      );
    const { page } = await open('', { width });
    files.set('/', filled);
    files.set('/public-page.css', readFileSync(path.join(folder, 'public-page.css'), 'utf8'));
    await reload(page);
    await page.getByText('203.0.113.7').waitFor();
    await page.locator('svg polyline').waitFor();
    await picture(page, `public-page-${width}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
    await page.close();
  },
);
