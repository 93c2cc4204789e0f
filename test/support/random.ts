// Random tests: fast-check, and how much such a test does. An ordinary run draws the same numbers each time, so that it
// says of a change what it said of the last one; `npm test -- --deep` draws others, and ten times as many and more.
import { jest, test } from '@jest/globals';
import fc from 'fast-check';

const isDeep = process.env['SHEETFEED_DEEP'] === '1';

// Jest's seed: scripts/test.mjs gives it in an ordinary run, and Jest draws one in a deep run.
fc.configureGlobal({ seed: jest.getSeed() });

export { fc };

/** The first number in an ordinary run of the tests, the second one in a deep run. */
export function often(ordinary: number, deep: number): number {
  return isDeep ? deep : ordinary;
}

/** Declares tests that take an ordinary run too long; it names them as skipped. */
export function onlyDeep(name: string, declare: () => void): void {
  if (isDeep) declare();
  else test.skip(`${name} (npm test -- --deep)`, () => {});
}
