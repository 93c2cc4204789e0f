// Searches in the words of those who search: everyday words in their languages, and a team's own list.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CatalogError } from '../../../domain/contract/query.ts';
import { examine } from '../../../server/doctor.ts';
import { root } from '../../../server/root.ts';
import '../../support/become.ts';
import { sampleUrls } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let sample: TestServer;
/** With files of its own. */
let team: TestServer;
const env = { SOURCE_SAMPLE_URL: sampleUrls().reader };
const file = (title: string) => `/*---\ntitle: ${title}\n---*/\nselect 1 as one\n`;
beforeAll(async () => {
  const CATALOG_DIR = path.join(root, 'examples/queries');
  sample = await startTestServer({ env: { ...env, CATALOG_DIR } });
  const catalog = { 'churn.sql': file('Leavers'), 'pipeline.sql': file('Opportunities') };
  team = await startTestServer({ env, catalog });
});
afterAll(async () => {
  await sample?.stop();
  await team?.stop();
});

async function found(server: TestServer, words: string): Promise<string[]> {
  const { queries } = (await server.ask(`/api/queries?search=${encodeURIComponent(words)}`)).json();
  return (queries as { slug: string }[]).map(({ slug }) => slug);
}

test.each([
  ['new users', ['new-accounts', 'signups-by-month', 'signups-by-origin']],
  ['spam', ['abuse-by-address', 'accounts-from-address']],
  ['deprecated', ['customers-on-old-stacks']],
  ['end of life', ['customers-on-old-stacks']],
  ['add-ons of a customer', ['add-ons-of-customer']],
  ['all add-ons of customer', ['add-ons-of-customer']],
  ['addons of a client', ['add-ons-of-customer']],
  ['unpaid bills', ['overdue-invoices']],
  ['kunden', ['customers-with-add-on', 'customer-usage', 'top-customers']],
  ['überfällige Rechnungen', ['overdue-invoices']],
  ['Umsatz pro Monat', ['revenue-by-month']],
  ['clients', ['customers-with-add-on', 'top-customers', 'add-ons-of-customers']],
  ['解約', ['closed-accounts']],
  ['churned', ['closed-accounts']],
  ['deploying by weekly', ['deployments-by-week']],
  ['runtime', ['apps-by-stack', 'stack-list']],
])('%j finds %j in the sample, among the first', async (words, wanted) => {
  const first = (await found(sample, words)).slice(0, 8);

  expect(first).toEqual(expect.arrayContaining(wanted));
  expect(first.slice(0, wanted.length + 2)).toContain(wanted[0]);
});

test('a word that stands in a title comes before its synonyms, and nonsense finds nothing', async () => {
  expect((await found(sample, 'overdue invoices'))[0]).toBe('overdue-invoices');
  expect((await found(sample, 'customers who use an add-on'))[0]).toBe('customers-with-add-on');
  expect(await found(sample, 'quux')).toEqual([]);
  expect(await found(sample, 'invoices quux')).toEqual([]);
});

const list = () => path.join(team.catalogFolder, 'synonyms.yaml');
const errors = async (): Promise<CatalogError[]> =>
  (await team.ask('/api/queries')).json().errors ?? [];

test('a list in the folder adds a team’s own words at once, and takes them away with the file', async () => {
  expect(await found(team, 'sales funnel')).toEqual([]);

  await writeFile(
    list(),
    '# Ours\n- [pipeline, sales funnel, ファネル]\n- [leaver, ex-customer]\n',
  );
  await expect(() => found(team, 'sales funnel')).toBecome(['pipeline']);
  expect(await found(team, 'Sales-Funnels')).toEqual(['pipeline']);
  expect(await found(team, 'ファネル')).toEqual(['pipeline']);
  expect(await found(team, 'ex customers')).toEqual(['churn']);

  await rm(list());
  await expect(() => found(team, 'sales funnel')).toBecome([]);
});

test.each([
  ['a word alone', '- [pipeline, funnel]\n- [lonely]\n', 2, /at least 2 entries/],
  ['a map', 'pipeline: funnel\n', 1, /must be a list/],
  ['a number', '- [pipeline, 7]\n', 1, /must be text/],
  ['broken YAML', '- [pipeline, funnel\n- [a\n', 2, /./],
  ['an anchor in itself', '- &a [*a, b]\n', 1, /./],
])('a list with %s is told like any file, and the last good one goes on', async (...given) => {
  const [, text, line, reason] = given;
  await writeFile(list(), '- [pipeline, funnel]\n');
  await expect(() => found(team, 'funnel')).toBecome(['pipeline']);

  await writeFile(list(), text);

  await expect(errors).toBecome([
    { file: 'synonyms.yaml', line, reason: expect.stringMatching(reason) as unknown as string },
  ]);
  expect(await found(team, 'funnel')).toEqual(['pipeline']);
  const settings = { ...env, CATALOG_DIR: team.catalogFolder };
  const told = (await examine(settings)).filter(({ level }) => level === 'wrong');
  expect(told.map(({ sentence }) => sentence)).toContainEqual(
    expect.stringMatching(new RegExp(`^synonyms\\.yaml, line ${line}: `)),
  );
  await rm(list());
  await expect(errors).toBecome([]);
});
