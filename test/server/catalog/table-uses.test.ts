// Which saved queries read a table, as whoever writes another one is told.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TableUses } from '../../../domain/contract/schema.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { sampleUrls } from '../../support/postgres.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

let server: TestServer;
let people: People;

const file = (title: string, sql: string) =>
  `/*---\ntitle: ${title}\nsource: sample\n---*/\n${sql}`;

const catalog = {
  'plain.sql': file('Plain', 'select id from accounts where name = :name'),
  'whole.sql': file('Whole name', 'select 1 from "public".Accounts a, apps'),
  'within.sql': file('Within', 'select (select count(*) from accounts)'),
  'own.sql': file('Its own', 'with accounts as (select * from accounts) select * from accounts'),
  'called-so.sql': file('Called so', 'with accounts as (select 1 as id) select * from accounts'),
  'said.sql': file('Said', "select 'accounts' from apps"),
  'elsewhere.sql': file('Elsewhere', 'select 1 from elsewhere.accounts'),
  'secret.sql': file('Secret', 'select name from accounts'),
};

beforeAll(async () => {
  people = await peopleOf({ vera: 'viewer', anna: 'author', ada: 'admin' });
  server = await startTestServer({
    env: { SOURCE_SAMPLE_URL: sampleUrls().reader },
    catalog,
    options: people.options,
  });
  const audience = { members: [], groups: [] };
  const hidden = await server.ask(
    '/api/queries/secret/audience',
    sending('PUT', { audience }, people.as('ada')),
  );
  expect(hidden.status).toBe(204);
});

afterAll(() => server.stop());

const uses = (who: string, table: string, schema = 'public') =>
  server.ask(`/api/sources/sample/uses?schema=${schema}&table=${table}`, people.as(who));
const titles = async (who: string, table: string, schema?: string): Promise<string[]> => {
  const answer = await uses(who, table, schema);
  const { queries, more }: TableUses = answer.json();
  expect([answer.status, more]).toEqual([200, false]);
  return queries.map(({ title }) => title);
};

test('the queries that read a table are told, and none that only has its name in it', async () => {
  expect(await titles('anna', 'accounts')).toEqual(['Its own', 'Plain', 'Whole name', 'Within']);
  expect(await titles('anna', 'apps')).toEqual(['Said', 'Whole name']);
  expect(await titles('anna', 'accounts', 'elsewhere')).toEqual(['Elsewhere']);
});

test('a query that somebody may not see is not told of', async () => {
  expect(await titles('ada', 'accounts')).toContain('Secret');
  expect(await titles('anna', 'accounts')).not.toContain('Secret');
  expect((await uses('vera', 'accounts')).status).toBe(403);
});
