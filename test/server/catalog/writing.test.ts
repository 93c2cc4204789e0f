// Queries that are written on the page: saved, found out to be wrong, collided over, brought back, forked.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { QueryList, SavedQuery } from '../../../domain/contract/query.ts';
import type { VersionList } from '../../../domain/contract/version.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

let server: TestServer;
let other: TestServer;
let database: TestDatabase;
let people: People;

const catalog = {
  'from-file.sql': '/*---\ntitle: From a file\nformerly: [once-a-file]\n---*/\nselect 1 as one\n',
};

beforeAll(async () => {
  database = await newDatabase({ template: 'own' });
  people = await peopleOf({ vera: 'viewer', anna: 'author', adam: 'author', ada: 'admin' });
  const env = { SOURCE_SAMPLE_URL: sampleUrls().reader, DATABASE_URL: database.adminUrl };
  server = await startTestServer({ env, catalog, options: people.options });
  other = await startTestServer({ env, catalog, options: people.options });
});

afterAll(async () => {
  await server.stop();
  await other.stop();
  await database.drop();
});

const good = { title: 'Paying customers', sql: 'select count(*) as customers from accounts' };

async function create(content: object, who = 'anna'): Promise<SavedQuery> {
  const answer = await server.ask('/api/queries', sending('POST', content, people.as(who)));
  expect([answer.status, answer.text]).toEqual([201, answer.text]);
  return answer.json();
}

const read = async (slug: string, who = 'anna', at = server) =>
  at.ask(`/api/queries/${slug}`, people.as(who));
const save = (slug: string, content: object, version: number, who = 'anna') =>
  server.ask(
    `/api/queries/${slug}`,
    sending('PUT', content, people.as(who, { 'if-match': `"${version}"` })),
  );

test('nobody takes the name of another’s query, be it there, in the archive, or a file’s', async () => {
  const wages = await create({ ...good, title: 'Wages' }, 'adam');
  await create({ ...good, title: 'In the archive' }, 'adam');
  const gone = sending('DELETE', undefined, people.as('adam', { 'if-match': '"1"' }));
  expect((await server.ask('/api/queries/in-the-archive', gone)).status).toBe(204);
  const mine = await create({ ...good, title: 'Mine', formerly: ['was-nobodys'] });

  for (const name of [wages.slug, 'in-the-archive', 'from-file', 'once-a-file']) {
    const content = { ...good, title: `Was ${name}`, formerly: [name] };
    const made = await server.ask('/api/queries', sending('POST', content, people.as('anna')));
    const changed = await save(mine.slug, { ...content, title: 'Mine' }, 1);
    expect([name, made.status, changed.status]).toEqual([name, 409, 409]);
    expect(made.json()).toMatchObject({ detail: expect.stringContaining(name) });
  }
  // Its owner may, and so may an admin.
  await create({ ...good, title: 'Wages of today', formerly: ['wages'] }, 'adam');
  await create({ ...good, title: 'Out of the archive', formerly: ['in-the-archive'] }, 'ada');
});

test('a query that an author writes is found, run and shown to viewers at once', async () => {
  const saved = await create({
    ...good,
    tags: ['sales'],
    columns: [{ name: 'customers', label: 'Customers', format: 'whole' }],
  });

  expect(saved).toMatchObject({
    slug: 'paying-customers',
    version: 1,
    file: null,
    status: 'published',
    source: 'sample',
    owner: { name: 'anna', email: 'anna@example.com' },
    describedColumns: [{ name: 'customers', type: 'number' }],
    columns: [{ name: 'customers', label: 'Customers', format: 'whole' }],
    may: { edit: true, archive: true, share: true },
  });
  expect(saved.owner).not.toHaveProperty('id');
  const seen = await read('paying-customers', 'vera');
  expect(seen.json()).toMatchObject({ may: { edit: false, archive: false, share: false } });
  const found: QueryList = (
    await server.ask('/api/queries?search=paying', people.as('vera'))
  ).json();
  expect(found.queries.map(({ slug }) => slug)).toEqual(['paying-customers']);
  const csv = await server.ask('/q/paying-customers.csv', people.as('vera'));
  expect(csv.text).toMatch(/^customers\r\n\d+\r\n$/);
});

test('what names a row is kept with the query, told with each result, and left by a page that does not know of it', async () => {
  const { slug } = await create({ ...good, title: 'Keyed', key: ['customers'] });
  const asked = { values: {}, maxRows: 1 };

  const streamed = await server.ask(
    `/api/queries/${slug}/result`,
    sending('POST', asked, people.as('vera')),
  );
  const held = await server.ask(
    `/api/queries/${slug}/result`,
    sending('POST', { ...asked, waitSeconds: 20 }, people.as('vera')),
  );
  await save(slug, { ...good, title: 'Keyed anew' }, 1);

  expect([streamed.json().key, held.json().key]).toEqual([['customers'], ['customers']]);
  expect((await read(slug)).json()).toMatchObject({ title: 'Keyed anew', key: ['customers'] });
});

test('another server shows the query within a moment', async () => {
  await create({ ...good, title: 'Seen elsewhere' });

  const seen = await eventually(
    () => read('seen-elsewhere', 'vera', other),
    ({ status }) => status === 200,
  );

  expect(seen.json()).toMatchObject({ title: 'Seen elsewhere' });
});

test.each([
  ['Größe & Umsätze', 'grosse-umsatze'],
  ["Anna's query", 'annas-query'],
  ['顧客の一覧', 'query'],
  ['顧客', 'query-2'],
  ['once a file', 'once-a-file-2'],
  ['From file', 'from-file-2'],
  [`${'long '.repeat(30)}title`, `${'long-'.repeat(15)}long`],
])('the title %j becomes the slug %j', async (title, slug) => {
  expect((await create({ ...good, title: title.slice(0, 200) })).slug).toBe(slug);
});

test('a slug stays when the title changes, and nobody else gets that of an archived query', async () => {
  const { slug } = await create({ ...good, title: 'Old name' });
  const saved = (await save(slug, { ...good, title: 'New name' }, 1)).json() as SavedQuery;
  await server.ask(`/api/queries/${slug}`, sending('DELETE', undefined, people.as('anna')));
  const again = await create({ ...good, title: 'Old name' });

  expect(saved).toMatchObject({ slug: 'old-name', title: 'New name', version: 2 });
  expect(again.slug).toBe('old-name-2');
});

test('SQL that PostgreSQL does not accept is refused at the right place, and saved as a draft', async () => {
  const wrong = { title: 'Wrong', sql: 'select\n  nme from accounts' };
  const refused = await server.ask('/api/queries', sending('POST', wrong, people.as('anna')));
  const draft = await create({ ...wrong, status: 'draft' });
  const unparsed = await create({ title: 'Unparsed', sql: 'select from from', status: 'draft' });

  expect(refused.status).toBe(422);
  expect(refused.json()).toMatchObject({
    code: 'sql_invalid',
    line: 2,
    column: 3,
    mayBeDraft: true,
  });
  expect(draft.problem).toMatchObject({ code: 'sql_invalid', line: 2, column: 3 });
  expect(unparsed.problem).toMatchObject({ code: 'sql_invalid', line: 1, column: 13 });
});

test('a draft is nobody’s business but the authors’', async () => {
  await create({ ...good, title: 'Secret draft', status: 'draft' });
  const never = (await read('never-there', 'vera')).json();

  const unseen = await read('secret-draft', 'vera');
  const list: QueryList = (
    await server.ask('/api/queries?search=secret', people.as('vera'))
  ).json();
  const run = await server.ask('/q/secret-draft.csv', people.as('vera'));

  expect((await read('secret-draft', 'adam')).status).toBe(200);
  expect([unseen.status, run.status, list.queries, list.total]).toEqual([404, 404, [], 0]);
  expect(unseen.json().detail.replace('secret-draft', 'never-there')).toBe(never.detail);
  expect(list.facets).toEqual({ tags: [], sources: [], owners: [] });
});

test('viewers write nothing', async () => {
  const attempts = [
    ['POST', '/api/queries', good],
    ['PUT', '/api/queries/paying-customers', good],
    ['DELETE', '/api/queries/paying-customers', undefined],
    ['POST', '/api/queries/paying-customers/restore', {}],
    ['PUT', '/api/queries/x/file', { text: '' }],
    ['POST', '/api/describe', { source: 'sample', sql: 'select 1' }],
    ['POST', '/api/queries/paying-customers/links', { name: 'x' }],
  ] as const;
  for (const [method, at, body] of attempts) {
    const answer = await server.ask(at, sending(method, body, people.as('vera')));

    expect([method, at, answer.status]).toEqual([method, at, 403]);
  }
});

test.each([
  [{ title: '' }, 'title'],
  [{ source: 'nowhere' }, 'source'],
  [{ nonsense: 1 }, ''],
  [{ parameters: [{ name: 'a', type: 'choice' }] }, 'parameters.a'],
  [{ parameters: [{ name: 'a', type: 'date', default: '2025-02-30' }] }, 'parameters.a'],
  [
    {
      parameters: [
        { name: 'a', type: 'text' },
        { name: 'a', type: 'text' },
      ],
    },
    'parameters.a',
  ],
  [
    { parameters: [{ name: 'a', type: 'choice', choices: { query: 'gone' } }] },
    'parameters.a.choices',
  ],
  [{ columns: [{ name: 'a', format: 'euro' }] }, 'columns.0.format'],
  [{ use: 'from-file' }, 'use'],
  [{ title: 'nul \0' }, null],
])('a content with %j is refused with the place', async (wrong, at) => {
  const answer = await server.ask(
    '/api/queries',
    sending('POST', { ...good, ...wrong }, people.as('anna')),
  );

  expect([answer.status, answer.json().code]).toEqual([400, 'invalid_request']);
  if (at !== null) expect(answer.json().errors[0].at).toBe(at);
});

test('who saves second is told, gets the version of the first, and loses nothing', async () => {
  const { slug } = await create({ ...good, title: 'Two people' });
  const first = await save(slug, { ...good, title: 'By Anna' }, 1, 'anna');
  const second = await save(slug, { ...good, title: 'By Adam' }, 1, 'adam');
  const forgotten = await server.ask(
    `/api/queries/${slug}`,
    sending('PUT', good, people.as('adam')),
  );

  expect(first.json()).toMatchObject({ version: 2, title: 'By Anna', savedBy: { name: 'anna' } });
  expect(second.status).toBe(409);
  expect(second.json()).toMatchObject({
    code: 'conflict',
    theirs: { slug, version: 2, title: 'By Anna', savedBy: { name: 'anna' }, sql: good.sql },
  });
  expect(forgotten.status).toBe(400);
  expect((await read(slug)).json()).toMatchObject({ title: 'By Anna', version: 2 });
});

test('a query’s ETag covers all that the answer tells, and is what a save may send back', async () => {
  const { slug } = await create({ ...good, title: 'Tagged' });
  const before = await read(slug);
  const etag = before.headers['etag'] ?? '';
  const again = (tag: string) =>
    server.ask(`/api/queries/${slug}`, people.as('anna', { 'if-none-match': tag }));
  const unchanged = await again(etag);
  await server.ask(`/api/favourites/${slug}`, { method: 'PUT', ...people.as('anna') });
  const marked = await again(etag);
  const saved = await server.ask(
    `/api/queries/${slug}`,
    sending('PUT', { ...good, title: 'Tagged anew' }, people.as('anna', { 'if-match': etag })),
  );

  expect(etag).toMatch(/^"1-/);
  expect([unchanged.status, marked.status]).toEqual([304, 200]);
  expect(marked.json()).toMatchObject({ version: 1, favourite: true });
  expect([saved.status, saved.json().version]).toEqual([200, 2]);
});

test('a version has the reason that was given with it and no other, and one that is brought back says of which it is', async () => {
  const { slug } = await create({ ...good, title: 'Reasons' });
  const at = `/api/queries/${slug}`;
  const second = await save(
    slug,
    { ...good, title: 'Second', note: '  Finance counts trials  ' },
    1,
  );
  expect(second.json()).not.toHaveProperty('note');
  await save(slug, { ...good, title: 'Third', note: ' ' }, 2);
  await server.ask(`${at}/restore`, sending('POST', { version: 2 }, people.as('anna')));
  expect((await save(slug, { ...good, note: 'x'.repeat(501) }, 4)).status).toBe(400);

  const list: VersionList = (await server.ask(`${at}/versions`, people.as('anna'))).json();
  expect(list.versions.map(({ note }) => note)).toEqual([
    'Back to version 2',
    null,
    'Finance counts trials',
    null,
  ]);
  const one = (await server.ask(`${at}/versions/2`, people.as('anna'))).json();
  expect(one).toMatchObject({ note: 'Finance counts trials', content: { title: 'Second' } });
  expect(one.content).not.toHaveProperty('note');
});

test('the catalog is ordered by what changed last and by what is mine, whatever else is found first', async () => {
  const listed = async (sort: string, who: string) => {
    const answer = await server.ask(`/api/queries?limit=200&sort=${sort}`, people.as(who));
    return (answer.json() as QueryList).queries;
  };
  const { slug } = await create({ ...good, title: 'Order of Adam' }, 'adam');
  await create({ ...good, title: 'Order of Anna' }, 'anna');
  await save(slug, { ...good, title: 'Order of Adam, changed' }, 1, 'adam');

  expect((await listed('changed', 'anna'))[0]).toMatchObject({ slug, owner: { name: 'adam' } });
  const mine = (await listed('mine', 'adam')).map(({ owner }) => owner?.name === 'adam');
  expect(mine).toEqual([...mine].sort((one, other) => Number(other) - Number(one)));
  expect(mine.slice(0, 2)).toEqual([true, true]);
  expect((await server.ask('/api/queries?sort=size', people.as('anna'))).status).toBe(400);
});

test('of two who save at the same time one wins', async () => {
  const { slug } = await create({ ...good, title: 'Race' });
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, index) => save(slug, { ...good, title: `Race ${index}` }, 1)),
  );

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
});

test('saving what is there already makes no version', async () => {
  const { slug } = await create({ ...good, title: 'Same' });
  const saved: SavedQuery = (await save(slug, { ...good, title: 'Same' }, 1)).json();

  expect(saved.version).toBe(1);
});

test('versions tell their authors, hold the text as it was, and one is brought back as a new one', async () => {
  const { slug } = await create({ ...good, title: 'Past' });
  await save(slug, { title: 'Past', sql: 'select 2 as two' }, 1, 'adam');
  const at = `/api/queries/${slug}`;
  const list: VersionList = (await server.ask(`${at}/versions`, people.as('anna'))).json();
  const first = (await server.ask(`${at}/versions/1`, people.as('anna'))).json();
  const restored = await server.ask(
    `${at}/restore`,
    sending('POST', { version: 1 }, people.as('anna')),
  );
  const none = await server.ask(`${at}/versions/9`, people.as('anna'));

  expect(list.versions.map(({ version, savedBy }) => [version, savedBy?.name])).toEqual([
    [2, 'adam'],
    [1, 'anna'],
  ]);
  expect(first).toMatchObject({ content: { title: 'Past', sql: good.sql, source: 'sample' } });
  expect(first.text).toContain(good.sql);
  expect(restored.json()).toMatchObject({ version: 3, sql: good.sql });
  expect(none.status).toBe(404);
});

test('what is deleted is in the archive, answers nobody, and comes back', async () => {
  const { slug } = await create({ ...good, title: 'Deleted' });
  const at = `/api/queries/${slug}`;
  const stale = await server.ask(
    at,
    sending('DELETE', undefined, people.as('anna', { 'if-match': '"7"' })),
  );
  const deleted = await server.ask(
    at,
    sending('DELETE', undefined, people.as('anna', { 'if-match': '"1"' })),
  );
  const gone = await read(slug, 'vera');
  const archive: QueryList = (
    await server.ask('/api/queries?archived=true', people.as('anna'))
  ).json();
  const kept = await read(slug, 'anna');
  const restored = await server.ask(`${at}/restore`, sending('POST', {}, people.as('adam')));

  expect([stale.status, deleted.status]).toEqual([409, 204]);
  expect([gone.status, gone.json().gone]).toEqual([404, true]);
  expect(archive.queries.map((query) => query.slug)).toContain(slug);
  expect(kept.json().archivedAt).toEqual(expect.any(String));
  expect(restored.json()).toMatchObject({ archivedAt: null, owner: { name: 'anna' } });
  expect((await read(slug, 'vera')).status).toBe(200);
});

test('a fork names its parent, which a file may be', async () => {
  const fork = await create({ ...good, title: 'Fork', parent: { slug: 'from-file', version: 1 } });
  const dependents = await server.ask('/api/queries/from-file/dependents', people.as('vera'));

  expect(fork.parent).toEqual({ slug: 'from-file', version: 1 });
  expect(dependents.json().queries).toEqual([{ slug: fork.slug, title: 'Fork', why: 'fork' }]);
});

test('a retired query says what to use instead and comes last', async () => {
  const { slug } = await create({ ...good, title: 'Zebra counts' });
  await create({ ...good, title: 'Zebra counts of today' });
  await save(
    slug,
    { ...good, title: 'Zebra counts', status: 'retired', use: 'zebra-counts-of-today' },
    1,
  );
  const list: QueryList = (await server.ask('/api/queries?search=zebra', people.as('vera'))).json();

  expect(list.queries.map((query) => [query.slug, query.status, query.use])).toEqual([
    ['zebra-counts-of-today', 'published', null],
    ['zebra-counts', 'retired', 'zebra-counts-of-today'],
  ]);
});

test('HTML in a title is text', async () => {
  const saved = await create({ ...good, title: '<img src=x onerror=alert(1)> shown' });

  expect(saved).toMatchObject({ slug: 'img-src-x-onerror-alert-1-shown' });
  expect((await read(saved.slug)).headers['content-type']).toMatch(/^application\/json/);
});

test('lists are narrowed by tag, owner, source, status and favourites, and counted', async () => {
  await create({ ...good, title: 'Narrow one', tags: ['narrow', 'one'] });
  await create({ ...good, title: 'Narrow two', tags: ['narrow'], status: 'trusted' }, 'adam');
  const list = async (asked: string): Promise<QueryList> =>
    (await server.ask(`/api/queries?search=narrow&${asked}`, people.as('vera'))).json();
  const slugs = async (asked: string) => (await list(asked)).queries.map(({ slug }) => slug);
  await server.ask('/api/favourites/narrow-two', { method: 'PUT', ...people.as('vera') });

  expect(await slugs('tag=one')).toEqual(['narrow-one']);
  expect(await slugs('owner=adam@example.com')).toEqual(['narrow-two']);
  expect(await slugs('status=trusted')).toEqual(['narrow-two']);
  expect(await slugs('favourite=true')).toEqual(['narrow-two']);
  expect(await slugs('source=elsewhere')).toEqual([]);
  const { facets, total, queries } = await list('');
  expect(total).toBe(2);
  expect(facets.tags).toEqual([
    { value: 'narrow', count: 2 },
    { value: 'one', count: 1 },
  ]);
  expect(queries.find(({ slug }) => slug === 'narrow-two')?.favourite).toBe(true);
  await server.ask('/api/favourites/narrow-two', { method: 'DELETE', ...people.as('vera') });
  expect((await server.ask('/api/favourites', people.as('vera'))).json()).toEqual({ slugs: [] });
});

test('a query tells how much it was used', async () => {
  const { slug } = await create({ ...good, title: 'Used' });
  await server.ask(`/q/${slug}.csv`, people.as('vera'));
  await server.ask(`/q/${slug}.csv`, people.as('anna'));
  const used = await eventually(
    async () => (await read(slug)).json() as SavedQuery,
    ({ usage }) => usage.runs === 2,
  );

  expect(used.usage).toMatchObject({ runs: 2, people: 2, ranges: 0, links: 0 });
  expect(used.usage.lastRunAt).toEqual(expect.any(String));
});

test('an ask reaches the authors, and its answer reaches who asked', async () => {
  const ask = await server.ask(
    '/api/asks',
    sending('POST', { search: 'churn', text: 'Who left us last month?' }, people.as('vera')),
  );
  const id: string = ask.json().id;
  const openAsks = (await server.ask('/api/queries', people.as('anna'))).json().openAsks;
  const forAda = (await server.ask('/api/asks', people.as('anna'))).json().asks;
  const answered = await server.ask(
    `/api/asks/${id}`,
    sending('PUT', { state: 'answered', query: 'from-file', reply: 'Here' }, people.as('anna')),
  );
  const own = (await server.ask('/api/asks', people.as('vera'))).json().asks;
  const viewers = await server.ask(
    `/api/asks/${id}`,
    sending('PUT', { state: 'open' }, people.as('vera')),
  );

  expect([ask.status, openAsks, viewers.status]).toEqual([201, 1, 403]);
  expect(forAda).toMatchObject([{ search: 'churn', askedBy: { name: 'vera' }, state: 'open' }]);
  expect(answered.json()).toMatchObject({ state: 'answered', answeredBy: { name: 'anna' } });
  expect(own).toMatchObject([{ id, query: 'from-file', reply: 'Here' }]);
});
