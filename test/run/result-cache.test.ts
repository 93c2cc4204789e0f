// What results that are kept may take, in the database and in memory, holds, and nobody gets a piece of another's.
import { eventually } from '../support/eventually.ts';
import { afterEach, expect, test } from '@jest/globals';
import type { CacheLimits } from '../../server/runs/shared/result-cache.ts';
import { startRunServer, type RunServer } from './run-server.ts';

let server: RunServer;
afterEach(() => server.stop());

const MEGABYTE = 1024 * 1024;
const plain = { headers: { 'accept-encoding': 'identity' } };
const numbers = Array.from({ length: 10 }, (_, n) => n);

/** Ten queries, each with some 200 KB of its own. */
async function start(cache: Partial<CacheLimits>): Promise<void> {
  server = await startRunServer({ cache });
  for (const n of numbers) {
    server.define(`q${n}`, {
      sql: `select repeat('${n}', 1000) as x from generate_series(1, 200)`,
    });
  }
  // Copies are held from the moment on that this server hears of newer results.
  if (cache.memoryBytes === 0) return;
  await eventually(async () => {
    await kept(0);
    await forgetStored(1);
    return (await kept(0)).isHit;
  }, Boolean);
}

async function csv(n: number, query = ''): Promise<{ text: string; isHit: boolean }> {
  const response = await server.get(`/q/q${n}.csv${query}`, plain);
  return { text: await response.text(), isHit: response.headers.has('age') };
}
const kept = (n: number) => csv(n, '?_maxAgeSeconds=600');
const whole = (n: number) => `x\r\n${`${String(n).repeat(1000)}\r\n`.repeat(200)}`;

const storedBytes = async () => {
  const { rows } = await server.own.query<{ bytes: number; results: number }>(
    'select coalesce(sum(byte_count), 0)::int as bytes, count(*)::int as results from cached_results',
  );
  return rows[0] ?? { bytes: 0, results: 0 };
};

/** Leaves what is in memory, once so many results are stored. */
async function forgetStored(results: number): Promise<void> {
  await eventually(storedBytes, (found) => found.results === results);
  await server.own.query('delete from cached_results');
}

test('the results in the database stay within their limit, and the newest stay', async () => {
  await start({ storedBytes: MEGABYTE, memoryBytes: 0 });
  for (const n of numbers) await kept(n);

  // They are stored after their answers, one after the other.
  const last = await eventually(
    () => kept(9),
    ({ isHit }) => isHit,
  );
  expect(last.text).toBe(whole(9));
  const { bytes, results } = await storedBytes();
  expect(bytes).toBeLessThanOrEqual(MEGABYTE);
  expect(results).toBeGreaterThanOrEqual(4);
});

test('the copies in memory stay within their limit, and what was asked for last stays', async () => {
  // Two fit, with the answers that were made of them.
  await start({ memoryBytes: MEGABYTE });
  for (const n of numbers) {
    await kept(n);
    await kept(n);
  }
  await forgetStored(numbers.length - 1);

  const hits = [];
  for (const n of [...numbers].reverse()) hits.push((await kept(n)).isHit);
  expect(hits.slice(0, 3)).toEqual([true, true, false]);
  expect(hits.filter(Boolean).length).toBe(2);
});

test('a result that is replaced again and again takes the place of one', async () => {
  await start({ memoryBytes: MEGABYTE });
  await kept(0);
  for (let times = 0; times < 20; times++) {
    await csv(0);
    await kept(0);
  }
  await forgetStored(1);

  expect(await kept(0)).toEqual({ text: whole(0), isHit: true });
});

test('while results are kept, replaced and dropped at once, everybody gets their own, whole', async () => {
  await start({ memoryBytes: MEGABYTE, storedBytes: MEGABYTE });
  const asked = Array.from({ length: 200 }, async (_, turn) => {
    const n = (turn * 7) % numbers.length;
    if (turn % 40 === 0) await server.own.query('delete from cached_results');
    const { text } = turn % 3 === 0 ? await csv(n) : await kept(n);
    return text === whole(n);
  });

  expect((await Promise.all(asked)).every(Boolean)).toBe(true);
  const { bytes } = await eventually(storedBytes, (found) => found.bytes <= MEGABYTE);
  expect(bytes).toBeLessThanOrEqual(MEGABYTE);
});
