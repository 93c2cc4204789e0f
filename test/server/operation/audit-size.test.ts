// The audit stays readable, and its reader's server alive, whatever others have sent.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../../domain/contract/audit.ts';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: { SOURCE_MAIN_URL: database.readerUrl },
    catalog: {
      'said.sql':
        '/*---\ntitle: Said\nparameters:\n  short: { type: text }\n  said: { type: text }\n  words: { type: text, list: true }\n---*/\nselect length(:said) + length(:short) as n where not :short = any(:words)\n',
    },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** Page by page, with the length of each. */
async function pagesOf(filter: string): Promise<{ entries: AuditEntry[]; length: number }[]> {
  const pages: { entries: AuditEntry[]; length: number }[] = [];
  for (let next: string | null = ''; next !== null;) {
    const { text } = await server.ask(`/api/audit?${filter}${next && `&next=${next}`}`);
    const list = JSON.parse(text) as { entries: AuditEntry[]; next: string | null };
    pages.push({ entries: list.entries, length: text.length });
    next = list.next === null ? null : encodeURIComponent(list.next);
  }
  return pages;
}

test('pages of the audit stay small however long the SQL of the runs is, and together hold every run', async () => {
  const sqls = Array.from({ length: 12 }, (_, n) => `select '${'x'.repeat(240_000)}' as x, ${n}`);
  for (const sql of sqls) {
    await server.ask('/api/run', { body: { source: 'main', sql, maxRows: 0 } });
  }
  const pages = await eventually(
    () => pagesOf('source=main'),
    (found) => found.flatMap(({ entries }) => entries).length === sqls.length,
  );

  for (const { length } of pages) expect(length).toBeLessThan(1_500_000);
  const recorded = pages.flatMap(({ entries }) => entries.map(({ sql }) => sql));
  expect(recorded).toEqual(sqls.toReversed());
  const csv = (await server.ask('/api/audit.csv?source=main')).text;
  for (const sql of sqls) expect(csv).toContain(sql);
});

test('of values that are too long to be kept the audit has what comes first, and of the others all', async () => {
  const long = 'y'.repeat(500_000);
  const words = Array.from({ length: 5_000 }, (_, n) => `word ${n}`);
  const values = { short: 'as it is', said: long, words };
  const run = await server.ask('/api/queries/said/result', { body: { values } });
  expect(run.json().rows).toEqual([[500_008]]);

  const [page] = await eventually(
    () => pagesOf('query=said'),
    ([first]) => first?.entries.length === 1,
  );
  expect(page?.length).toBeLessThan(25_000);
  expect(page?.entries[0]?.values).toEqual({
    short: 'as it is',
    said: `${'y'.repeat(2_000)}…`,
    words: [...words.slice(0, 200), '…'],
  });
});
