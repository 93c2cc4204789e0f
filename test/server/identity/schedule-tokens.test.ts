// Schedule tokens: they refresh one linked range with their member's rights, open nothing else, and end with the schedule.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from './people.ts';

let database: TestDatabase;
let server: TestServer;
let people: People;

const file = (title: string, sql: string, header = '') =>
  `/*---\ntitle: ${title}\n${header}---*/\n${sql}\n`;

beforeAll(async () => {
  people = await peopleOf({ vera: 'viewer', victor: 'viewer', anna: 'author' });
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
    catalog: {
      'numbers.sql': file('Numbers', 'select generate_series(1, 3) as n', 'formerly: [digits]\n'),
      'others.sql': file('Others', 'select 2 as two'),
      'draft.sql': file('Draft', 'select 3 as three', 'status: draft\n'),
    },
    options: people.options,
  });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const spreadsheet = 'sheet';
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const make = (range: string, who = 'vera', query = 'numbers') =>
  server.ask(`/api/ranges/${range}/token`, sending('POST', { query, spreadsheet }, people.as(who)));
const tokenOf = async (range: string, who?: string): Promise<string> =>
  (await make(range, who)).json().token;
const result = (token: string, slug = 'numbers', body: object = {}) =>
  server.ask(`/api/queries/${slug}/result`, sending('POST', body, bearer(token)));
const tell = (token: string, range: string, more: object = {}) => {
  const told = { query: 'numbers', spreadsheet: { id: spreadsheet, name: 'S' }, tab: 'T' };
  return server.ask(`/api/ranges/${range}`, sending('PUT', { ...told, ...more }, bearer(token)));
};

async function sql<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query<Row>(text);
  await client.end();
  return rows;
}

test('a token can be found by secret scanners, is told once, and is not in the database', async () => {
  const made = await make('a');
  const rows = await sql<{ row: string }>('select t::text as row from schedule_tokens t');

  expect(made.status).toBe(201);
  expect(made.headers['cache-control']).toBe('no-store');
  expect(made.json()).toEqual({ token: expect.stringMatching(/^sheetfeed_sched_[\w-]{43}$/) });
  expect(rows.map(({ row }) => row).join()).not.toContain(made.json().token.slice(-43));
});

test('it runs its query, also by a former name, gets all pages, and tells of its range', async () => {
  const token = await tokenOf('b');
  const run = randomUUID();

  const first = await result(token, 'numbers', { run, pageRows: 2 });
  const second = await server.ask(`/api/runs/${run}/rows?after=2`, bearer(token));
  const former = await result(token, 'digits');
  const description = await server.ask('/api/queries/numbers', bearer(token));
  const told = await tell(token, 'b', { schedule: 'every hour' });

  expect([first.json().rows, second.json().rows]).toEqual([[[1], [2]], [[3]]]);
  expect([former.status, description.status, told.status]).toEqual([200, 200, 204]);
  const { ranges } = (
    await server.ask('/api/queries/numbers/dependents', people.as('vera'))
  ).json();
  expect(ranges).toMatchObject([{ id: 'b', linkedBy: { name: 'vera' }, schedule: 'every hour' }]);
});

test('of every other query it is told what it would be told of one that is nowhere', async () => {
  const token = await tokenOf('c');
  const nowhere = (await result(token, 'nowhere')).json();

  const others = (await result(token, 'others')).json();

  const anonymous = (body: object) =>
    JSON.stringify({ ...body, requestId: '', instance: '' }).replace(/nowhere|others/g, 'it');
  expect(others.code).toBe('not_found');
  expect(anonymous(others)).toBe(anonymous(nowhere));
  expect((await server.ask('/api/queries/others', bearer(token))).status).toBe(404);
});

test('it opens no other route, not even for its own query', async () => {
  const token = await tokenOf('d');
  const asked: [method: string, at: string, body?: object][] = [
    ['GET', '/api/me'],
    ['GET', '/api/queries'],
    ['GET', '/q/numbers.csv'],
    ['GET', '/q/numbers.json'],
    ['GET', '/api/tokens'],
    ['POST', '/api/tokens', { name: 'x', scopes: ['run'], days: 1 }],
    ['POST', '/api/ranges/d/token', { query: 'numbers', spreadsheet }],
    ['DELETE', `/api/ranges/d?spreadsheet=${spreadsheet}`],
    ['GET', '/api/queries/numbers/dependents'],
    ['DELETE', `/api/runs/${randomUUID()}`],
    ['PUT', '/api/favourites/numbers'],
  ];
  for (const [method, at, body] of asked) {
    const answer = await server.ask(at, sending(method, body, bearer(token)));
    expect([method, at, answer.status, answer.json().code]).toEqual([
      ...[method, at, 403, 'forbidden'],
    ]);
  }
});

test('it neither tells of another range nor reads the pages of a run that its schedule did not begin', async () => {
  const token = await tokenOf('e');
  const run = randomUUID();
  await server.ask(
    '/api/queries/numbers/result',
    sending('POST', { run, pageRows: 1 }, people.as('vera')),
  );

  expect((await tell(token, 'f')).json().code).toBe('forbidden');
  expect((await tell(token, 'e', { spreadsheet: { id: 'x', name: 'X' } })).json().code).toBe(
    'forbidden',
  );
  expect((await tell(token, 'e', { query: 'others' })).json().code).toBe('not_found');
  expect((await server.ask(`/api/runs/${run}/rows?after=1`, bearer(token))).json().code).toBe(
    'not_found',
  );
});

test('it ends when the schedule does, when the range is unlinked, and when a colleague takes over', async () => {
  const stopped = await tokenOf('g');
  await server.ask(`/api/ranges/g/token?spreadsheet=${spreadsheet}`, {
    method: 'DELETE',
    ...people.as('vera'),
  });
  const unlinked = await tokenOf('h');
  await server.ask(`/api/ranges/h?spreadsheet=${spreadsheet}`, {
    method: 'DELETE',
    ...people.as('victor'),
  });
  const before = await tokenOf('i');
  const after = await tokenOf('i', 'victor');

  for (const ended of [stopped, unlinked, before]) {
    const refused = await result(ended);
    expect([refused.status, refused.json().detail]).toEqual([
      401,
      'The schedule may not sign in any more. Open the sidebar and save the schedule again, or take it over.',
    ]);
  }
  expect((await result(after)).status).toBe(200);
});

test('it ends with its member, and when nothing used it for 90 days', async () => {
  const ofVictor = await tokenOf('j', 'victor');
  const silent = await tokenOf('k');
  await sql("delete from members where id = 'victor'");
  await sql(
    "update schedule_tokens set created_at = now() - interval '91 days' where range_id = 'k'",
  );

  expect((await result(ofVictor)).status).toBe(401);
  expect((await result(silent)).status).toBe(401);
});

test('nobody gets one for a query that they may not see, and an invented one opens nothing', async () => {
  expect((await make('l', 'vera', 'draft')).json().code).toBe('not_found');
  expect((await make('l', 'anna', 'draft')).status).toBe(201);
  expect((await result(`sheetfeed_sched_${'x'.repeat(43)}`)).status).toBe(401);
});
