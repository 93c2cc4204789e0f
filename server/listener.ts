// The listening socket: opens it with a sentence when it cannot, and closes it without cutting answers short.
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { Problem } from '../domain/problem.ts';
import { refuseBadRequest } from './http/front/problems.ts';
import { oneAfterAnother } from './pipelining.ts';
import { watchReaders } from './readers.ts';

export interface ListenerOptions {
  host: string;
  port: number;
  /** A connection on which nothing moved for so long is cut; a run may take nearly as long before its first byte. */
  silentSeconds: number;
  /** One that does not read what we have for it is cut after so long. */
  readerStallSeconds: number;
  /** What callers have not read yet may come to so much; beyond it the slowest are cut. */
  unreadBytes: number;
  /** Given by tests, which have less time. */
  patience?: typeof patience;
}

// Who sends a request byte by byte holds a connection for no longer than this.
const patience = {
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  // Longer than proxies keep theirs (mostly 60 s), so that none sends a request into one that is being closed.
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5_000,
};

/** Listens at the address. Throws Problem service_unavailable when it is taken or not this computer's. */
export async function listen(
  handler: RequestListener,
  { host, port, silentSeconds, patience: waits = patience, ...readers }: ListenerOptions,
): Promise<Server> {
  const server = createServer(waits, oneAfterAnother(handler));
  server.timeout = silentSeconds * 1000;
  server.on('clientError', refuseBadRequest);
  watchReaders(server, readers);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenProblem(error, { host, port })));
    server.listen(port, host, resolve);
  });
  return server;
}

function listenProblem(
  error: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
): Error {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program. Stop that program, or set PORT to another port.`,
    EACCES: `Port ${port} may not be used by this account. Set PORT to one above 1023.`,
    EADDRNOTAVAIL: `${host} is not an address of this computer. Set HOST to one that is.`,
    ENOTFOUND: `${host} is not an address of this computer. Set HOST to one that is.`,
  };
  const sentence = sentences[error.code ?? ''];
  return sentence === undefined ? error : new Problem('service_unavailable', sentence, {}, error);
}

// Whoever has a connection may be sending a request into it right now. On one that is busy the next answer comes
// soon and says that it was the last; a proxy has heard by then that this server takes no new connections.
const IDLE_MS = 500;

/**
 * Takes no more connections, answers what comes on those that are open for a moment, lets what is under way end
 * within `graceMs`, then cuts it.
 */
export async function closeListener(server: Server, graceMs: number): Promise<void> {
  server.prependListener('request', (_request, response: ServerResponse) => {
    response.shouldKeepAlive = false;
  });
  // That of HTTP would cut idle connections at once.
  const closed = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
  const idleFrom = performance.now() + Math.min(IDLE_MS, graceMs);
  // A connection that was busy becomes idle without being closed.
  const idle = setInterval(() => {
    if (performance.now() >= idleFrom) server.closeIdleConnections();
  }, 50);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
  // Ends what HTTP looks after on its own.
  server.close();
}

/** How a host that is listened at is written in an address: 127.0.0.1 is easier to read as localhost, and an address of all interfaces is none to open. */
export function hostName(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
