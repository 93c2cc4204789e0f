// The server answers everybody from one loop: no input of any route may hold it for longer than a moment.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { newDatabase, sampleUrls, type TestDatabase } from '../../support/postgres.ts';
import { ask, startProgram, writeFiles, type TestProgram } from '../../support/server.ts';
import { catalog, expensive, type Expensive } from './expensive-inputs.ts';

/** On a usual machine. What the largest texts need of memory is added where the system hands that out slowly, at most as much again. */
const USUAL_MS = 50;
const HELD_MS = USUAL_MS + Math.min(USUAL_MS, slowMemoryMs());
/**
 * The first time code runs it is slow, a collection of garbage may come at a wrong moment, and on a machine with much else
 * to do a good one may be long in coming: the best counts. What really holds the loop has none.
 */
const MOST_TRIES = 10;
/** What slows the whole machine lasts for seconds: after each try a longer pause, some nine seconds in all. */
const PAUSE_MS = 200;

let folder: string;
let own: TestDatabase;
let program: TestProgram;
let port: number;
let watchedAt: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-loop-'));
  await writeFiles(folder, catalog);
  own = await newDatabase({ template: 'own' });
  program = startProgram({
    ...{ PORT: '0', LOG_LEVEL: 'error', CATALOG_DIR: folder, DATABASE_URL: own.adminUrl },
    SOURCE_SAMPLE_URL: sampleUrls().reader,
    NODE_OPTIONS: `--import=${new URL('../../support/loop-watch.mjs', import.meta.url).href}`,
  });
  watchedAt = Number((await program.printed(/The loop is watched at (\d+)/))[1]);
  port = Number((await program.printed(/Sheetfeed is at http:\/\/localhost:(\d+)/))[1]);
  const written = { title: 'Written', slug: 'written', sql: 'select 1 as one' };
  expect((await ask(port, '/api/queries', { body: written })).status).toBe(201);
  const table = {
    ...{
      name: 'sheet_of_test',
      place: { spreadsheet: { id: 's', name: 'S' }, tab: 'T', range: 'A1:T' },
    },
    columns: [
      { name: 'a', header: 'A', type: 'number' },
      { name: 'b', header: 'B', type: 'datetime' },
    ],
  };
  expect((await ask(port, '/api/sheet-tables', { body: table })).status).toBe(201);
  await held();
});

afterAll(async () => {
  program.kill('SIGTERM');
  await program.ended();
  await own.drop();
  await rm(folder, { recursive: true });
});

/**
 * What it takes here beyond the usual 5 ms to make bytes a text that are as many as the largest query tree has, which the server does
 * in one go: a virtual machine whose host takes unused memory back gets each page of it anew, ten times as slowly.
 */
function slowMemoryMs(): number {
  const bytes = Buffer.alloc(12_000_000, 'x');
  const taken = Array.from({ length: 5 }, () => {
    const began = performance.now();
    bytes.toString('latin1');
    return performance.now() - began;
  });
  return Math.max(0, Math.min(...taken) - 5);
}

/** For how many milliseconds at a time the loop was held since this was asked last. */
async function held(): Promise<number> {
  return Number((await ask(watchedAt, '/')).text);
}

interface Held {
  heldMs: number;
  status: number;
}

/** The least that it holds the loop when it is done, again and again until that is little enough. */
async function leastHeld(once: (tries: number) => Promise<number>): Promise<Held> {
  let best = { heldMs: Infinity, status: 0 };
  for (let tries = 0; tries < MOST_TRIES && best.heldMs > HELD_MS; tries++) {
    await setTimeout(PAUSE_MS * tries);
    await held();
    const status = await once(tries);
    const heldMs = Math.round(await held());
    if (heldMs < best.heldMs) best = { heldMs, status };
  }
  return best;
}

async function sendOne({ path: at, ...asked }: Expensive, tries: number): Promise<number> {
  const json = asked.body === undefined ? {} : { 'content-type': 'application/json' };
  const body = bodyOf(asked.body, tries);
  const headers = { ...json, ...asked.headers };
  return ask(port, at, { ...asked, body, headers }).then(
    ({ status }) => status,
    () => 0,
  );
}

// What was found out about a text is remembered, so each try has one of its own.
function bodyOf(body: unknown, tries: number): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const isText = 'sql' in body && typeof body.sql === 'string';
  return JSON.stringify(isText ? { ...body, sql: `${body.sql} /* ${tries} */` } : body);
}

test.each(expensive)(
  '$route holds nobody up, whatever it is sent',
  async ({ asked }) => {
    const tooLong: unknown[] = [];
    for (const one of asked) {
      const { heldMs, status } = await leastHeld((tries) => sendOne(one, tries));
      if (heldMs > HELD_MS || status >= 500) tooLong.push({ name: one.name, heldMs, status });
    }
    expect(tooLong).toEqual([]);
  },
  600_000,
);

/** Sends the bytes on one connection, and waits until nothing more comes of it. */
function sendAll(bytes: string): Promise<void> {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  socket.end(bytes);
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

test.each([
  ['/openapi.json', 400],
  ['/metrics', 400],
  ['/api/nothing', 1_500],
  ['/q/nothing.csv', 1_500],
])('%s asked for %d times at once on one connection holds nobody up', async (at, times) => {
  const bytes = `GET ${at} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(times);
  const { heldMs } = await leastHeld(async () => {
    await sendAll(bytes);
    return 200;
  });
  expect(heldMs).toBeLessThanOrEqual(HELD_MS);
});

test('what PostgreSQL makes of a text that is new holds nobody up', async () => {
  const best = await leastHeld(async (tries) => {
    const subqueries = Array.from({ length: 8_000 }, (_, n) => `a${n} as (select ${tries})`);
    const body = { source: 'sample', sql: `with ${subqueries.join(',')} select 1 as one` };
    return (await ask(port, '/api/describe', { body })).status;
  });
  expect(best.status).toBe(200);
  expect(best.heldMs).toBeLessThanOrEqual(HELD_MS);
});
