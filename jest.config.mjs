// How `npm test` runs: ES modules, real PostgreSQL from a global set-up, three workers: much of a test is waiting, and two
// cores are half idle with two.
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  testEnvironment: '<rootDir>/test/support/environment.mjs',
  transform: { '\\.tsx?$': ['<rootDir>/scripts/jest-esbuild.mjs', {}] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.sheetfeed'],
  testTimeout: 120_000,
  maxWorkers: 3,
};
