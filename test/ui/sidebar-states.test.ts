// What the sidebar says when things are not as usual: retired queries, schedules that fail, a busy server, refusals.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nextRuns } from '../../domain/schedule.ts';
import { startSidebarBrowser, type SidebarBrowser } from './sidebar-page.ts';
import { focused, openQuery, view } from './sidebar-steps.ts';
import { expectAccessible } from '../support/accessible.ts';

let browser: SidebarBrowser;
beforeAll(async () => {
  browser = await startSidebarBrowser();
});
afterAll(() => browser?.close());

test('a server that is too busy is waited for as long as it says, and then asked again', async () => {
  const { page, calls } = await browser.open({ busyOnce: ['openQuery'] }, { ownClock: true });
  await openQuery(page, 'sign');
  await page.getByText(/It is asked again in \d+ s\./).waitFor();
  expect(await calls('openQuery')).toHaveLength(1);
  await page.clock.fastForward('01:00');

  await page.getByRole('region', { name: 'The first rows' }).waitFor();
  expect(await calls('openQuery')).toHaveLength(2);
  await page.getByText('It is asked again').waitFor({ state: 'detached' });
});

test('that the server is being looked after is told, with why and what waits', async () => {
  const { page } = await browser.open({ maintained: 'The database moves' });
  const note = page.getByText('Sheetfeed is being looked after: The database moves.');
  await note.waitFor();
  expect(await note.innerText()).toContain('runs and changes wait until it is over');
});

test('what authors say of a query stands in the list, and a retired one comes last and names what to use', async () => {
  const { page } = await browser.open({
    retired: { slug: 'customer-usage', use: 'signups-by-month' },
    trusted: ['addons-by-customer'],
  });
  await page.getByRole('option', { name: /Add-ons by customer.*Trusted/ }).waitFor();
  await openQuery(page, 'usage');
  await page.getByText('This query is retired: use “Sign-ups by month” instead.').waitFor();

  await page.getByRole('button', { name: /^Open it/ }).click();
  await view(page, 'Sign-ups by month');
});

test('a query with an alert that fires says so in the list and above its rows', async () => {
  const { page } = await browser.open({ firing: { 'inconsistent-invoices': ['Wrong sums'] } });
  await page.getByRole('option', { name: /Invoices that do not add up.*Fires/ }).waitFor();
  expect(await page.getByText('Fires', { exact: true }).count()).toBe(1);

  await openQuery(page, 'add up');
  await page.getByText('The alert “Wrong sums” fires now.').waitFor();
});

test('a linked range of a retired query says so, with the way to the other', async () => {
  const { page } = await browser.open({
    retired: { slug: 'signups-by-month', use: 'addons-by-customer' },
  });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByText('Retired', { exact: true }).waitFor();
  await card.getByRole('button', { name: /^Open it/ }).click();
  await view(page, 'Add-ons by customer');
});

test('a linked range shows when it refreshes by itself, as whom, and when next', async () => {
  const { page } = await browser.open();
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card
    .getByText(/^\s*Refreshes weekdays at 7:00, as ana@example\.com\. Next on \w{3},? \d+ \w{3}/)
    .waitFor();
});

test('the next runs are told by the clocks of the spreadsheet’s zone, on both sides of a change of them', async () => {
  const nextRunsAt = nextRuns({ every: 'day', hour: 7 }, 'Europe/Paris', {
    after: new Date('2027-03-26T12:00:00Z'),
    count: 3,
  }).map((at) => at.toISOString());
  expect(nextRunsAt.map((at) => at.slice(8, 13))).toEqual(['27T06', '28T05', '29T05']);

  const { page } = await browser.open({ nextRunsAt });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByText(/Next on Sat,? 27 Mar,? 07:00\./).waitFor();
  await card.getByRole('button', { name: /More/ }).click();
  await card.getByRole('button', { name: /^Schedule/ }).click();

  await expect(() => card.locator('p .block').allInnerTexts()).toBecome(
    Array.from({ length: 3 }, () => expect.stringMatching(/\b07:00/)),
  );
});

test('a schedule that fails again and again is told to everybody at once, and at its range', async () => {
  const { page } = await browser.open({ failuresInARow: 3 });
  await page.getByText('The schedule of Sign-ups by month failed 3 times in a row.').waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByText('The schedule failed 3 times in a row. It goes on trying.').waitFor();
});

test('after one failure the range says that it is tried again within the hour, and nobody is alarmed', async () => {
  const { page } = await browser.open({ failuresInARow: 1 });
  await page.getByRole('option').first().waitFor();
  expect(await page.getByText('in a row').count()).toBe(0);
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Sign-ups by month' });
  await card.getByText('It tries again within the hour.').waitFor();
});

test('a range whose query is gone can be refreshed all the same, for the query may be back', async () => {
  const { page, calls } = await browser.open({ gone: true });
  await page.getByRole('button', { name: /Linked ranges/ }).click();
  const card = page.getByRole('article', { name: 'Product usage of one customer' });
  await card
    .getByText('The query is no longer in the catalog, or it is not open to you.')
    .waitFor();
  await card.getByRole('button', { name: /^Refresh/ }).click();

  await card.getByText('2 rows added, 1 row changed.').waitFor();
  expect((await calls('refreshRange')).map(({ input }) => input.id)).toEqual(['r2']);
});

const refusals: [who: string, message: string, says: RegExp][] = [
  [
    'two Google accounts in one browser',
    "We're sorry, a server error occurred while reading from storage. Error code PERMISSION_DENIED.",
    /mixed up the accounts.*only your work account/,
  ],
  [
    'an add-on that the administrator blocked',
    'Access to this app is blocked by your administrator.',
    /administrator has blocked this add-on/,
  ],
  [
    'the daily quota',
    'Service invoked too many times for one day: urlfetch.',
    /daily allowance for this account is used up/,
  ],
  ['six minutes', 'Exceeded maximum execution time', /Google stopped the add-on after six minutes/],
];
for (const [who, message, says] of refusals) {
  test(`${who}: the sidebar says in a sentence what to do, and takes the focus there`, async () => {
    const { page } = await browser.open({ failures: { startSidebar: message } });
    await page.getByRole('alert').getByText(says).waitFor();
    await expect(() => focused(page)).toBecome(says);
  });
}

test('a person outside the organisation is told which account to take, and sees nothing of the catalog', async () => {
  const { page } = await browser.open({
    problems: {
      startSidebar: {
        code: 'forbidden',
        detail:
          'eve@else.com does not belong to a domain that may use this server. Sign in with your work account.',
      },
    },
  });
  await page.getByText(/Sign in with your work account/).waitFor();
  expect(await page.getByRole('option').count()).toBe(0);
});

test('a search that finds nothing offers to ask the authors for it', async () => {
  const { page } = await browser.open();
  await page.getByRole('option').first().waitFor();
  await page.getByLabel('Search queries').fill('zebras & more');
  const ask = page.getByRole('link', { name: 'Ask for this' });
  expect(await ask.getAttribute('href')).toBe('http://localhost:3000/?search=zebras%20%26%20more');
});

test('where a box was left empty when Google asked, the way to allow it is one click', async () => {
  const { page } = await browser.open({
    problems: {
      startSidebar: {
        code: 'not_authorized',
        detail: 'Allow it with that box ticked, then try again.',
        allowAt: 'https://script.google.com/allow',
      },
    },
  });
  const link = page.getByRole('link', { name: 'Allow it at Google' });
  expect(await link.getAttribute('href')).toBe('https://script.google.com/allow');
});
