// Opens Sheetfeed's own database: that of the settings, or a PostgreSQL that comes with the server, in its home.
import path from 'node:path';
import type pg from 'pg';
import { closeDatabase, openDatabase } from './database/database.ts';
import { startCluster } from './embedded/cluster.ts';
import { openHome, type Home } from './embedded/home.ts';
import type { Log } from './log.ts';
import { root } from './root.ts';
import type { Settings } from './settings/settings.ts';

/** What was opened, to be closed in the opposite order. */
export type Opened = (() => Promise<unknown>)[];

/** Null where the settings name a database. */
export async function openOwnHome(settings: Settings, opened: Opened): Promise<Home | null> {
  if (settings.databaseUrl !== null) return null;
  const home = await openHome(path.resolve(root, settings.home));
  opened.push(() => home.close());
  return home;
}

/** The pool of its connections, its tables up to date. */
export async function openOwnDatabase(
  { databaseUrl }: Settings,
  home: Home | null,
  { log, opened }: { log: Log; opened: Opened },
): Promise<pg.Pool> {
  const url = databaseUrl ?? (home === null ? '' : await startOwnCluster(home, opened));
  const database = await openDatabase(url, log);
  opened.push(() => closeDatabase(database));
  return database;
}

async function startOwnCluster(home: Home, opened: Opened): Promise<string> {
  const cluster = await startCluster({ folder: home.clusterFolder('own'), name: 'own' });
  opened.push(() => cluster.stop());
  return cluster.url();
}
