// Queries read sheet tables like tables, in whatever place of a statement, and a result says which rows it read.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ask as onDatabase } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { sending } from '../identity/people.ts';
import { goodRows, headers, onboarding, onboardingColumns } from './onboarding.ts';

let server: TestServer;
let database: TestDatabase;

const READS = `/*---
title: Reads a sheet
parameters:
  least: { type: number, default: 0 }
---*/
select account, seats from sheet.sales_onboarding where seats > :least order by account
`;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  await onDatabase(
    database.adminUrl,
    `create table accounts (name text, plan text);
     insert into accounts values ('Kiln', 'pro'), ('Vesta', 'free'), ('Orlo', 'pro');
     create schema sheet; grant usage on schema sheet to public;
     create table sheet.of_the_database (n int); insert into sheet.of_the_database values (7);
     grant select on all tables in schema public, sheet to public`,
  );
  server = await startTestServer({
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
    catalog: { 'reads.sql': READS },
  });
  await must('POST', '/api/sheet-tables', onboarding);
  await must('POST', '/api/sheet-tables', { ...onboarding, name: 'never_published' });
  await publish(goodRows);
});

afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function must(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await server.ask(path, sending(method, body));
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer;
}

const publish = async (rows: unknown[], name = 'sales_onboarding') =>
  (await must('PUT', `/api/sheet-tables/${name}/rows`, { headers, rows })).json().rows;
const run = (sql: string, more: object = {}) =>
  server.ask('/api/run', sending('POST', { source: 'main', sql, ...more }));
const rowsOf = async (sql: string, more: object = {}) => {
  const answer = await run(sql, more);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json().rows;
};

test('every value comes as the sheet has it, typed, and an empty cell is null', async () => {
  const { columns, rows } = (
    await run('select * from sheet.sales_onboarding order by account', {
      exactText: ['seats'],
    })
  ).json();

  expect(columns.map(({ typeName }: { typeName: string }) => typeName)).toEqual(
    ['text', 'numeric', 'bool', 'timestamp'].toSpliced(2, 0, 'date'),
  );
  expect(rows).toEqual([
    ['Ember & Co "quoted", {braces} \\ null', '1000000000000000000000', null, null, null],
    ['Kiln', '12', '2026-01-31', true, '2026-01-05 14:30:00'],
    ['Vesta', '1.5', '2026-02-01', false, null],
  ]);
});

const one = [['Kiln', 12]];
test.each([
  ['alone', 'select account, seats from sheet.sales_onboarding where trained', one],
  ['with an alias', 'select s.account, s.seats from sheet.sales_onboarding s where s.trained', one],
  ['with as', 'select s.account, s.seats from sheet.sales_onboarding as s where s.trained', one],
  [
    'with an alias of columns',
    'select a, b from sheet.sales_onboarding s(a, b) where s.trained',
    one,
  ],
  ['quoted', 'select "account", seats from "sheet"."sales_onboarding" where trained', one],
  ['in capitals', 'SELECT ACCOUNT, SEATS FROM SHEET . SALES_ONBOARDING WHERE TRAINED', one],
  [
    'by its name',
    'select sales_onboarding.account, seats from sheet.sales_onboarding where sales_onboarding.trained',
    one,
  ],
  [
    'by schema and name',
    'select sheet.sales_onboarding.account, sheet.sales_onboarding.seats from sheet.sales_onboarding where sheet.sales_onboarding.trained',
    one,
  ],
  [
    'with a comment inside',
    'select account, seats from sheet /* not a.b */ . -- ?\n sales_onboarding where trained',
    one,
  ],
  ['with only', 'select account, seats from only sheet.sales_onboarding where trained', one],
  [
    'with only in brackets',
    'select account, seats from only (sheet.sales_onboarding) where trained',
    one,
  ],
  ['with a star', 'select account, seats from sheet.sales_onboarding * where trained', one],
  [
    'in a WITH',
    'with s as (select * from sheet.sales_onboarding) select account, seats from s where trained',
    one,
  ],
  [
    'in a subquery',
    'select name, 12 from accounts where name in (select account from sheet.sales_onboarding where trained)',
    one,
  ],
  [
    'in a join, beside the database',
    'select a.name, s.seats from accounts a join sheet.sales_onboarding s on s.account = a.name where a.plan = $$pro$$',
    one,
  ],
  [
    'twice in one statement',
    'select a.account, b.seats from sheet.sales_onboarding a, sheet.sales_onboarding b where a.trained and b.trained',
    one,
  ],
  [
    'in a lateral subquery of a union',
    'select name, l.seats from accounts, lateral (select seats from sheet.sales_onboarding where account = name and trained union select 0 where false) l',
    one,
  ],
  ['in TABLE', 'select account, seats from (table sheet.sales_onboarding) t where trained', one],
])('a sheet table is read %s', async (_how, sql, rows) => {
  expect(await rowsOf(sql)).toEqual(rows);
});

test.each([
  ['a string', "select 'from sheet.sales_onboarding' as text", [['from sheet.sales_onboarding']]],
  ['a comment', 'select 1 as one -- from sheet.sales_onboarding', [[1]]],
  ['a quoted name', 'select 1 as "sheet.sales_onboarding"', [[1]]],
  ['an alias', 'select sheet.name from accounts sheet where plan = $$free$$', [['Vesta']]],
  [
    'letters of many bytes before it',
    "select '東京🙂', seats from sheet.sales_onboarding where trained",
    [['東京🙂', 12]],
  ],
])('what only looks like one is left alone: %s', async (_what, sql, rows) => {
  expect(await rowsOf(sql)).toEqual(rows);
});

test('the schema of that name is the database’s where there is no such sheet table', async () => {
  expect(await rowsOf('select n from sheet.of_the_database')).toEqual([[7]]);
  const missing = await run('select * from sheet.not_there');
  expect(missing.json()).toMatchObject({ code: 'sql_invalid', line: 1, column: 15 });
});

test('a sheet table takes no name that a data source has in its schema, for queries would read the sheet from then on', async () => {
  const taken = { ...onboarding, name: 'of_the_database' };
  const refused = await server.ask('/api/sheet-tables', sending('POST', taken));

  expect([refused.status, refused.json().code]).toEqual([409, 'conflict']);
  expect(refused.json().detail).toContain('main has a table sheet.of_the_database');
  expect(await rowsOf('select n from sheet.of_the_database')).toEqual([[7]]);
});

test('values of parameters stand beside the rows of sheets, and types are inferred as ever', async () => {
  const sql = `select s.account, :label as label from sheet.sales_onboarding s
    where (:least is null or s.seats >= :least) and s.go_live = any(:days) and s.account = :who`;
  const values = { label: 'x', least: 2, days: ['2026-01-31'], who: 'Kiln' };
  const parameters = [
    { name: 'label', type: 'text' },
    { name: 'least', type: 'number', optional: true },
    { name: 'days', type: 'date', list: true },
    { name: 'who', type: 'text' },
  ];

  expect(await rowsOf(sql, { parameters, values })).toEqual([['Kiln', 'x']]);
  expect(await rowsOf(sql, { parameters, values: { ...values, least: null } })).toEqual([
    ['Kiln', 'x'],
  ]);
});

test.each([
  ['before it', 'select nme, account\nfrom sheet.sales_onboarding', 1, 8],
  ['in a line after it', 'select *\nfrom sheet.sales_onboarding s\nwhere s.nothing = :x', 3, 7],
  [
    'behind it',
    'select * from sheet.sales_onboarding s join accounts a on a.nam = s.account',
    1,
    59,
  ],
  [
    'behind letters of many bytes',
    "select '東京🙂' from sheet.sales_onboarding where nothing",
    1,
    48,
  ],
  [
    'behind two of them',
    'select sheet.sales_onboarding.account from sheet.sales_onboarding where nothing',
    1,
    73,
  ],
  ['in its syntax', 'select * from sheet.sales_onboarding wher trained', 1, 43],
])('an error %s is told at its place in the author’s text', async (_where, sql, line, column) => {
  expect((await run(sql, { values: /:x/.test(sql) ? { x: 1 } : {} })).json()).toMatchObject({
    code: 'sql_invalid',
    line,
    column,
  });
});

test('an envelope, a frozen run and the record of a run tell which rows were read, and a frozen run keeps telling it', async () => {
  const published = await publish(goodRows);
  const id = randomUUID();
  const envelope = (await must('POST', '/api/queries/reads/result', { run: id })).json();
  const read = { name: 'sales_onboarding', at: published.at, fingerprint: published.fingerprint };
  expect(envelope.sheetTables).toMatchObject([
    { ...read, title: 'Onboarding', rowCount: 3, leftOut: 0 },
  ]);
  expect((await run('select 1')).json().sheetTables).toBeUndefined();

  const frozen = (await must('POST', `/api/runs/${id}/freeze`)).json();
  await publish(goodRows.slice(0, 1));

  expect((await must('GET', `/api/frozen/${frozen.id}`)).json()).toMatchObject({
    sheetTables: [read],
    rowCount: 3,
  });
  const [recorded] = await eventually(
    () =>
      onDatabase<{ read: object }>(
        database.adminUrl,
        'select sheet_tables as read from runs where id = $1',
        [id],
      ),
    (rows) => rows.length === 1,
  );
  expect(recorded?.read).toMatchObject([read]);
  const csv = await server.ask('/q/reads.csv');
  expect(csv.headers['sheetfeed-sheet-tables']).toMatch(/^sales_onboarding 20\d\d-/);
});

test('a result that is kept is given again only while the sheet’s rows are the same', async () => {
  const csv = async () => (await server.ask('/q/reads.csv?_maxAgeSeconds=3600')).text;
  await publish(goodRows.slice(0, 1));
  expect(await csv()).toBe('account,seats\r\nKiln,12\r\n');
  expect(await csv()).toBe('account,seats\r\nKiln,12\r\n');

  await publish([['Kiln', 13, '', '', '']]);
  expect(await csv()).toBe('account,seats\r\nKiln,13\r\n');
  await publish(goodRows.slice(0, 1));
  const { cached } = (
    await must('POST', '/api/queries/reads/result', { maxAgeSeconds: 3600 })
  ).json();

  expect(await csv()).toBe('account,seats\r\nKiln,12\r\n');
  expect(cached).toBe(true);
  await publish(goodRows);
});

test('of a sheet table without rows it is said who publishes them', async () => {
  const answer = await run('select * from sheet.never_published');

  expect(answer.json()).toMatchObject({ code: 'sheet_table_empty', sheetTable: 'never_published' });
});

test('a query goes on with the columns that its rows have until rows with other columns are published', async () => {
  const name = 'changing';
  await must('POST', '/api/sheet-tables', { ...onboarding, name });
  await publish(goodRows, name);
  const columns = onboardingColumns.map((column) =>
    column.name === 'seats' ? { ...column, name: 'places', type: 'text' } : column,
  );
  await must('PUT', `/api/sheet-tables/${name}`, { columns });
  expect(await rowsOf(`select seats from sheet.${name} where trained`)).toEqual([[12]]);

  await publish(goodRows, name);

  expect(await rowsOf(`select places from sheet.${name} where trained`)).toEqual([['12']]);
  expect((await run(`select seats from sheet.${name}`)).status).toBe(422);
});

test('an author is told columns and plan of a text that reads a sheet, and its literals', async () => {
  const text = {
    source: 'main',
    sql: "select account, seats from sheet.sales_onboarding where account = 'Kiln'",
  };

  expect((await must('POST', '/api/describe', text)).json().columns).toMatchObject([
    { name: 'account', type: 'text' },
    { name: 'seats', type: 'number' },
  ]);
  expect((await must('POST', '/api/explain', text)).json().steps.length).toBeGreaterThan(0);
  expect((await must('POST', '/api/lift', text)).json().literals).toMatchObject([
    { text: "'Kiln'", from: text.sql.length - 6 },
  ]);
});

test('an editor finds it among the tables of its source, and the table tells which queries read it', async () => {
  const { tables } = (await must('GET', '/api/sources/main/schema')).json();
  const found = tables.filter(({ schema }: { schema: string }) => schema === 'sheet');

  expect(found.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['of_the_database', 'sales_onboarding']),
  );
  const table = found.find(({ name }: { name: string }) => name === 'sales_onboarding');
  expect(table).toMatchObject({
    comment: 'Onboarding: the tab Onboarding of Sales',
    columns: expect.arrayContaining([
      expect.objectContaining({ name: 'go_live', type: 'date', comment: 'Headed "Go-live"' }),
    ]),
  });
  const { queries } = (await must('GET', '/api/sheet-tables/sales_onboarding')).json();
  expect(queries).toEqual([{ slug: 'reads', title: 'Reads a sheet', open: true }]);
});

test('fifty thousand rows of ten columns are read whole', async () => {
  const columns = Array.from({ length: 10 }, (_, index) => ({
    ...{ name: `c${index}`, header: `C${index}`, type: index % 2 ? 'number' : 'text' },
  }));
  await must('POST', '/api/sheet-tables', { ...onboarding, name: 'wide', columns });
  const publication = randomUUID();
  const names = columns.map(({ header }) => header);
  for (let page = 0; page < 5; page++) {
    const rows = Array.from({ length: 10_000 }, (_, row) =>
      columns.map((_column, index) => (index % 2 ? row : `r${row}`)),
    );
    await must('PUT', '/api/sheet-tables/wide/rows', {
      ...{ headers: names, publication, page, last: page === 4, rows },
    });
  }

  expect(await rowsOf('select count(*), sum(c1), max(c8) from sheet.wide')).toEqual([
    [50_000, 249_975_000, 'r9999'],
  ]);
});
