// How much a random test does: little in every run, ten times as much and more with `npm test -- --deep`.

const isDeep = process.env['SHEETFEED_DEEP'] === '1';

/** The first number in an ordinary run of the tests, the second one in a deep run. */
export function often(ordinary: number, deep: number): number {
  return isDeep ? deep : ordinary;
}
