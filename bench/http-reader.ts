// Reads one HTTP answer as cheaply as can be, so that the reader's own work does not hide the server's.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Request {
  method?: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Read {
  seconds: number;
  firstByteSeconds: number;
  bytes: number;
  status: number;
  /** The first and the last bytes of the body; enough for what stands beside the rows. */
  head: string;
  tail: string;
}

export interface ReadOptions {
  /** Reads no faster than this; unset: as fast as it comes. */
  bytesPerSecond?: number;
  /** Leaves after so many seconds, in the middle of the answer. */
  leaveAfterSeconds?: number;
}

const kept = 4096;

/** Sends a request on a connection of its own and throws the body away. Throws when it is not a whole answer of status 200. */
export async function read(url: URL, request: Request, options: ReadOptions = {}): Promise<Read> {
  const started = performance.now();
  const socket = connect({ host: url.hostname, port: Number(url.port) });
  socket.setNoDelay(true);
  socket.write(
    requestText(url, { ...request, headers: { connection: 'close', ...request.headers } }),
  );
  let [bytes, firstByteSeconds] = [0, 0];
  let head: Buffer = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  for await (const piece of socket) {
    const chunk = piece as Buffer;
    if (bytes === 0) firstByteSeconds = secondsSince(started);
    bytes += chunk.length;
    if (head.length < kept) head = Buffer.concat([head, chunk.subarray(0, kept)]);
    tail =
      chunk.length < kept ? Buffer.concat([tail, chunk]).subarray(-kept) : chunk.subarray(-kept);
    if (options.leaveAfterSeconds && secondsSince(started) > options.leaveAfterSeconds) break;
    const early = options.bytesPerSecond
      ? bytes / options.bytesPerSecond - secondsSince(started)
      : 0;
    if (early > 0) await sleep(early * 1000);
  }
  const answer = {
    seconds: secondsSince(started),
    firstByteSeconds,
    bytes,
    status: Number(head.toString('latin1', 9, 12)),
    head: withoutFrames(head),
    tail: withoutFrames(tail),
  };
  if (!options.leaveAfterSeconds) failUnlessWhole(request, answer, { head, tail });
  return answer;
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000;

/** The text of a request. */
export function requestText(
  url: URL,
  { method = 'GET', path, headers = {}, body = '' }: Request,
): string {
  const lines = Object.entries({
    host: url.host,
    ...(body
      ? { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
      : {}),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

// The lengths that stand between the pieces of a chunked body (RFC 9112 §7.1).
const withoutFrames = (bytes: Buffer): string =>
  bytes.toString('utf8').replace(/\r\n[0-9a-f]+\r\n/g, '');

function failUnlessWhole(
  request: Request,
  answer: Read,
  { head, tail }: { head: Buffer; tail: Buffer },
): void {
  const isChunked = /\r\ntransfer-encoding: chunked\r\n/i.test(head.toString('latin1'));
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(head.toString('latin1'))?.[1];
  const bodyBytes = answer.bytes - (head.indexOf('\r\n\r\n') + 4);
  const isWhole = isChunked
    ? tail.toString('latin1').endsWith('\r\n0\r\n\r\n')
    : bodyBytes === Number(length);
  if (answer.status === 200 && isWhole) return;
  throw new Error(`${request.path}: ${isWhole ? '' : 'cut, '}${answer.head.slice(0, 600)}`);
}
