// Trying what one writes, in Chromium over the real server: plans that were measured, the chart of a try, and the last tries.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
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

const ACCOUNTS = `select * from (values ('Starter', 5, 2.5), ('Team', 9, 1.0), (null, 1, 0.25), ('A "Plus", plan', 3, 4.0)) v (plan, accounts, rate)`;

test('what was tried is drawn, copied as it stands on the screen, and saved as a file', async () => {
  const page = await pages.open('/new');
  const copied: string[] = [];
  await page.exposeFunction('keep', (text: string) => copied.push(text));
  await page.evaluate('navigator.clipboard.writeText = (text) => Promise.resolve(void keep(text))');
  await page.getByRole('textbox', { name: 'Title' }).fill('Accounts / plan');
  await writeSql(page, ACCOUNTS);
  await page.keyboard.press('ControlOrMeta+Enter');
  const tried = page.getByRole('region', { name: 'Try it' });
  await tried.getByRole('figure', { name: 'Chart of accounts by plan' }).waitFor();
  await tried.getByRole('columnheader', { name: 'accounts' }).getByRole('button').first().click();
  await tried.getByRole('button', { name: 'Copy rows' }).click();
  await expect(() => copied.at(-1)).toBecome(
    'plan\taccounts\trate\n\t1\t0.25\n"A ""Plus"", plan"\t3\t4\nStarter\t5\t2.5\nTeam\t9\t1',
  );
  const download = page.waitForEvent('download');
  await tried.getByRole('button', { name: 'CSV' }).click();
  expect((await download).suggestedFilename()).toBe('Accounts-plan.csv');
  expect(await readFile(await (await download).path(), 'utf8')).toBe(
    '\uFEFFplan,accounts,rate\r\n,1,0.25\r\n"A ""Plus"", plan",3,4\r\nStarter,5,2.5\r\nTeam,9,1\r\n',
  );
  await expectAccessible(page);
});

test('beside its form a chart is drawn of the last try at once, with how many are told apart, and a number that is none is told', async () => {
  const page = await pages.open('/new');
  await writeSql(page, ACCOUNTS);
  await page.getByText('The database accepts this.').waitFor();
  await page.getByRole('radio', { name: 'About' }).click();
  const preview = page.getByRole('region', { name: 'Preview of the chart' });
  await preview.getByText('Run the query, and its chart is drawn here.').waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await preview.getByText('Of what ran last: 4 rows.').waitFor();
  const form = page.getByRole('complementary');
  await form.getByRole('combobox', { name: 'Chart' }).selectOption('Bars');
  await form.getByRole('checkbox', { name: 'accounts', exact: true }).check();
  await form.getByRole('textbox', { name: 'Only the greatest' }).fill('0');
  await form.getByText('Write a whole number from 1 to 30.').waitFor();
  await form.getByRole('textbox', { name: 'Only the greatest' }).fill('2');
  await preview.getByText('All others (2)').waitFor();
  await form.getByRole('combobox', { name: 'Chart' }).selectOption('Points');
  await preview.getByText('Of what ran last: 4 rows.').waitFor();
  await form.getByRole('combobox', { name: 'Along' }).selectOption('plan');
  await preview.getByText('What ran last has no columns for this chart.').waitFor();
  await expectAccessible(page);
});
