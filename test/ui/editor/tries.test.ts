// Trying what one writes, in Chromium over the real server: plans that were measured, and the last tries.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import '../../support/become.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import { expectAccessible } from '../../support/accessible.ts';
import { writeSql } from './write-sql.ts';

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages({});
});
afterAll(() => pages?.stop());

const lines = (page: Page) => page.locator('.cm-content').innerText();

test('a plan is measured: its steps stand as a tree with words, times and rows', async () => {
  const page = await pages.open('/new');
  await writeSql(page, 'select plan, count(*) from subscriptions group by plan order by plan');
  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByRole('button', { name: 'Run it and measure each step' }).click();
  const plan = page.getByRole('region', { name: 'Steps with their times' });
  await plan.getByText(/^Reads all of subscriptions/).waitFor();
  expect(await plan.locator('tbody tr').count()).toBeGreaterThan(2);
  await expectAccessible(page);

  await writeSql(page, 'select 1 as one');
  await page.getByText('Before you changed the text').waitFor();
});

test('what was tried comes back with a click, what stood there is not lost, and all of it is there after a reload', async () => {
  const page = await pages.open('/new', { expectedErrors: /422/ });
  await writeSql(page, 'select n from generate_series(1, 3) n');
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByText(/^3 rows/).waitFor();
  await writeSql(page, 'select m from generate_series(1, 3) n');
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByText('3 rows of the run before').waitFor();
  await writeSql(page, 'select 1 as "not run yet"');
  await page.getByText('Last tries (2)').click();
  await page.getByRole('button', { name: /^select n from .* 3 rows in / }).click();

  await expect(() => lines(page)).toBecome('select n from generate_series(1, 3) n');
  await page.reload();
  await page.getByText('Last tries (3)').click();
  await page.getByRole('button', { name: /^select m from .*Column "m" does not exist/ }).waitFor();
  await page.getByRole('button', { name: /^select 1 as "not run yet".* not run/ }).click();
  await expect(() => lines(page)).toBecome('select 1 as "not run yet"');
});

test('of a selection alone what is selected runs, and a try brings the whole text back', async () => {
  const page = await pages.open('/new');
  await writeSql(page, 'select 1 as one\nlimit 1');
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('Shift+End');
  await page.getByRole('button', { name: 'Run selection' }).click();
  await page.getByText(/^1 row/).waitFor();
  await writeSql(page, 'select 2');
  await page.getByText('Last tries (1)').click();
  await page.getByRole('button', { name: /^select 1 as one .* a selection: 1 row/ }).click();
  await expect(() => lines(page)).toBecome('select 1 as one\nlimit 1');
});
