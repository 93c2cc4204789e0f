// What a few lines of node:http do: the yardstick for requests per second. Runs in a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

export interface BareServer {
  url: URL;
  stop(): Promise<void>;
}

/** Starts it: `/bytes` answers `body`, `/unchanged` answers 304, `/query?first=` runs `sql` through a pool. */
export async function startBareServer(given: Given): Promise<BareServer> {
  const child = fork(process.argv[1] ?? '', ['bare-server'], { stdio: 'inherit' });
  child.send(given);
  const port = await new Promise<number>((resolve, reject) => {
    child.on('message', resolve);
    child.on('exit', (code) => reject(new Error(`The bare server ended with ${code}.`)));
  });
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

interface Given {
  body: string;
  databaseUrl: string;
  sql: string;
}

/** The child's side. */
export function serveBare(): void {
  process.once('message', (given: Given) => {
    const pool = new pg.Pool({ connectionString: given.databaseUrl, max: 10 });
    const body = Buffer.from(given.body);
    const server = createServer((request, response) => {
      const url = request.url ?? '';
      if (url.startsWith('/bytes')) answerBytes(response, body);
      else if (url.startsWith('/unchanged')) response.writeHead(304, { etag: '"1"' }).end();
      else void answerQuery(request, response, { pool, sql: given.sql });
    });
    server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  });
}

function answerBytes(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

async function answerQuery(
  request: IncomingMessage,
  response: ServerResponse,
  { pool, sql }: { pool: pg.Pool; sql: string },
): Promise<void> {
  const first = new URL(request.url ?? '', 'http://bare').searchParams.get('first');
  const { rows } = await pool.query(sql, [first]);
  answerBytes(response, Buffer.from(JSON.stringify(rows)));
}
