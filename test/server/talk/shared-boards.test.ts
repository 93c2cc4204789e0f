// Share links of boards: whoever has one sees what its maker may share, as long as that one may, and nothing else.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { CreatedBoardLink, SharedBoard, SharedResult } from '../../../domain/contract/link.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

let people: People;
let data: TestDatabase;
let server: TestServer;
let inData: pg.Pool;

const tiles = [
  { id: 'total', kind: 'number', at: [0, 0, 3, 2], query: 'open', column: 'amount', goal: 10 },
  { id: 'rows', kind: 'table', at: [3, 0, 6, 4], query: 'open', values: { least: 2 } },
  { id: 'secret', kind: 'table', at: [9, 0, 3, 4], query: 'hidden', title: 'Salaries' },
  { id: 'words', kind: 'text', at: [0, 4, 12, 1], text: 'Every **Monday**' },
];
const content = {
  ...{ title: 'Monday', tiles, refreshSeconds: 10 },
  parameters: [
    { name: 'least', type: 'number', default: 0 },
    { name: 'country', type: 'text', optional: true },
  ],
};

beforeAll(async () => {
  people = await peopleOf({ ada: 'admin', ben: 'author', cleo: 'author', vera: 'viewer' });
  data = await newDatabase({ template: 'empty' });
  inData = new pg.Pool({ connectionString: data.adminUrl });
  await inData.query(`create table sales (country text, amount integer);
    insert into sales values ('DE', 5), ('FR', 3), ('DE', 1)`);
  server = await startTestServer({
    // Else a tile's run would be taken from the cache.
    env: { SOURCE_MAIN_URL: data.readerUrl, RESULT_CACHE_BYTES: '0' },
    options: people.options,
  });
  await must('ben', 'POST', '/api/queries', {
    ...{ slug: 'open', title: 'Open sales', source: 'main', parameters: content.parameters },
    columns: [{ name: 'country', leads: { query: 'hidden', parameter: 'x' } }],
    sql: `select country, sum(amount)::int as amount from sales where amount >= :least
      and (:country::text is null or country = :country) group by 1 order by 1`,
  });
  await must('ben', 'POST', '/api/queries', {
    ...{ slug: 'hidden', title: 'Hidden one', source: 'main', sql: 'select 17 as pay' },
  });
  const audience = { members: ['ben'], groups: [] };
  await must('ben', 'PUT', '/api/queries/hidden/audience', { audience });
  await must('ben', 'POST', '/api/boards', { slug: 'monday', content });
});
afterAll(async () => {
  await server.stop();
  await inData.end();
  await data.drop();
});

const ask = (who: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  server.ask(path, sending(method, body, people.as(who)));

async function must(who: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await ask(who, method, path, body);
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
}

const share = (who: string, more: object = {}) =>
  ask(who, 'POST', '/api/boards/monday/links', { name: 'For the wall', ...more });

async function shared(who: string, more: object = {}): Promise<CreatedBoardLink> {
  const answer = await share(who, more);
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json() as CreatedBoardLink;
}

const setLinks = (links: boolean) =>
  must('ada', 'PUT', '/api/policies/main', { runBy: null, writeBy: null, sheets: true, links });

/** As somebody without a sign-in. */
const open = (path: string) => server.ask(path);
const boardOf = async ({ token }: { token: string }) =>
  (await open(`/s/${token}/board-tiles`)).json() as SharedBoard;
const tileOf = (token: string, tile: string, search = '') =>
  open(`/s/${token}/board-tiles/${tile}${search}`);
const rowsOf = async (token: string, tile: string, search = '') =>
  ((await tileOf(token, tile, search)).json() as SharedResult).rows;

test('a link shows the tiles that its maker may share, and of others their place alone', async () => {
  const link = await shared('cleo');
  const board = await boardOf(link);

  expect(board).toMatchObject({ title: 'Monday', parameters: [], refreshSeconds: 10 });
  expect(board.tiles.map((seen) => (seen.hidden ? 'hidden' : seen.tile.id))).toEqual([
    ...['total', 'rows', 'hidden', 'words'],
  ]);
  expect(JSON.stringify(board)).not.toMatch(/Salaries|Hidden one|hidden-|leads|least/);
  expect(await rowsOf(link.token, 'rows')).toEqual([
    ['DE', 5],
    ['FR', 3],
  ]);
  expect(await rowsOf(link.token, 'total')).toEqual([
    ['DE', 6],
    ['FR', 3],
  ]);
  expect((await tileOf(link.token, 'secret')).status).toBe(404);
  expect((await tileOf(link.token, 'words')).status).toBe(404);
  expect(await rowsOf((await shared('ben')).token, 'secret')).toEqual([[17]]);
});

test('values are fixed, or free for whoever has the link', async () => {
  const fixed = await shared('ben', { values: { country: 'FR' } });
  const free = await shared('ben', { free: ['country'] });

  expect(await rowsOf(fixed.token, 'rows')).toEqual([['FR', 3]]);
  expect((await tileOf(fixed.token, 'rows', '?country=DE')).json().code).toBe('unknown_parameter');
  expect(await rowsOf(free.token, 'rows', '?country=DE')).toEqual([['DE', 5]]);
  expect((await boardOf(free)).parameters.map(({ name }) => name)).toEqual(['country']);
  expect((await share('ben', { values: { nothing: 1 } })).json().code).toBe('unknown_parameter');
  expect((await share('ben', { free: ['least'], values: { least: 1 } })).json().code).toBe(
    'unknown_parameter',
  );
  expect((await share('ben', { values: { least: 'many' } })).json().code).toBe('invalid_value');
  expect((await share('ben', { expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(400);
});

test('only authors make one, of a board on which they may share something', async () => {
  expect((await share('vera')).status).toBe(403);
  await setLinks(false);
  expect((await share('cleo')).json().code).toBe('forbidden');
  await setLinks(true);
  expect((await share('cleo')).status).toBe(201);
});

test('its page can be framed, tells its title alone, and is no page of a query', async () => {
  const { token, url } = await shared('ben');
  const page = await open(new URL(url).pathname);

  expect(page.status).toBe(200);
  expect(page.text).toContain('<title>Monday · Sheetfeed</title>');
  expect(page.headers['content-security-policy']).toContain('frame-ancestors *');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  for (const path of ['', '/result', '/chart', '.csv', '.json'])
    expect((await open(`/s/${token}${path}`)).status).toBe(404);
});

test('it is listed for who made it, the owner and admins, and revoked by them at once', async () => {
  const { id, token } = await shared('cleo', { name: 'By Cleo' });
  const listed = async (who: string) =>
    (await must(who, 'GET', '/api/boards/monday/links'))
      .json()
      .links.map((each: { id: string }) => each.id);

  for (const who of ['cleo', 'ben', 'ada']) expect(await listed(who)).toContain(id);
  expect(await listed('vera')).toEqual([]);
  expect((await ask('vera', 'DELETE', `/api/links/${id}`)).status).toBe(404);
  expect((await ask('ben', 'DELETE', `/api/links/${id}`)).status).toBe(204);
  for (const path of ['board', 'board-tiles', 'board-tiles/rows'])
    expect((await open(`/s/${token}/${path}`)).status).toBe(404);
});

test('while its query fails a tile shows its last good result, and says so', async () => {
  const { token } = await shared('ben');
  const good = await rowsOf(token, 'rows');
  await inData.query('alter table sales rename to sold');
  const late = (await tileOf(token, 'rows')).json() as SharedResult;
  await inData.query('alter table sold rename to sales');

  expect(late.rows).toEqual(good);
  expect(late.stale).toContain('This is the last result that there was.');
});

test('it ends with what its maker may: a query that they see no more, a board that is gone, a maker who is', async () => {
  const cleos = await shared('cleo');
  const bens = await shared('ben');
  await must('ben', 'PUT', '/api/queries/open/audience', {
    audience: { members: ['ben'], groups: [] },
  });
  // Of a board on which its maker sees nothing they learn not even its title.
  expect((await open(`/s/${cleos.token}/board-tiles`)).status).toBe(404);
  expect((await tileOf(cleos.token, 'rows')).status).toBe(404);
  expect((await tileOf(bens.token, 'rows')).status).toBe(200);

  await must('ben', 'DELETE', '/api/boards/monday');
  expect((await tileOf(bens.token, 'rows')).status).toBe(404);
  await must('ben', 'POST', '/api/boards', { slug: 'monday', content });
  await must('ada', 'PUT', '/api/members/ben', { active: false });
  expect((await open(`/s/${bens.token}/board`)).status).toBe(404);
});
