// Downloads are answered before Express sees them: what holds for every answer holds for them too.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask } from '../../support/clusters.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, type People } from '../identity/people.ts';

let database: TestDatabase;
let people: People;
let server: TestServer;

beforeAll(async () => {
  database = await newDatabase({ template: 'own' });
  people = await peopleOf({ vera: 'viewer', ann: 'author' });
  server = await startTestServer({
    env: { SOURCE_SAMPLE_URL: sampleUrls().reader, DATABASE_URL: database.adminUrl },
    catalog: {
      'one.sql': '/*---\ntitle: One\nsource: sample\n---*/\nselect 1 as one\n',
      'campaign.sql':
        '/*---\ntitle: Campaign\nsource: sample\nparameters:\n  utm_source: { type: text, default: none }\n---*/\nselect :utm_source as source\n',
      'draft.sql': '/*---\ntitle: Draft\nsource: sample\nstatus: draft\n---*/\nselect 1 as one\n',
    },
    options: people.options,
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  server.ask(path, { method, ...people.as('vera', headers) });

// A result is stored once it has been answered; a server that has just started may have no copy in memory.
const hit = (path: string, who = 'vera') =>
  eventually(
    () => server.ask(path, people.as(who)),
    ({ headers }) => headers.age !== undefined,
  );

// What differs from answer to answer.
function steady({ headers }: Answer): Record<string, unknown> {
  const own = ['x-request-id', 'date', 'age', 'connection', 'keep-alive'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name)));
}

test('an answer has the same headers whether Express gave it, a run or the cache', async () => {
  // A slash at the end is a spelling that is left to Express.
  const byExpress = await get('/q/one.csv/?_maxAgeSeconds=60');
  const cached = await hit('/q/one.csv?_maxAgeSeconds=60');
  const fresh = await get('/q/one.csv');

  expect(byExpress.headers).toHaveProperty('content-security-policy');
  expect(cached.headers).toHaveProperty('age');
  expect(fresh.headers).not.toHaveProperty('age');
  expect(steady(cached)).toEqual(steady(byExpress));
  expect(steady(fresh)).toEqual(steady(byExpress));
  expect(cached.headers['x-request-id']).not.toBe(fresh.headers['x-request-id']);
});

test('a time zone that nobody knows is refused each time that it is asked for', async () => {
  for (const turn of [1, 2, 3]) {
    const { status } = await get('/q/one.csv?_maxAgeSeconds=60&_timeZone=Nonsense');
    expect([turn, status]).toEqual([turn, 400]);
  }
});

test('what mail and advertisements add to a link is passed over, but where a parameter has that name', async () => {
  const added = 'utm_source=mail&utm_medium=x&fbclid=y&gclid=z&mc_cid=1&_hsenc=2&fbclid=again';

  expect((await get(`/q/one.csv?${added}`)).text).toBe('one\r\n1\r\n');
  expect((await get(`/q/one.json?${added}`)).json()).toEqual([{ one: 1 }]);
  expect((await get(`/q/campaign.csv?${added.replace('&fbclid=again', '')}`)).text).toBe(
    'source\r\nmail\r\n',
  );
  expect((await get('/q/one.csv?utn_source=mail')).status).toBe(422);
});

test.each(['/q/one.csv?_bom=1', '/q/one.csv?_maxAgeSeconds=60&_bom=1', '/q/one.csv/?_bom=1'])(
  'a CSV for Excel begins with a byte-order mark, and is an answer of its own: %s',
  async (path) => {
    for (const turn of [1, 2]) {
      const marked = await get(path, { 'accept-encoding': 'gzip' });
      expect([turn, marked.text]).toEqual([turn, '\ufeffone\r\n1\r\n']);
      expect(marked.headers['content-encoding']).toBeUndefined();
      expect(marked.headers['content-length'] ?? '11').toBe('11');
      const plain = await get(path.replace('_bom=1', '_bom=0'));
      expect(plain.text).toBe('one\r\n1\r\n');
      expect(plain.headers.etag).not.toBe(marked.headers.etag);
      const again = await get(path, { 'if-none-match': marked.headers.etag ?? '' });
      expect(again.status).toBe(304);
    }
    expect((await get(path.replace('_bom=1', '_bom=yes'))).status).toBe(400);
  },
);

test('HEAD has the headers of GET, and no body', async () => {
  const [head, whole] = [
    await get('/q/one.json?_maxAgeSeconds=60', {}, 'HEAD'),
    await get('/q/one.json?_maxAgeSeconds=60'),
  ];

  expect(head.status).toBe(200);
  expect(head.text).toBe('');
  expect(steady(head)).toEqual(steady(whole));
});

test('who has the result already is told that it is unchanged, by a run and by the cache', async () => {
  const fresh = await get('/q/one.json');
  const etag = { 'if-none-match': fresh.headers.etag ?? '' };

  const answers = [
    await get('/q/one.json', etag),
    await get('/q/one.json?_maxAgeSeconds=60', etag),
    await get('/q/one.json?_maxAgeSeconds=60', etag),
  ];

  expect(fresh.headers.etag).toMatch(/^"[^"]+-json"$/);
  expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([304, '']));
  expect(new Set(answers.map(({ headers }) => headers.etag))).toEqual(
    new Set([fresh.headers.etag]),
  );
});

test('an unchanged answer says how fresh it is, and nothing that would only be said again', async () => {
  const path = '/q/one.csv?_maxAgeSeconds=60';
  const whole = await hit(path);
  const etag = { 'if-none-match': whole.headers.etag ?? '' };
  const [byCache, byRun] = [await get(path, etag), await get('/q/one.csv', etag)];

  expect([byCache.status, byRun.status]).toEqual([304, 304]);
  // RFC 9110 §15.4.5: what a 304 must have.
  const kept = ['cache-control', 'etag', 'vary'].map((name) => [name, whole.headers[name]]);
  expect(steady(byCache)).toEqual(Object.fromEntries(kept));
  expect(steady(byRun)).toEqual(Object.fromEntries(kept));
  expect(byCache.headers).toHaveProperty('age');
  expect(byCache.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

test('a cached result is for nobody who may not run the query', async () => {
  const path = '/q/draft.csv?_maxAgeSeconds=60';
  const written = await server.ask(path, people.as('ann'));
  const again = await hit(path, 'ann');

  expect(written.status).toBe(200);
  expect(again.headers).toHaveProperty('age');
  expect((await get(path)).json()).toMatchObject({ code: 'not_found' });
  expect((await server.ask(path, { headers: { authorization: 'Bearer no' } })).status).toBe(401);
  expect((await get(path, { host: 'evil.example.com' })).json().code).toBe('cross_site');
  expect((await get(path, { 'sheetfeed-addon': '0' })).json().code).toBe('addon_outdated');
});

test('a problem of a download has its request id, and all the headers', async () => {
  const wrong = await get('/q/one.csv?nothing=1');
  const byExpress = await get('/q/one.csv/?nothing=1');

  expect(wrong.status).toBe(422);
  expect(wrong.json()).toMatchObject({
    code: 'unknown_parameter',
    requestId: wrong.headers['x-request-id'],
  });
  expect(steady(wrong)).toEqual({ ...steady(byExpress), 'content-length': expect.anything() });
});

test('every hit is in the record of runs, those of a second as one line', async () => {
  // Those of the tests before may still be on their way into the database.
  const began = new Date();
  await get('/q/one.csv?_maxAgeSeconds=600&_timeZone=Asia/Tokyo');
  await eventually(
    () => ask(database.adminUrl, 'select from cached_results where ran_at >= $1', [began]),
    (stored) => stored.length > 0,
  );
  for (let turn = 0; turn < 10; turn++)
    await get('/q/one.csv?_maxAgeSeconds=600&_timeZone=Asia/Tokyo');

  const recorded = await eventually(
    () =>
      ask<{ member: string; cached: boolean; times: number }>(
        database.adminUrl,
        `select member, cached, sum(times)::int as times from runs
         where time_zone = 'Asia/Tokyo' group by member, cached order by cached`,
      ),
    (rows) => rows[1]?.times === 10,
  );

  expect(recorded).toEqual([
    { member: 'vera', cached: false, times: 1 },
    { member: 'vera', cached: true, times: 10 },
  ]);
});
