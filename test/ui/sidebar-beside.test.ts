// A range's card says what its person keeps beside it, and lets them say otherwise.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ColumnSide, NamedColumn } from '../../domain/refresh/kept-beside.ts';
import { startSidebarBrowser, type SidebarBrowser } from './sidebar-page.ts';
import '../support/become.ts';
import { expectAccessible } from '../support/accessible.ts';

let browser: SidebarBrowser;
beforeAll(async () => {
  browser = await startSidebarBrowser();
});
afterAll(() => browser?.close());

const column = (at: number, name: string, side: ColumnSide = 'right'): NamedColumn => ({
  ...{ column: at, name, side },
});
const openRanges = (page: Page) => page.getByRole('button', { name: /Linked ranges/ }).click();
const signups = (page: Page) => page.getByRole('article', { name: 'Sign-ups by month' });
const mine = [
  column(1, 'Status', 'left'),
  column(4, '', 'inside'),
  column(7, 'Note'),
  column(8, 'Owner'),
];

for (const dark of [false, true]) {
  test(`own columns are named by header, letters and side, ${dark ? 'dark' : 'light'}, and those that are not theirs chosen`, async () => {
    const { page, calls } = await browser.open(
      { beside: { r1: { own: mine, apart: [] } } },
      { dark },
    );
    await openRanges(page);
    const card = signups(page);
    const named =
      'Your own columns: Status (left of the result); column D (inside the result); Note, Owner (right of the result).';
    await card.getByText(named).waitFor();
    await card.getByRole('button', { name: /^Not these/ }).click();
    const form = card.getByRole('form', { name: 'Columns that are not yours' });
    // What is inside goes with its rows whatever anybody says.
    expect(await form.getByRole('checkbox').count()).toBe(3);
    await form.getByLabel('Status').uncheck();
    await form.getByLabel('Note').uncheck();
    expect(await form.getByLabel('Owner').isChecked()).toBe(true);
    await form.getByLabel('Note').check();
    await form.getByLabel('Owner').uncheck();
    expect(await form.getByLabel('Note').isChecked()).toBe(false);
    await form.getByLabel('Note').check();
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Not these' }).click();
    await card.getByText('Not kept with its rows: Note, Owner (right of the result).').waitFor();
    expect((await calls('keepColumnsApart')).map(({ input }) => input)).toEqual([
      { id: 'r1', columns: [column(7, 'Note'), column(8, 'Owner')] },
    ]);

    await card.getByRole('button', { name: /^Keep them with their rows/ }).click();
    await card.getByText(named).waitFor();
    await expectAccessible(page);
  });
}

test('a single column is said to be none of theirs by one press, and they are told where that fails', async () => {
  const { page, calls } = await browser.open({
    beside: { r1: { own: [column(7, 'Note')], apart: [] } },
    problems: { keepColumnsApart: { code: 'sheet_changed', detail: 'The columns have moved.' } },
  });
  await openRanges(page);
  await signups(page)
    .getByRole('button', { name: /^Not these/ })
    .click();
  await signups(page).getByText('The columns have moved.').waitFor();
  expect(await calls('keepColumnsApart')).toHaveLength(1);
});

test('somebody who comes back from the sheet is told of what stands beside it now', async () => {
  const { page, calls } = await browser.open({ beside: { r1: { own: mine, apart: [] } } });
  await openRanges(page);
  await signups(page)
    .getByText(/Your own columns/)
    .waitFor();
  const before = (await calls('besideRanges')).length;
  await page.waitForTimeout(1_600);
  await page.evaluate(() => document.documentElement.dispatchEvent(new Event('pointerenter')));
  await expect(async () => (await calls('besideRanges')).length).toBecome(before + 1);
});

test('rows that left the result are named on the card, with the formulas beside them that still count', async () => {
  const left = { rows: ['B6', 'B9'], counting: ['E6'] };
  const { page } = await browser.open({ beside: { r1: { own: mine, apart: [], left } } });
  await openRanges(page);

  const card = signups(page);
  await card.getByText('2 rows struck through (B6, B9): no longer in the result').waitFor();
  await card.getByText('Your formulas in E6 still reckon with rows').waitFor();
  await expectAccessible(page);
});

test('rows that left the result are removed once the person has seen what goes with them, and their undo is on the card', async () => {
  const left = { rows: ['B6', 'B9'], counting: [] };
  const { page, calls } = await browser.open({ beside: { r1: { own: mine, apart: [], left } } });
  await openRanges(page);
  const card = signups(page);
  const remove = () => card.getByRole('button', { name: /^Remove\?/ }).click();

  await remove();
  const question = page.getByRole('dialog', { name: 'Remove 2 rows that left the result?' });
  await question.getByText('B6 Kaffee: G6 call back').waitFor();
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await calls('removeLeftRows')).toHaveLength(0);

  await remove();
  await question.getByRole('button', { name: 'Remove', exact: true }).click();
  await card.getByText('2 rows removed, with what stood beside.').waitFor();
  await card.getByText('2 rows struck through').waitFor({ state: 'detached' });
  await card.getByRole('button', { name: /^Undo removal/ }).waitFor();
  const going = ['B6', 'B9'].map((cell) => ({
    ...{ cell, shows: 'Kaffee', keeps: [{ cell: `G${cell.slice(1)}`, shows: 'call back' }] },
  }));
  expect((await calls('removeLeftRows')).map(({ input }) => input)).toEqual([
    { id: 'r1', rows: going },
  ]);
});
