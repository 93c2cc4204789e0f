// Writing queries in Chromium over the real server: the editor, its parameters, conflicts, history, share links, asks.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PageOptions } from '../support/browser.ts';
import '../support/become.ts';
import { servePages, type ServedPages } from '../support/served-pages.ts';
import type { TestServer } from '../support/server.ts';
import { expectAccessible, expectNothingCutOff } from '../support/accessible.ts';
import { writeSql } from './editor/write-sql.ts';

const catalog = {
  'by-letter.sql': `/*---\ntitle: By letter\nsource: sample\n---*/\nselect letter, length(letter) as size from (values ('a'), ('bb')) t (letter) where letter <> 'c'`,
};

let pages: ServedPages;
let server: TestServer;
beforeAll(async () => {
  pages = await servePages(catalog);
  ({ server } = pages);
});
afterAll(() => pages?.stop());

const open: ServedPages['open'] = (path, options) => pages.open(path, options);

async function saved(title: string, sql: string): Promise<{ slug: string; version: number }> {
  const answer = await server.ask('/api/queries', { body: { title, sql, source: 'sample' } });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return answer.json();
}

test('after an error the rows of the run before are told to be that', async () => {
  const page = await open('/new', { expectedErrors: /status of 422/ });
  await writeSql(page, 'select n from generate_series(1, 3) n');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('3 rows', { exact: true }).waitFor();

  await writeSql(page, 'select m from generate_series(1, 3) n');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('3 rows of the run before').waitFor();
});

test('an author writes a query with a parameter, tries it, saves it, and it runs on its page', async () => {
  const page = await open('/new');
  await page.getByLabel('Title').fill('Counting up');
  await writeSql(page, 'select n from generate_series(1, :top::int) n order by n');
  await page.getByText('The database accepts this.').waitFor();
  await page.getByRole('textbox', { name: 'Top' }).fill('4');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('4 rows', { exact: true }).waitFor();

  await page.getByText('Parameters', { exact: true }).click();
  const card = page.getByRole('group', { name: 'Parameter top' });
  await card.getByLabel('Label').fill('Up to');
  await card.getByLabel('Default').fill('3');
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByText('Saved as version 1.').waitFor();
  await card.getByLabel('Label').fill('As far as');
  await page.getByText('Version 1 is saved, without what you wrote since.').waitFor();
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByText('Saved as version 2.').waitFor();
  await page.reload();
  await expect(() => new URL(page.url()).pathname).toBecome('/q/counting-up/edit');
  await page.getByText('Parameters', { exact: true }).click();
  await card.getByLabel('Label').fill('Up to');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: 'See the query' }).click();

  await page.getByRole('heading', { name: 'Counting up' }).waitFor();
  await page.getByText('3 rows').waitFor();
  await expect(() => page.getByLabel('Up to', { exact: true }).inputValue()).toBecome('3');
  const { parameters } = (await server.ask('/api/queries/counting-up')).json();
  expect(parameters).toMatchObject([{ name: 'top', label: 'Up to' }]);
});

test('what is wrong is marked under its word as one types, and can be saved as a draft only', async () => {
  const page = await open('/new', { expectedErrors: /422/ });
  await page.getByLabel('Title').fill('Half done');
  await writeSql(page, 'select nonsense\nfrom pg_class');
  await page.locator('.sql-state', { hasText: 'Line 1' }).waitFor();
  await expect(() => page.locator('.cm-lintRange-error').innerText()).toBecome('nonsense');

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Make it a draft' }).click();
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByRole('link', { name: 'See the query' }).click();
  await page.getByRole('heading', { name: 'Half done' }).waitFor();
  await page.getByText('A draft that cannot run yet').waitFor();
});

test('what may take long is asked about before it runs, and a plan is told in words', async () => {
  const page = await open('/new');
  await writeSql(page, 'select count(*) from usage_events a cross join usage_events b');
  await page.getByText('The database accepts this.').waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'This may take long' });
  await dialog.getByText('Is a join condition missing?').waitFor();
  await dialog.getByRole('button', { name: 'Go on writing' }).click();
  expect(await page.locator('.grid-row').count()).toBe(0);

  await page.getByRole('button', { name: 'Explain' }).click();
  await page.getByText('What the database would do').waitFor();
  await expect(() => page.locator('.plan-steps').innerText()).toBecome(/Reads all of usage_events/);
});

test('what was typed is there again after the browser was closed', async () => {
  const page = await open('/new');
  await page.getByLabel('Title').fill('Not saved yet');
  await writeSql(page, 'select 41 as answer');
  await page.reload();

  await page.getByText('and did not save it').waitFor();
  const title = page.getByLabel('Title');
  await expect(() => title.inputValue()).toBecome('Not saved yet');
  await page.locator('.cm-line', { hasText: 'select 41 as answer' }).waitFor();
  await page.getByRole('button', { name: 'Begin anew' }).click();
  await expect(() => title.inputValue()).toBecome('');
});

test('two tabs of a new query have a draft each, and the catalog lists what is not saved yet', async () => {
  const context = (await open('/new')).context();
  const write2 = async (title: string) => {
    const page = await context.newPage();
    await page.goto(server.url.replace(/\/$/, '') + '/new');
    await page.getByLabel('Title').fill(title);
    await writeSql(page, `select 1 as ${title}`);
    const isKept = (text: string) => Object.values(localStorage).join().includes(text);
    await page.waitForFunction(isKept, `select 1 as ${title}`);
    return page;
  };
  await write2('first');
  const page = await write2('second');
  await page.goto(server.url);
  await page.getByText(/^Not saved yet: \d+ drafts? of yours$/).click();
  await page.getByRole('link', { name: 'first' }).click();
  await page.locator('.cm-line', { hasText: 'select 1 as first' }).waitFor();

  await page.goBack();
  await page.getByText(/^Not saved yet: \d+ drafts? of yours$/).click();
  await page.locator('li', { hasText: 'second' }).getByRole('button', { name: 'Drop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Drop it' }).click();
  await page.getByRole('link', { name: 'first' }).waitFor();
  expect(await page.getByRole('link', { name: 'second' }).count()).toBe(0);
});

test('Enter ends a line: it takes nothing that was not begun or gone to, and case is kept', async () => {
  const page = await open('/new', { expectedErrors: /422/ });
  await page.getByLabel('SQL', { exact: true }).click();
  const text = () => page.locator('.cm-content').innerText();
  await page.keyboard.type('SELECT name\nfrom accounts where created_at >= :since');
  await page.waitForTimeout(400);
  await page.keyboard.press('Enter');
  await page.keyboard.type('and country = :si');
  await page.locator('.cm-tooltip-autocomplete li', { hasText: 'since' }).waitFor();
  expect(await page.locator('.cm-tooltip-autocomplete li').count()).toBe(1);
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');

  await expect(text).toBecome(
    'SELECT name\nfrom accounts where created_at >= :since\nand country = :since',
  );
  await page.keyboard.type(' ORD');
  await page.locator('.cm-tooltip-autocomplete li', { hasText: 'ORDER' }).first().waitFor();
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await expect(text).toBecome(/:since ORDER/);
});

test('what another tool calls a value is told, and written as ours with one click', async () => {
  const page = await open('/new', { expectedErrors: /422/ });
  await writeSql(page, "select name from accounts where country = '{{ country }}'");
  await page.getByText('is how another tool marks a value').waitFor();
  await page.getByRole('button', { name: 'Write it so' }).click();
  await page.locator('.cm-line', { hasText: 'where country = :country' }).waitFor();
  await page.getByText('The database accepts this.').waitFor();
});

test('a query that stands in a file is not changed on the page: it says where, and a copy is one click away', async () => {
  const page = await open('/q/by-letter/edit');
  await page.getByText('This query stands in the file by-letter.sql').waitFor();
  await page.getByRole('link', { name: 'Make a copy' }).click();
  await page.getByText('A copy of').waitFor();
});

test('of two who change a query the second is shown the difference, and loses nothing', async () => {
  const { slug, version } = await saved('Contested', 'select 1 as one');
  const page = await open(`/q/${slug}/edit`, { expectedErrors: /409|412/ });
  await page.locator('.cm-line', { hasText: 'select 1 as one' }).waitFor();
  const other = await server.ask(`/api/queries/${slug}`, {
    method: 'PUT',
    headers: { 'if-match': `"${version}"` },
    body: { title: 'Contested', sql: 'select 1 as theirs', source: 'sample' },
  });
  expect(other.status).toBe(200);

  await writeSql(page, 'select 1 as mine');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /Somebody saved this query/ });
  await dialog.locator('.removed', { hasText: 'select 1 as theirs' }).waitFor();
  await dialog.locator('.added', { hasText: 'select 1 as mine' }).waitFor();
  await dialog.getByRole('button', { name: 'Save mine over theirs' }).click();
  await page.getByRole('link', { name: 'See the query' }).click();
  await page.getByRole('heading', { name: 'Contested', exact: true }).waitFor();
  const now = (await server.ask(`/api/queries/${slug}`)).json();
  expect([now.sql, now.version]).toEqual(['select 1 as mine', version + 2]);
});

test('the history shows what changed, and an older version is brought back', async () => {
  const { slug, version } = await saved('Changing', 'select 1 as before');
  await server.ask(`/api/queries/${slug}`, {
    method: 'PUT',
    headers: { 'if-match': `"${version}"` },
    body: { title: 'Changing', sql: 'select 1 as after', source: 'sample' },
  });
  const page = await open(`/q/${slug}/history`);
  await page.locator('.removed', { hasText: 'select 1 as before' }).waitFor();
  await page.getByRole('button', { name: /^Version 1/ }).click();
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore it' }).click();
  await page.getByRole('heading', { name: 'Changing' }).waitFor();
  expect((await server.ask(`/api/queries/${slug}`)).json().sql).toBe('select 1 as before');
});

test('in a copy a written value becomes a parameter with one click', async () => {
  const page = await open('/new?fork=by-letter');
  await page.getByText('A copy of').waitFor();
  await page.getByText('Parameters', { exact: true }).click();
  await page.getByRole('button', { name: /^'c'/ }).click();
  await page.getByRole('group', { name: 'Parameter letter' }).waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: 'See the query' }).click();
  await page.getByRole('heading', { name: 'Copy of By letter' }).waitFor();
  const { parent, parameters } = (await server.ask('/api/queries/copy-of-by-letter')).json();
  expect(parent).toMatchObject({ slug: 'by-letter' });
  expect(parameters).toMatchObject([{ name: 'letter', default: 'c' }]);
});

test('a share link’s secret is shown once, opens the result for anyone, and ends when it is revoked', async () => {
  const page = await open('/q/by-letter');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share links' });
  await dialog.getByLabel('For whom or what').fill('The board');
  await dialog.getByRole('button', { name: 'Make a share link' }).click();
  await dialog.getByText('“The board” is made').waitFor();
  await dialog.getByText('=IMPORTDATA(').waitFor();
  const address = await dialog.locator('.secret code').first().innerText();
  const path = new URL(address).pathname;

  const anyone = await open(path);
  await anyone.getByText('2 rows').waitFor();
  await anyone.close();
  await dialog.getByRole('button', { name: /^Revoke/ }).click();
  await dialog.getByText('revoked', { exact: true }).waitFor();
  expect((await server.ask(`${path}.csv`)).status).toBe(404);
});

test('who finds nothing asks, and the authors see it', async () => {
  const page = await open('/');
  await page.getByLabel('Search queries').fill('zebra crossings');
  await page.getByLabel('What do you want to know?').fill('How many zebras cross');
  await page.getByRole('button', { name: 'Ask for this' }).click();
  await page.getByText('The authors see it now.').waitFor();

  await page.getByLabel('Search queries').fill('');
  await page.getByRole('link', { name: '1 person asks for a query' }).click();
  await page.getByText('How many zebras cross').waitFor();
});

test('the archive lists what was archived, finds it by its words, and gives it back', async () => {
  const { slug } = await saved('Forgotten numbers', 'select 1 as one');
  await server.ask(`/api/queries/${slug}`, { method: 'DELETE', headers: { 'if-match': '"1"' } });
  const page = await open('/');
  await page.getByRole('group', { name: 'Show' }).getByText('Archive').click();
  await page.getByLabel('Search queries').fill('forgoten');
  await page.getByRole('link', { name: 'Forgotten numbers' }).waitFor();
  await page.getByRole('button', { name: 'Bring it back: Forgotten numbers' }).click();
  await page.getByText('Nothing in the archive matches').waitFor();

  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByLabel('Search queries').fill('forgotten');
  await page.getByRole('button', { name: 'Favourite: Forgotten numbers' }).waitFor();
});

test('an archived query can be brought back', async () => {
  const { slug } = await saved('Old one', 'select 1 as one');
  const page = await open(`/q/${slug}`);
  await page.getByText('1 row', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Archive it' }).click();
  await page.getByRole('button', { name: 'Bring it back' }).waitFor();
  await page.reload();
  // Nothing asks to press a button that cannot be pressed.
  await page.getByRole('button', { name: 'Bring it back' }).waitFor();
  expect(await page.getByText('press Run').or(page.getByText('Press Run')).count()).toBe(0);
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await page.getByRole('button', { name: 'Archive' }).waitFor();
});

const looks: PageOptions[] = [
  { width: 1280, dark: false },
  { width: 390, dark: true },
];

test.each(looks)('axe finds nothing and nothing is cut off in the editor at %j', async (look) => {
  for (const path of ['/new?fork=by-letter', '/q/by-letter/history', '/asks']) {
    const page = await open(path, look);
    await page.locator('.cm-line, .version, h1').first().waitFor();

    await expectAccessible(page);
    await expectNothingCutOff(page);
    await page.close();
  }
});
