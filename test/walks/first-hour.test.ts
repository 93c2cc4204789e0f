// The first hour in a sheet and as an author: the pages of docs/, walked step by step on what `npm start` runs.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { root } from '../../server/root.ts';
import {
  chooseMenu,
  openPlayground,
  selectCell,
  sidebarOf,
  typeInto,
  waitForCell,
} from '../journeys/playground-page.ts';
import { newHome, removeHome, startProgram, type RunningProgram } from '../journeys/program.ts';
import '../support/become.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { blocksOf, walk } from './steps.ts';

let program: RunningProgram;
let browser: TestBrowser;
/** The author's folder: not there before the start. */
let queries: string;
beforeAll(async () => {
  queries = path.join(await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-walk-')), 'queries');
  program = await startProgram({ home: await newHome(), env: { CATALOG_DIR: queries } });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await program?.end('SIGTERM');
  if (program) await removeHome(program.home);
  if (queries) await rm(path.dirname(queries), { recursive: true, force: true });
});

const get = async (at: string) => (await fetch(program.url + at)).text();
const found = async (words: string) => {
  const answer = await get(`/api/queries?search=${encodeURIComponent(words)}`);
  const { queries: list } = JSON.parse(answer) as { queries: { slug: string }[] };
  return list.map(({ slug }) => slug);
};
const errors = async () =>
  (JSON.parse(await get('/api/queries')) as { errors?: unknown[] }).errors ?? [];

test('an author begins with an empty folder and ends with a query that everybody finds', async () => {
  const blocks = blocksOf('docs/author.md');
  const block = (holding: string) => blocks.find((one) => one.includes(holding)) ?? '';
  const file = path.join(queries, 'big-customers.sql');
  const text = block('title: Big customers');

  await walk('docs/author.md', {
    'Start with a folder of your own.': async () => {
      expect(block('npm start')).toContain('CATALOG_DIR=./queries');
      expect(program.output()).toContain(`${queries} was not there, and was made.`);
    },
    'Save a query as a file.': () => writeFile(file, text),
    'See it in the catalog.': async () => {
      await expect(() => found('big customers')).toBecome(['big-customers']);
      const page = await browser.newPage();
      await page.goto(`${program.url}/q/big-customers`);
      await page.getByLabel('Billed since', { exact: true }).waitFor();
      await page.locator('.grid-row').first().waitFor();
      await page.close();
    },
    'See a mistake told.': async () => {
      await writeFile(file, text.replace('title:', 'titel:'));
      const told = { file: 'big-customers.sql', line: 1, reason: 'title: it is missing.' };
      await expect(errors).toBecome([told]);
      expect(await found('big customers')).toEqual(['big-customers']);
      await writeFile(file, text);
      await expect(errors).toBecome([]);
    },
    'Use it everywhere.': async () => {
      const addresses = [...block('curl').matchAll(/localhost:3000(\/[^\s"]+)/g)];
      expect(addresses).toHaveLength(2);
      const [csv, json] = await Promise.all(addresses.map(([, at = '']) => get(at)));
      expect(csv).toMatch(/^customer_number,name,billed\r\n\d{5},/);
      expect((JSON.parse(json ?? '') as unknown[]).length).toBeGreaterThan(0);
    },
    'Teach the search your words.': async () => {
      expect(await found('whales')).toEqual([]);
      await writeFile(path.join(queries, 'synonyms.yaml'), block('key accounts'));
      await expect(() => found('whales')).toBecome(['big-customers']);
    },
    'Check a folder before it is merged.': async () => {
      const [node, script = '', ...rest] = block('bin/sheetfeed.mjs').trim().split(' ');
      expect([node, rest]).toEqual(['node', ['check', 'queries']]);
      const env = { ...process.env, SHEETFEED_SERVER: program.url };
      const check = () =>
        spawnSync(process.execPath, [path.join(root, script), 'check', queries], { env }).status;
      expect(check()).toBe(0);
      await writeFile(path.join(queries, 'broken.sql'), text.replace('title:', 'titel:'));
      expect(check()).toBe(1);
      await rm(path.join(queries, 'broken.sql'));
    },
  });
});

test('somebody in a sheet finds a query in their own words, inserts it, works beside it, refreshes and takes it back', async () => {
  const example = path.join(root, 'examples/queries/overdue-invoices.sql');
  await writeFile(path.join(queries, 'overdue-invoices.sql'), await readFile(example));
  await expect(() => found('unpaid bills')).toBecome(['overdue-invoices']);
  const page = await browser.newPage();
  const sidebar = sidebarOf(page);
  const refresh = 'Refresh Overdue invoices';
  let second = '';

  await walk('docs/in-a-sheet.md', {
    'Open the sidebar.': async () => {
      await openPlayground(page, program.url);
      await chooseMenu(page, 'Extensions', 'Sheetfeed', 'Insert query results');
      await sidebar.getByRole('combobox', { name: 'Search queries' }).waitFor();
    },
    'Find a query in your own words.': async () => {
      await sidebar.getByRole('combobox', { name: 'Search queries' }).fill('unpaid bills');
      await sidebar.getByRole('option', { name: 'Overdue invoices' }).click();
    },
    'Fill in the form.': () =>
      sidebar.getByRole('textbox', { name: 'Overdue by at least (days)' }).fill('30'),
    'Insert the result.': async () => {
      await sidebar.getByRole('button', { name: 'Insert into new tab' }).click();
      await waitForCell(page, 'A1', 'invoice_number');
      second = await textOf(page, 'A3');
    },
    'Work beside it.': async () => {
      await typeInto(page, 'K2', 'Called on Monday');
      await waitForCell(page, 'K2', 'Called on Monday');
      // Back to where the result begins: the grid had moved along with the remark.
      await selectCell(page, 'A1');
    },
    'Refresh it.': async () => {
      await pay(second);
      await sidebar.getByRole('button', { name: refresh }).click();
      await expect(() => textOf(page, 'A3').then((now) => now !== second)).toBecome(true);
    },
    'Take it back.': async () => {
      await sidebar.getByRole('button', { name: 'Undo refresh of Overdue invoices' }).click();
      await waitForCell(page, 'A3', second);
      await selectCell(page, 'K2');
      await waitForCell(page, 'K2', 'Called on Monday');
    },
  });
});

const textOf = (page: Page, cell: string) => page.locator(`[data-cell="${cell}"]`).innerText();

async function pay(invoice: string): Promise<void> {
  const company = new pg.Client(program.sampleUrl);
  await company.connect();
  await company.query('update invoices set paid_at = now() where invoice_number = $1', [invoice]);
  // A refresh may ask the follower.
  const caughtUp =
    'select bool_and(replay_lsn >= pg_current_wal_lsn()) as there from pg_stat_replication';
  const there = async () =>
    (await company.query<{ there: boolean | null }>(caughtUp)).rows[0]?.there;
  await expect(async () => (await there()) !== false).toBecome(true);
  await company.end();
}
