// The command that takes the catalog to files and back, and checks a folder.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { NewQueryInput, SavedQuery } from '../../../domain/contract/query.ts';
import { root } from '../../../server/root.ts';
import { sampleUrls } from '../../support/postgres.ts';
import { startTestServer, writeFiles, type TestServer } from '../../support/server.ts';
import { sending } from '../identity/people.ts';

let from: TestServer;
let to: TestServer;
let folder: string;

const env = () => ({ SOURCE_SAMPLE_URL: sampleUrls().reader });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-command-'));
  from = await startTestServer({
    env: env(),
    catalog: {
      'team/commented.sql':
        '/*---\n# Comments stay\ntitle: "Commented"\ntags: [ a,b ]\n---*/\nselect 1 as one -- here too\n',
    },
  });
  to = await startTestServer({ env: env() });
});

afterAll(async () => {
  await from.stop();
  await to.stop();
  await rm(folder, { recursive: true, force: true });
});

async function command(...words: string[]) {
  const child = spawn(process.execPath, [path.join(root, 'bin/sheetfeed.mjs'), ...words], {
    env: { PATH: process.env['PATH'] ?? '' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

const address = ({ port }: TestServer) => `http://127.0.0.1:${port}`;
const read = async (server: TestServer, slug: string): Promise<SavedQuery> =>
  (await server.ask(`/api/queries/${slug}`)).json();

const written: NewQueryInput[] = [
  { title: 'Plain', sql: 'select 1' },
  { title: 'Choices', slug: 'z-choices', sql: 'select name from accounts' },
  {
    title: 'Everything: "quoted" */ and /* # [x] {y}',
    slug: 'everything',
    description: 'First line\nsecond: line\n\n- third */ \u00e4 \u9867\u5ba2 \ud83d\ude00',
    tags: ['true', '123', 'null', 'a, b', '- x'],
    source: 'sample',
    formerly: ['before-it-was'],
    key: ['zwei', '*/'],
    status: 'retired',
    use: 'plain',
    parent: { slug: 'plain', version: 1 },
    chart: { kind: 'bar', x: 'yes', y: ['*/', 'no'] },
    columns: [
      { name: 'zwei', label: 'Zwei: */', description: 'multi\nline', format: 'EUR' },
      { name: '*/', format: 'percent' },
      { name: '2024', label: '007' },
      { name: 'true' },
    ],
    parameters: [
      { name: 'since', type: 'date', label: 'Since', default: 'start of month' },
      { name: 'least', type: 'number', default: 12.5 },
      { name: 'codes', type: 'text', list: true, default: ['00417', 'null', '*/'] },
      { name: 'only', type: 'boolean', default: false, optional: true },
      {
        name: 'kind',
        type: 'choice',
        choices: [{ value: '01', label: 'One */' }, { value: 'no' }],
      },
      { name: 'who', type: 'choice', choices: { query: 'z-choices' }, optional: true },
    ],
    sql:
      "select '*/ ---*/ /*' as \"*/\", 1 as zwei -- ä\n/*--- not a header\n---*/\nwhere :since::date > '2020-01-01' " +
      'and :least > 0 and :codes is not null and :only and :kind <> :who',
  },
];

test('a catalog goes to files and into another server without a loss, comments included', async () => {
  for (const query of written) {
    const answer = await from.ask('/api/queries', sending('POST', query));
    expect([answer.status, answer.text]).toEqual([201, answer.text]);
  }
  const exported = await command('export', folder, '--server', address(from));
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    name.endsWith('.sql'),
  );
  const imported = await command('import', folder, '--server', address(to));
  const again = await command('import', folder, '--server', address(to));

  expect(exported).toMatchObject({ code: 0, output: expect.stringContaining('4 queries') });
  expect(names.sort()).toEqual([
    'everything.sql',
    'plain.sql',
    'team/commented.sql',
    'z-choices.sql',
  ]);
  expect(imported).toMatchObject({
    code: 0,
    output: '4 created, 0 updated, 0 unchanged, 0 refused\n',
  });
  expect(again).toMatchObject({
    code: 0,
    output: '0 created, 0 updated, 4 unchanged, 0 refused\n',
  });
  for (const slug of ['plain', 'z-choices', 'everything']) {
    const { updatedAt: _a, savedBy: _b, usage: _c, ...before } = await read(from, slug);
    const { updatedAt: _d, savedBy: _e, usage: _f, ...after } = await read(to, slug);
    expect(after).toEqual(before);
  }
  const text = (await to.ask('/api/queries/commented/file')).json().text;
  expect(text).toBe(await readFile(path.join(folder, 'team/commented.sql'), 'utf8'));
});

test('an exported folder served as the catalog shows the same queries, now as files', async () => {
  const files = await readdir(folder, { recursive: true });
  const texts = await Promise.all(
    files
      .filter((name) => name.endsWith('.sql'))
      .map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const),
  );
  const served = await startTestServer({ env: env(), catalog: Object.fromEntries(texts) });
  const list = (await served.ask('/api/queries')).json();
  const before = await read(from, 'everything');
  const after = await read(served, 'everything');
  await served.stop();

  expect(list.errors).toEqual([]);
  for (const key of [
    'title',
    'description',
    'tags',
    'parameters',
    'columns',
    'chart',
    'sql',
    'use',
    'parent',
  ] as const) {
    expect(after[key]).toEqual(before[key]);
  }
});

test('check tells each wrong file with its place, what would break, and fails', async () => {
  const wrong = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-check-'));
  await from.ask('/api/ranges/r1', {
    method: 'PUT',
    body: {
      ...{ query: 'plain', tab: 'Tab', columns: ['?column?'] },
      spreadsheet: { id: 'x', name: 'Board' },
    },
  });
  await writeFiles(wrong, {
    'plain.sql': '/*---\ntitle: Plain\n---*/\nselect 1 as renamed\n',
    'a/typo.sql': '/*---\ntitle: Typo\n---*/\nselect nme\nfrom accounts\n',
    'b/typo.sql': '/*---\ntitle: Typo\n---*/\nselect 1\n',
    'header.sql': '/*---\ntitle: Header\nodd: 1\n---*/\nselect 1\n',
    'fine.sql': '/*---\ntitle: Fine\n---*/\nselect 1\n',
  });
  const { code, output } = await command('check', wrong, '--server', address(from));
  const good = await command('check', folder, '--server', address(from));
  await rm(wrong, { recursive: true });

  expect(code).toBe(1);
  expect(output).toContain('a/typo.sql:4:8: ');
  expect(output).toContain('b/typo.sql: a/typo.sql has the same name.');
  expect(output).toContain('header.sql:3:1: odd: there is no such key in a header.');
  expect(output).toContain('plain.sql: would break the linked range in "Board", tab "Tab": ');
  expect(output).toContain('5 files checked, 3 wrong, 1 would break something');
  expect(output).not.toContain('fine.sql');
  expect(good).toEqual({ code: 0, output: '4 files checked, 0 wrong, 0 would break something\n' });
});

test('the command says in a sentence what it needs', async () => {
  expect(await command()).toMatchObject({ code: 2, output: expect.stringContaining('Usage:') });
  expect(await command('check', '/nowhere-at-all', '--server', address(from))).toEqual({
    code: 1,
    output: 'The folder /nowhere-at-all cannot be read (ENOENT).\n',
  });
  expect(await command('export', folder, '--server', 'http://127.0.0.1:1')).toEqual({
    code: 1,
    output: 'No server answers at http://127.0.0.1:1. Name it with --server.\n',
  });
});
