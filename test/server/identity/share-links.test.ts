// Share links: made, used without signing in, still good when the source is down, revoked at once.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type {
  CreatedLink,
  LinkList,
  NewLinkInput,
  SharedResult,
} from '../../../domain/contract/link.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { ask } from '../../support/clusters.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from './people.ts';

let server: TestServer;
let people: People;
let own: TestDatabase;
let data: TestDatabase;

const file = (title: string, sql: string, header = '') =>
  `/*---\ntitle: ${title}\nsource: main\n${header}---*/\n${sql}\n`;

beforeAll(async () => {
  own = await newDatabase({ template: 'own' });
  data = await newDatabase({ template: 'empty' });
  await ask(data.adminUrl, 'create table things (id integer, name text)');
  await ask(data.adminUrl, "insert into things values (1, 'one'), (2, 'two')");
  people = await peopleOf({ vera: 'viewer', anna: 'author', adam: 'author', ada: 'admin' });
  server = await startTestServer({
    env: {
      SOURCE_MAIN_URL: data.readerUrl,
      SOURCE_SAMPLE_URL: sampleUrls().reader,
      SOURCE_CLOSED_URL: data.readerUrl,
      SOURCE_CLOSED_CACHE: 'false',
      DATABASE_URL: own.adminUrl,
    },
    catalog: {
      'things.sql': file(
        'Things',
        'select id, name from things where id >= :least and name <> :not order by id',
        'parameters:\n  least: { type: number, default: 0 }\n  not: { type: text, default: none }\n',
      ),
      'fragile.sql': file('Fragile', 'select 10 / count(*) as share from things'),
      'closed.sql': file('Closed', 'select 10 / count(*) as share from things').replace(
        'source: main',
        'source: closed',
      ),
      'many.sql': file('Many', "select repeat('x', 1000) as x from generate_series(1, 20000)"),
    },
    options: people.options,
  });
});

afterAll(async () => {
  await server.stop();
  await own.drop();
  await data.drop();
});

async function make(link: NewLinkInput, slug = 'things', who = 'anna'): Promise<CreatedLink> {
  const answer = await server.ask(
    `/api/queries/${slug}/links`,
    sending('POST', link, people.as(who)),
  );
  expect([answer.status, answer.text]).toEqual([201, answer.text]);
  return answer.json();
}

const links = async (who: string): Promise<LinkList> =>
  (await server.ask('/api/queries/things/links', people.as(who))).json();
const csvOf = ({ token }: CreatedLink, query = '') => server.ask(`/s/${token}.csv${query}`);

test('a link answers with CSV and JSON without a sign-in, as what it shares does', async () => {
  const link = await make({ name: 'For the board' });
  const csv = await csvOf(link);
  const json = await server.ask(`/s/${link.token}.json`);

  expect([csv.status, csv.text]).toEqual([200, 'id,name\r\n1,one\r\n2,two\r\n']);
  expect(json.json()).toEqual([
    { id: 1, name: 'one' },
    { id: 2, name: 'two' },
  ]);
  expect(csv.headers).toMatchObject({
    'content-type': expect.stringContaining('text/csv'),
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, no-cache',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-robots-tag': 'noindex',
    'sheetfeed-ran-at': expect.stringMatching(/^\d{4}-.*Z$/),
  });
  expect(csv.headers).not.toHaveProperty('sheetfeed-stale');
});

test('the secret is recognised by its beginning, told once, and kept only as a hash', async () => {
  const link = await make({ name: 'Secret' });
  const stored = await ask<{ row: string }>(
    own.adminUrl,
    'select row_to_json(l)::text as row from share_links l',
  );

  expect(link.token).toMatch(/^sfl_[\w-]{43}$/);
  expect(link.csvUrl).toBe(`http://127.0.0.1:${server.port}/s/${link.token}.csv`);
  expect(link.importData).toBe(`=IMPORTDATA("${link.csvUrl}")`);
  expect(JSON.stringify(await links('anna'))).not.toContain(link.token);
  expect(stored.map(({ row }) => row).join()).not.toContain(link.token.slice(10));
});

test('an unchanged answer costs 304, and a change shows', async () => {
  const link = await make({ name: 'Polled', maxAgeSeconds: 0 });
  const first = await csvOf(link);
  const headers = { 'if-none-match': first.headers['etag'] ?? '' };
  const again = await server.ask(`/s/${link.token}.csv`, { headers });
  await ask(data.adminUrl, "insert into things values (3, 'three')");
  const changed = await server.ask(`/s/${link.token}.csv`, { headers });
  await ask(data.adminUrl, 'delete from things where id = 3');

  expect([again.status, again.text]).toEqual([304, '']);
  expect([changed.status, changed.text]).toEqual([200, 'id,name\r\n1,one\r\n2,two\r\n3,three\r\n']);
});

test('pages of other sites may ask, also on a server of one computer', async () => {
  const link = await make({ name: 'Dashboard' });
  const elsewhere = { origin: 'https://dashboard.example.com', 'sec-fetch-site': 'cross-site' };
  const answer = await server.ask(`/s/${link.token}.json`, { headers: elsewhere });
  const asking = await server.ask(`/s/${link.token}.json`, {
    method: 'OPTIONS',
    headers: elsewhere,
  });
  const api = await server.ask('/api/queries', { headers: elsewhere });

  expect([answer.status, asking.status, api.status]).toEqual([200, 204, 403]);
});

test('fixed values hold, free ones may be given, and no others', async () => {
  const link = await make({ name: 'Fixed', values: { not: 'one' }, free: ['least'] });

  expect((await csvOf(link)).text).toBe('id,name\r\n2,two\r\n');
  expect((await csvOf(link, '?least=3')).text).toBe('id,name\r\n');
  for (const [query, code] of [
    ['?not=none', 'unknown_parameter'],
    ['?other=1', 'unknown_parameter'],
    ['?least=abc', 'invalid_value'],
  ]) {
    const answer = await csvOf(link, query);
    expect([query, answer.status, answer.json().code]).toEqual([query, 422, code]);
  }
});

test.each([
  [{ values: { nothing: 1 } }, 422],
  [{ values: { least: 'abc' } }, 422],
  [{ free: ['nothing'] }, 422],
  [{ free: ['least'], values: { least: 1 } }, 422],
  [{ expiresAt: '2020-01-01T00:00:00Z' }, 400],
  [{ timeZone: 'Mars/Olympus' }, 400],
  [{ name: '' }, 400],
])('a link with %j cannot be made', async (wrong, status) => {
  const answer = await server.ask(
    '/api/queries/things/links',
    sending('POST', { name: 'Wrong', ...wrong }, people.as('anna')),
  );

  expect(answer.status).toBe(status);
});

test('when the query fails, a link answers with the last good result and says how old it is', async () => {
  const link = await make({ name: 'Stale', maxAgeSeconds: 0 }, 'fragile');
  const good = await csvOf(link);
  const page = await server.ask(`/s/${link.token}/result`);
  await ask(data.adminUrl, 'alter table things rename to things_away');
  const stale = await csvOf(link);
  const unasked = await server.ask(`/s/${link.token}.json`);
  const stalePage: SharedResult = (await server.ask(`/s/${link.token}/result`)).json();
  await ask(data.adminUrl, 'alter table things_away rename to things');
  const fresh = await csvOf(link);

  expect(good.text).toBe('share\r\n5\r\n');
  expect(page.json()).toMatchObject({ title: 'Fragile', stale: null, rows: [[5]] });
  expect([stale.status, stale.text]).toEqual([200, good.text]);
  expect(stale.headers).toMatchObject({
    'sheetfeed-stale': 'sql_invalid',
    'sheetfeed-ran-at': good.headers['sheetfeed-ran-at'],
    age: expect.stringMatching(/^\d+$/),
  });
  // There is no last good JSON.
  expect(unasked.status).toBe(422);
  expect(stalePage).toMatchObject({ rows: [[5]], stale: expect.stringContaining('last result') });
  expect(fresh.headers).not.toHaveProperty('sheetfeed-stale');
});

test('a source that is down does not keep a link from answering, nor a revoked one from ending', async () => {
  const link = await make({ name: 'Down', maxAgeSeconds: 0 });
  const good = await csvOf(link);
  await ask(sampleUrls().admin, `alter database ${nameOf(data)} with allow_connections false`);
  await ask(
    sampleUrls().admin,
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
    [nameOf(data)],
  );
  const stale = await eventually(
    () => csvOf(link),
    ({ headers }) => headers['sheetfeed-stale'] === 'source_unavailable',
  );
  await server.ask(`/api/links/${link.id}`, { method: 'DELETE', ...people.as('anna') });
  const revoked = await csvOf(link);
  await ask(sampleUrls().admin, `alter database ${nameOf(data)} with allow_connections true`);
  await eventually(
    async () => (await server.ask('/q/things.csv', people.as('anna'))).status,
    (status) => status === 200,
  );

  expect([stale.status, stale.text]).toEqual([200, good.text]);
  expect(revoked.status).toBe(404);
});

const nameOf = ({ adminUrl }: TestDatabase) => new URL(adminUrl).pathname.slice(1);

test('a revoked, an expired and an invented link answer alike', async () => {
  const revoked = await make({ name: 'Revoked' });
  await csvOf(revoked);
  const ended = await server.ask(`/api/links/${revoked.id}`, {
    method: 'DELETE',
    ...people.as('anna'),
  });
  const expired = await make({
    name: 'Expired',
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await ask(own.adminUrl, 'update share_links set expires_at = now() where id = $1', [expired.id]);
  const invented = { ...revoked, token: `sfl_${'x'.repeat(43)}` };
  const seen = [];
  for (const link of [revoked, expired, invented]) {
    for (const ending of ['', '.csv', '.json', '/result']) {
      const { status, headers, json } = await server.ask(`/s/${link.token}${ending}`);
      const { requestId: _requestId, ...body } = json();
      seen.push([
        status,
        headers['referrer-policy'],
        headers['cache-control'],
        JSON.stringify(body),
      ]);
    }
  }
  const left = await ask(own.adminUrl, 'select 1 from share_link_results where link = $1', [
    revoked.id,
  ]);

  expect(ended.status).toBe(204);
  expect(seen[0]).toEqual([404, 'no-referrer', 'no-store', expect.stringContaining('not_found')]);
  expect(new Set(seen.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(left).toEqual([]);
});

test('who made a link, the owner and admins see and revoke it; to others it does not exist', async () => {
  const link = await make({ name: 'Of Anna' });
  const names = async (who: string) => (await links(who)).links.map(({ name }) => name);
  const foreign = await server.ask(`/api/links/${link.id}`, {
    method: 'DELETE',
    ...people.as('adam'),
  });
  const nonsense = await server.ask('/api/links/nonsense', {
    method: 'DELETE',
    ...people.as('adam'),
  });

  expect(await names('anna')).toContain('Of Anna');
  expect(await names('ada')).toContain('Of Anna');
  expect(await names('adam')).toEqual([]);
  expect((await links('adam')).hidden).toBeGreaterThan(0);
  expect([foreign.status, nonsense.status]).toEqual([404, 404]);
  expect((await csvOf(link)).status).toBe(200);
  const byAdmin = await server.ask(`/api/links/${link.id}`, {
    method: 'DELETE',
    ...people.as('ada'),
  });
  expect([byAdmin.status, (await csvOf(link)).status]).toEqual([204, 404]);
});

test('a link tells when it was last used, and counts as use of the query', async () => {
  const link = await make({ name: 'Used' });
  const listed = async () => (await links('anna')).links.find(({ id }) => id === link.id);
  const unused = await listed();
  await csvOf(link);
  // Noted when the answer is sent.
  const used = await eventually(listed, (found) => found?.lastUsedAt !== null);
  const runs = await eventually(
    () =>
      ask<{ origin: string }>(own.adminUrl, 'select origin from runs where member = $1', [
        `link:${link.id}`,
      ]),
    (found) => found.length > 0,
  );

  expect([unused?.lastUsedAt, used?.lastUsedAt]).toEqual([null, expect.any(String)]);
  expect(runs).toEqual([{ origin: 'link' }]);
});

test('of a source whose results may not be kept nothing is kept for a link either', async () => {
  const link = await make({ name: 'Closed', maxAgeSeconds: 0 }, 'closed');
  const good = await csvOf(link);
  const kept = await ask(own.adminUrl, 'select 1 from share_link_results where link = $1', [
    link.id,
  ]);
  await ask(data.adminUrl, 'alter table things rename to things_away');
  const failing = await csvOf(link);
  await ask(data.adminUrl, 'alter table things_away rename to things');

  expect([good.status, kept.length, failing.status]).toEqual([200, 0, 422]);
});

test('a result too large to be kept is streamed whole', async () => {
  const link = await make({ name: 'Large' }, 'many');
  const csv = await csvOf(link);
  const kept = await ask(own.adminUrl, 'select 1 from share_link_results where link = $1', [
    link.id,
  ]);

  expect([csv.status, csv.text.length]).toEqual([200, 3 + 20_000 * 1002]);
  expect(kept).toEqual([]);
});

test('the page of a link is the product’s, and a draft’s link ends', async () => {
  const link = await make({ name: 'Page' });
  const page = await server.ask(`/s/${link.token}`, { headers: { accept: 'text/html' } });
  const made = await server.ask(
    '/api/queries',
    sending('POST', { title: 'Turned draft', source: 'main', sql: 'select 1' }, people.as('anna')),
  );
  const { slug } = made.json();
  const shared = await make({ name: 'Turned' }, slug);
  const before = await csvOf(shared);
  const content = { title: 'Turned draft', sql: 'select 1', status: 'draft' };
  await server.ask(
    `/api/queries/${slug}`,
    sending('PUT', content, people.as('anna', { 'if-match': '1' })),
  );
  const after = await csvOf(shared);

  expect([page.status, page.headers['content-type']]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  expect([before.status, after.status]).toEqual([200, 404]);
});
