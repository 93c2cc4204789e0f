// The admins' overview in Chromium: what fails, is away or waits for somebody is told, with a way to it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { servePages, type ServedPages } from '../../support/served-pages.ts';
import type { TestServer } from '../../support/server.ts';
import { expectAccessible } from '../../support/accessible.ts';

const header = (title: string) => `/*---\ntitle: ${title}\nsource: sample\n---*/\n`;
const catalog = {
  'well.sql': `${header('A good one')}select 1 as one`,
  'wrong.sql': `${header('A wrong one')}select nonsense from nowhere`,
  'never.sql': `${header('Nobody runs it')}select 2 as two`,
  'broken.sql': '/*---\ntitle: [\n---*/\nselect 1',
};

let pages: ServedPages;
let server: TestServer;
beforeAll(async () => {
  pages = await servePages(catalog, { SOURCE_GONE_URL: 'postgres://nobody@127.0.0.1:9/none' });
  ({ server } = pages);
  for (const slug of ['well', 'wrong', 'wrong', 'wrong']) await server.ask(`/q/${slug}.csv`);
  // Runs are recorded a moment later.
  await eventually(
    async () => (await server.ask('/api/overview')).json(),
    ({ queries }) => queries.runs === 4,
  );
  const ask = { search: 'refunds', text: 'Refunds by month' };
  await server.ask('/api/asks', { body: ask });
});
afterAll(() => pages?.stop());

test('what fails, is away, waits and is not used stands in the overview, which leads there', async () => {
  const page = await pages.open('/', { expectedErrors: /422/ });
  await page.getByRole('link', { name: 'Admin' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const part = (name: string) => page.getByRole('region', { name, exact: true });

  await part('Failing').getByText('A wrong one').waitFor();
  expect(await part('Failing').innerText()).toContain('3 of 3 runs');
  expect(await part('Data sources').innerText()).toMatch(/gone[^]*does not answer/);
  expect(await part('Waiting for somebody').innerText()).toMatch(
    /1 person waits for an answer[^]*1 file of the catalog is wrong/,
  );
  expect(await part('Not used').innerText()).toContain('Nobody runs it');
  expect(await part('Used most').innerText()).toContain('A good one');
  await expectAccessible(page);
  await part('Failing').getByRole('link', { name: 'A wrong one' }).click();
  await page.getByRole('heading', { name: 'A wrong one' }).waitFor();
});

test('an admin begins maintenance, of which every page tells, and ends it', async () => {
  const page = await pages.open('/admin/overview');
  const part = page.getByRole('region', { name: 'Maintenance', exact: true });
  await part.getByRole('button', { name: 'Begin maintenance…' }).click();
  await page.getByLabel(/What it is for/).fill('The database moves');
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByText(/being looked after: The database moves/).waitFor();
  await expectAccessible(page);
  const refused = await server.ask('/q/well.csv');

  await part.getByRole('button', { name: 'End maintenance…' }).click();
  await page.getByRole('button', { name: 'End maintenance', exact: true }).click();
  await page.getByText('being looked after').waitFor({ state: 'detached' });
  await part.getByRole('button', { name: 'Begin maintenance…' }).waitFor();

  expect(refused.status).toBe(503);
  expect((await server.ask('/q/well.csv')).status).toBe(200);
});
