// Who depends on a query, what a change would break, and what helps to write SQL.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Dependents, Impact } from '../../../domain/contract/dependent.ts';
import type { Explanation, Lifted, SourceSchema } from '../../../domain/contract/schema.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { sampleUrls } from '../../support/postgres.ts';
import { peopleOf, sending, type People } from '../identity/people.ts';

let server: TestServer;
let people: People;

const file = (title: string, sql: string, header = '') =>
  `/*---\ntitle: ${title}\n${header}---*/\n${sql}\n`;

beforeAll(async () => {
  people = await peopleOf({
    vera: 'viewer',
    victor: 'viewer',
    anna: 'author',
    adam: 'author',
    ada: 'admin',
  });
  server = await startTestServer({
    env: { SOURCE_SAMPLE_URL: sampleUrls().reader },
    catalog: {
      'customers.sql': file(
        'Customers',
        'select id, name, created_at::date as since from accounts where 1::text <> :plan',
        'owner: Anna@example.com\nparameters:\n  plan: { type: text, default: x }\n',
      ),
      'chooser.sql': file(
        'Chooser',
        'select 1 where 1::text <> :who',
        'parameters:\n  who: { type: choice, choices: { query: customers } }\n',
      ),
    },
    options: people.options,
  });
  await register('r1', 'vera', { columns: ['id', 'name'], schedule: 'every day at 7' });
  await register('r2', 'victor', { columns: ['since'] });
});

afterAll(() => server.stop());

const register = (id: string, who: string, more: object) =>
  server.ask(
    `/api/ranges/${id}`,
    sending(
      'PUT',
      {
        query: 'customers',
        spreadsheet: { id: `sheet-of-${who}`, name: `The sheet of ${who}` },
        tab: 'Sheet1',
        ...more,
      },
      people.as(who),
    ),
  );
const dependents = async (who: string): Promise<Dependents> =>
  (await server.ask('/api/queries/customers/dependents', people.as(who))).json();
const impact = async (change: object, who = 'anna'): Promise<Impact> =>
  (
    await server.ask('/api/queries/customers/impact', sending('POST', change, people.as(who)))
  ).json();
const post = async (at: string, body: object, who = 'anna') =>
  server.ask(at, sending('POST', body, people.as(who)));

test('the owner and admins see all linked ranges, who linked one sees it, others see how many', async () => {
  const names = async (who: string) => {
    const { ranges, hiddenRanges } = await dependents(who);
    return [ranges.map(({ spreadsheet }) => spreadsheet.name).sort(), hiddenRanges];
  };
  const all = ['The sheet of vera', 'The sheet of victor'];

  expect(await names('anna')).toEqual([all, 0]);
  expect(await names('ada')).toEqual([all, 0]);
  expect(await names('vera')).toEqual([['The sheet of vera'], 1]);
  expect(await names('adam')).toEqual([[], 2]);
});

test('a range that tells of itself again is the same, and one that is unlinked is gone', async () => {
  await register('r3', 'vera', { tab: 'Before' });
  await register('r3', 'vera', { tab: 'After' });
  const { ranges } = await dependents('anna');
  const foreign = await server.ask('/api/ranges/r3', { method: 'DELETE', ...people.as('victor') });
  const still = await dependents('anna');
  await server.ask('/api/ranges/r3?spreadsheet=sheet-of-vera', {
    method: 'DELETE',
    ...people.as('vera'),
  });

  expect(ranges.filter(({ id }) => id === 'r3').map(({ tab }) => tab)).toEqual(['After']);
  expect([foreign.status, still.ranges.length]).toEqual([204, 3]);
  expect((await dependents('anna')).ranges.map(({ id }) => id).sort()).toEqual(['r1', 'r2']);
});

test('who knows a range’s and its spreadsheet’s id neither changes nor removes what another says of it', async () => {
  const at = { spreadsheet: { id: 'sheet-of-vera', name: 'Mine now' }, tab: 'Other' };
  await register('r4', 'vera', { schedule: 'every hour' });
  await register('r4', 'victor', { ...at, query: 'chooser', schedule: 'Mondays at 7:00' });
  await register('r4', 'victor', at);
  await server.ask('/api/ranges/r4?spreadsheet=sheet-of-vera', {
    method: 'DELETE',
    ...people.as('adam'),
  });
  const told = (await dependents('anna')).ranges.filter(({ id }) => id === 'r4');
  await server.ask('/api/ranges/r4?spreadsheet=sheet-of-vera', {
    method: 'DELETE',
    ...people.as('victor'),
  });
  const left = (await dependents('anna')).ranges.filter(({ id }) => id === 'r4');
  await server.ask('/api/ranges/r4', { method: 'DELETE', ...people.as('vera') });

  const ofVera = {
    ...{ linkedBy: { name: 'vera' }, tab: 'Sheet1', schedule: 'every hour' },
    spreadsheet: { name: 'The sheet of vera' },
  };
  expect(told).toMatchObject([{ linkedBy: { name: 'victor' }, tab: 'Other' }, ofVera]);
  expect(left).toMatchObject([ofVera]);
});

test('a range of a query that one may not see cannot be registered', async () => {
  const answer = await register('r9', 'vera', { query: 'nothing-here' });

  expect(answer.status).toBe(404);
});

test('renaming a column breaks the ranges that show it, and only those', async () => {
  const found = await impact({
    sql: "select id, name as customer, created_at::date as since from accounts where 'y' <> :plan",
  });

  expect(found.changes).toMatchObject([
    { kind: 'column_renamed', name: 'name', to: 'customer', breaks: true },
  ]);
  expect(found.ranges.map(({ id, because }) => [id, because])).toEqual([
    ['r1', ['The column name is now named customer.']],
  ]);
  expect([found.hiddenRanges, found.unknown]).toEqual([0, null]);
});

test('removed and retyped columns, and a new required parameter, are told', async () => {
  const found = await impact({
    sql: "select id::text, name from accounts where 'y' <> :plan and id::text <> :needed",
    parameters: [
      { name: 'plan', type: 'text', default: 'x' },
      { name: 'needed', type: 'text' },
    ],
  });

  expect(found.changes.map(({ kind, name }) => [kind, name])).toEqual([
    ['column_retyped', 'id'],
    ['column_removed', 'since'],
    ['parameter_required', 'needed'],
  ]);
  expect(found.ranges.map(({ id }) => id).sort()).toEqual(['r1', 'r2']);
  expect(found.queries).toMatchObject([{ slug: 'chooser', why: 'choices' }]);
});

test('a new column breaks nothing', async () => {
  const found = await impact({
    sql: "select id, name, created_at::date as since, 1 as more from accounts where 'y' <> :plan",
  });

  expect(found.changes).toMatchObject([{ kind: 'column_added', breaks: false }]);
  expect([found.ranges, found.links, found.queries]).toEqual([[], [], []]);
});

test('others are told how many of their colleagues’ ranges would break', async () => {
  const found = await impact({ sql: "select 1 as one where 'y' <> :plan" }, 'adam');

  expect([found.ranges, found.hiddenRanges]).toEqual([[], 2]);
});

test('a text that does not parse has no known impact, and says why', async () => {
  expect(await impact({ sql: 'select from from' })).toMatchObject({
    unknown: expect.stringMatching(/syntax error/i),
  });
});

test('the schema tells tables, columns, comments, keys, references, few values, and functions', async () => {
  const schema: SourceSchema = (
    await server.ask('/api/sources/sample/schema', people.as('anna'))
  ).json();
  const apps = schema.tables.find(({ name }) => name === 'apps');

  expect(schema.searchPath).toContain('public');
  expect(apps).toMatchObject({ schema: 'public', kind: 'table', comment: expect.any(String) });
  expect(apps?.columns.find(({ name }) => name === 'id')).toMatchObject({ isKey: true });
  expect(apps?.columns.find(({ name }) => name === 'account_id')).toMatchObject({
    references: 'public.accounts.id',
    isKey: false,
  });
  const subscriptions = schema.tables.find(({ name }) => name === 'subscriptions');
  expect(subscriptions?.columns.find(({ name }) => name === 'status')?.values).toEqual([
    ...['trial', 'active', 'ended'],
  ]);
  expect(apps?.columns.find(({ name }) => name === 'region')?.values?.sort()).toEqual([
    ...['ap', 'eu', 'us'],
  ]);
  expect(apps?.columns.find(({ name }) => name === 'name')?.values).toBeNull();
  const names = schema.functions.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['date_trunc', 'json_agg', 'sum', 'random', 'row_number', 'lag']),
  );
  for (const hidden of ['pg_sleep', 'int4_avg_accum', 'btint4cmp', 'pg_terminate_backend'])
    expect(names).not.toContain(hidden);
  expect(schema.functions.find(({ name }) => name === 'string_agg')).toMatchObject({
    signatures: expect.arrayContaining(['(value text, delimiter text) → text']),
    help: 'concatenate aggregate input into a string',
  });
  expect((await server.ask('/api/sources/nowhere/schema', people.as('anna'))).status).toBe(404);
  expect((await server.ask('/api/sources', people.as('anna'))).json()).toEqual({
    sources: [{ name: 'sample', usable: true }],
  });
});

test('a text is described without being run, its parameters guessed from their use', async () => {
  const answer = await post('/api/describe', {
    source: 'sample',
    sql: 'select id, 1 / 0 as broken from accounts where created_at > :since and id = any(:ids) and name = :name',
    parameters: [{ name: 'since', type: 'date', label: 'Since' }],
  });

  expect(answer.json()).toMatchObject({
    columns: [
      { name: 'id', type: 'number' },
      { name: 'broken', type: 'number' },
    ],
    parameters: [
      { name: 'since', type: 'date', label: 'Since' },
      { name: 'ids', type: 'number', list: true },
      { name: 'name', type: 'text' },
    ],
  });
});

test.each([
  ['created_at >= :since', 'since', 'date'],
  ['created_at::date >= :after', 'after', 'date'],
  ['created_at > :signed_up_since', 'signed_up_since', 'date'],
  ['created_at between :from_day and now()', 'from_day', 'date'],
  ['created_at < :until', 'until', 'timestamp'],
  ['created_at > :after', 'after', 'timestamp'],
])('in %s the parameter %s is guessed to be a %s', async (condition, name, type) => {
  const sql = `select id from accounts where ${condition}`;

  const { parameters } = (await post('/api/describe', { source: 'sample', sql })).json();

  expect(parameters).toEqual([{ name, type }]);
  const again = await post('/api/describe', { source: 'sample', sql, parameters });
  expect(again.status).toBe(200);
});

test('a wrong text is described by its problem, under the right word', async () => {
  const answer = await post('/api/describe', {
    source: 'sample',
    sql: 'select id,\n  nme from accounts',
  });

  expect([answer.status, answer.json()]).toMatchObject([
    422,
    { code: 'sql_invalid', line: 2, column: 3 },
  ]);
});

test.each([
  'delete from accounts',
  'with gone as (delete from accounts returning *) select * from gone',
  "select pg_read_file('/etc/passwd')",
  'explain analyze select 1',
  'select 1; select 2',
])('describe and explain refuse %j as a run would', async (sql) => {
  for (const at of ['/api/describe', '/api/explain']) {
    const answer = await post(at, { source: 'sample', sql });

    expect([at, answer.status, answer.json().code]).toEqual([at, 422, 'sql_not_allowed']);
  }
});

test('a plan is told in words, and an expensive one warns', async () => {
  const cheap: Explanation = (
    await post('/api/explain', {
      source: 'sample',
      sql: 'select * from accounts where name > :name order by name -- end',
      values: { name: "x'; drop table accounts" },
    })
  ).json();
  const product: Explanation = (
    await post('/api/explain', {
      source: 'sample',
      sql: 'select 1 from deployments a, deployments b, accounts c',
    })
  ).json();

  expect(cheap).toMatchObject({ expensive: false, warnings: [] });
  expect(cheap.steps.map(({ sentence }) => sentence).join(' ')).toMatch(/accounts.* Sorts by/);
  expect(product.expensive).toBe(true);
  expect(product.warnings.join(' ')).toMatch(/join condition/);
});

test('literals that could vary are found with their places, types and names', async () => {
  const sql =
    "select date_trunc('month', created_at) from t -- ä'é\n" +
    "where name = 'Ünïted' and day >= date '2025-01-01' and n in (-5, 7.5)\n" +
    'and x = :x and is_paid = true and age between 18 and 65 order by 1 limit 10';
  const { literals }: Lifted = (await post('/api/lift', { sql, parameters: [] })).json();
  const likely = literals.filter((literal) => literal.likely);

  expect(likely.map(({ text, type, name, value }) => [text, type, name, value])).toEqual([
    ["'Ünïted'", 'text', 'name', 'Ünïted'],
    ["date '2025-01-01'", 'date', 'day_from', '2025-01-01'],
    ['-5', 'number', 'n', '-5'],
    ['7.5', 'number', 'n_2', '7.5'],
    ['true', 'boolean', 'is_paid', true],
    ['18', 'number', 'age_from', '18'],
    ['65', 'number', 'age_to', '65'],
    ['10', 'number', 'at_most', '10'],
  ]);
  expect(literals.filter(({ likely: is }) => !is).map(({ text }) => text)).toEqual(["'month'"]);
  for (const { from, to, text } of literals) expect(sql.slice(from, to)).toBe(text);
  expect(likely[0]).toMatchObject({ line: 2, column: 14 });
});

test('each literal that is lifted leaves a text that PostgreSQL accepts', async () => {
  const sql =
    "select * from accounts where name = 'A' and created_at >= date '2025-01-01' and id in (1, 2) " +
    "and created_at > now() - interval '3 days' and lower(name) like 'a%' limit 5";
  const { literals }: Lifted = (await post('/api/lift', { sql })).json();

  expect(literals.filter(({ likely }) => likely)).toHaveLength(6);
  for (const { from, to, name, type, value } of literals.filter(({ likely }) => likely)) {
    const lifted = `${sql.slice(0, from)}:${name}${sql.slice(to)}`;
    const answer = await post('/api/run', {
      ...{ source: 'sample', sql: lifted, maxRows: 1 },
      parameters: [{ name, type, default: value }],
    });
    expect([lifted, answer.status]).toEqual([lifted, 200]);
  }
});

test('a file is checked before it is merged: its header, its SQL, and what it would break', async () => {
  const check = async (name: string, text: string) =>
    (await post('/api/check', { file: name, text, slugs: ['customers'] })).json();

  expect(await check('new.sql', file('New', 'select 1'))).toEqual({
    file: 'new.sql',
    errors: [],
    impact: null,
  });
  expect(await check('x/bad.sql', file('Bad', '\n\nselect nme from accounts'))).toMatchObject({
    errors: [{ line: 6, column: 8, reason: expect.stringContaining('nme') }],
  });
  expect(await check('bad.sql', '/*---\ntitle: x\nodd: 1\n---*/\nselect 1')).toMatchObject({
    errors: [{ line: 3 }],
  });
  expect(await check('Bad Name.sql', file('x', 'select 1'))).toMatchObject({ errors: [{}] });
  expect(await check('customers.sql', file('Customers', 'select id from accounts'))).toMatchObject({
    errors: [],
    impact: { ranges: [{ id: 'r2' }, { id: 'r1' }] },
  });
});
