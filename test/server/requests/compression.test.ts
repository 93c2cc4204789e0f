// Answers over the network: compressed as the reader takes them, each encoding with a tag of its own, promptly, and cut where they are cut.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import http from 'node:http';
import { brotliDecompressSync, createBrotliDecompress, gunzipSync } from 'node:zlib';
import { build } from '../../../build.mjs';
import { sampleUrls } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const header = '/*---\ntitle: T\nsource: sample\n---*/\n';
const catalog = {
  // What nobody runs tells the same each time.
  'unused.sql': `/*---\ntitle: T\nsource: sample\ndescription: ${'Of what it tells. '.repeat(80)}\n---*/\nselect 1 as one`,
  'small.sql': `${header}select n, 'a row' as note from generate_series(1, 200) n`,
  'large.sql': `${header}select n, md5(n::text) as code, 'north' as region from generate_series(1, 100000) n`,
  // The first rows come at once, the rest never in the time of this test.
  'slow.sql': `${header}select n, repeat('x', 20) from generate_series(1, 100000) n where n < 5000 or (select count(*) from generate_series(1, 3000) g where g % (n + 1) = 0) > -1`,
  'fails.sql': `${header}select n, 1 / (60000 - n) as q from generate_series(1, 100000) n`,
};

let server: TestServer;
beforeAll(async () => {
  await build();
  server = await startTestServer({ catalog, env: { SOURCE_SAMPLE_URL: sampleUrls().reader } });
});
afterAll(() => server?.stop());

interface Got {
  status: number;
  headers: http.IncomingHttpHeaders;
  bytes: Buffer;
  isWhole: boolean;
}

/** A connection that is cut may take with it what had not been read yet. */
function get(path: string, headers: Record<string, string> = {}): Promise<Got> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port: server.port, path, headers, agent: false };
    const request = http.get(options, (response) => {
      const chunks: Buffer[] = [];
      const done = (isWhole: boolean) =>
        resolve({
          ...{ status: response.statusCode ?? 0, headers: response.headers, isWhole },
          bytes: Buffer.concat(chunks),
        });
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(true));
      response.on('error', () => done(false));
    });
    request.on('error', () =>
      resolve({ status: 0, headers: {}, bytes: Buffer.alloc(0), isWhole: false }),
    );
  });
}

const decoded = { br: brotliDecompressSync, gzip: gunzipSync };
const encodings = ['br', 'gzip'] as const;

test.each(encodings)(
  'every text is the same in %s, and says how it was compressed',
  async (encoding) => {
    const script = /src="([^"]+\.js)"/.exec((await get('/')).bytes.toString())?.[1] ?? '';
    const paths = [
      ...[script, '/main.css', '/api/queries', '/api/queries/unused', '/openapi.json'],
      ...['/q/small.csv', '/q/small.json', '/q/large.csv', '/q/large.csv?_bom=1'],
      ...['/q/large.csv?_maxAgeSeconds=60', '/q/large.csv?_maxAgeSeconds=60&_bom=1'],
    ];
    for (const path of paths) {
      const plain = await get(path);
      const small = await get(path, { 'accept-encoding': `${encoding}, zstd` });
      expect([path, small.status, small.headers['content-encoding']]).toEqual([
        path,
        200,
        encoding,
      ]);
      expect(small.headers.vary).toMatch(/accept-encoding/i);
      expect(decoded[encoding](small.bytes).equals(plain.bytes)).toBe(true);
      expect(small.bytes.length).toBeLessThan(plain.bytes.length * 0.75);
    }
  },
);

test('brotli is taken before gzip, and what refuses both comes as it is', async () => {
  expect(
    (await get('/q/small.csv', { 'accept-encoding': 'gzip, br' })).headers['content-encoding'],
  ).toBe('br');
  const plain = await get('/q/small.csv', { 'accept-encoding': 'gzip;q=0, br;q=0' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.headers['content-length']).toBe(String(plain.bytes.length));
});

test.each(['/q/small.csv', '/q/small.json', '/q/large.csv?_maxAgeSeconds=60'])(
  'each encoding of %s has an ETag of its own, which is answered by 304',
  async (path) => {
    await get(path);
    const tags = new Set<string>();
    for (const encoding of ['identity', 'gzip', 'br']) {
      const first = await get(path, { 'accept-encoding': encoding });
      const tag = first.headers.etag ?? '';
      expect(tag).toMatch(/^"[^"]+"$/);
      tags.add(tag);
      const again = await get(path, { 'accept-encoding': encoding, 'if-none-match': tag });
      expect([encoding, again.status, again.headers.etag, again.bytes.length]).toEqual([
        encoding,
        304,
        tag,
        0,
      ]);
      const other = await get(path, { 'accept-encoding': encoding, 'if-none-match': '"another"' });
      expect(other.status).toBe(200);
    }
    expect(tags.size).toBe(3);
  },
);

test('the tag of a fresh answer is that of the kept one, byte for byte', async () => {
  const asked = { 'accept-encoding': 'br' };
  const fresh = await get('/q/small.csv', asked);
  await get('/q/small.csv?_maxAgeSeconds=60', asked);
  const kept = await get('/q/small.csv?_maxAgeSeconds=60', asked);
  expect(kept.headers.etag).toBe(fresh.headers.etag);
  expect(kept.bytes.equals(fresh.bytes)).toBe(true);
});

test.each(encodings)(
  'an answer in %s whose run fails midway is cut, and never looks whole',
  async (encoding) => {
    const got = await get('/q/fails.csv', { 'accept-encoding': encoding });
    expect(got.isWhole).toBe(false);
    expect(() => decoded[encoding](got.bytes)).toThrow();
  },
);

test('the first rows arrive readable while the query still runs', async () => {
  const rows = await new Promise<string>((resolve, reject) => {
    const headers = { 'accept-encoding': 'br' };
    const options = {
      host: '127.0.0.1',
      port: server.port,
      path: '/q/slow.csv',
      headers,
      agent: false,
    };
    const request = http.get(options, (response) => {
      const text = createBrotliDecompress();
      text.once('data', (chunk: Buffer) => {
        resolve(chunk.toString());
        request.destroy();
      });
      text.on('error', () => {});
      response.on('error', () => {});
      response.pipe(text);
    });
    request.on('error', (error) => reject(error));
  });
  expect(rows).toMatch(/^n,repeat\r\n1,x{20}\r\n/);
});

test('a saved query is changed by the tag that was read, in whatever encoding', async () => {
  const made = await server.ask('/api/queries', {
    body: {
      title: 'Mine',
      sql: 'select 1 as one',
      source: 'sample',
      description: 'x'.repeat(2000),
    },
  });
  expect(made.status).toBe(201);
  const read = await get('/api/queries/mine', { 'accept-encoding': 'br' });
  const { title, sql } = JSON.parse(brotliDecompressSync(read.bytes).toString()) as Record<
    string,
    string
  >;
  const saved = await server.ask('/api/queries/mine', {
    method: 'PUT',
    headers: { 'if-match': read.headers.etag ?? '' },
    body: { title: `${title}!`, sql, source: 'sample' },
  });
  expect(saved.status).toBe(200);
});
