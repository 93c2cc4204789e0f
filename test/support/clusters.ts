// Clusters of a test's own: in a temporary folder, and gone with it.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Cluster } from '../../server/embedded/cluster.ts';

/** A new folder that the account PostgreSQL runs as can reach. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sheetfeed-cluster-'));
  await chmod(folder, 0o755);
  return folder;
}

/** Stops the clusters, then removes their folder. */
export async function tidyUp(folder: string, clusters: Cluster[]): Promise<void> {
  await Promise.all(clusters.map((cluster) => cluster.stop()));
  await rm(folder, { recursive: true, force: true });
}

/** Runs one statement on its own connection. */
export async function ask<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
