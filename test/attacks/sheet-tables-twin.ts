// Sheet tables with whatever a sheet may hold, and real tables of the same columns and rows, in a database beside the lab.
import { randomUUID } from 'node:crypto';
import { using, type Lab } from '../corpora/lab.ts';
import type { ServerUnderTest } from '../corpora/server-runner.ts';
import type { TableColumn } from '../../domain/sheet-tables/headers.ts';
import type { SheetCell } from '../../domain/sheet-tables/typed-cell.ts';

interface Table {
  name: string;
  columns: TableColumn[];
  rows: SheetCell[][];
}

const column = (name: string, type: TableColumn['type']): TableColumn => ({
  ...{ name, header: `The ${name}`, type },
});

const asciiLetters = Array.from({ length: 126 }, (_, index) => String.fromCharCode(index + 1));

const TABLES: Table[] = [
  {
    name: 'people',
    columns: [
      column('account', 'text'),
      column('seats', 'number'),
      column('go_live', 'date'),
      column('trained', 'boolean'),
      column('last_call', 'datetime'),
    ],
    rows: [
      ['Kiln', 12, '2026-01-31', true, '2026-01-05 14:30:00'],
      ['Vesta', 1.5, '0001-01-01', false, '9999-12-31 23:59:59'],
      ['NULL', 1e308, '9999-12-31', null, null],
      [null, 1e-300, null, null, null],
      [`'; drop table app.victim; --`, -0.1, null, null, null],
      [`{"a","b"},\\"'$1`, 9007199254740993, null, true, '0001-01-01 00:00:00'],
    ],
  },
  {
    name: 'odd',
    columns: [
      column('user', 'text'),
      column('select', 'number'),
      column('名前', 'text'),
      column('sheet', 'boolean'),
    ],
    rows: [
      [asciiLetters.join(''), 1, '値', true],
      ['x'.repeat(1_000_000), 2, '🙂\u{10FFFF}\uFEFF\u2028', false],
      ['{', null, '}', null],
      ['\\', 0, '"', null],
      [' ', 12345678901234, '\t\n\r', null],
    ],
  },
  { name: 'one', columns: [column('one', 'text')], rows: [['a'], ['b']] },
];

/** Publishes them through the product, and one of 9 MB, which has no twin. */
export async function publishTables(server: ServerUnderTest): Promise<void> {
  for (const { name, columns, rows } of TABLES) {
    await declare(server, name, columns);
    const headers = columns.map(({ header }) => header);
    await must(server, 'PUT', `/api/sheet-tables/${name}/rows`, { headers, rows });
  }
  await publishLarge(server);
}

async function declare(server: ServerUnderTest, name: string, columns: TableColumn[]) {
  const place = { spreadsheet: { id: 'abc', name: 'A' }, tab: 'A', range: 'A1:Z' };
  await must(server, 'POST', '/api/sheet-tables', { name, title: name, columns, place });
}

const LARGE_PAGES = 9;
const ROWS_OF_A_PAGE = 5_000;

async function publishLarge(server: ServerUnderTest): Promise<void> {
  const columns = [column('words', 'text')];
  await declare(server, 'large', columns);
  const publication = randomUUID();
  const headers = columns.map(({ header }) => header);
  for (let page = 0; page < LARGE_PAGES; page++) {
    const rows = Array.from({ length: ROWS_OF_A_PAGE }, (_, row) => ['x'.repeat(200) + row]);
    const last = page === LARGE_PAGES - 1;
    await must(server, 'PUT', '/api/sheet-tables/large/rows', {
      ...{ publication, page, last, headers, rows },
    });
  }
}

async function must(
  server: ServerUnderTest,
  method: string,
  path: string,
  body: unknown,
): Promise<void> {
  const answer = await server.send(method, path, body);
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
}

const TYPES = {
  text: 'text',
  number: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamp',
};

/** Makes the database `twin`: all that is in the lab's, and the tables in a schema `sheet`. */
export async function createRealTables(lab: Lab): Promise<void> {
  const admin = lab.adminUrl('primary');
  const other = new URL(admin);
  other.pathname = '/postgres';
  await using(other.href, (client) => client.query('create database twin template lab'));
  other.pathname = '/twin';
  await using(other.href, async (client) => {
    await client.query('create schema sheet; grant usage on schema sheet to public');
    for (const { name, columns, rows } of TABLES) {
      const list = columns.map((each) => `"${each.name}" ${TYPES[each.type]}`).join(', ');
      await client.query(`create table sheet."${name}" (${list})`);
      const places = columns.map((_, index) => `$${index + 1}`).join(', ');
      for (const row of rows)
        await client.query(`insert into sheet."${name}" values (${places})`, row);
    }
    await client.query('grant select on all tables in schema sheet to public');
  });
}
