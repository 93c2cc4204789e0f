// Comments in the sidebar: read at a linked range and at a query, answered, and said of the selected row.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSidebarBrowser, type Sidebar, type SidebarBrowser } from '../sidebar-page.ts';
import { openQuery, view } from '../sidebar-steps.ts';
import { expectAccessible } from '../../support/accessible.ts';

let browser: SidebarBrowser;
beforeAll(async () => {
  browser = await startSidebarBrowser();
});
afterAll(() => browser?.close());

async function openComments({ page }: Sidebar) {
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByRole('button', { name: /^More/ }).click();
  await card.getByRole('button', { name: 'Comments' }).click();
  await card.getByText('It is: ads were off.').waitFor();
  return card;
}

test('what was said of a range’s rows leads to their cells, is answered and resolved, and nothing is asked for it before', async () => {
  const sidebar = await browser.open({ wellRanges: true });
  const { page, calls } = sidebar;
  expect(await calls('readComments')).toEqual([]);
  const card = await openComments(sidebar);
  await card.getByText('@Vera Viewer').waitFor();
  await card.getByText('<b>I</b> expected more').waitFor();
  expect(await card.getByText('This row was not found in the cells.').count()).toBe(1);
  await card.getByRole('button', { name: 'Go to C12' }).click();
  expect((await calls('goToRange'))[0]?.input).toEqual({ id: 'r1', cell: 'C12' });

  await card.getByRole('button', { name: 'Answer' }).first().click();
  await card.getByRole('textbox', { name: 'Answer' }).fill('Thank you');
  await page.keyboard.press('Control+Enter');
  await card.getByText('Thank you').waitFor();
  expect((await calls('say'))[0]?.input).toMatchObject({ about: 'query:signups-by-month' });

  await card.getByRole('button', { name: 'Resolve' }).first().click();
  await card.getByText('Resolved (2)').waitFor();
  expect(await calls('refreshRange')).toEqual([]);
});

test('by the keyboard alone the selected cell is spoken of, to somebody, and Esc loses nothing of it', async () => {
  const sidebar = await browser.open({ wellRanges: true });
  const { page, calls } = sidebar;
  const card = await openComments(sidebar);
  await card.getByRole('button', { name: 'About the selected cell' }).focus();
  await page.keyboard.press('Enter');
  await card.getByRole('textbox', { name: 'Comment on the cell' }).focus();
  await page.keyboard.type('Too few, @ver');
  await card.getByRole('option', { name: /vera@example.com/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await view(page, 'Linked ranges');
  await page.keyboard.press('Control+Enter');
  await card.getByText('Too few,').waitFor();

  expect((await calls('say')).map(({ input }) => input)).toEqual([
    expect.objectContaining({
      row: [
        { column: 'month', value: '2026-08-01' },
        { column: 'origin', value: 'ads' },
      ],
      ...{ column: 'signups', text: 'Too few, @vera@example.com ' },
    }),
  ]);
});

test('why the selected cell cannot be spoken of is told, and the comment is about the whole then', async () => {
  const detail = 'The author of Sign-ups by month has not said which columns name a row.';
  const refused = { code: 'keys_invalid', detail } as const;
  const sidebar = await browser.open({ wellRanges: true, problems: { selectedRow: refused } });
  const card = await openComments(sidebar);
  await card.getByRole('button', { name: 'About the selected cell' }).click();
  await card.getByText(detail).waitFor();
  await card.getByRole('textbox', { name: 'Comment' }).fill('All of it');
  await card.getByRole('button', { name: 'Comment', exact: true }).click();
  await card.getByText('All of it').waitFor();
  const [said] = await sidebar.calls('say');
  expect(said?.input).not.toHaveProperty('row');
});

test('a query’s comments are read when they are opened', async () => {
  const { page, calls } = await browser.open();
  await openQuery(page, 'sign');
  await page.getByRole('region', { name: 'The first rows' }).waitFor();
  expect(await calls('readComments')).toEqual([]);
  await page.getByText('Comments', { exact: true }).click();
  await page.getByText('It is: ads were off.').waitFor();
  expect(await page.getByRole('button', { name: 'About the selected cell' }).count()).toBe(0);
});

test.each([false, true])('comments are clean before axe at 300 px (dark: %s)', async (dark) => {
  const sidebar = await browser.open({ wellRanges: true }, { dark });
  const card = await openComments(sidebar);
  await card.getByRole('button', { name: 'Edit' }).click();
  await card.getByRole('textbox', { name: 'Your comment' }).waitFor();
  if (process.env['PICTURES'] !== undefined) {
    await sidebar.page.setViewportSize({ width: 300, height: 2200 });
    const name = `${process.env['PICTURES']}/sidebar-comments-${dark ? 'dark' : 'light'}.png`;
    await sidebar.page.screenshot({ path: name });
  }
  await expectAccessible(sidebar.page);
  const isWide = () => document.documentElement.scrollWidth > 300;
  expect(await sidebar.page.evaluate(isWide)).toBe(false);
});
