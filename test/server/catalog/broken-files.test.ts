// What stands in the catalog's folder, or is sent as a file, may be anything: each wrong file is told, and no other minds.
import { eventually } from '../../support/eventually.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { chmod, mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import type { CatalogError } from '../../../domain/contract/query.ts';
import { fc, often } from '../../support/random.ts';
import { newDatabase, sampleUrls } from '../../support/postgres.ts';
import { startProgram, startTestServer, type TestServer } from '../../support/server.ts';

const good = '/*---\ntitle: Good\n---*/\nselect 1 as one\n';
const file = (header: string) => `/*---\n${header}\n---*/\nselect 1 as one\n`;

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

async function serve(catalog: Record<string, string> = {}): Promise<TestServer> {
  const server = await start(catalog);
  opened.push(() => server.stop());
  return server;
}

function start(catalog: Record<string, string>): Promise<TestServer> {
  const env = { SOURCE_SAMPLE_URL: sampleUrls().reader };
  return startTestServer({ catalog: { 'good.sql': good, ...catalog }, env });
}

async function errorsOf(server: TestServer): Promise<CatalogError[]> {
  return (await server.ask('/api/queries')).json().errors;
}

async function expectGoodServed(server: TestServer): Promise<void> {
  expect((await server.ask('/q/good.csv')).text).toBe('one\r\n1\r\n');
}

const laughs = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat(
    [...'bcdefghi'].map((name, index) => {
      const before = `*${'abcdefgh'[index]}`;
      return `${name}: &${name} [${Array.from({ length: 9 }, () => before).join(', ')}]`;
    }),
  )
  .join('\n');

const wrongHeaders: [string, string, number | null, RegExp][] = [
  ['an alias', 'title: *Important*', 2, /\*Important\* stands for nothing.*put the text in quotes/],
  ['a colon', 'title: One\ndescription: Sales: what we sold', 3, /colon.*in quotes/],
  ['aliases of aliases', `title: One\n${laughs}`, null, /parts|too much/],
  ['an anchor within itself', 'title: &a [*a]', 2, /stands for nothing/],
  ['ten thousand levels', `title: ${'['.repeat(10_000)}${']'.repeat(10_000)}`, null, /too deeply/],
  ['levels in blocks', `title:\n${'- '.repeat(50_000)}x`, null, /too deeply/],
  ['keys of keys', `${'? '.repeat(20_000)}x`, null, /too deeply|too long/],
  ['anchors by the thousand', `title: ${'&a '.repeat(20_000)}x`, null, /./],
  ['a key twice', 'title: One\ntags: []\ntitle: Two', 4, /two keys title.*unique/],
  ['20,000 keys', Array.from({ length: 20_000 }, (_, n) => `key${n}: 1`).join('\n'), null, /parts/],
  ['a header of 400 KB', `title: One\ndescription: ${'x'.repeat(400_000)}`, null, /256 KB/],
  ['bytes', 'title: !!binary aGVsbG8=', 2, /title|bytes/],
  ['a set', 'title: One\ntags: !!set { a, b }', 3, /tags/],
  ['a tag of nobody', 'title: !person Ada', 2, /tag/i],
  ['YAML 1.1', '%YAML 1.1\n---\ntitle: One', null, /%YAML/],
  ['a merge key', 'title: One\n<<: { tags: [a] }', 3, /<</],
  ['a date for a title', 'title: 2025-01-31T00:00:00Z\ntags: 2025-01-31', 3, /tags/],
  ['a number for a key', 'title: One\n12: x', 3, /12/],
  ['a list for a key', 'title: One\n? [a, b]\n: x', 3, /key must be a word/],
  ['__proto__', 'title: One\n__proto__: { polluted: true }', 3, /__proto__/],
  ['__proto__ of columns', 'title: One\ncolumns:\n  __proto__: { label: x }', 4, /__proto__/],
  ['a NUL by its number', 'title: "One\\0"', 2, /cannot be stored/],
  ['half a character', 'title: "One\\uD800"', 2, /cannot be stored/],
];

describe('a folder of files with wrong headers', () => {
  const texts = new Map(wrongHeaders.map(([, header], n) => [`broken-${n}.sql`, file(header)]));
  let server: TestServer;
  beforeAll(async () => {
    server = await start(Object.fromEntries(texts));
  });
  afterAll(() => server.stop());

  test('is served, and each of them is told once', async () => {
    await expectGoodServed(server);
    const errors = await errorsOf(server);
    expect(errors.map((told) => told.file).sort()).toEqual([...texts.keys()].sort());
  });

  test.each(wrongHeaders.map(([name, , line, reason], n) => [name, n, line, reason] as const))(
    'tells of %s, as does whoever is sent such a file',
    async (_name, n, line, reason) => {
      const name = `broken-${n}.sql`;
      const text = texts.get(name);
      const told = (await errorsOf(server)).find((error) => error.file === name);
      expect(told?.reason).toMatch(reason);
      if (line !== null) expect(told?.line).toBe(line);

      const put = { method: 'PUT', body: { text } };
      const sent = (await server.ask('/api/queries/sent/file', put)).json();
      expect(sent).toMatchObject({ status: 400, detail: expect.stringMatching(reason) });
      expect([typeof sent.line, typeof sent.column]).toEqual(['number', 'number']);
      const body = { file: 'sent.sql', text };
      const { errors } = (await server.ask('/api/check', { body })).json();
      expect(errors).toMatchObject([{ reason: expect.stringMatching(reason) }]);
    },
  );
});

test('aliases that stand for something, Windows line ends and a byte order mark are read', async () => {
  const header = `title: One\ndescription: &text Numbers\ntags: [a]\nparameters:\n  n: { type: number, label: *text, default: 1 }`;
  const text = `\uFEFF${file(header).replaceAll('\n', '\r\n')}`;
  const server = await serve({ 'anchored.sql': text });

  expect(await errorsOf(server)).toEqual([]);
  const query = (await server.ask('/api/queries/anchored')).json();
  expect(query).toMatchObject({ description: 'Numbers', parameters: [{ label: 'Numbers' }] });
});

test.each([
  [
    'Latin-1',
    Buffer.from(file('title: One\n# café'), 'latin1'),
    3,
    /not UTF-8: .*0xE9.*Save it as/,
  ],
  ['UTF-16', Buffer.from(`\uFEFF${good}`, 'utf16le'), 1, /UTF-16/],
  ['a cut character', Buffer.concat([Buffer.from(good), Buffer.from([0xe2, 0x82])]), 5, /0xE2/],
  ['a NUL', Buffer.from(`${good}\0`), 5, /NUL/],
  ['nothing', Buffer.alloc(0), 1, /begins with a line/],
])('a file of %s is told with its line', async (_name, bytes, line, reason) => {
  const server = await serve();
  await writeFile(path.join(server.catalogFolder, 'broken.sql'), bytes);

  const [told] = await eventually(
    () => errorsOf(server),
    (errors) => errors.length > 0,
  );
  expect(told).toMatchObject({ file: 'broken.sql', line, reason: expect.stringMatching(reason) });
  await expectGoodServed(server);
});

test('whatever stands under the name of a file, the other files are read, now and later', async () => {
  const server = await serve();
  const at = (name: string) => path.join(server.catalogFolder, name);
  await mkdir(at('folder.sql'));
  await mkdir(at('inner'));
  await writeFile(at('inner/within.sql'), good);
  await symlink('nowhere.sql', at('dangling.sql'));
  await symlink('circle.sql', at('circle.sql'));
  await symlink('..', at('inner/up'));
  await symlink('..', at('inner/again'));
  await symlink('good.sql', at('linked.sql'));
  await promisify(execFile)('mkfifo', [at('pipe.sql')]);
  const socket = net.createServer().listen(at('socket.sql'));
  opened.push(async () => socket.close());
  await symlink('/dev/zero', at('device.sql'));
  await writeFile(at('large.sql'), good);
  await truncate(at('large.sql'), 500_000_000);

  const errors = await eventually(
    () => errorsOf(server),
    (told) => told.length >= 7,
  );

  expect(Object.fromEntries(errors.map((told) => [told.file, told.reason]))).toEqual({
    'folder.sql': expect.stringMatching(/folder, although its name/),
    'dangling.sql': expect.stringMatching(/leads nowhere/),
    'circle.sql': expect.stringMatching(/ELOOP/),
    'pipe.sql': expect.stringMatching(/no ordinary file/),
    'socket.sql': expect.stringMatching(/no ordinary file/),
    'device.sql': expect.stringMatching(/no ordinary file/),
    'large.sql': expect.stringMatching(/larger than 1 MB/),
  });
  for (const slug of ['within', 'linked']) {
    expect((await server.ask(`/q/${slug}.csv`)).text).toBe('one\r\n1\r\n');
  }
  for (const { file: name } of errors) await rm(at(name), { recursive: true });
  await writeFile(at('later.sql'), good);
  const served = await eventually(
    () => server.ask('/q/later.csv'),
    ({ status }) => status === 200,
  );
  expect([served.text, await errorsOf(server)]).toEqual(['one\r\n1\r\n', []]);
});

const unprivileged = process.getuid?.() === 0 ? test.skip : test;
unprivileged(
  'a file and a folder that may not be opened are told, and read once they may',
  async () => {
    const server = await serve({ 'closed.sql': good, 'inner/within.sql': good });
    for (const name of ['closed.sql', 'inner'])
      await chmod(path.join(server.catalogFolder, name), 0);

    const errors = await eventually(
      () => errorsOf(server),
      (told) => told.length === 2,
    );
    expect(errors.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/EACCES/),
      expect.stringMatching(/EACCES/),
    ]);
    for (const name of ['closed.sql', 'inner'])
      await chmod(path.join(server.catalogFolder, name), 0o755);
    expect(
      await eventually(
        () => errorsOf(server),
        (told) => told.length === 0,
      ),
    ).toEqual([]);
  },
);

test('a folder of queries that cannot be read is told in a sentence at the start', async () => {
  const own = await newDatabase({ template: 'own' });
  opened.push(() => own.drop());
  const program = startProgram({
    ...{ PORT: '0', DATABASE_URL: own.adminUrl, LOG_LEVEL: 'error' },
    // A folder that is a file to whoever opens it.
    CATALOG_DIR: '/dev/null',
  });

  expect(await program.ended()).toBe(1);
  expect(program.output()).toBe(
    'CATALOG_DIR names /dev/null, which is not a folder that can be read.\n',
  );
});

/** A valid file as an author writes it, for changes at random. */
const valid = `/*---
title: Signups by month
description: New accounts per month, for the growth review.
tags: [growth, "two words"]
owner: { name: Ada, email: ada@example.com }
status: published
formerly: [new-accounts]
parameters:
  since: { type: date, label: Since, default: 2025-01-01 }
  stacks: { type: choice, list: true, choices: [old, { value: new, label: The new one }] }
columns:
  month: { label: Month, format: date }
chart: { kind: line, x: month, y: [count] }
---*/
select :since as month, :stacks as stacks
`;

const pieces = fc.constantFrom(
  ...['*a', '&a ', '&b [*a, *a]', '!!binary ', '!!set ', '!!omap ', '!x ', '<<: *a', '? ', '- '],
  ...['[', ']', '{', '}', '"', "'", '|', '>', ': ', '#', '%YAML 1.1', '---', '...', '\n', '\t'],
  ...['\0', '\uFEFF', '\u2028', '\uFFFF', '\ud800', '__proto__: ', 'constructor: ', '.nan', '0x1F'],
  ...['1e999', '2025-01-31', '~', 'null', 'true', '12: 1', '*/', '/*', '---*/', '\\u0000', '\r'],
);

/** A valid file with pieces put in, cut out or doubled. */
const mutated = fc
  .array(
    fc.record({
      at: fc.nat({ max: valid.length }),
      cut: fc.oneof(fc.constant(0), fc.nat({ max: 30 })),
      put: fc.oneof(pieces, fc.string({ maxLength: 12, unit: 'binary' })),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((changes) =>
    changes.reduce(
      (text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut),
      valid,
    ),
  );

/** A header of YAML's constructs at random. */
const constructed = fc
  .array(fc.oneof(pieces, fc.constantFrom('title: One\n', 'tags: ', 'parameters:\n  a: ', '  ')), {
    maxLength: 40,
  })
  .map((parts) => file(`title: One\n${parts.join('')}`));

const anyFile = fc.oneof(mutated, constructed);

test('of files changed at random each is served or told, and none keeps the good one from being served', async () => {
  const property = fc.asyncProperty(
    fc.array(anyFile, { minLength: 20, maxLength: 20 }),
    async (texts) => {
      const catalog = Object.fromEntries(texts.map((text, n) => [`random-${n}.sql`, text]));
      const started = await start(catalog);
      try {
        await expectGoodServed(started);
        const told = new Set((await errorsOf(started)).map((error) => error.file));
        for (const name of Object.keys(catalog)) {
          const slug = name.replace('.sql', '');
          const { status } = await started.ask(`/api/queries/${slug}`);
          expect([name, status === 200 || told.has(name)]).toEqual([name, true]);
        }
      } finally {
        await started.stop();
      }
    },
  );
  await fc.assert(property, { numRuns: often(3, 100), endOnFailure: true });
}, 1_200_000);

test('a file changed at random is never a fault of the server where it is sent', async () => {
  const server = await serve();
  const property = fc.asyncProperty(anyFile, async (text) => {
    const put = { method: 'PUT', body: { text } };
    expect((await server.ask('/api/queries/random/file', put)).status).toBeLessThan(500);
    const body = { file: 'random.sql', text };
    expect((await server.ask('/api/check', { body })).status).toBeLessThan(500);
  });
  await fc.assert(property, { numRuns: often(60, 3000) });
}, 1_200_000);
