// The example queries as the server serves them: all are in the catalog, and each gives what PostgreSQL gives.
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sampleUrls } from '../support/postgres.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { asksNothing, run, slugs } from './example-queries.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: {
      SOURCE_SAMPLE_URL: sampleUrls().reader,
      CATALOG_DIR: path.resolve('examples/queries'),
    },
  });
});
afterAll(() => server.stop());

test('the catalog takes every example without a complaint', async () => {
  const { queries, errors } = (await server.ask('/api/queries?limit=200')).json();

  expect(errors ?? []).toEqual([]);
  expect(queries.map(({ slug }: { slug: string }) => slug).sort()).toEqual([...slugs].sort());
});

test.each(asksNothing)(
  '%s has the rows and columns over HTTP that it has in PostgreSQL',
  async (slug) => {
    const direct = await run(slug);

    const answer = await server.ask(`/q/${slug}.json`);

    expect(answer.status).toBe(200);
    const rows = answer.json();
    expect(rows).toHaveLength(direct.rowCount ?? -1);
    const names = direct.fields.map(({ name }) => name);
    // A check finds nothing while all is well.
    expect(Object.keys(rows[0] ?? {})).toEqual(rows.length === 0 ? [] : names);
  },
);

test('an old name of an example still leads to it', async () => {
  const { status, headers } = await server.ask('/q/old-stack-campaign.csv');

  expect([200, 301, 302, 307, 308]).toContain(status);
  if (status !== 200) expect(headers.location).toContain('customers-on-old-stacks');
});
