// The schedule of a result that is sent at times is one, in the sheet and here: where two servers send it in the same moment, and
// whatever somebody wrote into the sheet. A real database, two real servers, the simulated Google.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readRecord, recordText } from '../../domain/record/record-text.ts';
import { peopleOf, type People } from '../server/identity/people.ts';
import { ACCOUNT, serviceAccountAt } from '../support/google/accounts.ts';
import { NO_LIMITS, scheduledSheet } from '../support/scheduled-sheet.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { must, startWatched, type Watched } from './watched.ts';

let watched: Watched;
let people: People;
let servers: TestServer[];
let sheet: ReturnType<typeof scheduledSheet>;
/** By server: what happens before it hears Google's answer to what it asked. */
let heard: ((asked: string) => Promise<unknown>)[] = [];

beforeAll(async () => {
  watched = await startWatched();
  people = await peopleOf({ ada: 'admin' });
  const account = serviceAccountAt(() => sheet.api);
  const start = (at: number) => {
    const fetch: typeof globalThis.fetch = async (...given) => {
      const request = new Request(...given);
      const asked = await request.clone().text();
      const answer = await account.fetch(request);
      await heard[at]?.(asked);
      return answer;
    };
    return startTestServer({
      env: { ...watched.env, ...account.settings },
      options: { ...people.options, google: { fetch, wait: async () => {}, limits: NO_LIMITS } },
    });
  };
  servers = [await start(0), await start(1)];
  const sql = 'select number as name, amount::int as amount from invoices order by number';
  await must(as(0), 'POST', '/api/queries', { slug: 'list', title: 'Invoices', sql });
  await watched.sql(`insert into invoices values ('A-17', -5), ('B-2', -7)`);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await watched.stop();
});
beforeEach(async () => {
  await watched.own('truncate timed_queries, sheet_sends cascade');
  heard = [];
  sheet = scheduledSheet();
  const permission = { id: ACCOUNT, type: 'user', role: 'writer', emailAddress: ACCOUNT } as const;
  sheet.file.permissions.push(permission);
});

const as = (at: number): Pick<TestServer, 'ask'> => ({
  ask: (path, asked = {}) => {
    const [first, second] = servers;
    const server = at === 0 ? first : second;
    if (server === undefined) throw new Error('no such server');
    return server.ask(path, {
      ...asked,
      headers: { ...people.as('ada').headers, ...asked.headers },
    });
  },
});

const send = async (at: number, more: object = {}) => {
  const body = { spreadsheet: sheet.workbook.id, tab: 'Debts', ...more };
  return (await must(as(at), 'POST', '/api/queries/list/sheet', body)).json();
};
const listed = async () =>
  (await must(as(0), 'GET', '/api/range-schedules')).json().schedules as { id: string }[];
const hourly = { rule: { every: 'hour' } };

function kept(range: string) {
  for (const metadata of sheet.workbook.metadata.list) {
    const linked = readRecord(metadata.value);
    if (linked?.id === range) return { metadata, linked };
  }
  throw new Error('The range has no record.');
}

test('two servers that send the same at times in one moment set up one schedule, which the sheet names', async () => {
  const [looked, made, over] = [gate(), gate(), gate()];
  heard = [
    async (asked) => {
      if (!asked.includes('addSheet')) return;
      made.open();
      await over.passed;
    },
    async (asked) => {
      if (!asked.includes('sheetfeed-nothing')) return;
      looked.open();
      await made.passed;
    },
  ];
  const second = send(1, hourly).finally(over.open);
  await looked.passed;
  const [first] = await Promise.all([send(0, hourly), second]);
  const schedules = await listed();

  expect(schedules).toHaveLength(1);
  expect(kept(first.range).linked.schedule?.server).toBe(schedules[0]?.id);
});

function gate() {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

test.each(['abc', '00000000-0000-4000-8000-000000000000'])(
  'a schedule %s that somebody wrote into the sheet is none, and another is set up in its place',
  async (server) => {
    const { range } = await send(0);
    const { metadata, linked } = kept(range);
    const since = '2026-01-01T00:00:00.000Z';
    const times = { since, lastRunAt: since, failuresInARow: 0 };
    const rule = { every: 'hour', minute: 0 } as const;
    const schedule = { ...times, rule, owner: 'ada@example.com', server };
    sheet.workbook.metadata.change(metadata, { value: recordText({ ...linked, schedule }) });
    expect(kept(range).linked.schedule?.server).toBe(server);
    await send(0, hourly);
    const [known] = await listed();

    expect(known?.id).not.toBe(server);
    expect(kept(range).linked.schedule?.server).toBe(known?.id);
  },
);
