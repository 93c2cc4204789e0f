// In a container of 256 MB: the server lives through the worst that ten viewers can do at once, and serves the next one.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { fittedTo } from '../../server/settings/fitted.ts';
import { readSettings } from '../../server/settings/read.ts';
import { often } from '../support/random.ts';
import { peakOf, startCrowd, type Crowd } from './crowd.ts';

const CONTAINER_MEGABYTES = 256;
const rounds = often(1, 10);
/** How large what they ask for is. */
const scale = often(1, 4);

const fitted = fittedTo(readSettings({}), CONTAINER_MEGABYTES * 1024 ** 2);
const budgets = {
  HELD_MEMORY_BYTES: String(fitted.heldMemoryBytes),
  HELD_MEMBER_MEMORY_BYTES: String(fitted.heldMemberMemoryBytes),
  RESULT_CACHE_MEMORY_BYTES: String(fitted.resultCacheMemoryBytes),
  UNREAD_BYTES: String(fitted.unreadBytes),
};

let crowd: Crowd;
beforeAll(async () => {
  const unlimited = '1000000';
  crowd = await startCrowd({
    LIMIT_MEMBER_PER_MINUTE: unlimited,
    LIMIT_ADDRESS_PER_MINUTE: unlimited,
    // As Node, and the server, see to it by themselves in such a container.
    NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=259',
    ...budgets,
  });
});
afterAll(() => crowd.stop());

const viewers = Array.from({ length: 10 }, (_, n) => `viewer${n}`);
const all = (work: (who: string, n: number) => Promise<unknown>) =>
  // What is refused or cut is their own matter.
  Promise.all(viewers.map((who, n) => work(who, n).catch(() => undefined)));

const worst: Record<string, (round: number) => Promise<unknown>> = {
  'wide JSON': (round) =>
    all((who, n) => crowd.ask(who, `/q/wide.json?n=${200 * scale + 10 * round + n}`)),
  'wide workbooks': (round) =>
    all((who, n) => crowd.ask(who, `/q/wide.xlsx?n=${125 * scale + 10 * round + n}`)),
  'wide results for the sidebar': (round) =>
    all((who, n) =>
      crowd.ask(who, '/api/queries/wide/result', {
        values: { n: 125 * scale + 10 * round + n },
        ...{ pageRows: 20_000, waitSeconds: 60 },
      }),
    ),
  'results that are kept': (round) =>
    all((who, n) =>
      crowd.ask(who, `/q/wide.json?n=${100 * scale + 10 * round + n}&_maxAgeSeconds=600`),
    ),
  'downloads that nobody goes on reading': (round) =>
    all(async (who, n) => {
      const leave = await crowd.stopReading(
        who,
        `/q/wide.csv?n=${600 * scale + 10 * round + n}`,
        1_000_000,
      );
      await sleep(2_000);
      leave();
    }),
  'all of it at once': (round) =>
    all(async (who, n) => {
      const path = ['wide.json', 'wide.xlsx', 'big.csv', 'wide.csv'][n % 4];
      const count = (n % 4 === 2 ? 25_000 * scale : 200 * scale) + 10 * round + n;
      await crowd.ask(who, `/q/${path}?n=${count}`);
    }),
};

test('the worst of ten viewers leaves room in it', async () => {
  const peaks: Record<string, number> = { 'at rest': crowd.megabytes().memory };
  for (const [name, work] of Object.entries(worst)) {
    for (let round = 0; round < rounds; round++) {
      const { memory } = await peakOf(crowd, () => work(round));
      peaks[name] = Math.max(peaks[name] ?? 0, memory);
    }
  }

  expect((await crowd.ask('next', '/q/quick.csv')).text).toBe('x\r\n1\r\n');
  for (const [name, megabytes] of Object.entries(peaks))
    expect([name, megabytes < CONTAINER_MEGABYTES]).toEqual([name, true]);
});
