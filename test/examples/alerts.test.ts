// The sample's check tells its story: a row that is broken as the docs say fires, and recovers when it is mended.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { BROKEN_ROW } from '../../examples/company/broken-row.ts';
import { root } from '../../server/root.ts';
import { ask as askDatabase } from '../support/clusters.ts';
import { eventually } from '../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { must } from '../watch/watched.ts';

const ID = 'inconsistent-invoices.inconsistent-invoices';
let sample: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  sample = await newDatabase({ template: 'company' });
  server = await startTestServer({
    env: {
      SOURCE_SAMPLE_URL: sample.readerUrl,
      CATALOG_DIR: path.join(root, 'examples/queries'),
    },
  });
});
afterAll(async () => {
  await server.stop();
  await sample.drop();
});

const evaluated = async () =>
  (await must(server, 'POST', `/api/alerts/${ID}/evaluate`, { deliver: true })).json();

test('the row that the docs break fires, and recovers when it is mended', async () => {
  const broken = /^update invoices .*$/m.exec(
    readFileSync(path.join(root, 'docs/alerts.md'), 'utf8'),
  )?.[0];
  if (broken === undefined) throw new Error('the docs break no row');
  await eventually(
    () => server.ask(`/api/alerts/${ID}`),
    ({ status }) => status === 200,
  );
  const before = await evaluated();
  await askDatabase(sample.adminUrl, broken);
  const fired = await evaluated();
  const loud = (await must(server, 'GET', '/api/alerts?firing=true'))
    .json()
    .alerts.find(({ query }: { query: string }) => query === 'inconsistent-invoices');
  await askDatabase(sample.adminUrl, broken);
  const mended = await evaluated();

  const name = 'inconsistent-invoices';
  expect([fired.told, mended.told]).toEqual([[`${name} fires for 1`], [`${name} recovered for 1`]]);
  expect([before.firing, fired.firing, mended.firing]).toEqual([0, 1, 0]);
  expect(broken).toBe(BROKEN_ROW);
  expect(loud).toMatchObject({ query: 'inconsistent-invoices', firing: fired.firing });
});

test('each check of the sample watches, and one of them tells of the burst of sign-ups that the sample holds', async () => {
  const all = () => must(server, 'GET', '/api/alerts');
  const { alerts } = await eventually(
    async () => (await all()).json(),
    ({ alerts: there }) =>
      there.length === 4 && there.every(({ state }: { state: string }) => state !== 'waiting'),
  );
  const states = Object.fromEntries(
    alerts.map(({ name, state }: { name: string; state: string }) => [name, state]),
  );

  expect(states).toMatchObject({ 'inconsistent-invoices': 'ok', 'burst-of-sign-ups': 'firing' });
  expect(Object.values(states)).not.toContain('failing');
});
