// Clients that send or read too slowly are cut off, whatever part of a request they linger on.
import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { logWhenDone } from '../../../server/http/front/request-log.ts';
import { listen, type ListenerOptions } from '../../../server/listener.ts';
import type { Log } from '../../../server/log.ts';

const patience = {
  headersTimeout: 150,
  requestTimeout: 300,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 30,
};
let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const usual = {
  host: '127.0.0.1',
  port: 0,
  silentSeconds: 60,
  readerStallSeconds: 60,
  unreadBytes: 1e9,
};

async function connectTo(
  handler: RequestListener,
  waits: Partial<ListenerOptions> = { patience },
): Promise<net.Socket> {
  server = await listen(handler, { ...usual, ...waits });
  const socket = net.connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Goes on sending a byte at a time until the other side ends the connection; answers what it sent. */
async function drip(socket: net.Socket, byte: string): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const dripping = setInterval(() => socket.writable && socket.write(byte), 20);
  await once(socket, 'close');
  clearInterval(dripping);
  return text;
}

const readsAll: RequestListener = (request, response) => {
  request.resume().on('end', () => response.end('whole'));
};

test('headers that come byte by byte are not waited for', async () => {
  const socket = await connectTo(readsAll);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');

  expect(await drip(socket, 'x')).toContain('The request took too long to arrive.');
});

test('a body that comes byte by byte is not waited for', async () => {
  const socket = await connectTo(readsAll);
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n');

  expect(await drip(socket, 'x')).not.toContain('whole');
});

test('who sends nothing at all is cut off', async () => {
  const socket = await connectTo(readsAll);

  expect(await drip(socket, '')).toContain('The request took too long to arrive.');
});

test('who reads nothing of an answer is cut off, and the log does not call it whole', async () => {
  const line = new Promise<Record<string, unknown>>((resolve) => {
    const log = { info: resolve, debug: resolve, isLevelEnabled: () => true } as unknown as Log;
    const answer: RequestListener = (request, response) => {
      logWhenDone(log, { request, response, requestId: 'one', memberId: () => undefined });
      response.end(Buffer.alloc(50_000_000));
    };
    // Long enough for the request to arrive first, however busy the machine.
    void connectTo(answer, { silentSeconds: 3 }).then((socket) => {
      socket.pause();
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    });
  });

  expect(await line).toMatchObject({ status: 200, whole: false });
});
