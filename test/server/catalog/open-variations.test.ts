// Queries that are open to variations: what their authors ticked can be varied inside, and nothing besides is ever reached.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Inside } from '../../../domain/contract/teaching/inside.ts';
import { ask } from '../../support/clusters.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

const tables = `
create table accounts (id int primary key, name text, country text, secret text, created_at date);
insert into accounts values
  (1, 'Maple', 'DE', 'hush-1', '2026-01-05'), (2, 'Kiln', 'DE', 'hush-2', '2026-01-20'),
  (3, 'Ocre', 'FR', 'hush-3', '2026-01-21'), (4, 'Birch', 'DE', 'hush-4', '2026-02-02'),
  (5, 'Void', null, 'hush-5', '2026-02-03');
create table plans (account int, plan text, country text, secret text);
insert into plans values (1, 'big', 'XX', 'hush-p1'), (1, 'small', 'XX', 'hush-p2'), (3, 'big', 'YY', 'hush-p3');
create table "Odd ""Names" ("The.Col" text, "select" text);
insert into "Odd ""Names" values ('hush-o', 'hush-s');
create view shown as select id, country, 'hush-view' as secret from accounts;
create schema other;
create table other.accounts (id int, country text);
insert into other.accounts values (1, 'hush-other');
create function full_secret(accounts) returns text stable language sql as $$ select $1.secret $$;
create table constructor (valueof text, __proto__ text);
insert into constructor values ('one', 'hush-c');
create table plain as select now() as at;
grant usage on schema other to public;
grant select on all tables in schema public, other to public;`;

const ticks = 'variations:\n  accounts: [country, created_at, gone]\n  plans: [plan]\n';
const query = (sql: string, more = ticks) =>
  `/*---\ntitle: A query\nsource: main\n${more}---*/\n${sql}`;

const catalog = {
  'by-month.sql': query(
    `-- how many came
select date_trunc('month', created_at)::date as month, -- the first of it
  count(*) as signups
from accounts -- everybody
where name <> 'Nobody' or false /* odd */
group by 1 -- by month
order by 1 -- the oldest first
;`,
  ),
  'named.sql': query(
    `select date_trunc('month', a.created_at)::date as month, count(distinct a.id) as n
     from accounts a left join plans p on p.account = a.id group by month order by month`,
  ),
  'listed.sql': query('select id, name from accounts order by id'),
  'total.sql': query('select count(*) as n from accounts'),
  'closed.sql': query('select id, name from accounts order by id', ''),
  'union.sql': query('select id from accounts union select account from plans'),
  'top.sql': query('select id from accounts order by id limit 2'),
  'ranked.sql': query('select id, rank() over (order by id) from accounts'),
  'firsts.sql': query('select distinct on (country) id from accounts order by country, id'),
  'once.sql': query('select distinct name from accounts'),
  'rolled.sql': query('select country, count(*) from accounts group by rollup (country)'),
  'shadowed.sql': query(
    `with accounts as (select id, secret as country, created_at from public.accounts) select id from accounts`,
  ),
  'under.sql': query('select id from (select * from accounts) as sub'),
  'as-other.sql': query(
    'select other.id from plans as accounts join accounts as other on other.id = accounts.account',
  ),
  'renamed.sql': query('select a.one from accounts as a (one, two, three, country, five)'),
  'twice.sql': query('select a.id from accounts a join accounts b on a.id = b.id'),
  'qualified.sql': query('select id from other.accounts'),
  'open-other.sql': query(
    'select id from other.accounts',
    'variations:\n  other.accounts: [country]\n',
  ),
  'viewed.sql': query('select id from shown order by id', 'variations:\n  shown: [country]\n'),
  'odd.sql': query(
    `select 1 as one from "Odd ""Names" o`,
    `variations:\n  'Odd "Names': ['The.Col']\n`,
  ),
  'own-names.sql': query(
    'select count(*) as n from constructor',
    'variations:\n  constructor: [valueof]\n',
  ),
  'not-ticked.sql': query('select count(*) as n from constructor'),
  'named-own.sql': query(
    `select date_trunc('day', at) as constructor, count(*) from plain group by 1`,
    'variations:\n  plain: [at]\n',
  ),
  'starred.sql': query('select * from accounts order by id'),
  'lateral.sql': query('select a.id from accounts a, lateral (select a.secret as country) as s'),
  'deep.sql': query(
    'select (select max(secret) from plans where account = a.id) as s from accounts a order by id',
  ),
};

let database: TestDatabase;
let people: People;
let server: TestServer;
beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  await ask(database.adminUrl, tables);
  people = await peopleOf({ ada: 'admin', ben: 'author', vera: 'viewer' });
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

function askAs(who: string, what: string, body?: unknown, more = {}): Promise<Answer> {
  const [method = '', path = ''] = what.split(' ');
  return server.ask(path, sending(method, body, people.as(who, more)));
}

const inside = (given: Partial<Inside>): Inside => ({
  conditions: [],
  columns: [],
  spans: [],
  ...given,
});
const vary = (slug: string, given: Partial<Inside>, more = {}) =>
  askAs('vera', `POST /api/queries/${slug}/selected`, {
    selection: { inside: inside(given), ...more },
  });
async function rowsOf(answer: Promise<Answer>): Promise<unknown[][]> {
  const got = await answer;
  if (got.status !== 200) throw new Error(got.text);
  return got.json().rows as unknown[][];
}

const germany = { table: 'accounts', column: 'country', is: 'equal', value: 'DE' } as const;
const country = { table: 'accounts', column: 'country', as: 'country' };

test('"sign-ups by month" becomes "only Germany, by week", and what its author wrote stays', async () => {
  const given = { conditions: [germany], spans: [{ column: 'month', by: 'week' as const }] };
  const answer = await vary('by-month', given);

  expect(answer.json().columns.map(({ name }: { name: string }) => name)).toEqual([
    'week',
    'signups',
  ]);
  expect(answer.json().rows).toEqual([
    ['2026-01-05', 1],
    ['2026-01-19', 1],
    ['2026-02-02', 1],
  ]);
  const text = await askAs('vera', 'POST /api/queries/by-month/selected/sql', {
    selection: { inside: inside(given) },
  });
  const { sql } = text.json();
  expect(sql).toContain(`select date_trunc('week', created_at)::date as month, -- the first of it`);
  expect(sql).toContain(
    `where (name <> 'Nobody' or false) and "accounts"."country" = 'DE' /* odd */\ngroup by 1 -- by month`,
  );
});

test('a further column makes further groups where the original makes groups', async () => {
  const rows = await rowsOf(
    vary(
      'by-month',
      { columns: [country] },
      { order: [{ column: 'month' }, { column: 'country' }] },
    ),
  );

  expect(rows).toEqual([
    ['2026-01-01', 2, 'DE'],
    ['2026-01-01', 1, 'FR'],
    ['2026-02-01', 1, 'DE'],
    ['2026-02-01', 1, null],
  ]);
});

test('a further column comes beside each row where the original makes no groups, and a total becomes groups', async () => {
  const created = { table: 'accounts', column: 'created_at', by: 'month', as: 'month' } as const;
  expect(await rowsOf(vary('listed', { columns: [country] }))).toContainEqual([5, 'Void', null]);
  expect(
    await rowsOf(vary('total', { columns: [created] }, { order: [{ column: 'month' }] })),
  ).toEqual([
    [3, '2026-01-01'],
    [2, '2026-02-01'],
  ]);
});

test('a span is changed where the query calls its column by name, and in a join by its table', async () => {
  const rows = await rowsOf(vary('named', { spans: [{ column: 'month', by: 'year' }] }));

  expect(rows).toEqual([['2026-01-01', 5]]);
});

test.each<[string, string, Partial<Inside>]>([
  ['a column that is not ticked', 'listed', { columns: [{ ...country, column: 'secret' }] }],
  [
    'a filter on one that is not ticked',
    'listed',
    { conditions: [{ ...germany, column: 'secret' }] },
  ],
  [
    'a ticked name with a quote',
    'listed',
    { columns: [{ ...country, column: 'country", secret as "x' }] },
  ],
  [
    'a column of another table of that name',
    'named',
    { columns: [{ ...country, table: 'plans' }] },
  ],
  ['a table by its alias', 'named', { columns: [{ ...country, table: 'a' }] }],
  ['a table by its schema', 'listed', { columns: [{ ...country, table: 'public.accounts' }] }],
  ['a table in other letters', 'listed', { columns: [{ ...country, table: 'ACCOUNTS' }] }],
  ['what every object has', 'listed', { columns: [{ ...country, table: 'constructor' }] }],
  ['a query that nobody opened', 'closed', { columns: [country] }],
  ['a span that is none', 'listed', { spans: [{ column: 'name', by: 'week' }] }],
  [
    'a function that looks like a column',
    'listed',
    { columns: [{ ...country, column: 'full_secret' }] },
  ],
  ['a column that the result has already', 'listed', { columns: [{ ...country, as: 'name' }] }],
  ['a ticked column that is gone', 'listed', { columns: [{ ...country, column: 'gone' }] }],
  ['a union', 'union', { conditions: [germany] }],
  ['a filter before a limit', 'top', { conditions: [germany] }],
  ['a filter before a window', 'ranked', { conditions: [germany] }],
  ['the first rows of groups', 'firsts', { conditions: [germany] }],
  ['a column beside rows that come once', 'once', { columns: [country] }],
  ['a column beside groups of several kinds', 'rolled', { columns: [{ ...country, as: 'c' }] }],
  ['a WITH query that has the name of a table', 'shadowed', { columns: [country] }],
  ['a table within a select', 'under', { columns: [country] }],
  ['a table whose columns are renamed', 'renamed', { columns: [country] }],
  ['a table that stands there twice', 'twice', { columns: [country] }],
  ['a table of another schema', 'qualified', { columns: [country] }],
  [
    'a filter on what an outer join may lack',
    'named',
    { conditions: [{ table: 'plans', column: 'plan', is: 'equal', value: 'big' }] },
  ],
  [
    'a table of which a select in it reads',
    'deep',
    { columns: [{ ...country, table: 'plans', column: 'plan' }] },
  ],
])('refuses %s, and says nothing of it', async (_name, slug, given) => {
  const answer = await vary(slug, given);

  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.text).not.toContain('hush');
});

test('a name that a text gives to another table is not mistaken for it', async () => {
  // `accounts` is the alias of plans here; the table accounts is called other.
  expect(await rowsOf(vary('as-other', { columns: [country], conditions: [germany] }))).toEqual([
    [1, 'DE'],
    [1, 'DE'],
  ]);
  const rows = await rowsOf(vary('lateral', { columns: [country] }));
  expect(rows[0]).toEqual([1, 'DE']);
});

test('a table of a schema, a view, and names with quotes and dots are opened as they are written', async () => {
  expect(
    await rowsOf(vary('open-other', { columns: [{ ...country, table: 'other.accounts' }] })),
  ).toEqual([[1, 'hush-other']]);
  expect(
    await rowsOf(vary('viewed', { conditions: [{ ...germany, table: 'shown', value: 'FR' }] })),
  ).toEqual([[3]]);
  const odd = { table: 'Odd "Names', column: 'The.Col', as: 'it' };
  expect(await rowsOf(vary('odd', { columns: [odd] }))).toEqual([[1, 'hush-o']]);
  expect((await vary('odd', { columns: [{ ...odd, column: 'select' }] })).status).toBe(422);
});

test('the forms are told what is open, with its types, and why the rest is not', async () => {
  const openings = async (slug: string) =>
    (await askAs('vera', `GET /api/queries/${slug}/openings`)).json();

  expect(await openings('named')).toMatchObject({
    ...{ why: null, noColumns: null, isGrouped: true, taken: ['month', 'n'] },
    tables: [
      {
        ...{ table: 'accounts', noFilter: null },
        columns: [
          { name: 'country', type: 'text' },
          { name: 'created_at', type: 'date' },
        ],
      },
      { table: 'plans', noFilter: expect.stringContaining('outer join') },
    ],
    spans: [{ column: 'month', table: 'accounts', of: 'created_at', by: 'month', isNamedSo: true }],
  });
  expect(await openings('closed')).toMatchObject({
    why: 'Its author has not opened it to variations.',
    tables: [],
  });
  expect(await openings('union')).toMatchObject({
    why: expect.stringContaining('union'),
    tables: [],
  });
  expect(await openings('once')).toMatchObject({ noColumns: expect.stringContaining('distinct') });
});

test('names that every object knows are names like others', async () => {
  const openings = async (slug: string) =>
    (await askAs('vera', `GET /api/queries/${slug}/openings`)).json();
  const column = { table: 'constructor', column: 'valueof', as: 'more' };

  expect((await openings('own-names')).tables).toMatchObject([
    { table: 'constructor', columns: [{ name: 'valueof' }] },
  ]);
  expect((await openings('not-ticked')).tables).toEqual([]);
  expect((await openings('named-own')).spans).toMatchObject([{ column: 'constructor', of: 'at' }]);
  expect((await vary('own-names', { columns: [column] })).json().rows).toEqual([[1, 'one']]);
  const closed = await vary('own-names', { columns: [{ ...column, column: '__proto__' }] });
  expect(closed.json()).toMatchObject({ code: 'sql_not_allowed' });
});

test('an author opens a query on the page; once the tick is gone, what was made by it ends in words, and comes back with it', async () => {
  const content = {
    ...{ title: 'Accounts', source: 'main', sql: 'select id from accounts order by id' },
    variations: { accounts: ['country'] },
  };
  const made = await askAs('ben', 'POST /api/queries', content);
  expect(made.json().variations).toEqual({ accounts: ['country'] });
  const { slug } = made.json();
  const selection = { inside: inside({ conditions: [germany], columns: [country] }) };
  const own = await askAs('vera', `POST /api/queries/${slug}/variations`, {
    title: 'German ones',
    selection,
  });
  expect(own.status).toBe(201);
  const run = () => askAs('vera', `POST /api/queries/${own.json().slug}/result`, {});
  expect((await run()).json().rows).toHaveLength(3);
  const save = (variations: object, version: number) =>
    askAs(
      'ben',
      `PUT /api/queries/${slug}`,
      { ...content, variations },
      { 'if-match': `"${version}"` },
    );

  expect((await save({ accounts: ['created_at'] }, 1)).status).toBe(200);
  const ended = await run();
  expect(ended.status).toBe(422);
  expect(ended.json().detail).toBe(
    '“Accounts” is not open to variations by accounts.country: its author decides that, and may have ended it.',
  );
  const csv = await askAs('vera', `GET /q/${own.json().slug}.csv`);
  expect(csv.status).toBe(422);
  const shown = await askAs('vera', `GET /api/queries/${own.json().slug}`);
  expect(shown.json().sql).toMatch(/^-- “Accounts” is not open/);

  expect((await save({ accounts: ['country'] }, 2)).status).toBe(200);
  expect((await run()).json().rows).toHaveLength(3);
  const file = await askAs('ben', `GET /api/queries/${slug}/file`);
  expect(file.json().text).toContain('variations:\n  accounts:\n');
  const { variations: _unknown, ...older } = content;
  const kept = await askAs(
    'ben',
    `PUT /api/queries/${slug}`,
    { ...older, title: 'Them' },
    { 'if-match': '"3"' },
  );
  expect(kept.json().variations).toEqual({ accounts: ['country'] });
});

test('whoever may not write the query does not learn what of a text could be opened', async () => {
  const body = { source: 'main', sql: 'select id from accounts' };
  expect((await askAs('vera', 'POST /api/openings', body)).status).toBe(403);
  expect((await askAs('ben', 'POST /api/openings', body)).json()).toMatchObject({
    ...{ why: null, tables: [{ table: 'accounts', noFilter: null }] },
  });
});
