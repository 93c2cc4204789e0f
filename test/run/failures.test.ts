// What fails from outside while a query runs ends in a problem or a cut connection, and leaves nothing behind.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import http from 'node:http';
import { until } from '../support/eventually.ts';
import { problemOf, startRunServer, type RunServer } from './run-server.ts';

/** A network between Sheetfeed and its data source that can be broken. */
class Network {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isStalled = false;

  constructor(target: { host: string; port: number }) {
    this.#server = createServer((near) => {
      const far = connect(target);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => {});
        from.on('data', (chunk) => void to.write(chunk));
        from.on('close', () => to.destroy());
        if (this.#isStalled) from.pause();
      }
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  /** Nothing gets through, and nobody is told. */
  stall(): void {
    this.#isStalled = true;
    for (const socket of this.#sockets) socket.pause();
  }

  heal(): void {
    this.#isStalled = false;
    for (const socket of this.#sockets) socket.resume();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

let server: RunServer;
let network: Network;
beforeAll(async () => {
  server = await startRunServer({
    source: { allowFunctions: ['pg_catalog.pg_sleep'] },
    limits: { timeoutSeconds: 4 },
  });
  const url = new URL(server.data.readerUrl);
  network = new Network({ host: url.hostname, port: Number(url.port) });
  url.host = `127.0.0.1:${await network.listen()}`;
  await server.sources.addServer('far', url.href);
  server.define('far-rows', {
    sql: `select repeat('x', 1000) as x from generate_series(1, 400000)`,
    source: 'far',
  });
  server.define('near-rows', {
    sql: `select repeat('y', 1000) as x from generate_series(1, 400000)`,
  });
});
afterAll(async () => {
  network.close();
  await server.stop();
});
beforeEach(() => network.heal());

// Long work for the processor, marked so that its backend is found again.
function startWork(mark: string): Promise<Response> {
  const sql = `select count(*) as "${mark}" from generate_series(1, 100000) a, generate_series(1, 100000) b`;
  server.define(mark, { sql, source: 'far' });
  return server.get(`/q/${mark}.json`);
}

/** Waits until the database computes: for a shorter time than this it may only read the text. */
async function untilAtWork(mark: string): Promise<void> {
  await until(async () => (await backends(mark, '100 ms')) === 1);
}

async function worksAgain(): Promise<void> {
  const answered = async () =>
    (await server.post('/api/run', { source: 'far', sql: 'select 1' })).status === 200;
  await until(answered);
}

async function backends(text: string, atLeast = '0 ms'): Promise<number> {
  const { rows } = await server.admin(
    `select count(*)::int as n from pg_stat_activity
     where pid <> pg_backend_pid() and datname = current_database() and state <> 'idle' and query like '%' || $1 || '%'
       and query_start <= clock_timestamp() - $2::interval`,
    [text, atLeast],
  );
  return (rows[0] as { n: number }).n;
}

test('a network that is cut in mid-result cuts the download, and the next run works', async () => {
  const response = await server.get('/q/far-rows.csv');
  expect(response.status).toBe(200);
  network.cut();

  await expect(response.text()).rejects.toThrow();
  await worksAgain();
  await until(async () => (await backends('400000')) === 0);
});

test('a network that is cut before the first row is a problem', async () => {
  const asked = startWork('cut-early');
  await untilAtWork('cut-early');
  network.cut();

  expect(await problemOf(await asked)).toMatchObject({ code: 'source_unavailable', status: 503 });
  await until(async () => (await backends('cut-early')) === 0);
  await worksAgain();
});

test('a database that stops answering ends the run at its limit', async () => {
  await worksAgain();
  const asked = startWork('stalled');
  await untilAtWork('stalled');
  network.stall();

  // Told to end it answers nothing either: it was not the query that took too long.
  expect(await problemOf(await asked)).toMatchObject({ code: 'source_unavailable', status: 503 });
  network.heal();
  await until(async () => (await backends('stalled')) === 0);
  await worksAgain();
});

test('a database that answers nobody is told of within the limit of the run', async () => {
  network.cut();
  network.stall();

  const { status } = await startWork('unanswered');

  expect([503, 504]).toContain(status);
  network.heal();
  network.cut();
  await worksAgain();
});

test('a backend that is ended by somebody else is a problem, and the next run works', async () => {
  const asked = startWork('terminated');
  await untilAtWork('terminated');
  await server.admin(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query like '%terminated%' and pid <> pg_backend_pid()`,
  );

  expect(await problemOf(await asked)).toMatchObject({ code: 'source_unavailable' });
  await worksAgain();
});

test('a reader that takes its time makes the database wait, not the memory grow', async () => {
  const before = process.memoryUsage.rss();
  const response = await new Promise<http.IncomingMessage>((resolve) => {
    http.get(`${server.url}/q/near-rows.csv`, resolve);
  });
  await new Promise((resolve) => response.once('readable', resolve));
  await new Promise((resolve) => setTimeout(resolve, 1500));

  // 400 MB are on their way; what is held is what sockets and buffers hold.
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
  expect(await backends("repeat('y'")).toBe(1);
  response.destroy();
  await until(async () => (await backends("repeat('y'")) === 0);
});

test('a reader that is slow but steady gets all of it, past the time limit of the query', async () => {
  server.define('steady', { sql: `select repeat('z', 1000) as x from generate_series(1, 30000)` });
  const response = await new Promise<http.IncomingMessage>((resolve) => {
    http.get(`${server.url}/q/steady.csv`, resolve);
  });
  let length = 0;
  const pauses = [1800, 1800, 1800];
  for await (const chunk of response) {
    length += (chunk as Buffer).length;
    const pause = length > (4 - pauses.length) * 6e6 ? pauses.pop() : undefined;
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
  }

  expect(response.complete).toBe(true);
  expect(length).toBe('x\r\n'.length + 30_000 * 1002);
});
