// Maintenance: reading goes on, and changes, runs and what is due wait until it is over, on every server.
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { runMaintenance } from '../../../server/maintenance.ts';
import { ask } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { newDatabase, type TestDatabase } from '../../support/postgres.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let database: TestDatabase;
let servers: TestServer[] = [];
const one = (): TestServer => servers[0] as TestServer;
const other = (): TestServer => servers[1] as TestServer;

beforeAll(async () => {
  database = await newDatabase({ template: 'empty' });
  const env = { DATABASE_URL: database.adminUrl, SOURCE_MAIN_URL: database.readerUrl };
  const catalog = { 'one.sql': '/*---\ntitle: One\nsource: main\n---*/\nselect 1 as one\n' };
  servers = [await startTestServer({ env, catalog }), await startTestServer({ env, catalog })];
});
afterEach(() => switched(false));
afterAll(async () => {
  for (const server of servers) await server.stop();
  await database.drop();
});

const put = (body: object) => one().ask('/api/maintenance', { method: 'PUT', body });
const toldAt = async (server: TestServer) => (await server.ask('/api/me')).json().maintenance;

async function switched(on: boolean, reason = ''): Promise<void> {
  await put({ on, reason });
  for (const server of servers) {
    await eventually(
      () => toldAt(server),
      (maintenance) => (on ? maintenance?.reason === reason : maintenance === undefined),
    );
  }
}

test('reading and kept results go on, runs and changes are told to come back, on the other server too', async () => {
  await other().ask('/q/one.csv?_maxAgeSeconds=600');
  await switched(true, 'The database moves');

  const run = await other().ask('/q/one.csv');
  const result = await one().ask('/api/queries/one/result', { body: {} });
  const change = await other().ask('/api/groups', { body: { name: 'Meanwhile' } });
  const favourite = await other().ask('/api/favourites/one', { method: 'PUT' });

  for (const refused of [run, result, change, favourite]) {
    expect([refused.status, refused.json().code]).toEqual([503, 'service_unavailable']);
    expect(refused.json().detail).toContain('(The database moves)');
    expect(refused.headers['retry-after']).toBe('120');
  }
  const read = ['/api/queries', '/api/queries/one', '/q/one', '/api/audit', '/readyz'];
  for (const path of read) expect([path, (await other().ask(path)).status]).toEqual([path, 200]);
  expect((await other().ask('/q/one.csv?_maxAgeSeconds=600')).text).toBe('one\r\n1\r\n');

  await switched(false);
  expect((await other().ask('/q/one.csv')).text).toBe('one\r\n1\r\n');
  const { failures } = (await one().ask('/api/queries/one/use')).json();
  expect(failures).toBe(0);
  const groups = (await one().ask('/api/groups')).json();
  expect(JSON.stringify(groups)).not.toContain('Meanwhile');
});

interface Evaluation {
  at: Date;
}

const evaluations = () =>
  ask<Evaluation>(
    database.adminUrl,
    'select evaluated_at as at from alert_evaluations order by evaluated_at',
  );
const now = async () =>
  (await ask<Evaluation>(database.adminUrl, 'select clock_timestamp() as at'))[0]?.at ?? new Date();

test('what is due waits, and is done when it is over', async () => {
  const alert = { query: 'one', name: 'Any', when: 'rows', every: '1 day' };
  expect((await one().ask('/api/alerts', { body: alert })).status).toBe(201);
  const first = await eventually(evaluations, ({ length }) => length > 0);
  await switched(true);
  await ask(database.adminUrl, `update alerts set due_at = now() - interval '1 second'`);
  // Each server has asked what is due since then when it knows of this.
  await switched(true, 'It goes on');
  const during = await evaluations();
  const ended = await now();
  await switched(false);
  const after = await eventually(evaluations, ({ length }) => length > first.length);

  expect(during).toEqual(first);
  expect(after.at(-1)?.at.getTime()).toBeGreaterThanOrEqual(ended.getTime());
});

test('whoever runs the servers switches it from the command line, which is in the audit', async () => {
  const said: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  const env = { DATABASE_URL: database.adminUrl };
  const switchedOn = await runMaintenance(['on', 'A', 'back-up'], env);
  await eventually(
    () => toldAt(other()),
    (maintenance) => maintenance?.reason === 'A back-up',
  );
  const switchedOff = await runMaintenance(['off'], env);
  log.mockRestore();

  expect([switchedOn, switchedOff]).toEqual([true, true]);
  expect(said).toEqual([expect.stringMatching(/^Maintenance is on since/), 'Maintenance is off.']);
  const { entries } = (await one().ask('/api/audit?who=command')).json();
  expect(entries).toEqual([
    expect.objectContaining({ what: 'switched maintenance', subject: 'off', via: 'command' }),
    expect.objectContaining({ subject: 'on', details: { reason: 'A back-up', before: null } }),
  ]);
});
