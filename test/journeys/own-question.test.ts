// From a query to one's own question, by mouse: made in the sidebar by somebody who only reads, published, and found by others.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import type { TestBrowser } from '../support/browser.ts';
import { followerHasIt } from './follower.ts';
import { beSeated, cellsFrom, openPlayground, sidebarOf, waitForCell } from './playground-page.ts';
import { newHome, removeHome, startProgram } from './program.ts';
import type { RunningProgram } from './program.ts';

/** So many clicks are as many as somebody makes before they rather ask a colleague. */
const FEW = 12;
const viewer = 'Vera Viewer (viewer)';
const author = 'Ali Author (author)';
const other = 'Nora Newcomer (viewer)';

let program: RunningProgram;
let browser: TestBrowser;
let company: pg.Client;
let page: Page;
let sidebar: FrameLocator;
let clicks = 0;

beforeAll(async () => {
  program = await startProgram({ home: await newHome() });
  await program.says('The follower is there');
  browser = await launchBrowser();
  company = new pg.Client(program.sampleUrl);
  await company.connect();
  page = await browser.newPage();
  await openPlayground(page, program.url);
  sidebar = sidebarOf(page);
});

afterAll(async () => {
  await company?.end();
  await browser?.close();
  await program?.end('SIGTERM');
  if (program) await removeHome(program.home);
});

const button = (name: string) => sidebar.getByRole('button', { name, exact: true });

async function click(what: Locator): Promise<void> {
  clicks += 1;
  await what.click();
}

/** With a list that opens: one click for the list, and one for the entry. */
async function choose(label: string, entry: string): Promise<void> {
  clicks += 2;
  await sidebar.getByLabel(label, { exact: true }).selectOption({ label: entry });
}

/** A condition on a column, with a value that is picked. */
async function onlyWhere(
  column: string,
  pick: (offered: Locator) => Locator,
  add = 'Add a condition',
): Promise<string> {
  await click(button(add));
  if (column !== (await sidebar.getByLabel('Column', { exact: true }).inputValue())) {
    await choose('Column', column);
  }
  await click(sidebar.getByRole('combobox', { name: `Value for ${column}` }));
  const option = pick(sidebar.locator('.options [role=option]'));
  const value = await option.innerText();
  await click(option);
  return value;
}

const listed = (title: string) => sidebar.locator('.list-title').getByText(title, { exact: true });

async function openQuery(title: string): Promise<void> {
  await sidebar.getByRole('combobox', { name: 'Search queries' }).fill(title);
  await click(listed(title));
  await sidebar.getByRole('heading', { level: 1, name: title }).waitFor();
}

let customer: string;
let mine: string;

test('from "all add-ons that customers use" to those of one customer, in the sheet, with few clicks and no key', async () => {
  await openQuery('Add-ons that customers use');
  clicks = 0;

  await click(button('The same, but …'));
  customer = await onlyWhere('customer', (offered) => offered.nth(1));
  await sidebar.getByText(/^(?:All|First 5 of) \d+ rows,/).waitFor();
  await click(button('Keep and insert into new tab'));

  await sidebar.getByText(/^\d+ rows inserted\.$/).waitFor();
  expect(clicks).toBeLessThanOrEqual(FEW);
  mine = `Add-ons that customers use: ${customer}`;
  await waitForCell(page, 'A1', 'customer');
  expect(await addOnsInSheet()).toEqual(await addOnsInDatabase());
});

test('it is refreshed like any query', async () => {
  const [first] = await addOnsInDatabase();
  await company.query(
    `update app_add_ons u set removed_on = current_date from apps p, accounts a, add_ons o
     where p.id = u.app_id and a.id = p.account_id and o.add_on = u.add_on and a.name = $1
       and o.title = $2`,
    [customer, first?.[0]],
  );
  await followerHasIt(company);

  await click(button(`Refresh ${mine}`));

  await expect(addOnsInSheet).toBecome(await addOnsInDatabase());
  expect((await addOnsInDatabase()).map(([title]) => title)).not.toContain(first?.[0]);
});

test('nobody else sees it until its maker offers it and an author publishes it; then others find it', async () => {
  await beSeated(page, other);
  await sidebar.getByRole('combobox', { name: 'Search queries' }).fill(mine);
  await sidebar.getByText('No query matches').waitFor();

  await beSeated(page, viewer);
  await openQuery(mine);
  await click(button('Offer it to the authors'));
  await sidebar.getByText('one of them may publish it').waitFor();

  await beSeated(page, author);
  await openQuery(mine);
  await click(button('Publish it'));
  await sidebar.getByText('Whoever sees that one sees this one too.').waitFor();

  await beSeated(page, other);
  await openQuery(mine);
  await sidebar
    .getByRole('region', { name: 'The first rows' })
    .getByText(customer)
    .first()
    .waitFor();
});

test('from sign-ups by month to "only Germany, by week", with few clicks and no key', async () => {
  await beSeated(page, author);
  await openQuery('Sign-ups, one by one');
  await click(button('The same, but …'));
  await click(button('Put rows together'));
  await choose('Group by', 'signed_up_on');
  await click(button('Only keep it'));
  const byMonth = 'Sign-ups, one by one: by month of signed_up_on';
  await sidebar.getByRole('heading', { level: 1, name: byMonth }).waitFor();
  await click(button('Publish it'));
  await sidebar.getByText('Whoever sees that one sees this one too.').waitFor();

  await beSeated(page, viewer);
  await openQuery(byMonth);
  clicks = 0;
  await click(button('The same, but …'));
  await onlyWhere('country', (offered) => offered.filter({ hasText: /^DE$/ }));
  await choose('Span of signed_up_on', 'week of');
  await choose('Order of the rows', 'by signed_up_on');
  await click(button('Keep and insert into new tab'));

  await sidebar.getByText(/^\d+ rows inserted\.$/).waitFor();
  expect(clicks).toBeLessThanOrEqual(FEW);
  await waitForCell(page, 'A1', 'signed_up_on');
  const { rows } = await company.query<{ week: string; count: string }>(
    `select to_char(date_trunc('week', created_at::date), 'FMMM/FMDD/YYYY') as week, count(*)
     from accounts where country = 'DE' and created_at >= current_date - interval '6 months'
     group by date_trunc('week', created_at::date) order by date_trunc('week', created_at::date)`,
  );
  expect(await cellsFrom(page, 2, 2)).toEqual(rows.map(({ week, count }) => [week, count]));
});

test('a query that its author opened is varied before it counts: sign-ups by month, but only Germany, by week', async () => {
  await beSeated(page, other);
  await openQuery('Sign-ups by month');
  clicks = 0;
  await click(button('The same, but …'));
  const isGermany = (offered: Locator) => offered.filter({ hasText: /^DE$/ });
  await onlyWhere('country of accounts', isGermany, 'Add a condition on its tables');
  await choose('Span of created_at inside', 'week of');
  await click(button('Keep and insert into new tab'));

  await sidebar.getByText(/^\d+ rows inserted\.$/).waitFor();
  expect(clicks).toBeLessThanOrEqual(FEW);
  await waitForCell(page, 'A1', 'week');
  const { rows } = await company.query<{ week: string; count: string; confirmed: string }>(
    `select to_char(date_trunc('week', created_at)::date, 'FMMM/FMDD/YYYY') as week, count(*),
       count(*) filter (where is_verified) as confirmed
     from accounts
     where country = 'DE' and created_at >= date_trunc('year', current_date - interval '1 year')
     group by date_trunc('week', created_at) order by date_trunc('week', created_at)`,
  );
  const told = rows.map(({ week, count, confirmed }) => [week, count, confirmed]);
  expect(await cellsFrom(page, 2, 3)).toEqual(told);
});

/** Add-ons and their apps, of the tab in front of the person. */
async function addOnsInSheet(): Promise<string[][]> {
  const rows = await cellsFrom(page, 2, 7);
  return rows.map(([, , , addOn = '', apps = '']) => [addOn, apps]);
}

async function addOnsInDatabase(): Promise<string[][]> {
  const { rows } = await company.query<{ title: string; apps: string }>(
    `select o.title, count(distinct p.id) as apps
     from accounts a join apps p on p.account_id = a.id join app_add_ons u on u.app_id = p.id
       join add_ons o on o.add_on = u.add_on
     where a.name = $1 and u.removed_on is null and a.closed_at is null
     group by a.id, o.add_on order by a.name, a.customer_number, o.title`,
    [customer],
  );
  return rows.map(({ title, apps }) => [title, apps]);
}
