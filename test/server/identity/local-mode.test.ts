// Local mode: whoever reaches the server is its admin, so a page elsewhere must not reach it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import net from 'node:net';
import { once } from 'node:events';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Router } from 'express';

let server: TestServer;

beforeAll(async () => {
  const router = Router();
  router.get('/inside', (_request, response) => void response.send('reached'));
  server = await startTestServer({ options: { mount: { path: '/mounted', router } } });
});
afterAll(() => server.stop());

test('a program on this computer is the local admin without any sign-in', async () => {
  const answer = await server.ask('/api/me');

  expect(answer.status).toBe(200);
  expect(answer.json()).toMatchObject({ role: 'admin', local: true });
});

test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST'])(
  'the Host name %s is answered',
  async (name) => {
    const answer = await server.ask('/api/me', { headers: { host: `${name}:${server.port}` } });

    expect(answer.status).toBe(200);
  },
);

test.each([
  'evil.example',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evil.example@localhost',
  'localhost evil',
  '192.168.1.1',
  '0.0.0.0',
])('the Host name %j is refused', async (host) => {
  const answer = await server.ask('/api/me', { headers: { host } });

  expect(answer.status).toBe(403);
  expect(answer.json()).toMatchObject({ code: 'cross_site' });
});

test('a request without any Host is refused', async () => {
  const socket = net.connect(server.port, '127.0.0.1');
  socket.end('GET /api/me HTTP/1.0\r\n\r\n');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');

  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 403 /);
});

test.each([
  ['Sec-Fetch-Site', 'cross-site'],
  ['Sec-Fetch-Site', 'same-site'],
  ['Origin', 'https://evil.example'],
  ['Origin', 'null'],
  ['Origin', 'http://localhost:1'],
  ['Origin', 'http://localhost'],
])('a request that a page elsewhere made (%s: %s) is refused', async (name, value) => {
  const host = `localhost:${server.port}`;

  const read = await server.ask('/api/me', { headers: { host, [name]: value } });
  const sent = await server.ask('/api/run', { body: {}, headers: { host, [name]: value } });

  for (const answer of [read, sent]) {
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'cross_site' });
  }
});

test.each(['same-origin', 'none'])(
  'its own pages (Sec-Fetch-Site: %s) are answered',
  async (site) => {
    const host = `localhost:${server.port}`;
    const headers = { host, 'Sec-Fetch-Site': site, Origin: `http://${host}` };

    expect((await server.ask('/api/me', { headers })).status).toBe(200);
  },
);

test.each([
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'Forwarded',
  'X-Real-IP',
  'Via',
  'CF-Connecting-IP',
])('a request that a proxy passed on (%s) is refused, with what to do', async (name) => {
  const answer = await server.ask('/api/me', { headers: { [name]: '10.0.0.1' } });

  expect(answer.status).toBe(403);
  expect(answer.json()).toMatchObject({
    code: 'forbidden',
    detail: expect.stringContaining('GOOGLE_CLIENT_IDS'),
  });
});

test('what another program mounts is behind the same guard', async () => {
  const reached = await server.ask('/mounted/inside');
  const refused = await server.ask('/mounted/inside', { headers: { host: 'evil.example' } });

  expect(reached.text).toBe('reached');
  expect(refused.status).toBe(403);
});

test('the server listens on this computer only', async () => {
  const socket = net.connect(server.port, '127.0.0.2');
  const outcome = await new Promise((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('error', () => resolve('refused'));
  });
  socket.destroy();

  expect(outcome).toBe('refused');
});

test('a token is refused, for nobody is known who could have made it', async () => {
  const answer = await server.ask('/api/me', { headers: { authorization: 'Bearer a.b.c' } });

  expect(answer.status).toBe(401);
  expect(answer.json()).toMatchObject({ code: 'unauthenticated' });
});
