// After the tests: stops the PostgreSQL that test/support/global-setup.ts started, and removes its files.

export default async function tearDown(): Promise<void> {
  await globalThis.stopTestPostgres?.();
}
