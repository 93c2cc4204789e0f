// What waits for somebody else's answer is bounded, and nothing of it is left behind.
import { expect, it } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { types } from 'node:util';
import { bounded } from '../../../server/bounded.ts';

const untilAborted = (signal: AbortSignal) => sleep(60_000, undefined, { signal });

it('leaves nothing with a signal that lives on, however the work ends', async () => {
  const server = new AbortController();
  const bounds = { withinMs: 60_000, by: [server.signal, undefined] };
  await bounded(bounds, () => Promise.resolve('answered'));
  await expect(bounded(bounds, () => Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  );
  await expect(bounded({ ...bounds, withinMs: 1 }, untilAborted)).rejects.toThrow();

  expect(getEventListeners(server.signal, 'abort')).toEqual([]);
  // Where Node keeps the signals that `AbortSignal.any` made of this one.
  const kept = Object.getOwnPropertySymbols(server.signal)
    .map((key) => (server.signal as unknown as Record<symbol, unknown>)[key])
    .filter((each) => types.isSet(each) && each.size > 0);
  expect(kept).toEqual([]);
});

it('is broken off by each signal, also by one that was aborted before, and when its time is up', async () => {
  const [server, caller] = [new AbortController(), new AbortController()];
  const reasonOf = (work: Promise<unknown>) => work.catch((error: Error) => error.cause);
  const underWay = bounded({ by: [server.signal, caller.signal] }, untilAborted);
  caller.abort('the caller left');
  expect(await reasonOf(underWay)).toBe('the caller left');
  expect(await reasonOf(bounded({ by: [caller.signal] }, untilAborted))).toBe('the caller left');
  expect(await reasonOf(bounded({ withinMs: 1, by: [server.signal] }, untilAborted))).toMatchObject(
    { name: 'TimeoutError' },
  );
});
