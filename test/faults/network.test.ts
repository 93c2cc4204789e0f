// A network that breaks between Sheetfeed and its data source ends each run in a problem or a cut connection.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { ask as askDatabase } from '../support/clusters.ts';
import { startFaultLab, type FaultLab } from './lab.ts';

let lab: FaultLab;
beforeAll(async () => {
  lab = await startFaultLab();
  await lab.expectClean();
});
afterEach(() => lab.network.heal());
afterAll(() => lab.stop());

test.each(['near', 'far'] as const)(
  'a connection that is reset on its %s side in mid-result cuts the download',
  async (side) => {
    for (const path of ['/q/rows.csv', '/q/rows.json']) {
      const reader = lab.read(path);
      await reader.until(1_000_000);
      lab.network.reset(side);

      expect(await reader.toTheEnd()).toMatchObject({ state: 'cut' });
    }
    await lab.expectClean();
  },
);

test.each(['near', 'far'] as const)(
  'a connection that is reset on its %s side before the first row is a problem',
  async (side) => {
    const asked = lab.ask('/q/work.csv');
    await lab.untilAtWork('100000');
    lab.network.reset(side);

    // A statement that is known to be harmless is tried once more, and may then run into its limit.
    expect(await asked).toMatchObject({
      code: expect.stringMatching(/^(source_unavailable|sql_timed_out)$/) as unknown,
    });
    await lab.expectClean();
  },
);

test('a network that falls silent in mid-result cuts the download, and its session ends', async () => {
  const reader = lab.read('/q/rows.csv');
  await reader.until(1_000_000);
  lab.network.fallSilent();

  expect(await reader.toTheEnd()).toMatchObject({ state: 'cut' });
  lab.network.heal();
  await lab.expectClean();
});

test('a network that falls silent before the first row ends the run with a problem that is not the query', async () => {
  const asked = lab.ask('/q/work.csv');
  await lab.untilAtWork('100000');
  lab.network.fallSilent();

  expect(await asked).toMatchObject({ status: 503, code: 'source_unavailable' });
  lab.network.heal();
  await lab.expectClean();
});

test.each(['near', 'far'] as const)(
  'connections that are reset on their %s side while nobody uses them are no problem for a run in that very moment',
  async (side) => {
    for (let left = 20; left > 0; left--) {
      await Promise.all([lab.ask('/q/quick.csv'), lab.ask('/q/more.csv'), lab.ask('/q/quick.csv')]);
      lab.network.reset(side);

      expect(await lab.ask('/q/quick.csv')).toMatchObject({ state: 'whole' });
    }
  },
);

test.each(['near', 'far'] as const)(
  'connections that were reset on their %s side a moment ago are no problem for the next run',
  async (side) => {
    await Promise.all([lab.ask('/q/quick.csv'), lab.ask('/q/more.csv')]);
    await sleep(1_000);
    lab.network.reset(side);
    await sleep(1_000);

    expect(await lab.ask('/q/quick.csv')).toMatchObject({ state: 'whole' });
  },
);

test('sessions that are ended while they lie idle are no problem for a run in that very moment', async () => {
  for (let left = 20; left > 0; left--) {
    await Promise.all([lab.ask('/q/quick.csv'), lab.ask('/q/more.csv')]);
    const [, ending] = await Promise.all([
      askDatabase(
        lab.source.url(),
        `select pg_terminate_backend(pid) from pg_stat_activity
         where usename = 'fault_reader' and state = 'idle'`,
      ),
      lab.ask('/q/quick.csv'),
    ]);

    // One that had begun already is a problem at worst.
    if (ending.state !== 'whole') expect(ending).toMatchObject({ code: 'source_unavailable' });
    expect(await lab.ask('/q/quick.csv')).toMatchObject({ state: 'whole' });
  }
  await lab.expectClean();
});
