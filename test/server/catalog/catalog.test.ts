// The catalog from files, through the HTTP interface, while the files change.
import { eventually } from '../../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Query, QueryList } from '../../../domain/contract/query.ts';
import { root } from '../../../server/root.ts';
import { startTestServer, writeFiles, type TestServer } from '../../support/server.ts';
import { newDatabase, sampleUrls } from '../../support/postgres.ts';

let server: TestServer;
let database: Awaited<ReturnType<typeof newDatabase>>;

const query = (title: string, { extra = '', sql = 'select 1' } = {}) =>
  `/*---\ntitle: ${title}\n${extra}---*/\n${sql}\n`;

const env = () => ({ SOURCE_SAMPLE_URL: sampleUrls().reader, DATABASE_URL: database.adminUrl });

beforeAll(async () => {
  database = await newDatabase({ template: 'own' });
  server = await startTestServer({
    env: env(),
    catalog: {
      'signups.sql': query('Signups by month', {
        extra: 'tags: [growth]\nformerly: [new-accounts]\n',
        sql: 'select created_at from accounts',
      }),
      'team/invoices.sql': query('Überfällige Rechnungen', {
        extra: 'description: Overdue invoices\n',
      }),
      'broken.sql': query('Broken', { extra: 'nonsense: 1\n' }),
      'Bad Name.sql': query('Bad name'),
      'elsewhere.sql': query('Elsewhere', { extra: 'source: nowhere\n' }),
      'notes.txt': 'no query',
      '.hidden.sql': query('Hidden'),
    },
  });
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

const list = async (search = ''): Promise<QueryList> =>
  (await server.ask(`/api/queries?search=${encodeURIComponent(search)}`)).json();
const slugs = async (search = '') => (await list(search)).queries.map(({ slug }) => slug);
const find = async (slug: string): Promise<Query> =>
  (await server.ask(`/api/queries/${slug}`)).json();
const save = (file: string, text: string) => writeFile(path.join(server.catalogFolder, file), text);

test('every good file is a query, in subfolders too, and nothing else is', async () => {
  expect(await slugs()).toEqual(['signups', 'invoices']);
});

test('a query tells its file, its source and its SQL', async () => {
  expect(await find('invoices')).toMatchObject({
    slug: 'invoices',
    title: 'Überfällige Rechnungen',
    description: 'Overdue invoices',
    source: 'sample',
    file: 'team/invoices.sql',
    version: 1,
    sql: 'select 1',
    formerly: [],
  });
});

test('a list leaves the SQL out', async () => {
  const [first] = (await list()).queries;

  expect(first).not.toHaveProperty('sql');
  expect(first).toHaveProperty('updatedAt');
});

test('each broken file is told with file, line and reason, and the rest is served', async () => {
  const { errors } = await list();

  expect(errors).toEqual(
    expect.arrayContaining([
      { file: 'broken.sql', line: 3, reason: 'nonsense: there is no such key in a header.' },
      { file: 'Bad Name.sql', line: null, reason: expect.stringContaining('lower-case letters') },
      {
        file: 'elsewhere.sql',
        line: null,
        reason: 'There is no data source nowhere. There are: sample.',
      },
    ]),
  );
  expect(errors).toHaveLength(3);
});

test('a former slug answers with the query as it is named now', async () => {
  expect(await find('new-accounts')).toMatchObject({ slug: 'signups' });
});

test.each([
  ['month', ['signups']],
  ['SIGN', ['signups']],
  ['growth month', ['signups']],
  ['created_at', ['signups']],
  ['uberfallige', ['invoices']],
  ['ÜBERFÄLL', ['invoices']],
  ['over inv', ['invoices']],
  ['month nothing', []],
  ['nups', []],
])('searching for %j finds %j', async (words, found) => {
  expect(await slugs(words)).toEqual(found);
});

test('a changed file is served in its new form under a higher version', async () => {
  await save('changing.sql', query('First'));
  const first = await eventually(
    () => find('changing'),
    ({ title }) => title === 'First',
  );

  await save('changing.sql', query('Second'));
  const second = await eventually(
    () => find('changing'),
    ({ title }) => title === 'Second',
  );
  await save('changing.sql', query('First'));
  const third = await eventually(
    () => find('changing'),
    ({ title }) => title === 'First',
  );

  expect([first.version, second.version, third.version]).toEqual([1, 2, 3]);
});

test('a file that breaks is told, its last good form is served, and mending it clears the error', async () => {
  await save('fragile.sql', query('Whole'));
  await eventually(
    () => find('fragile'),
    ({ title }) => title === 'Whole',
  );

  await save('fragile.sql', query('Broken', { extra: 'oops: 1\n' }));
  // A file that is read while it is being written is empty, which is wrong in its first line.
  const broken = await eventually(list, ({ errors = [] }) =>
    errors.some(({ file, line }) => file === 'fragile.sql' && line === 3),
  );
  expect(broken.errors).toContainEqual(expect.objectContaining({ file: 'fragile.sql', line: 3 }));
  expect(await find('fragile')).toMatchObject({ title: 'Whole' });

  await save('fragile.sql', query('Mended'));
  const mended = await eventually(
    () => find('fragile'),
    ({ title }) => title === 'Mended',
  );
  expect(mended.title).toBe('Mended');
  const { errors = [] } = await list();
  expect(errors.filter(({ file }) => file === 'fragile.sql')).toEqual([]);
});

test('a file replaced by renaming another over it, as editors do, is noticed', async () => {
  await save('edited.sql', query('Before'));
  await eventually(
    () => find('edited'),
    ({ title }) => title === 'Before',
  );

  await save('edited.sql.tmp', query('After'));
  await rename(
    path.join(server.catalogFolder, 'edited.sql.tmp'),
    path.join(server.catalogFolder, 'edited.sql'),
  );

  const after = await eventually(
    () => find('edited'),
    ({ title }) => title === 'After',
  );
  expect(after.title).toBe('After');
});

test('a file in a folder made while the server runs is noticed', async () => {
  await mkdir(path.join(server.catalogFolder, 'later/deeper'), { recursive: true });
  await save('later/deeper/late.sql', query('Late'));

  const late = await eventually(
    () => find('late'),
    ({ title }) => title === 'Late',
  );
  expect(late.file).toBe('later/deeper/late.sql');
});

test('a query that is gone says so, in other words than one that never was', async () => {
  await save('passing.sql', query('Passing'));
  await eventually(
    () => find('passing'),
    ({ title }) => title === 'Passing',
  );
  await rm(path.join(server.catalogFolder, 'passing.sql'));
  await eventually(
    () => server.ask('/api/queries/passing'),
    ({ status }) => status === 404,
  );

  const gone = await server.ask('/api/queries/passing');
  const never = await server.ask('/api/queries/never-there');

  expect(gone.json()).toMatchObject({
    code: 'not_found',
    gone: true,
    detail: expect.stringContaining('no longer in the catalog'),
  });
  expect(never.json()).toMatchObject({
    code: 'not_found',
    detail: expect.stringContaining('There is no query named never-there'),
  });
});

test('a renamed query is found under its old name when the file says so', async () => {
  await save('old-name.sql', query('Renamed'));
  await eventually(
    () => find('old-name'),
    ({ title }) => title === 'Renamed',
  );

  await save('new-name.sql', query('Renamed', { extra: 'formerly: [old-name]\n' }));
  await rm(path.join(server.catalogFolder, 'old-name.sql'));

  const found = await eventually(
    () => find('old-name'),
    ({ slug }) => slug === 'new-name',
  );
  expect(found.slug).toBe('new-name');
});

test('two files for one slug, and two claims on a former one, are told, and the first is served', async () => {
  await writeFiles(server.catalogFolder, {
    'twice/same.sql': query('First of two'),
    'twice/x/same.sql': query('Second of two'),
    'twice/claims.sql': query('Claims', { extra: 'formerly: [signups, new-accounts]\n' }),
    'twice/wants-choices.sql': query('Wants choices', {
      extra: 'parameters:\n  a: { type: choice, choices: { query: not-there } }\n',
    }),
  });
  const { errors = [] } = await eventually(list, ({ errors: told = [] }) =>
    told.some(({ file }) => file === 'twice/wants-choices.sql'),
  );

  const told = errors.filter(({ file }) => file.startsWith('twice/'));
  expect(told.map(({ file }) => file).sort()).toEqual([
    'twice/claims.sql',
    'twice/claims.sql',
    'twice/wants-choices.sql',
    'twice/x/same.sql',
  ]);
  expect(await find('same')).toMatchObject({ title: 'First of two' });
  await rm(path.join(server.catalogFolder, 'twice'), { recursive: true });
  await eventually(
    () => server.ask('/api/queries/same'),
    ({ status }) => status === 404,
  );
});

test('a list comes in pages that together are the whole', async () => {
  const files = Array.from({ length: 7 }, (_, index) => [
    `paged/paged-${index}.sql`,
    query(`Paged ${index}`),
  ]);
  await writeFiles(server.catalogFolder, Object.fromEntries(files));
  await eventually(
    () => slugs('paged'),
    (found) => found.length === 7,
  );

  const titles: string[] = [];
  let next: string | null = '0';
  while (next !== null) {
    const page: QueryList = (
      await server.ask(`/api/queries?search=paged&limit=3&next=${next}`)
    ).json();
    titles.push(...page.queries.map(({ title }) => title));
    next = page.next;
  }

  expect(titles).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `Paged ${index}`));
});

test('a restart, and a second server on the same database, number the versions alike', async () => {
  await save('numbered.sql', query('One'));
  await eventually(
    () => find('numbered'),
    ({ title }) => title === 'One',
  );
  await save('numbered.sql', query('Two'));
  const here = await eventually(
    () => find('numbered'),
    ({ title }) => title === 'Two',
  );

  const other = await startTestServer({
    env: env(),
    catalog: { 'numbered.sql': query('Two'), 'signups.sql': '/*--- broken' },
  });
  const there: Query = (await other.ask('/api/queries/numbered')).json();
  const lastGood: Query = (await other.ask('/api/queries/signups')).json();
  await other.stop();

  expect([there.version, there.updatedAt]).toEqual([here.version, here.updatedAt]);
  expect(lastGood).toMatchObject({ title: 'Signups by month', tags: ['growth'] });
});

test('a query of a file cannot be changed over HTTP, and the answer says where it is kept', async () => {
  for (const [method, body] of [
    ['PUT', { title: 'Mine', sql: 'select 1' }],
    ['DELETE', undefined],
  ] as const) {
    const answer = await server.ask('/api/queries/signups', {
      method,
      headers: { 'if-match': '"1"' },
      ...(body === undefined ? {} : { body }),
    });

    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe('GET');
    expect(answer.json()).toMatchObject({
      code: 'method_not_allowed',
      file: 'signups.sql',
      detail: expect.stringContaining('signups.sql'),
    });
  }
});

test("the sample's own queries are read without a complaint", async () => {
  const sample = await startTestServer({
    env: { ...env(), CATALOG_DIR: path.join(root, 'examples/queries') },
  });
  const answer: QueryList = (await sample.ask('/api/queries?limit=200')).json();
  await sample.stop();

  expect(answer.errors).toEqual([]);
  expect(answer.queries.length).toBeGreaterThanOrEqual(14);
});
