// The example dashboard in a browser: a page of another site that a share link feeds.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { hideSecrets } from '../../../server/log.ts';
import { root } from '../../../server/root.ts';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { sampleUrls } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { sending } from '../identity/people.ts';

const types: Record<string, string> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

let server: TestServer;
let site: http.Server;
let browser: TestBrowser;

beforeAll(async () => {
  server = await startTestServer({
    env: { SOURCE_SAMPLE_URL: sampleUrls().reader },
    catalog: {
      'plans.sql':
        "/*---\ntitle: Plans\n---*/\nselect * from (values ('team', 12), ('<b>', 3)) as plans (plan, customers)\n",
    },
  });
  site = http.createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://x').pathname) || 'index.html';
    readFile(path.join(root, 'examples/dashboard', name)).then(
      (text) => {
        response.setHeader('Content-Type', types[name.split('.').at(-1) ?? ''] ?? 'text/plain');
        response.end(text);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  site.close();
  await server.stop();
});

test('the dashboard draws what its link gives, and says so when the link is revoked', async () => {
  const made = await server.ask('/api/queries/plans/links', sending('POST', { name: 'Wall' }));
  const { id, jsonUrl } = made.json();
  const { port } = site.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/?title=Plans&link=${encodeURIComponent(jsonUrl)}`;
  const page = await browser.newPage({ expectedErrors: /404/ });
  await page.goto(address);
  await page.waitForSelector('progress');

  expect(await page.textContent('h1')).toBe('Plans');
  expect(await page.textContent('#age')).toMatch(/^As of /);
  expect(await page.locator('#chart > *').allTextContents()).toEqual([
    'team',
    '',
    '12',
    '<b>',
    '',
    '3',
  ]);

  await server.ask(`/api/links/${id}`, { method: 'DELETE' });
  await page.reload();
  await page.waitForSelector('#age.stale');
  expect(await page.textContent('#age')).toMatch(/link does not work/);
  expect(await page.locator('progress').count()).toBe(0);
});

test('the secret of a share link stands in no line of the log', () => {
  const secret = `sfl_${'a-Z_9'.repeat(8)}`;

  for (const line of [`/s/${secret}.csv`, `GET /s/${secret}/result failed`, `token ${secret}`]) {
    expect(hideSecrets(line)).not.toContain('a-Z_9');
  }
  expect(hideSecrets('/q/signups.csv')).toBe('/q/signups.csv');
});
