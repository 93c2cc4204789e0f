// Nobody can fill the server's memory or its temporary folder: not a member, not who has a share link, not who reads slowly.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { peakOf, startCrowd, type Crowd } from './crowd.ts';
import { often } from '../support/random.ts';
import { until } from '../support/eventually.ts';

let crowd: Crowd;
beforeAll(async () => {
  crowd = await startCrowd({
    LIMIT_LINK_PER_MINUTE: '100000',
    LIMIT_MEMBER_PER_MINUTE: '100000',
    LIMIT_ADDRESS_PER_MINUTE: '100000',
    READER_STALL_SECONDS: '4',
    HELD_MEMBER_FILE_BYTES: String(64 * 1024 * 1024),
  });
  // Warm: what a first run loads stays.
  for (let n = 0; n < 20; n++) await crowd.ask('vera', '/q/big.csv?n=1000');
});
// To drop its databases waits for a checkpoint, which takes a busy disk a while.
afterAll(() => crowd.stop());

const times = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));

test('a member who leaves results of 3 MB unread takes no memory, and no more of the disk than is hers', async () => {
  const before = crowd.megabytes();
  const peak = await peakOf(crowd, async () => {
    for (let n = 0; n < 100; n += 5) {
      await times(5, (each) =>
        crowd.ask('vera', '/api/queries/big/result', {
          values: { n: 28_000 + n + each },
          pageRows: 1,
          waitSeconds: 60,
        }),
      );
    }
  });

  const { holders } = (await crowd.ask('anna', '/api/overview')).json();
  const figures = (await crowd.ask('anna', '/metrics')).text;
  expect(holders).toEqual([
    { where: 'file', name: 'vera', bytes: expect.any(Number), limit: 64 * 1024 * 1024 },
  ]);
  expect(figures).toContain('sheetfeed_held_members_near_limit{where="file"} 1\n');
  expect(figures).toContain('sheetfeed_held_members_near_limit{where="memory"} 0\n');
  expect(peak.files).toBeLessThan(65);
  expect(peak.memory - before.memory).toBeLessThan(100);
});

test('views of a share link are kept by nobody', async () => {
  const token = await crowd.link('big', { maxAgeSeconds: 0 });
  const before = crowd.megabytes();
  const peak = await peakOf(crowd, async () => {
    for (let n = 0; n < 30; n++) {
      const views = await times(5, () => crowd.ask(null, `/s/${token}/result`));
      for (const view of views) expect(view.status).toBe(200);
    }
  });

  expect(peak.memory - before.memory).toBeLessThan(100);
  expect(crowd.megabytes().files).toBeLessThan(before.files + 1);
});

async function tookMs(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

test('those who stop reading a share link share one answer, hold up nobody, and are let go', async () => {
  const token = await crowd.link('big', { maxAgeSeconds: 0, values: { n: 150_000 } });
  const ask = () => crowd.ask(null, `/s/${token}.csv`);
  const aloneMs = await tookMs(ask);
  const before = crowd.megabytes();
  const peak = await peakOf(crowd, async () => {
    const leave = await times(110, () => crowd.stopReading(null, `/s/${token}.csv`, 10_000));
    const besideThemMs = await tookMs(async () =>
      expect((await ask()).text.length).toBeGreaterThan(14e6),
    );
    expect(besideThemMs).toBeLessThan(5_000 + 3 * aloneMs);
    await until(() => crowd.megabytes().files < before.files + 1);
    for (const each of leave) each();
  });

  expect(peak.memory - before.memory).toBeLessThan(150);
  expect(peak.files - before.files).toBeLessThan(40);
});

test('ten slow readers of large results hold no turn: who comes next is answered at once', async () => {
  const leave = await times(10, (n) =>
    crowd.stopReading(`reader-${n >> 1}`, `/q/big.csv?n=${400_000 + n}`, 300_000),
  );

  const began = performance.now();
  const answer = await crowd.ask('wanda', '/q/quick.csv');
  expect(answer.text).toBe('x\r\n1\r\n');
  expect(performance.now() - began).toBeLessThan(often(15_000, 15_000));
  for (const each of leave) each();
});
