// A client that looks closely at how an answer ends: whole, with a problem, or cut.
import { once } from 'node:events';
import http from 'node:http';

/** What became of a request. */
export type Ending =
  | { state: 'whole'; status: number; text: string }
  | { state: 'problem'; status: number; code: string; detail: string }
  | { state: 'cut'; bytes: number };

export interface Reader {
  /** Reads on until so many bytes have come, then reads no more. */
  until(bytes: number): Promise<void>;
  /** Reads all there is. */
  toTheEnd(): Promise<Ending>;
  /** Goes away. */
  leave(): void;
}

/** Asks and reads to the end. `body` makes it a POST. */
export async function ask(url: string, body?: unknown): Promise<Ending> {
  return startReading(url, body).toTheEnd();
}

/** Asks, and reads only as far as it is told to. */
export function startReading(url: string, body?: unknown): Reader {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const request = http.request(url, {
    method: text === undefined ? 'GET' : 'POST',
    headers: text === undefined ? {} : { 'content-type': 'application/json' },
    agent: false,
  });
  const failed = once(request, 'error').then(() => null);
  const answered = once(request, 'response').then(([got]) => got as http.IncomingMessage);
  answered.catch(() => undefined);
  request.on('error', () => undefined);
  const response = Promise.race([answered.catch(() => null), failed]);
  request.end(text);
  const chunks: Buffer[] = [];
  const length = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return {
    async until(bytes) {
      const got = await response;
      if (!got) throw new Error('there was no answer');
      while (length() < bytes) {
        const chunk = got.read() as Buffer | null;
        if (chunk) chunks.push(chunk);
        else await once(got, 'readable');
      }
    },
    async toTheEnd() {
      const got = await response;
      if (!got) return { state: 'cut', bytes: 0 };
      got.on('error', () => undefined);
      got.on('data', (chunk: Buffer) => chunks.push(chunk));
      got.resume();
      if (!got.closed) await once(got, 'close').catch(() => undefined);
      return endingOf(got, Buffer.concat(chunks));
    },
    leave: () => request.destroy(),
  };
}

function endingOf(response: http.IncomingMessage, bytes: Buffer): Ending {
  if (!response.complete) return { state: 'cut', bytes: bytes.length };
  const status = response.statusCode ?? 0;
  const type = response.headers['content-type'] ?? '';
  if (!type.startsWith('application/problem+json')) {
    return { state: 'whole', status, text: bytes.toString() };
  }
  const { code, detail } = JSON.parse(bytes.toString()) as { code: string; detail: string };
  return { state: 'problem', status, code, detail };
}
