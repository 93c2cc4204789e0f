// Before the tests: starts one PostgreSQL for all of them, with the sample company and a follower.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Leaves what test/support/postgres.ts needs in the environment, which the workers inherit. */
export default async function setUp({ rootDir }: { rootDir: string }): Promise<void> {
  const { startTestPostgres } = await load(rootDir);
  const { urls, stop } = await startTestPostgres();
  process.env['TEST_POSTGRES'] = JSON.stringify(urls);
  globalThis.stopTestPostgres = stop;
}

// Jest transforms this file but not what it imports, so that is bundled here. It lies inside the repository
// for as long as it takes to load, because that is where it finds its packages.
async function load(rootDir: string): Promise<typeof import('./test-postgres.ts')> {
  const folder = path.join(rootDir, 'dist', 'test');
  const file = path.join(folder, `test-postgres-${process.pid}.mjs`);
  const { outputFiles } = await build({
    entryPoints: [path.join(rootDir, 'test/support/test-postgres.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    write: false,
  });
  await mkdir(folder, { recursive: true });
  await writeFile(file, outputFiles[0]?.text ?? '');
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    await rm(file, { force: true });
  }
}

declare global {
  var stopTestPostgres: (() => Promise<void>) | undefined;
}
