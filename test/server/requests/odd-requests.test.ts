// Requests as no browser sends them: each is answered as HTTP says or refused, and takes nothing of the next one.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import net from 'node:net';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let server: TestServer;

const file = (sql: string) => `/*---\ntitle: Any\nsource: main\n---*/\n${sql}\n`;
beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  server = await startTestServer({
    env: { SOURCE_MAIN_URL: database.readerUrl },
    catalog: {
      'one.sql': file('select 1 as one'),
      'two.sql': file('select 2 as two'),
    },
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** Sends the bytes on one connection, and gives back all that comes until it is closed. */
async function send(bytes: string): Promise<string> {
  const socket = net.connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

const get = (path: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
const last = 'Connection: close';
const statuses = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, code]) => code);

test('many requests that are sent at once on one connection are answered in their order', async () => {
  const paths = Array.from({ length: 200 }, (_, turn) =>
    turn % 5 === 4 ? '/q/none.csv' : `/q/${turn % 2 ? 'one' : 'two'}.csv?_maxAgeSeconds=600`,
  );
  const text = await send(paths.map((path) => get(path)).join('') + get('/healthz', last));

  const bodies = text.split(/HTTP\/1\.1 /).map((answer) => answer.split('\r\n\r\n')[1]);
  const expected = paths.map((path) => {
    if (path.includes('none')) return expect.stringContaining('not_found') as unknown;
    return path.includes('one') ? 'one\r\n1\r\n' : 'two\r\n2\r\n';
  });
  expect(bodies.slice(1, -1)).toEqual(expected);
});

test('who sends more at once on one connection than anybody needs is cut off', async () => {
  const text = await send(get('/q/one.csv').repeat(1_000));

  expect(statuses(text).length).toBeLessThan(500);
  expect((await server.ask('/q/one.csv')).status).toBe(200);
});

test('an answer without a body takes nothing of the next one', async () => {
  const head = get('/q/one.csv').replace('GET', 'HEAD');
  const text = await send(head + head + get('/q/one.csv', last));

  expect(statuses(text)).toEqual(['200', '200', '200']);
  expect(text.split('one\r\n1\r\n').length).toBe(2);
});

test('a part that is asked for is answered with the whole', async () => {
  const { status, text, headers } = await server.ask('/q/one.csv', {
    headers: { range: 'bytes=0-2' },
  });

  expect([status, text, headers['content-range']]).toEqual([200, 'one\r\n1\r\n', undefined]);
});

test('who waits to be told to go on is told so, and other expectations are refused', async () => {
  const body = JSON.stringify({ source: 'main', sql: 'select 3 as x' });
  const post = (expectation: string) =>
    `POST /api/run HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${body.length}\r\nExpect: ${expectation}\r\n\r\n${body}`;

  expect(statuses(await send(post('100-continue')))).toEqual(['100', '200']);
  expect(statuses(await send(post('a miracle')))).toEqual(['417']);
});

test.each([
  'br;q=0, gzip;q=0, identity;q=0, *;q=0',
  `${';q=0 ,'.repeat(1_500)}gzip`,
  'BR ; Q=1.000, gzip',
  `${'x'.repeat(8_000)}, br`,
  ',,,;;;===',
])('an answer to the encodings %.40s is one that its reader can read', async (encodings) => {
  const { status, text, headers } = await server.ask('/q/one.csv?_maxAgeSeconds=600', {
    headers: { 'accept-encoding': encodings },
  });

  // Too small to be compressed.
  expect([status, text, headers['content-encoding']]).toEqual([200, 'one\r\n1\r\n', undefined]);
});

test('of many ETags that a reader has, one that is ours is enough', async () => {
  const { headers } = await server.ask('/q/one.csv?_maxAgeSeconds=600');
  const others = Array.from({ length: 300 }, (_, n) => `"${n}"`).join(', ');
  const statusFor = async (etags: string) =>
    (await server.ask('/q/one.csv?_maxAgeSeconds=600', { headers: { 'if-none-match': etags } }))
      .status;

  expect(await statusFor(`${others}, W/${headers.etag}`)).toBe(304);
  expect(await statusFor('*')).toBe(304);
  for (const etags of [others, headers.etag?.replaceAll('"', '') ?? '', '""', ',,,']) {
    expect([etags, await statusFor(etags)]).toEqual([etags, 200]);
  }
});

const hidden = 'GET /q/two.csv HTTP/1.1\r\nHost: localhost\r\n\r\n';
test.each([
  ['two lengths', `Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`],
  [
    'a length and chunks',
    `Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
  ],
  ['an unknown coding', `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`],
  ['chunks twice', `Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`],
  ['a space in a name', `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden}`],
  ['a header that goes on', `X: 1\r\n Transfer-Encoding: chunked\r\n\r\n${hidden}`],
  ['a length with a sign', `Content-Length: +5\r\n\r\n${hidden}`],
  ['a chunk of no length', `Transfer-Encoding: chunked\r\n\r\nzz\r\n${hidden}`],
  ['a NUL', `X: \0\r\n\r\n${hidden}`],
])('a request with %s is refused with what is hidden behind it', async (_, rest) => {
  const text = await send(`POST /api/run HTTP/1.1\r\nHost: localhost\r\n${rest}`);

  expect(text).not.toContain('two\r\n2\r\n');
  expect(statuses(text)).toEqual(['400']);
});

test('the body of a download is not taken for the next request', async () => {
  const text = await send(
    `GET /q/one.csv HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}${get('/healthz', last)}`,
  );

  expect(statuses(text).length).toBe(2);
  expect(text).not.toContain('two\r\n2\r\n');
});

test('an address that is too long is refused', async () => {
  expect(statuses(await send(get(`/q/one.csv?x=${'y'.repeat(100_000)}`, last)))).toEqual(['400']);
});
