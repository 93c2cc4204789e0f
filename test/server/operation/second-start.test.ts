// What a start takes over from the one before: headers that were read need not be read again, and are known for the same.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { ask, startProgram, writeFiles } from '../../support/server.ts';

let database: TestDatabase;
let own: pg.Pool;
let folder: string;
beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  own = new pg.Pool({ connectionString: database.adminUrl, max: 1 });
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-second-start-'));
});
afterAll(async () => {
  await own.end();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const rich = `/*---
title: Rich
description: With everything.
tags: [b, a]
formerly: [old]
owner: ada@example.com
parameters:
  kind: { type: choice, choices: [{ value: "007", label: Bond }, x], default: x }
  from: { type: date, default: start of month }
  amounts: { type: number, list: true, default: [1.50, 2] }
columns:
  amount: { label: Amount }
chart: { kind: bar, x: kind, y: [amount] }
---*/
select :kind as kind, 1 as amount where :from is not null and 1 = any(:amounts)
`;
const plain = (title: string) => `/*---\ntitle: ${title}\n---*/\nselect 1\n`;
const keptHeaders = async () =>
  (await own.query<{ title: string }>(`select content ->> 'title' as title from read_headers`)).rows
    .map(({ title }) => title)
    .sort();

/** Starts the built program, and gives what it knows of the queries. */
async function startOnce(slugs: readonly string[]): Promise<Record<string, { title: string }>> {
  const program = startProgram({
    ...{ PORT: '0', LOG_LEVEL: 'error', CATALOG_DIR: folder },
    ...{ DATABASE_URL: database.adminUrl, SOURCE_SAMPLE_URL: sampleUrls().reader },
  });
  try {
    const [, port] = await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/);
    const asked = slugs.map((slug) => ask(Number(port), `/api/queries/${slug}`));
    const answers = await Promise.all(asked);
    await eventually(keptHeaders, (kept) => kept.length >= slugs.length);
    return Object.fromEntries(answers.map((answer) => [answer.json().slug, answer.json()]));
  } finally {
    program.kill('SIGTERM');
    await program.ended();
  }
}

test('a second start knows the same of a query without reading its header again, unless file or program are others', async () => {
  await writeFiles(folder, { 'rich.sql': rich, 'one.sql': plain('One'), 'two.sql': plain('Two') });
  const first = await startOnce(['rich', 'one', 'two']);
  expect(await keptHeaders()).toEqual(['One', 'Rich', 'Two']);

  // What is kept is what is shown, as this shows.
  await own.query(
    `update read_headers set content = replace(content::text, '"One"', '"Kept"')::json`,
  );
  await writeFiles(folder, { 'two.sql': plain('Another two') });
  const second = await startOnce(['rich', 'one', 'two']);
  expect(second['rich']).toEqual(first['rich']);
  expect(second['one']?.title).toBe('Kept');
  expect(second['two']?.title).toBe('Another two');

  await own.query(`update read_headers set reader = 'another program'`);
  const third = await startOnce(['rich', 'one', 'two']);
  expect(third['rich']).toEqual(first['rich']);
  expect(third['one']?.title).toBe('One');
  // What another program had read is forgotten, and with it a header that no file has any more.
  await eventually(keptHeaders, (kept) => kept.join() === 'Another two,One,Rich');
});
