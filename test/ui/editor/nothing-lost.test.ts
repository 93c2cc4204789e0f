// What was lost, wrong or a dead end once, tried in Chromium as an author meets it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import '../../support/become.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import { writeSql } from './write-sql.ts';

const catalog = {
  'signed-up.sql': `/*---
title: Signed up
source: sample
parameters:
  since: { type: timestamp, label: Since }
  top: { type: number, label: Up to, default: 3 }
---*/
select n, :since::timestamptz as since from generate_series(1, :top::int) n`,
  'broken.sql': '/*---\ntitle: Broken\ndescription: Sales: what we sold\n---*/\nselect 1 as one',
};

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages(catalog);
});
afterAll(() => pages?.stop());

test('a copy is tried with the values that stood on the page, whose link mail programs had made longer', async () => {
  const page = await pages.open('/q/signed-up?top=2&since=1+hour+ago&utm_source=mail&fbclid=x');
  await page.getByText('2 rows', { exact: true }).waitFor();
  expect(await page.locator('.note.warn').count()).toBe(0);
  await page.getByRole('link', { name: 'Make a copy' }).click();
  await expect(() => page.getByRole('textbox', { name: 'Up to' }).inputValue()).toBecome('2');
});

test('a day is taken as people write it, and is sent as what it is', async () => {
  const page = await pages.open('/q/signed-up');
  const since = page.getByLabel('Since', { exact: true });
  for (const written of ['2024-1-5', '1 hour ago']) {
    await since.fill(written);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('3 rows', { exact: true }).waitFor();
    expect(await since.getAttribute('aria-invalid')).not.toBe('true');
  }
});

test('what a header’s colon wants is told in the catalog, and an error in the editor once, with its place', async () => {
  const page = await pages.open('/');
  await page.getByText(/broken\.sql.*quot/).waitFor();
  const editor = await pages.open('/new', { expectedErrors: /422/ });
  await writeSql(editor, 'select 1 as one,\n  nothing_such');
  await editor.keyboard.press('ControlOrMeta+Enter');
  await editor
    .getByText(/nothing_such/)
    .nth(1)
    .waitFor();
  const told = editor.getByText(/does not exist/).locator('visible=true');
  await expect(() => told.count()).toBecome(1);
});
