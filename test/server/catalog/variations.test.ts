// Variations: a member's own query that selects from the result of another one, and shows nothing that this does not.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { ask } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

const header = (title: string, more = '') => `/*---\ntitle: ${title}\nsource: main\n${more}---*/\n`;
const catalog = {
  'add-ons.sql': `${header('Add-ons that customers use', 'key: [id]\nparameters:\n  least: { type: number, default: 0 }\n')}
select * from (values
  (1, 'Maple Optics', 'cache', 20.50, date '2026-01-05'),
  (2, 'Maple Optics', 'mail', 10, date '2026-01-20'),
  (3, 'O''Hara''s', 'cache', 5, date '2026-02-01'),
  (4, 'Kiln \\ Co', null, 7, date '2026-02-03')
) as used (id, customer, add_on, price, since) where price >= :least order by id -- all of them;`,
  'fenced.sql': `${header('Fenced')}select word::int as n from (values ('secret', 'hidden'), ('7', 'open')) as kept (word, kind) where kind = 'open'`,
  // Its quote is open: what comes behind would close it.
  'broken.sql': `${header('Broken')}select 'open as customer`,
  'ended.sql': `${header('Ended')}select 1 as n; ;\n`,
  'secret.sql': `${header('Secret')}select 'nobody knows' as word`,
};

let database: TestDatabase;
let people: People;
let server: TestServer;
beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  people = await peopleOf({ ada: 'admin', ben: 'author', vera: 'viewer', vito: 'viewer' });
  server = await startTestServer({
    catalog,
    options: people.options,
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** `POST /path`, as somebody. */
function askAs(who: string, what: string, body?: unknown, more = {}): Promise<Answer> {
  const [method = '', path = ''] = what.split(' ');
  return server.ask(path, sending(method, body, people.as(who, more)));
}

async function must(...asked: Parameters<typeof askAs>): Promise<Answer> {
  const answer = await askAs(...asked);
  if (answer.status >= 400) throw new Error(`${asked[1]}: ${answer.text}`);
  return answer;
}

const selected = (selection: object, values = {}) =>
  must('vera', 'POST /api/queries/add-ons/selected', { selection, values });

const make = async (who: string, content: object): Promise<string> =>
  (await must(who, 'POST /api/queries/add-ons/variations', content)).json().slug;

const ofMaple = {
  title: 'Those of Maple Optics',
  selection: {
    conditions: [{ column: 'customer', is: 'equal', value: 'Maple Optics' }],
    columns: ['add_on', 'price'],
  },
};

test.each([
  ['equal', { column: 'customer', is: 'equal', value: "O'Hara's" }, [3]],
  [
    'equal to what holds a backslash',
    { column: 'customer', is: 'equal', value: 'Kiln \\ Co' },
    [4],
  ],
  ['not equal, empty ones too', { column: 'add_on', is: 'not_equal', value: 'cache' }, [2, 4]],
  ['with a text in it', { column: 'customer', is: 'contains', value: 'MAPLE' }, [1, 2]],
  ['above', { column: 'price', is: 'above', value: '10' }, [1]],
  ['at least', { column: 'price', is: 'at_least', value: '10' }, [1, 2]],
  ['below a date', { column: 'since', is: 'below', value: '2026-01-20' }, [1]],
  ['at most', { column: 'since', is: 'at_most', value: '2026-01-20' }, [1, 2]],
  ['empty', { column: 'add_on', is: 'empty' }, [4]],
  ['not_empty', { column: 'add_on', is: 'not_empty' }, [1, 2, 3]],
])('a condition takes the rows that are %s', async (_name, condition, ids) => {
  const { rows } = (await selected({ conditions: [condition], columns: ['id'] })).json();

  expect(rows).toEqual(ids.map((each) => [each]));
});

test('rows of one month become one, with their number and their sum, the largest first', async () => {
  const answer = await selected({
    groups: [{ column: 'since', by: 'month' }],
    totals: [{ how: 'rows' }, { how: 'sum', of: 'price' }, { how: 'different', of: 'customer' }],
    order: [{ column: 'sum of price', descending: true }],
    most: 5,
  });

  const { columns, rows } = answer.json();
  expect(columns.map(({ name }: { name: string }) => name)).toEqual([
    'since',
    'rows',
    'sum of price',
    'different customer',
  ]);
  expect(rows).toEqual([
    ['2026-01-01', 2, 30.5, 1],
    ['2026-02-01', 2, 12, 2],
  ]);
});

test('a value of the original acts on its rows before anything is selected', async () => {
  const { rows } = (await selected({ columns: ['id'] }, { least: 10 })).json();

  expect(rows).toEqual([[1], [2]]);
});

test('what does not fit the result is refused before it is kept', async () => {
  const condition = { column: 'price', is: 'above', value: 'much' };
  const wrong = [
    { conditions: [condition] },
    { columns: ['margin'] },
    { order: [{ column: 'margin' }] },
    { columns: ['id'], groups: [{ column: 'customer' }] },
    { conditions: [{ column: 'price', is: 'above' }] },
  ];
  for (const selection of wrong) {
    const answer = await askAs('vera', 'POST /api/queries/add-ons/variations', {
      title: 'Wrong',
      selection,
    });
    expect([answer.status, answer.json().code]).toEqual([400, 'invalid_request']);
  }
});

test('a variation is a query of its maker: page, values, CSV, schedule; and nobody else finds it', async () => {
  const slug = await make('vera', { ...ofMaple, values: { least: 15 } });
  const page = (await must('vera', `GET /api/queries/${slug}`)).json();
  const csv = await must('vera', `GET /q/${slug}.csv`);
  const all = await must('vera', `GET /q/${slug}.csv?least=0`);
  const found = (await must('vera', 'GET /api/queries?search=maple')).json();

  expect(page).toMatchObject({
    title: 'Those of Maple Optics',
    key: [],
    owner: { name: 'vera' },
    may: { edit: false },
    variation: {
      of: { slug: 'add-ons', title: 'Add-ons that customers use' },
      state: 'private',
      may: { change: true, publish: false },
    },
  });
  expect(csv.text).toBe('add_on,price\r\ncache,20.50\r\n');
  expect(all.text).toBe('add_on,price\r\ncache,20.50\r\nmail,10\r\n');
  expect(found.queries.map((each: { slug: string }) => each.slug)).toContain(slug);
  for (const who of ['vito', 'ben', 'ada']) {
    expect((await askAs(who, `GET /api/queries/${slug}`)).status).toBe(404);
    const search = (await must(who, 'GET /api/queries?search=maple')).json();
    expect(JSON.stringify(search)).not.toContain(slug);
  }
});

test('it follows its original: a column that comes, a text that is saved, rights that are taken away', async () => {
  await must('ben', 'POST /api/queries', {
    slug: 'moving',
    title: 'Moving',
    sql: 'select 1 as n',
  });
  const made = await must('vera', 'POST /api/queries/moving/variations', {
    title: 'Mine',
    selection: {},
  });
  const { slug } = made.json();
  const mine = async () => (await askAs('vera', `GET /q/${slug}.csv`)).text;
  expect(await mine()).toBe('n\r\n1\r\n');

  await must(
    'ben',
    'PUT /api/queries/moving',
    { title: 'Moving', sql: 'select 2 as n, 3 as m' },
    { 'if-match': '"1"' },
  );
  expect(await mine()).toBe('n,m\r\n2,3\r\n');

  await must('ben', 'PUT /api/queries/moving/audience', {
    audience: { members: [], groups: [] },
  });
  const hidden = await askAs('vera', `GET /q/${slug}.csv`);
  expect(hidden.status).toBe(404);
  expect((await askAs('vera', `GET /api/queries/${slug}`)).status).toBe(404);
});

test('what is offered authors see and publish, and then whoever sees the original finds it', async () => {
  const slug = await make('vera', { ...ofMaple, title: 'Offered to all' });
  const state = (who: string, to: string) =>
    askAs(who, `PUT /api/variations/${slug}/state`, { state: to });

  expect((await state('vera', 'published')).status).toBe(403);
  expect((await state('ben', 'published')).status).toBe(404);
  expect((await state('vera', 'offered')).json().variation.state).toBe('offered');
  const { asks } = (await must('ben', 'GET /api/asks')).json();
  expect(asks[0]).toMatchObject({
    text: 'Publish my variation of “Add-ons that customers use”: Offered to all',
    query: slug,
    state: 'open',
  });
  expect((await askAs('vito', `GET /api/queries/${slug}`)).status).toBe(404);

  expect((await state('ben', 'published')).json().variation.state).toBe('published');
  const told = (await must('vera', 'GET /api/asks')).json().asks[0];
  expect(told).toMatchObject({ query: slug, state: 'answered', answeredBy: { name: 'ben' } });
  const found = (await must('vito', 'GET /api/queries?search=offered')).json();
  expect(found.queries.map((each: { slug: string }) => each.slug)).toEqual([slug]);
  expect((await must('vito', `GET /q/${slug}.csv`)).text).toContain('cache,20.50');
  expect((await state('vito', 'private')).status).toBe(403);
});

test('only its maker changes and deletes it, and of two windows the second is told', async () => {
  const slug = await make('vera', { ...ofMaple, title: 'To be changed' });
  const content = { ...ofMaple, title: 'Changed' };
  const change = (who: string, version: string) =>
    askAs(who, `PUT /api/variations/${slug}`, content, { 'if-match': version });

  expect((await change('ada', '"1"')).status).toBe(404);
  expect((await change('vera', '"1"')).json()).toMatchObject({ title: 'Changed', version: 2 });
  expect((await change('vera', '"1"')).status).toBe(409);
  expect((await must('vera', `GET /api/queries/${slug}`)).json().version).toBe(2);
  const edited = await askAs('ben', `PUT /api/queries/${slug}`, {}, { 'if-match': '*' });
  expect(edited.status).not.toBe(200);
  expect((await must('vera', `DELETE /api/variations/${slug}`)).status).toBe(204);
  expect((await askAs('vera', `GET /q/${slug}.csv`)).status).toBe(404);
});

test('a variation of a variation selects from the same original', async () => {
  const slug = await make('vera', ofMaple);
  const made = await must('vera', `POST /api/queries/${slug}/variations`, {
    title: 'Dear ones',
    selection: { conditions: [{ column: 'price', is: 'above', value: '15' }], columns: ['id'] },
  });

  expect(made.json().variation.of.slug).toBe('add-ons');
  expect((await must('vera', `GET /q/${made.json().slug}.csv`)).text).toBe('id\r\n1\r\n');
});

test('another server of the same database has it within a second', async () => {
  const other = await startTestServer({
    catalog,
    options: people.options,
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
  });
  try {
    const slug = await make('vera', { ...ofMaple, title: 'Everywhere' });
    const there = () => other.ask(`/q/${slug}.csv`, people.as('vera'));
    await eventually(there, ({ status }) => status === 200);
    await must('vera', `DELETE /api/variations/${slug}`);
    await eventually(there, ({ status }) => status === 404);
  } finally {
    await other.stop();
  }
});

test('no text that is given for a value or a column runs as SQL', async () => {
  const texts = [
    "' or true --",
    "\\' or true --",
    "x' union select word from secret --",
    '"; select 1',
    ':least',
    "'':least",
    '$1',
    "E'\\\\",
    'a/*',
  ];
  for (const text of texts) {
    const conditions = [{ column: 'customer', is: 'equal', value: text }];
    expect((await selected({ conditions })).json().rows).toEqual([]);
    const named = await askAs('vera', 'POST /api/queries/add-ons/selected', {
      selection: { columns: [text] },
    });
    expect([text, named.status]).toEqual([text, 422]);
  }
});

test('what is no column of the result is no function either', async () => {
  for (const column of ['row_to_json', 'pg_typeof', 'to_json', 'hash_record']) {
    const conditions = [{ column, is: 'not_empty' }];
    const answer = await askAs('vera', 'POST /api/queries/add-ons/selected', {
      selection: { conditions },
    });
    expect([column, answer.status, answer.json().sqlState]).toEqual([column, 422, '42703']);
  }
});

test('what names a row of a selection is what names one of its rows', async () => {
  const keyOf = async (selection: object) => (await selected(selection)).json().key;

  expect(await keyOf({ most: 1 })).toEqual(['id']);
  expect(await keyOf({ columns: ['price'] })).toBeUndefined();
  expect(await keyOf({ groups: [{ column: 'customer' }] })).toEqual(['customer']);
});

test('a frozen run of a variation that is gone stays its own, as far as the original is seen', async () => {
  await must('ben', 'POST /api/queries', { slug: 'few', title: 'Few', sql: 'select 7 as n' });
  await must('ben', 'PUT /api/queries/few/audience', {
    audience: { members: ['vera'], groups: [] },
  });
  const frozenOf = async (title: string) => {
    const content = { title, selection: {} };
    const { slug } = (await must('vera', 'POST /api/queries/few/variations', content)).json();
    const run = randomUUID();
    await must('vera', `POST /api/queries/${slug}/result`, { run });
    const { id } = (await must('vera', `POST /api/runs/${run}/freeze`)).json();
    return { slug, id };
  };
  const gone = await frozenOf('Gone');
  const left = await frozenOf('Left');
  const seen = async (who: string, { id }: { id: string }) =>
    (await askAs(who, `GET /api/frozen/${id}`)).status;
  await must('vera', `DELETE /api/variations/${gone.slug}`);

  expect(await seen('vera', gone)).toBe(200);
  for (const who of ['vito', 'ben', 'ada']) {
    expect([who, await seen(who, gone), await seen(who, left)]).toEqual([who, 404, 404]);
  }
  await must('ben', 'DELETE /api/queries/few', undefined, { 'if-match': '*' });
  expect([await seen('vito', gone), await seen('vito', left)]).toEqual([404, 404]);
  expect(await seen('vera', left)).toBe(200);
});

test('a query that is no statement by itself is not selected from, whatever a value makes of it', async () => {
  for (const value of ["x' union select word from secret --", ') as result) --']) {
    const selection = { conditions: [{ column: ' customer ', is: 'equal', value }] };
    const asked = await askAs('vera', 'POST /api/queries/broken/selected', { selection });
    const kept = await askAs('vera', 'POST /api/queries/broken/variations', {
      title: 'Sly',
      selection,
    });
    expect([asked.status, asked.json().code]).toEqual([422, 'sql_invalid']);
    expect(kept.status).toBe(400);
  }
  const ended = await must('vera', 'POST /api/queries/ended/selected', { selection: {} });
  expect(ended.json().rows).toEqual([[1]]);
});

test('a condition is tried on no row that the original leaves out', async () => {
  const conditions = [{ column: 'n', is: 'above', value: '0' }];
  const answer = await must('vera', 'POST /api/queries/fenced/selected', {
    selection: { conditions },
  });

  expect(answer.json().rows).toEqual([[7]]);
});

test('each change of a variation is told in the audit', async () => {
  const slug = await make('vera', { ...ofMaple, title: 'Audited' });
  await must('vera', `DELETE /api/variations/${slug}`);

  const told = await ask<{ what: string }>(
    database.adminUrl,
    'select what from audit_events where subject = $1 order by at',
    [slug],
  );
  expect(told.map(({ what }) => what)).toEqual([
    'made a variation of a query',
    'deleted a variation',
  ]);
});
