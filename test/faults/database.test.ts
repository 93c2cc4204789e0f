// A database that freezes, restarts or is away ends each run in a clear problem or a cut connection.
import { eventually } from '../support/eventually.ts';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ask as askDatabase } from '../support/clusters.ts';
import { feelPulse, startFaultLab, type FaultLab } from './lab.ts';
import { freeze } from './processes.ts';

let lab: FaultLab;
let thaw = () => {};
beforeAll(async () => {
  lab = await startFaultLab({
    // Nobody listens there at first.
    SOURCE_LATE_URL: 'postgres://x@127.0.0.1:1/x',
  });
  await lab.expectClean();
});
afterEach(() => thaw());
afterAll(() => lab.stop());

const away = {
  state: 'problem',
  code: expect.stringMatching(/^(sql_timed_out|source_unavailable)$/),
};

test('a database that freezes before the first row ends the run with a problem', async () => {
  const pulse = feelPulse(lab.url);
  const asked = lab.ask('/q/work.csv');
  await lab.untilAtWork('100000');
  thaw = freeze(lab.source);

  expect(await asked).toMatchObject(away);
  expect(await pulse.end()).toMatchObject({ failed: 0 });
  thaw();
  await lab.expectClean();
});

test("a database that freezes in mid-result cuts each download, and the sidebar's result", async () => {
  const readers = [
    lab.read('/q/rows.csv'),
    lab.read('/q/rows.json'),
    lab.read('/api/queries/rows/result', {}),
  ];
  await Promise.all(readers.map((reader) => reader.until(1_000_000)));
  thaw = freeze(lab.source);

  const endings = await Promise.all(readers.map((reader) => reader.toTheEnd()));
  expect(endings.map(({ state }) => state)).toEqual(['cut', 'cut', 'cut']);
  thaw();
  await lab.expectClean();
});

test('a database that is frozen already is a problem for whoever comes, and serves again after', async () => {
  thaw = freeze(lab.source);

  const endings = await Promise.all(Array.from({ length: 8 }, () => lab.ask('/q/quick.csv')));

  for (const ending of endings) expect(ending).toMatchObject(away);
  thaw();
  await lab.expectClean();
});

test('a database that restarts in mid-result cuts the download, and the next run works', async () => {
  const reader = lab.read('/q/rows.csv');
  await reader.until(1_000_000);
  const ending = reader.toTheEnd();
  await lab.restart('source');

  expect(await ending).toMatchObject({ state: 'cut' });
  await lab.expectClean();
});

test('a database that restarts before the first row is a problem, and the next run works', async () => {
  const asked = lab.ask('/q/work.csv');
  await lab.untilAtWork('100000');
  await lab.restart('source');

  expect(await asked).toMatchObject({ state: 'problem', status: 503, code: 'source_unavailable' });
  await lab.expectClean();
});

test('sessions that lay idle when the database restarted are not used for the next run', async () => {
  await Promise.all([lab.ask('/q/quick.csv'), lab.ask('/q/quick.csv'), lab.ask('/q/quick.csv')]);
  await lab.restart('source');

  await lab.expectClean();
  for (let left = 5; left > 0; left--) {
    expect(await lab.ask('/q/quick.csv')).toMatchObject({ state: 'whole' });
  }
});

test('a database that was away when the server started serves as soon as it is there', async () => {
  const endings = [
    await lab.ask('/api/run', { source: 'late', sql: 'select 1' }),
    await lab.ask('/readyz'),
  ];

  expect(endings).toMatchObject([
    { state: 'problem', status: 503, code: 'source_unavailable' },
    { state: 'whole', text: expect.stringContaining('"late","status":"away"') },
  ]);
  lab.network.refuse();
  const refused = await eventually(
    () => lab.ask('/q/quick.csv'),
    ({ state }) => state === 'problem',
  );
  expect(refused).toMatchObject({ status: 503, code: 'source_unavailable' });
  lab.network.heal();
  await lab.expectClean();
});

test("a restart of Sheetfeed's own database harms no download under way, and the runs are recorded after it", async () => {
  const download = lab.read('/q/fewer.csv');
  await download.until(1_000_000);
  // Its start takes a slow machine longer than a run may take: it is away until the download is over.
  await lab.own.stop();
  const whole = await download.toTheEnd();
  await lab.restart('own');

  expect(whole).toMatchObject({ state: 'whole', status: 200 });
  expect(whole.state === 'whole' && whole.text.split('\r\n').length).toBe(200_002);
  await lab.expectClean();
  const recorded = await eventually(
    () => askDatabase(lab.own.url(), `select outcome from runs where query = 'fewer'`),
    (rows) => rows.length === 1,
  );
  expect(recorded).toEqual([{ outcome: 'done' }]);
});

test("while Sheetfeed's own database is frozen, runs go on without it, and nothing piles up before it", async () => {
  thaw = freeze(lab.own);
  const pulse = feelPulse(lab.url);

  const endings = await Promise.all([
    lab.ask('/q/quick.csv'),
    lab.ask('/q/quick.csv?_maxAgeSeconds=60'),
    lab.ask('/api/queries/quick/result', { run: randomUUID() }),
  ]);

  for (const ending of endings) expect(ending).toMatchObject({ state: 'whole', status: 200 });
  expect(await pulse.end()).toMatchObject({ failed: 0 });
  thaw();
  const sessions = await askDatabase(
    lab.own.url(),
    `select from pg_stat_activity where application_name = 'sheetfeed'`,
  );
  expect(sessions.length).toBeLessThan(8);
  await lab.expectClean();
});

test("while Sheetfeed's own database is away, requests are told so", async () => {
  await lab.own.stop();

  const ending = await lab.ask('/api/run', { source: 'main', sql: 'select 1 as x' });
  const ready = await lab.ask('/readyz');
  await lab.restart('own');

  // A run needs Sheetfeed's own database only to be recorded, which can wait.
  if (ending.state === 'problem') expect(ending).toMatchObject({ code: 'service_unavailable' });
  else expect(ending).toMatchObject({ state: 'whole', status: 200 });
  expect(ready).toMatchObject({ status: 503 });
  await lab.expectClean();
});
