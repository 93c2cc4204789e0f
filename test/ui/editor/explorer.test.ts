// The tables beside the SQL, in Chromium over the real server: what stands in them, where their keys lead, who uses them.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Locator, Page } from 'playwright-core';
import type { AuditEntry } from '../../../domain/contract/audit.ts';
import '../../support/become.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import { expectAccessible } from '../../support/accessible.ts';
import { writeSql } from './write-sql.ts';

const file = (title: string, sql: string) =>
  `/*---\ntitle: ${title}\nsource: sample\n---*/\n${sql}`;

const catalog = {
  'all-apps.sql': file('All apps', 'with a as (select * from apps) select * from a'),
  'all-stacks.sql': file('All stacks', 'select * from stacks'),
};

const REGIONS = `
  create table regions (country text, code text, name text, primary key (country, code));
  create table sales (id int primary key, country text, code text,
    foreign key (country, code) references regions)`;

let pages: ServedPages;
let database: TestDatabase;
beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query(REGIONS).finally(() => admin.end());
  pages = await servePages(catalog, { SOURCE_WIDE_URL: database.readerUrl });
});
afterAll(async () => {
  await pages?.stop();
  await database?.drop();
});

async function unfold(page: Page, name: string): Promise<Locator> {
  const fold = page.locator('.table-fold', {
    has: page.locator('summary b', { hasText: new RegExp(`^${name}$`) }),
  });
  await fold.locator('summary').first().click();
  await fold.getByRole('button', { name: `Ten rows of ${name}` }).waitFor();
  return fold;
}

test('ten rows of a table, and the values of a column, are a click away and recorded as runs', async () => {
  const page = await pages.open('/new');
  const apps = await unfold(page, 'apps');
  await apps.getByRole('button', { name: 'Ten rows of apps' }).click();
  const rows = page.getByRole('dialog', { name: 'Rows of apps' });
  await rows.getByText('The first 10 that the database came upon.').waitFor();
  await rows.locator('.grid-row').nth(9).waitFor();
  await rows.getByRole('button', { name: 'Close' }).click();

  await apps.getByRole('button', { name: 'Values of stack' }).click();
  const values = page.getByRole('dialog', { name: 'Values of apps.stack' });
  await values.locator('.grid-row').first().waitFor();
  await expectAccessible(page);
  const recorded = async () => {
    const { entries } = (await pages.server.ask('/api/audit?kind=run')).json();
    return (entries as AuditEntry[]).map(({ via, rows, sql }) => [
      via,
      rows,
      sql?.split('\n').at(-1),
    ]);
  };
  await expect(recorded).toBecome([
    ['page', expect.any(Number), 'limit 100'],
    ['page', 10, 'limit 10'],
  ]);
});

test('a key leads to its table, which says what refers to it and which queries use it', async () => {
  const page = await pages.open('/new');
  const apps = await unfold(page, 'apps');
  await apps.getByText('Used by 1 query').click();
  await apps.getByRole('link', { name: 'All apps' }).waitFor();
  await page.getByLabel('Search tables and columns').fill('stack');
  await apps.getByRole('button', { name: /→ stacks/ }).click();
  await expect(() => page.evaluate(() => document.activeElement?.textContent)).toBecome('stacks');
  await page.getByRole('button', { name: 'Ten rows of stacks' }).waitFor();
  await page.getByRole('button', { name: 'apps.stack' }).waitFor();
});

test('a key of several columns leads to its table whole, back from there, and is offered as one condition of a join', async () => {
  const page = await pages.open('/new', { expectedErrors: /422/ });
  await page.getByRole('combobox', { name: 'Data source' }).selectOption('wide');
  const sales = await unfold(page, 'sales');
  const keys = sales.getByRole('list', { name: 'Keys of several columns' });
  expect(await keys.innerText()).toBe('(country, code) → regions.(country, code)');
  await keys.getByRole('button').click();
  await page.getByRole('button', { name: 'sales.(country, code)' }).waitFor();
  await expectAccessible(page);

  await writeSql(page, 'select 1 from sales s join regions r on ');
  await page.keyboard.type('s');
  await page
    .locator('.cm-tooltip-autocomplete li')
    .filter({ hasText: 's.country = r.country and s.code = r.code' })
    .waitFor();
});
