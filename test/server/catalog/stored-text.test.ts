// Text that Sheetfeed's own database cannot hold is refused where it enters, or kept without what cannot be held.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ask as askDatabase } from '../../support/clusters.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await newDatabase({ template: 'own' });
  server = await startTestServer({
    env: { SOURCE_SAMPLE_URL: sampleUrls().reader, DATABASE_URL: database.adminUrl },
    catalog: { 'one.sql': '/*---\ntitle: One\nsource: sample\n---*/\nselect 1 as one\n' },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const id = randomUUID();
const headed = (header: string) => ({ text: `/*---\n${header}\n---*/\nselect 1\n` });

const requests: [method: string, path: string, body?: unknown][] = [
  ['GET', '/api/queries/%00'],
  ['GET', '/q/%00.csv'],
  ['GET', '/q/one.csv?x=%00'],
  ['GET', '/api/queries?search=a%00b'],
  ['DELETE', '/api/favourites/%00'],
  ['DELETE', '/api/tokens/a%00'],
  ['DELETE', '/api/ranges/%00'],
  ['DELETE', '/api/groups/%00'],
  ['GET', '/api/audit?member=%00'],
  ['GET', '/s/%00'],
  ['POST', '/api/queries', { title: 'a\0', sql: 'select 1' }],
  ['POST', '/api/queries', { title: 'a', sql: "select '\ud800'" }],
  ['POST', '/api/tokens', { name: 'a\0', scopes: ['read'], days: 1 }],
  ['POST', '/api/asks', { text: 'a\udc00' }],
  ['POST', '/api/groups', { name: 'a\0' }],
  ['PUT', '/api/members/local', { handOverTo: '\0' }],
  ['PUT', `/api/ranges/${id}`, { ['a\0']: 1 }],
  ['POST', '/api/queries/one/links', { name: 'a', values: { ['x\0']: 1 } }],
  ['POST', '/api/queries/one/impact', { sql: 'select 1\0' }],
  ['PUT', '/api/queries/escaped/file', headed('title: "a\\0b"\nsource: sample')],
  ['PUT', '/api/queries/escaped/file', headed('title: "a\\ud800b"\nsource: sample')],
];

// Jest takes an argument that a row lacks for its own.
test.each(
  requests.map(([method, path, body]) => [`${method} ${path}`, { method, path, body }] as const),
)('%s is refused as a request that is not valid', async (_, { method, path, body }) => {
  const answer = await server.ask(path, { method, ...(body === undefined ? {} : { body }) });

  expect([answer.status, answer.json().code]).toEqual([400, 'invalid_request']);
});

test('a backslash and what looks like an escape behind it are text like any other', async () => {
  const body = { title: 'A \\u0000 and a \\ud800', sql: "select '\\u0000'", source: 'sample' };

  expect((await server.ask('/api/queries', { body })).json()).toMatchObject(body);
});

test('a body that is nested without end is refused', async () => {
  const headers = { 'content-type': 'application/json' };
  const body = `{"title":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;

  expect((await server.ask('/api/queries', { method: 'POST', headers, body })).status).toBe(413);
});

test('a run is recorded, and keeps no other from it, whatever its values are called', async () => {
  const values = { ['a\0']: 'b\ud800' };
  const answer = await server.ask('/api/queries/one/result', { body: { values } });
  await server.ask('/q/one.csv');

  const recorded = await eventually(
    () =>
      askDatabase(
        database.adminUrl,
        `select outcome, "values"->>'a\ufffd' as value from runs order by outcome`,
      ),
    ({ length }) => length === 2,
  );

  expect(answer.status).toBe(422);
  expect(recorded).toEqual([
    { outcome: 'done', value: null },
    { outcome: 'unknown_parameter', value: 'b\ufffd' },
  ]);
});
