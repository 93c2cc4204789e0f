// A server is killed at each call to Google of a scheduled refresh, before the call or after it: what a person keeps stays, the range
// is never empty, and the next server completes it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerHttp } from '../../../playground/simulator/api/http.ts';
import { peopleOf } from '../../server/identity/people.ts';
import { eventually } from '../../support/eventually.ts';
import { often } from '../../support/random.ts';
import {
  GOOGLE_SETTINGS,
  NO_LIMITS,
  SERVER,
  scheduledSheet,
} from '../../support/scheduled-sheet.ts';
import { startTestServer, type TestProgram } from '../../support/server.ts';
import { must, startWatched, type Watched } from '../watched.ts';
import { startAt } from './servers.ts';

const LIST = {
  ...{ slug: 'list', title: 'Invoices', key: ['name'] },
  sql: 'select number as name, amount::int as amount from invoices order by number',
};
/** So long that what changes takes several batches to Google. */
const LONG_ROWS = 600;
const LONG_NAME = 'x'.repeat(8_000);

let watched: Watched;
let sheet: ReturnType<typeof scheduledSheet>;
let google: Server;
/** How many calls to Google are left until the server is killed, and whether the last of them is carried out. */
let left = Infinity;
let isCarriedOut = false;
let calls = 0;
/** Null: none runs. */
let program: TestProgram | null = null;
let hours = 0;

beforeAll(async () => {
  watched = await startWatched();
  sheet = scheduledSheet();
  sheet.share();
  google = await startGoogle();
  const people = await peopleOf({ vera: 'viewer', anna: 'author' });
  const server = await startTestServer({
    env: { ...watched.env, ...GOOGLE_SETTINGS },
    options: { ...people.options, google: { ...sheet.google, limits: NO_LIMITS } },
  });
  const as = (who: string) => ({
    ask: (at: string, asked = {}) => server.ask(at, { ...asked, ...people.as(who) }),
  });
  await must(as('anna'), 'POST', '/api/queries', LIST);
  const id = sheet.noteSchedule();
  await must(as('vera'), 'PUT', `/api/range-schedules/${id}`, sheet.content());
  await server.stop();
});
afterAll(async () => {
  program?.kill('SIGKILL');
  google.closeAllConnections();
  google.close();
  await watched.stop();
});

/** The simulated Google on a port of this computer, which kills the server at a call. */
async function startGoogle(): Promise<Server> {
  const answerCall = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const piece of request) text += String(piece);
    calls += 1;
    left -= 1;
    if (left === 0) program?.kill('SIGKILL');
    if (left < 0 || (left === 0 && !isCarriedOut)) return void request.socket.destroy();
    const call = { method: request.method ?? '', path: request.url ?? '', text, as: SERVER };
    const answer = answerHttp(sheet.api, call);
    if (left === 0) return void request.socket.destroy();
    response.writeHead(answer.status, { 'Content-Type': answer.type }).end(answer.text);
  };
  const server = createServer((request, response) => void answerCall(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Has a server do what is due, which it now is; over when that was done or the server was killed. */
async function itsTimeComes(): Promise<void> {
  const slots = () => watched.own('select slot from timed_slots');
  const { rows: before } = await slots();
  await watched.own(
    'update timed_queries set due_at = now(), rest_until = now(), lease = null, lease_until = null',
  );
  program ??= await startProgramAhead();
  await eventually(slots, ({ rows }) => program === null || rows.length > before.length);
}

/** A server that is an hour ahead of the one before: what a dead one has marked in the sheet is over for it. */
async function startProgramAhead(): Promise<TestProgram> {
  hours += 1;
  const { port } = google.address() as AddressInfo;
  const env = { ...watched.env, GOOGLE_API_URL: `http://127.0.0.1:${port}` };
  const { program: started } = await startAt(env, hours * 3_600_000);
  void started.ended().then(() => (program = null));
  return started;
}

/** What the database holds, from now on. */
async function holds(names: readonly string[]): Promise<void> {
  await watched.sql('truncate invoices');
  await watched.sql(
    `insert into invoices select name, ${calls} from unnest(array['${names.join("','")}']) name`,
  );
}

/** In alphabetical order: with a note beside, the rows stand still. Those that the result no longer has are emptied, unattended. */
const shownNames = (): string[] =>
  sheet
    .shown()
    .map(([name = '']) => name.replace(LONG_NAME, ''))
    .filter((name) => name !== '')
    .sort();
const expected = (names: readonly string[]): string[] =>
  ['name', ...names.map((name) => name.replace(LONG_NAME, ''))].sort();

/** Kills a server at each call in turn, or at some that lie so far apart, until one needs fewer calls than that. */
async function killAtEach(results: (readonly string[])[], callsApart: number): Promise<number> {
  const theirs = typeTheirs();
  let kills = 0;
  for (const carried of [false, true]) {
    // Those before which it is killed lie between those after which it is.
    for (let call = carried ? 1 + (callsApart >> 1) : 1; ; call += callsApart) {
      const names = results[kills % results.length] ?? [];
      await holds(names);
      [left, isCarriedOut] = [call, carried];
      await itsTimeComes();
      const wasKilled = left <= 0;
      expect(shownNames().length).toBeGreaterThan(1);
      expect(theirs()).toEqual([]);
      if (wasKilled) {
        left = Infinity;
        await itsTimeComes();
        kills += 1;
      }
      expect({ kills, names: shownNames() }).toEqual({ kills, names: expected(names) });
      expect(theirs()).toEqual([]);
      expect(sheet.record().refreshing).toBeNull();
      if (!wasKilled) break;
    }
  }
  return kills;
}

/** What a person keeps around the range, and beside its first row; gives what of it is not where it belongs. */
function typeTheirs(): () => string[] {
  const { desk, workbook } = sheet;
  const places = [1, 2, 3, 4, 5, 20].map((column) => [1, column] as const);
  for (const [row, column] of places) desk.type('Sheet1', row, column, `mine ${row}/${column}`);
  const [tab] = workbook.sheets;
  const textAt = (row: number, column: number) => tab?.at(row, column)?.value;
  const rows = Array.from({ length: 800 }, (_, row) => row + 2);
  const first = rows.find((row) => textAt(row, 3) === 'n1') ?? 0;
  desk.type('Sheet1', first, 5, 'beside n1');
  return () => {
    const lost = places.filter(([row, column]) => textAt(row, column) !== `mine ${row}/${column}`);
    const noted = rows.filter((row) => textAt(row, 5));
    const besides = noted.map((row) => `${textAt(row, 3)} ${textAt(row, 5)}`);
    return [...lost.map(String), ...besides.filter((one) => one !== 'n1 beside n1')];
  };
}

test('a server that is killed at any call to Google leaves what is theirs, and the next one completes it', async () => {
  const kills = await killAtEach(
    [
      ['n1', 'B', 'C', 'D'],
      ['B', 'C2', 'n1'],
      ['A', 'Z', 'n1'],
    ],
    often(4, 1),
  );

  expect(kills).toBeGreaterThan(3);
});

test('a server that is killed while it writes in several batches leaves what is theirs, and the next one completes it', async () => {
  const long = Array.from({ length: 2 * LONG_ROWS }, (_, row) => `${LONG_NAME}${1_000 + row}`);
  const [one, other] = [long.slice(0, LONG_ROWS), long.slice(LONG_ROWS / 2, -LONG_ROWS / 2)];
  const kills = await killAtEach(
    [
      ['n1', ...one],
      ['n1', ...other],
    ],
    often(4, 1),
  );

  expect(kills).toBeGreaterThan(3);
});
