// Clients that are slow, rude or old: what they get is whole or cut, and what they leave behind is nothing.
import { eventually } from '../support/eventually.ts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask as askDatabase } from '../support/clusters.ts';
import { feelPulse, startFaultLab, type FaultLab } from './lab.ts';

/** Longer than the slow reader below takes for its few bytes. */
const STALL_SECONDS = 15;

let lab: FaultLab;
beforeAll(async () => {
  lab = await startFaultLab({ READER_STALL_SECONDS: String(STALL_SECONDS) });
  await lab.expectClean();
});
afterAll(() => lab.stop());

/** A client that speaks for itself. */
async function dial(request: string): Promise<Socket> {
  const { hostname, port } = new URL(lab.url);
  const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
  await once(socket, 'connect');
  socket.write(`${request}\r\nHost: localhost:${port}\r\n\r\n`);
  return socket;
}

test('a reader that takes nothing for as long as it may, or twice as long, is cut off, and does not hold the data source', async () => {
  const socket = await dial('GET /q/rows.csv HTTP/1.1');
  socket.on('error', () => undefined);
  await lab.untilAtWork('3000000');
  const before = lab.megabytes();

  // Meanwhile others work, and nothing piles up.
  for (let left = 2 * STALL_SECONDS; left > 0; left--) {
    await sleep(1000);
    socket.read(1);
    if (left % 10 === 0) {
      expect(await lab.ask('/q/quick.csv')).toMatchObject({ state: 'whole' });
      expect(lab.megabytes() - before).toBeLessThan(100);
    }
  }

  await lab.expectClean();
  socket.destroy();
});

test('a reader of one byte a second holds one session and little memory, and gets all when it hurries', async () => {
  const reader = lab.read('/q/fewer.csv');
  const before = lab.megabytes();
  for (let bytes = 1; bytes <= 4; bytes++) {
    await reader.until(bytes);
    await sleep(1000);
  }

  expect(lab.megabytes() - before).toBeLessThan(100);
  const ending = await reader.toTheEnd();
  expect(ending).toMatchObject({ state: 'whole', status: 200 });
  expect(ending.state === 'whole' && ending.text.split('\r\n').length).toBe(200_002);
  await lab.expectClean();
});

test.each(['destroy', 'resetAndDestroy'] as const)(
  'a client that vanishes (%s) before the first row takes its query with it',
  async (way) => {
    const socket = await dial('GET /q/work.csv HTTP/1.1');
    await lab.untilAtWork('100000');
    socket[way]();

    await lab.expectClean();
  },
);

test.each(['destroy', 'resetAndDestroy'] as const)(
  'a client that vanishes (%s) in mid-download takes its query with it',
  async (way) => {
    const socket = await dial('GET /q/rows.csv HTTP/1.1');
    await once(socket, 'readable');
    socket[way]();

    await lab.expectClean();
  },
);

test('fifty clients that vanish at once leave nothing behind', async () => {
  const pulse = feelPulse(lab.url);
  const sockets = await Promise.all(
    Array.from({ length: 50 }, () => dial('GET /q/rows.csv HTTP/1.1')),
  );
  await sleep(500);
  for (const socket of sockets) socket.resetAndDestroy();

  await lab.expectClean();
  expect(await pulse.end()).toMatchObject({ failed: 0 });
});

test('five hundred clients who vanish while they wait for one result take its query with them', async () => {
  const sockets = await Promise.all(
    Array.from({ length: 500 }, () => dial('GET /q/work.csv HTTP/1.1')),
  );
  await lab.untilAtWork('100000');
  for (const socket of sockets) socket.resetAndDestroy();

  await lab.expectClean();
});

test('a client that asks for much on one connection and vanishes takes all its queries with it', async () => {
  const begin = 'Host: localhost\r\n\r\nGET';
  const paths = Array.from(
    { length: 30 },
    (_, n) => ` /q/rows.csv?_maxAgeSeconds=${n} HTTP/1.1\r\n`,
  );
  // Each in a zone of its own, so that none shares another's run.
  const zones = Intl.supportedValuesOf('timeZone').slice(0, 30);
  const asked = paths.map((path, n) => path.replace('?', `?_timeZone=${zones[n]}&`)).join(begin);
  const socket = await dial(`GET${asked.trimEnd()}`);
  await once(socket, 'readable');
  await lab.untilAtWork('3000000');
  const memory = lab.megabytes();
  socket.resetAndDestroy();

  await lab.expectClean();
  expect(lab.megabytes() - memory).toBeLessThan(100);
});

test('an error in mid-result cuts the download', async () => {
  for (const path of ['/q/division.csv', '/q/division.json']) {
    expect(await lab.ask(path)).toMatchObject({ state: 'cut' });
  }
  await lab.expectClean();
});

test('a client of HTTP/1.0, which knows the end of an answer by the end of the connection, sees that it was cut', async () => {
  // Node itself takes some resets for ends (libuv looks at POLLHUP first), so one of several must show.
  const ends: unknown[] = [];
  while (ends.length < 10 && !ends.includes('ECONNRESET')) ends.push(await endOfOldDownload());

  expect(ends).toContain('ECONNRESET');
  await lab.expectClean();
});

/** How the connection of a download that fails in the middle ends for a client of HTTP/1.0. */
async function endOfOldDownload(): Promise<unknown> {
  const socket = await dial('GET /q/division.csv HTTP/1.0');
  socket.resume();
  return new Promise((resolve) => {
    socket.on('end', () => resolve('ended'));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
  });
}

test('more runs than may go at once wait for their turn, and all end well', async () => {
  const endings = await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      lab.ask('/api/run', { source: 'main', sql: `select ${n} as x` }),
    ),
  );

  for (const ending of endings) expect(ending).toMatchObject({ state: 'whole', status: 200 });
});

test('runs share what connections a data source has left, and one that has none says so', async () => {
  const admin = lab.source.url();
  const limit = (connections: number) =>
    askDatabase(admin, `alter role fault_reader connection limit ${connections}`);
  // One is for our own questions.
  await limit(3);
  await lab.restart('source');
  const endings = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      lab.ask('/api/run', { source: 'main', sql: `select ${n} as x` }),
    ),
  );
  await limit(0);
  await lab.restart('source');
  const none = await eventually(
    () => lab.ask('/api/run', { source: 'main', sql: 'select 21 as x' }),
    (ending) => ending.state === 'problem' && /no free connection/.test(ending.detail),
  );

  await limit(-1);
  expect(endings.filter(({ state }) => state !== 'whole')).toEqual([]);
  expect(none).toMatchObject({
    ...{ state: 'problem', status: 503, code: 'source_unavailable' },
    detail: expect.stringContaining('has no free connection'),
  });
  await lab.expectClean();
});

test('a query that needs more disk than the data source gives is told so, and the next run works', async () => {
  const admin = lab.source.url();
  await askDatabase(admin, `alter role fault_reader set temp_file_limit = '1MB'`);
  await lab.restart('source');
  const sql = 'select g from generate_series(1, 3000000) g order by md5(g::text) limit 1';

  const ending = await eventually(
    () => lab.ask('/api/run', { source: 'main', sql }),
    (found) => found.state === 'problem' && found.code === 'sql_failed',
  );

  expect(ending).toMatchObject({
    ...{ state: 'problem', status: 422, code: 'sql_failed' },
    detail: expect.stringContaining('temp_file_limit'),
  });
  await askDatabase(admin, 'alter role fault_reader reset temp_file_limit');
  await lab.expectClean();
});
