// How much of sheet tables one query may read: a hundred of them, and 64 MB together.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type Answer, type TestServer } from '../../support/server.ts';
import { sending } from '../identity/people.ts';

const MOST_TABLES = 100;
const MEGABYTE = 1024 * 1024;

let server: TestServer;
let database: TestDatabase;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl },
  });
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

const run = (sql: string) => server.ask('/api/run', sending('POST', { source: 'main', sql }));

const column = { name: 'words', header: 'Words', type: 'text' };
const place = { spreadsheet: { id: 'abc', name: 'A' }, tab: 'A', range: 'A1:A' };

async function declare(name: string): Promise<void> {
  await must('POST', '/api/sheet-tables', { name, title: name, columns: [column], place });
}

/** Publishes pages of a megabyte each; gives back how many bytes the table then has. */
async function publish(name: string, pages: string[][]): Promise<number> {
  const publication = randomUUID();
  let answer: Answer | undefined;
  for (const [page, words] of pages.entries()) {
    const rows = words.map((word) => [word]);
    const last = page === pages.length - 1;
    const body = { publication, page, last, headers: [column.header], rows };
    answer = await must('PUT', `/api/sheet-tables/${name}/rows`, body);
  }
  return answer?.json().rows.byteCount;
}

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}_${index}`);
const counting = (tables: string[]) =>
  `select ${tables.map((name) => `(select count(words) from sheet.${name})`).join(' + ')} as n`;

test('a query may read a hundred sheet tables, each as often as it likes, and one more is refused in words that say so', async () => {
  const tables = names('small', MOST_TABLES + 1);
  for (const name of tables) {
    await declare(name);
    await publish(name, [['a', 'b']]);
  }
  const most = tables.slice(0, MOST_TABLES);

  expect((await run(counting(most))).json().rows).toEqual([[2 * MOST_TABLES]]);
  expect((await run(counting([...most, ...most]))).json().rows).toEqual([[4 * MOST_TABLES]]);
  const refused = await run(counting(tables));
  expect([refused.status, refused.json().code]).toEqual([422, 'sql_not_allowed']);
  expect(refused.json().detail).toBe('The query reads more than 100 sheet tables.');
});

test('sheet tables of 64 MB together are read, and one with more is refused with its size before anything is sent', async () => {
  const word = 'x'.repeat(MEGABYTE / 1_024 - 3);
  const pages = Array.from({ length: 9 }, () => Array.from({ length: 1_024 }, () => word));
  const tables = names('large', 8);
  const bytes: number[] = [];
  for (const name of tables) {
    await declare(name);
    bytes.push(await publish(name, pages));
  }
  const [largest = 0] = bytes;
  const few = tables.slice(0, Math.floor((64 * MEGABYTE) / largest));

  expect(few.length).toBeLessThan(tables.length);
  expect((await run(counting(few))).json().rows).toEqual([[few.length * 9 * 1_024]]);
  expect((await run(counting([...few, ...few]))).status).toBe(200);
  const refused = await run(counting(tables));
  expect([refused.status, refused.json().code]).toEqual([422, 'sql_not_allowed']);
  const told = Math.ceil(bytes.reduce((sum, some) => sum + some, 0) / MEGABYTE);
  expect(refused.json().detail).toBe(
    `The query reads ${told} MB of sheet tables, and 64 MB is the most. Read fewer of them in one query.`,
  );
});
