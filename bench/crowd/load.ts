// Asks a server as fast as it answers, over connections that stay open, and counts.
import { connect, type Socket } from 'node:net';
import { requestText, type Request } from '../http-reader.ts';

export interface LoadOptions {
  connections: number;
  seconds: number;
  /** The status that every answer must have. */
  status: number;
}

/** Requests per second. `requestOf` makes the request with a running number. Throws on an answer of another status. */
export async function requestsPerSecond(
  url: URL,
  requestOf: (n: number) => Request,
  options: LoadOptions,
): Promise<number> {
  const started = performance.now();
  const end = started + options.seconds * 1000;
  let [sent, answered] = [0, 0];
  const next = (): string | null =>
    performance.now() < end ? requestText(url, requestOf(sent++)) : null;
  const connections = Array.from({ length: options.connections }, () =>
    converse(url, { next, status: options.status, answered: () => answered++ }),
  );
  await Promise.all(connections);
  return answered / ((performance.now() - started) / 1000);
}

/** Sends so many requests at once, each on its own connection; how many milliseconds each took, sorted. */
export async function allAtOnce(url: URL, request: Request, count: number): Promise<number[]> {
  const durations: number[] = [];
  const text = requestText(url, request);
  // All are connected before the first asks.
  const sockets = await Promise.all(Array.from({ length: count }, () => opened(url)));
  const started = performance.now();
  await Promise.all(
    sockets.map((socket) => {
      let isSent = false;
      const next = (): string | null => (isSent ? null : ((isSent = true), text));
      const answered = (): unknown => durations.push(performance.now() - started);
      return converse(url, { next, status: 200, answered, socket });
    }),
  );
  return durations.sort((a, b) => a - b);
}

/** One request after the other on one connection; the median in milliseconds. */
export async function medianLatency(
  url: URL,
  requestOf: (n: number) => Request,
  count: number,
): Promise<number> {
  const durations: number[] = [];
  let [n, sentAt] = [0, 0];
  const next = (): string | null => {
    sentAt = performance.now();
    return n < count ? requestText(url, requestOf(n++)) : null;
  };
  await converse(url, {
    next,
    status: 200,
    answered: () => durations.push(performance.now() - sentAt),
  });
  return durations.sort((a, b) => a - b)[Math.floor(durations.length / 2)] ?? 0;
}

interface Conversation {
  /** The next request; null when there is none. */
  next(): string | null;
  answered(): unknown;
  status: number;
  socket?: Socket;
}

function opened(url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) }, () => resolve(socket));
    socket.on('error', reject);
  });
}

async function converse(url: URL, talk: Conversation): Promise<void> {
  const socket = talk.socket ?? (await opened(url));
  socket.setNoDelay(true);
  await new Promise<void>((resolve, reject) => {
    let received = '';
    const ask = (): void => {
      const text = talk.next();
      if (text === null) resolve();
      else socket.write(text, 'latin1');
    };
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (!isWhole(received)) return;
      if (!received.startsWith(`HTTP/1.1 ${talk.status}`)) {
        reject(new Error(`An answer was not ${talk.status}: ${received.slice(0, 800)}`));
        return;
      }
      received = '';
      talk.answered();
      ask();
    });
    socket.on('close', () => reject(new Error('The server closed a connection.')));
    ask();
  });
  socket.removeAllListeners('close');
  socket.destroy();
}

// Only one request is under way on a connection, so an answer is whole when its last byte is there.
function isWhole(received: string): boolean {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return false;
  const head = received.slice(0, headEnd + 2).toLowerCase();
  const at = head.indexOf('\r\ncontent-length:');
  if (at >= 0) return received.length >= headEnd + 4 + parseInt(head.slice(at + 17), 10);
  if (head.includes('\r\ntransfer-encoding: chunked')) return received.endsWith('\r\n0\r\n\r\n');
  return true;
}
