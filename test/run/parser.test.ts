// The parser's thread: a text has so much time to be read, and the thread's own start is not counted as the text's.
import { afterEach, expect, test } from '@jest/globals';
import { rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createParser } from '../../server/engines/postgres/statement/parser.ts';

const thread = new URL('../../server/engines/postgres/statement/parse-worker.mjs', import.meta.url);
const made: string[] = [];

afterEach(() => Promise.all(made.splice(0).map((file) => rm(file))));

/** A thread that does this before it gets the parser ready. */
async function threadThat(does: string): Promise<URL> {
  const file = path.join(os.tmpdir(), `sheetfeed-thread-${process.pid}-${made.length}.mjs`);
  made.push(file);
  await writeFile(file, `${does}\nawait import(${JSON.stringify(thread.href)});\n`);
  return pathToFileURL(file);
}

test('on a computer that takes seconds to get the parser ready, a query is read and not refused', async () => {
  const slow = await threadThat('await new Promise((resolve) => setTimeout(resolve, 6_000));');
  const parser = createParser(slow);

  const reading = await parser.read('select :a', ['a']);

  expect(reading).toMatchObject({ names: ['a'], statements: ['SelectStmt'], error: null });
  await parser.close();
});

test('where the parser cannot be got ready, nobody is told that the query is at fault', async () => {
  const broken = await threadThat("throw new Error('no parser');");
  const parser = createParser(broken);

  await expect(parser.read('select 1', [])).rejects.toMatchObject({ code: 'service_unavailable' });
  await parser.close();
});

test('a text of seven hundred columns is read once, and kept like any other', async () => {
  const parser = createParser();
  const columns = Array.from({ length: 700 }, (_, n) => `md5((g + ${n})::text) as column_${n}`);
  const text = `select ${columns.join(', ')} from generate_series(1, 200) g`;
  const first = await parser.read(text, []);
  expect(await parser.read(text, [])).toBe(first);
  expect(first.error).toBeNull();
  await parser.close();
});
