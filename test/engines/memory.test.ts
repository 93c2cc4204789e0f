// A data source of another engine through the whole product: the catalog, the page, downloads, and a sheet.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readSheet } from 'read-excel-file/node';
import type { Answer, RefreshView } from '../../addon/sidebar-functions.ts';
import { build } from '../../build.mjs';
import { startSimulation, type Simulation } from '../../playground/desk/simulation.ts';
import { createIssuer, persons, type PlaygroundIssuer } from '../../playground/identity.ts';
import type { PlaygroundView, RowView } from '../../playground/protocol.ts';
import { root } from '../../server/root.ts';
import { createSources } from '../../server/sources/sources.ts';
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
  'sheet.sql': `${header('A sheet')}from sheet.things`,
};

const rows: (string | null)[][] = people.rows.map((row) => [...row]);
const tables = { people: { columns: [...people.columns], rows } };

let server: TestServer;
let browser: TestBrowser;
let issuer: PlaygroundIssuer;
let sheets: Simulation;
let folder: string;
beforeAll(async () => {
  await build();
  issuer = await createIssuer();
  const sources = [
    { name: 'books', urls: ['memory:books'], allowWriter: false },
    // Its address does not say what it is.
    { name: 'named', urls: ['books'], engine: 'memory', allowWriter: false },
  ];
  const signIn = { tokenIssuers: [issuer.issuer], members: persons };
  const engines = [createMemoryEngine(tables, (await builtServer()).Problem)];
  server = await startTestServer({ catalog, options: { engines, sources, ...signIn } });
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-memory-engine-'));
  sheets = await openSheets();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await sheets?.stop();
  await rm(folder, { recursive: true, force: true });
  await server?.stop();
});

test('an engine that can read no sheet tables says so', async () => {
  const place = { spreadsheet: { id: 's', name: 'S' }, tab: 'T', range: 'A1:A' };
  const columns = [{ name: 'name', header: 'Name', type: 'text' }];
  await server.ask('/api/sheet-tables', { body: { name: 'things', columns, place } });

  const refused = await server.ask('/q/sheet.csv');

  expect(refused.json()).toMatchObject({ code: 'sql_not_allowed', line: 1, column: 6 });
  expect(refused.json().detail).toContain('cannot read sheet tables');
});

test('its queries stand in the catalog and its tables in the schema', async () => {
  const { queries } = (await server.ask('/api/queries')).json();
  const { tables } = (await server.ask('/api/sources/books/schema')).json();

  expect(queries.map(({ slug }: { slug: string }) => slug).sort()).toEqual([
    'people',
    'person',
    'sheet',
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

test('its result stands in a sheet as it is in the source, and a refresh brings what has changed', async () => {
  const inserted = await call<RefreshView>('insertRange', {
    ...{ run: randomUUID(), slug: 'people', values: {}, target: 'newTab', moves: false },
  });
  const before = await shownIn('People', 3);
  rows.push(['00147', 'Third', '2026-03-31', '7.25', 't']);
  const refreshed = await call<RefreshView>('refreshRange', {
    ...{ id: inserted.range.id, run: randomUUID(), confirmed: {} },
  });

  expect(before).toEqual([
    ['number', 'name', 'joined', 'paid', 'active'],
    ['00145', 'Maple "Optics", Inc.', '1/31/2026', '12.50', 'TRUE'],
    ['00146', '=1+1', '2/28/2026', '', 'FALSE'],
  ]);
  expect(refreshed.range.rowCount).toBe(3);
  expect((await shownIn('People', 4))[3]).toEqual(['00147', 'Third', '3/31/2026', '7.25', 'TRUE']);
});

test('a source says of which engine it is where its address does not', async () => {
  const run = { source: 'named', sql: 'from people where number = :number' };
  const parameters = [{ name: 'number', type: 'text' }];
  const answer = await server.ask('/api/run', {
    body: { ...run, parameters, values: { number: '00145' } },
  });

  expect(answer.json().rows).toHaveLength(1);
});

test('a source of an engine that there is not is refused with those that there are', () => {
  const sources = [{ name: 'ledger', urls: ['ledger:'], allowWriter: false }];

  expect(() => createSources(sources, { engines: [createMemoryEngine(tables)] })).toThrow(
    'No engine fits the data source ledger: its address begins with "ledger:". There are: postgres (postgres:, postgresql:), memory (memory:).',
  );
});

/** The simulated Google Sheets with the built add-on, which asks the server. */
function openSheets(): Promise<Simulation> {
  const settings = {
    addon: path.join(root, 'dist/addon'),
    file: path.join(folder, 'desk.json'),
    backend: `http://127.0.0.1:${server.port}`,
    persons: [...persons],
  };
  const program = pathToFileURL(path.join(root, 'dist/server/simulator-worker.js'));
  return startSimulation(settings, () => {}, program);
}

/** What a function of the add-on answers to the sidebar. */
async function call<T>(functionName: string, input: object): Promise<T> {
  const asked = { functionName, args: [input], tokens: await issuer.tokens() };
  const answer = (await sheets.ask({ ask: 'call', ...asked })) as Answer<T>;
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.value;
}

/** What the first cells of a tab show, row by row. */
async function shownIn(tab: string, rowCount: number): Promise<string[][]> {
  const { workbook } = (await sheets.ask({ ask: 'view' })) as PlaygroundView;
  const { id } = workbook.tabs.find(({ name }) => name === tab) ?? { id: -1 };
  const asked = { ask: 'rows', tab: id, from: 1, to: rowCount } as const;
  const { rows } = (await sheets.ask(asked)) as { rows: RowView[] };
  return rows.map(({ cells }) => Object.values(cells).map(({ display }) => display));
}
