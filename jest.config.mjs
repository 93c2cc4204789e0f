// How `npm test` runs: ES modules, real PostgreSQL from a global set-up. Much of a test is waiting, so that three workers
// keep two cores busy.
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  testEnvironment: '<rootDir>/test/support/environment.mjs',
  transform: { '\\.tsx?$': ['<rootDir>/scripts/jest-esbuild.mjs', {}] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.sheetfeed'],
  testSequencer: '<rootDir>/scripts/test-order.mjs',
  // Random tests do up to thirty times as much in a deep run.
  testTimeout: process.env['SHEETFEED_DEEP'] === '1' ? 7_200_000 : 300_000,
  maxWorkers: 3,
};
