// A data source of another engine through the whole product: the catalog, the page, downloads, the sidebar's result.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readSheet } from 'read-excel-file/node';
import { build } from '../../build.mjs';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import '../support/become.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createMemoryEngine } from './memory.ts';

const people = {
  columns: [
    { name: 'number', kind: 'text', typeName: 'CHAR(5)' },
    { name: 'name', kind: 'text', typeName: 'VARCHAR' },
    { name: 'joined', kind: 'date', typeName: 'DATE' },
    { name: 'paid', kind: 'decimal', typeName: 'DECIMAL(10,2)' },
    { name: 'active', kind: 'boolean', typeName: 'TINYINT' },
  ],
  rows: [
    ['00145', 'Maple "Optics", Inc.', '2026-01-31', '12.50', 't'],
    ['00146', '=1+1', '2026-02-28', null, 'f'],
  ],
} as const;

const header = (title: string, more = '') =>
  `/*---\ntitle: ${title}\nsource: books\n${more}---*/\n`;
const catalog = {
  'people.sql': `${header('People')}from people`,
  'person.sql': `${header('One person', 'parameters:\n  number: { type: text }\n')}from people where number = :number`,
  'wrong.sql': `${header('Wrong')}from nowhere`,
};

let server: TestServer;
let browser: TestBrowser;
beforeAll(async () => {
  await build();
  const engine = createMemoryEngine({
    people: { columns: [...people.columns], rows: people.rows.map((row) => [...row]) },
  });
  const sources = [{ name: 'books', urls: ['memory:books'], allowWriter: false }];
  server = await startTestServer({ catalog, options: { engines: [engine], sources } });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test('its queries stand in the catalog and its tables in the schema', async () => {
  const { queries } = (await server.ask('/api/queries')).json();
  const { tables } = (await server.ask('/api/sources/books/schema')).json();

  expect(queries.map(({ slug }: { slug: string }) => slug).sort()).toEqual([
    'people',
    'person',
    'wrong',
  ]);
  expect(tables[0].columns.map(({ type }: { type: string }) => type)).toContain('DECIMAL(10,2)');
});

test('its rows come as CSV and JSON as they are, with a value where one is asked for', async () => {
  expect((await server.ask('/q/people.csv')).text).toBe(
    'number,name,joined,paid,active\r\n' +
      '00145,"Maple ""Optics"", Inc.",2026-01-31,12.50,t\r\n00146,=1+1,2026-02-28,,f\r\n',
  );
  expect((await server.ask('/q/person.json?number=00146')).json()).toEqual([
    { number: '00146', name: '=1+1', joined: '2026-02-28', paid: null, active: false },
  ]);
});

test('its result reaches the sidebar with the types that a sheet needs, and the words of its engine', async () => {
  const result = (await server.ask('/api/queries/people/result', { body: {} })).json();

  expect(result.columns).toEqual([
    { name: 'number', type: 'text', typeName: 'CHAR(5)', pgType: 'CHAR(5)' },
    { name: 'name', type: 'text', typeName: 'VARCHAR', pgType: 'VARCHAR' },
    { name: 'joined', type: 'date', typeName: 'DATE', pgType: 'DATE' },
    { name: 'paid', type: 'number', typeName: 'DECIMAL(10,2)', pgType: 'DECIMAL(10,2)' },
    { name: 'active', type: 'boolean', typeName: 'TINYINT', pgType: 'TINYINT' },
  ]);
  expect(result.rows[0]).toEqual(['00145', 'Maple "Optics", Inc.', '2026-01-31', 12.5, true]);
});

test('its result is a workbook and a cached answer like any other', async () => {
  const cachedOnce = await server.ask('/q/people.csv?_maxAgeSeconds=60');
  const cachedTwice = await server.ask('/q/people.csv?_maxAgeSeconds=60');
  const response = await fetch(`${server.url}/q/people.xlsx`);
  const rows = await readSheet(Buffer.from(await response.arrayBuffer()), { trim: false });

  expect(cachedTwice.text).toBe(cachedOnce.text);
  expect(cachedTwice.headers['etag']).toBeDefined();
  expect(rows[2]?.slice(0, 2)).toEqual(['00146', '=1+1']);
});

test('its errors are told with their place', async () => {
  const refused = await server.ask('/q/wrong.csv');

  expect(refused.status).toBe(422);
  expect(refused.json()).toMatchObject({ code: 'sql_invalid', line: 1, column: 6 });
});

test('its page shows the rows', async () => {
  const page = await browser.newPage({});
  await page.goto(`${server.url}/q/people`);

  await page.getByText('Maple "Optics", Inc.').waitFor();
});
