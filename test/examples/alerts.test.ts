// The sample's check tells its story: a row that is broken as the docs say fires, and recovers when it is mended.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../server/root.ts';
import { ask as askDatabase } from '../support/clusters.ts';
import { eventually } from '../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../support/postgres.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { must } from '../watch/watched.ts';

const ID = 'inconsistent-subscriptions.subscriptions-that-cannot-be-right';
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
  const broken = /^update subscriptions .*$/m.exec(
    readFileSync(path.join(root, 'docs/alerts.md'), 'utf8'),
  )?.[0];
  if (broken === undefined) throw new Error('the docs break no row');
  await eventually(
    () => server.ask(`/api/alerts/${ID}`),
    ({ status }) => status === 200,
  );
  // The sample has some already.
  const before = await evaluated();
  await askDatabase(sample.adminUrl, broken);
  const fired = await evaluated();
  const [loud] = (await must(server, 'GET', '/api/alerts?firing=true')).json().alerts;
  await askDatabase(sample.adminUrl, broken.replace('+ 1', '- 1'));
  const mended = await evaluated();

  const name = 'subscriptions-that-cannot-be-right';
  expect([fired.told, mended.told]).toEqual([[`${name} fires for 1`], [`${name} recovered for 1`]]);
  expect([fired.firing, mended.firing]).toEqual([before.firing + 1, before.firing]);
  expect(loud).toMatchObject({ query: 'inconsistent-subscriptions', firing: fired.firing });
});
