// Programs of others: the one that the documents give, and a client that is generated from the description of the interface.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../../server/root.ts';
import '../../support/become.ts';
import { sampleUrls } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-client-'));
  server = await startTestServer({
    env: { SOURCE_SAMPLE_URL: sampleUrls().reader },
    catalog: {
      'overdue.sql':
        '/*---\ntitle: Overdue invoices\nparameters:\n  country: { type: text }\n---*/\nselect 1 as number, :country as country\n',
      'slow.sql':
        "/*---\ntitle: Slow invoices\n---*/\nselect 'late' as came from generate_series(1, 2000000) n having count(*) > 0\n",
    },
  });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function runs(file: string, ...given: string[]): Promise<string> {
  const env = { ...process.env, SHEETFEED_URL: server.url };
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...given], { env });
  return stdout;
}

/** The bot of docs/api.md, which may be told to wait for a shorter time. */
async function bot(waitSeconds = '25'): Promise<string> {
  const text = await readFile(path.join(root, 'docs/api.md'), 'utf8');
  const program = /```js\n([\s\S]+?)```/.exec(text)?.[1] ?? '';
  const file = path.join(folder, `bot-${waitSeconds}.mjs`);
  const waiting = program.replace('waitSeconds: 25', `waitSeconds: ${waitSeconds}`);
  await writeFile(file, waiting);
  return file;
}

test('the bot of docs/api.md finds a query by words, runs it with a value, and prints its rows', async () => {
  const printed = await runs(await bot(), 'overdue invoices', 'country=DE');

  expect(printed).toMatch(/^Overdue invoices: 1 rows, as of 20\d\d-.*Z\nnumber\tcountry\n1\tDE\n$/);
});

test('the bot of docs/api.md goes on waiting for a run that takes longer than one request', async () => {
  const printed = await runs(await bot('0'), 'slow invoices');

  expect(printed).toContain('came\nlate\n');
});

test('the bot of docs/api.md tells what a problem says', async () => {
  await expect(runs(await bot(), 'overdue invoices')).rejects.toThrow(
    /invalid_value: country needs a value/,
  );
  await expect(runs(await bot(), 'zzz')).rejects.toThrow('Nothing is called zzz.');
});

test.each([
  '/api/queries',
  '/api/queries/overdue',
  '/api/sources',
  '/q/overdue.csv?country=DE&_maxAgeSeconds=60',
  '/q/overdue.json?country=DE&_maxAgeSeconds=60',
  '/openapi.json',
])('HEAD %s answers as GET does, and its tag makes a 304', async (at) => {
  const asked = async () => {
    const got = await server.ask(at);
    const { etag = '' } = got.headers;
    const head = await server.ask(at, { method: 'HEAD' });
    const again = await server.ask(at, { headers: { 'if-none-match': etag } });
    expect(etag).not.toBe('');
    expect(got.headers['cache-control']).toMatch(/^private, no-cache$/);
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers['content-type']).toBe(got.headers['content-type']);
    return [head.headers.etag === etag, again.status, again.text];
  };
  // What the runs before left is told of a query once it is written.
  await expect(asked).toBecome([true, 304, '']);
});

// What somebody writes against it: names and types are the description's.
const program = `import { Api } from './client.ts';
const { api } = new Api({ baseUrl: process.env['SHEETFEED_URL'] });
const { data: found } = await api.getQueries({ search: 'overdue', limit: 1 });
const slug: string = found.queries[0]!.slug;
const { data: result } = await api.postResult(slug, { values: { country: 'FR' } });
if (!('rows' in result)) throw new Error('Nothing came.');
const rows: (string | number | boolean | null)[][] = result.rows;
const refused = await api.getQuery('no-such').catch((answer) => answer.error);
console.log(JSON.stringify({ rows, code: refused.code }));
`;

test('a client that is generated from the description compiles strictly, and gets results and problems', async () => {
  const { generateApi } = await import('swagger-typescript-api');
  const spec = (await server.ask('/openapi.json')).json();
  const { files } = await generateApi({ spec, output: false, silent: true });
  await writeFile(path.join(folder, 'client.ts'), files[0]?.fileContent ?? '');
  await writeFile(path.join(folder, 'program.ts'), program);
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');

  const strict = '--strict --noEmit --target es2022 --module esnext --moduleResolution bundler';
  const options = `${strict} --skipLibCheck --types node --allowImportingTsExtensions`.split(' ');
  const tsc = path.join(root, 'node_modules/.bin/tsc');
  await promisify(execFile)(tsc, [...options, 'program.ts'], { cwd: folder });
  const outfile = path.join(folder, 'program.mjs');
  await build({
    ...{ entryPoints: [path.join(folder, 'program.ts')], outfile },
    ...{ bundle: true, format: 'esm', platform: 'node', logLevel: 'error' },
  });

  expect(JSON.parse(await runs(outfile))).toEqual({ rows: [[1, 'FR']], code: 'not_found' });
});
