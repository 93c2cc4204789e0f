// What holds for every request: headers, problems, the bodies that are taken, pages, health, rights.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import net from 'node:net';
import { rows } from '../../../domain/contract/routes.ts';
import { PROBLEMS } from '../../../domain/problem.ts';
import { rowFor } from '../../../server/identity/rights.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { sampleUrls } from '../../support/postgres.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    env: {
      SOURCE_SAMPLE_URL: sampleUrls().reader,
      SOURCE_GONE_URL: 'postgres://nobody@127.0.0.1:1/nowhere',
    },
    catalog: { 'one.sql': '/*---\ntitle: One\nsource: sample\n---*/\nselect 1 as one\n' },
  });
});
afterAll(() => server.stop());

test('every answer has an id of its own, and the headers that keep other pages out', async () => {
  const [first, second] = [await server.ask('/api/me'), await server.ask('/nothing')];

  for (const { headers } of [first, second]) {
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers).not.toHaveProperty('x-powered-by');
  }
  expect(first.headers['x-request-id']).not.toBe(second.headers['x-request-id']);
});

test.each([
  ['https://sheetfeed.example.com', 'max-age=31536000; includeSubDomains'],
  ['http://localhost:3000', undefined],
])('at %s browsers are told to come by https only: %s', async (publicUrl, told) => {
  const env = { PUBLIC_URL: publicUrl, GOOGLE_CLIENT_IDS: 'x.example' };
  const other = await startTestServer({ env });
  const { headers } = await other.ask('/healthz');
  await other.stop();

  expect(headers['strict-transport-security']).toBe(told);
});

test.each([
  ['GET', '/nothing', undefined, 404, 'not_found'],
  ['GET', '/api/nothing', undefined, 404, 'not_found'],
  ['GET', '/api/queries/nothing', undefined, 404, 'not_found'],
  ['GET', '/q/nothing.csv', undefined, 404, 'not_found'],
  ['POST', '/api/me', {}, 405, 'method_not_allowed'],
  ['PATCH', '/api/queries/one', {}, 405, 'method_not_allowed'],
  ['DELETE', '/healthz', undefined, 405, 'method_not_allowed'],
  ['POST', '/api/run', '{ "sql": ', 400, 'invalid_request'],
  ['POST', '/api/run', '"text"', 400, 'invalid_request'],
  ['GET', '/api/queries?limit=0', undefined, 400, 'invalid_request'],
  ['GET', '/api/queries?next=later', undefined, 400, 'invalid_request'],
  ['GET', '/api/queries?search=a&search=b', undefined, 400, 'invalid_request'],
  ['GET', '/api/queries/%E0%A4%A', undefined, 400, 'invalid_request'],
  ['POST', '/api/run', { sql: 'x'.repeat(1_100_000) }, 413, 'request_too_large'],
])(
  '%s %s is a problem with a code, a sentence and an id',
  async (method, path, ...[body, status, code]) => {
    const headers = typeof body === 'string' ? { 'content-type': 'application/json' } : undefined;
    const answer = await server.ask(path, { method, body, ...(headers ? { headers } : {}) });

    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({
      type: `https://sheetfeed.dev/problems#${code}`,
      title: PROBLEMS[code as keyof typeof PROBLEMS].title,
      status,
      code,
      detail: expect.stringMatching(/^[A-Z].*\.$/),
      requestId: answer.headers['x-request-id'],
    });
  },
);

test('a method that a path does not take is answered with those it takes', async () => {
  const answer = await server.ask('/api/queries', { method: 'DELETE' });

  expect(answer.headers['allow']).toBe('GET, POST');
});

test('a body that is not JSON is refused, as a form of another page would be', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/json']) {
    const answer = await server.ask('/api/run', { body: '{}', headers: { 'content-type': type } });

    expect([answer.status, answer.json().code]).toEqual([400, 'invalid_request']);
  }
});

test('bytes that are no HTTP, and headers that are too large, are problems too', async () => {
  for (const bytes of [
    'NONSENSE\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
  ]) {
    const socket = net.connect(server.port, '127.0.0.1');
    socket.write(bytes);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(socket, 'close');

    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code: 'invalid_request' });
  }
});

test('somebody who opens a wrong address in a browser gets a page, without what they typed as HTML', async () => {
  const answer = await server.ask('/<script>', { headers: { accept: 'text/html,*/*' } });

  expect(answer.status).toBe(404);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answer.text).toContain('There is nothing here');
  expect(answer.text).not.toContain('<script>');
});

test('the API answers problems as JSON even to a browser', async () => {
  const answer = await server.ask('/api/queries/nothing', { headers: { accept: 'text/html' } });

  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
});

test.each(['0', '-1', 'old'])('an add-on of version %s is asked to reload', async (version) => {
  const answer = await server.ask('/api/me', { headers: { 'sheetfeed-addon': version } });

  expect([answer.status, answer.json().code]).toEqual([426, 'addon_outdated']);
});

test('an add-on of a version to come is served', async () => {
  const answer = await server.ask('/api/me', { headers: { 'sheetfeed-addon': '99' } });

  expect(answer.status).toBe(200);
});

test('health and readiness are answered, and a dead source makes only itself unready', async () => {
  const alive = await server.ask('/healthz');
  const ready = await server.ask('/readyz');

  expect(alive.json()).toEqual({ status: 'ok' });
  expect(ready.status).toBe(200);
  expect(ready.json()).toEqual({
    status: 'ready',
    database: 'ok',
    sources: [
      { name: 'gone', status: 'away' },
      { name: 'sample', status: 'ok' },
    ],
  });
});

test('the figures count requests by route, and whatever strangers invent as one', async () => {
  await server.ask('/api/queries/one');
  await server.ask('/invented');
  const { text } = await server.ask('/metrics');

  expect(text).toContain('_count{route="GET /api/queries/:slug",status="200"}');
  expect(text).toContain('_count{route="other",status="404"}');
  expect(text).not.toContain('invented');
});

test('the pages are one HTML file but for their titles and what they load at once, and browsers ask whether its script is still the same', async () => {
  const index = await server.ask('/');
  const query = await server.ask('/q/one');
  const script = await server.ask('/main.js');

  expect(index.headers['content-type']).toBe('text/html; charset=utf-8');
  const bare = (html: string) => html.replaceAll(/ *<link rel="modulepreload"[^>]*>\n/g, '');
  expect(bare(query.text)).toBe(
    bare(index.text).replaceAll('The catalog · Sheetfeed', 'One · Sheetfeed'),
  );
  expect(bare(query.text)).not.toBe(bare(index.text));
  expect(script.headers['cache-control']).toBe('no-cache');
  const again = await server.ask('/main.js', {
    headers: { 'if-none-match': script.headers['etag'] ?? '' },
  });
  expect(again.status).toBe(304);
});

test('openapi.json describes every row of the table of routes, and no other', async () => {
  const document = (await server.ask('/openapi.json')).json();

  const described = Object.entries(document.paths as Record<string, object>).flatMap(
    ([path, methods]) =>
      Object.keys(methods).map(
        (method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      ),
  );
  expect(document.openapi).toBe('3.1.0');
  expect(described.sort()).toEqual(rows.map(({ route }) => route).sort());
});

test('a path in another case or with a slash at its end needs the same right', () => {
  const leastFor = (method: string, path: string) => rowFor(method, path).least;
  expect(leastFor('POST', '/API/Run/')).toBe('author');
  expect(leastFor('HEAD', '/Q/one.CSV')).toBe('viewer');
  expect(leastFor('GET', '/q/one.csv.csv')).toBe('viewer');
});

test('an ending that no download has is nobody’s address', async () => {
  expect((await server.ask('/q/one.xml')).status).toBe(404);
  expect((await server.ask('/q/one')).status).toBe(200);
});

test.each<[what: string, method: string, path: string, body: unknown, told: string]>([
  ['a missing field', 'POST', '/api/run', { sql: 'select 1' }, 'source is missing: send text.'],
  [
    'a field of a wrong type',
    'POST',
    '/api/run',
    { sql: 1, source: 'sample' },
    'sql must be text.',
  ],
  [
    'an unknown word',
    'POST',
    '/api/queries',
    { title: 'A', sql: 'select 1', status: 'ready' },
    'status must be draft, published, trusted or retired.',
  ],
  [
    'a text that is too long',
    'POST',
    '/api/queries',
    { title: 'a'.repeat(201), sql: 'select 1' },
    'title must have at most 200 characters.',
  ],
  ['an empty text', 'POST', '/api/queries', { title: '', sql: 'a' }, 'title must not be empty.'],
  [
    'too many entries',
    'POST',
    '/api/queries',
    { title: 'A', sql: 'select 1', tags: Array.from({ length: 51 }, () => 'tag') },
    'tags must have at most 50 entries.',
  ],
  [
    'a value that may be of several types',
    'POST',
    '/api/queries/one/result',
    { values: { since: {} } },
    'values.since must be text, a number, true or false, a list or null.',
  ],
])('%s is told in a sentence that names the field and what to send', async (_what, ...asked) => {
  const [method, path, body, told] = asked;
  const answer = await server.ask(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

  expect(answer.status).toBe(400);
  expect(answer.json().detail).toBe(`The request is not valid. The field ${told}`);
  expect(answer.json().errors[0].message).toBe(`The field ${told}`);
});
