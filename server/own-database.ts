// Opens Sheetfeed's own database: that of the settings, or a PostgreSQL that comes with the server, in its home.
import path from 'node:path';
import type pg from 'pg';
import { tellSettings } from './cluster/settings-prints.ts';
import { closeDatabase, openDatabase, type Opening } from './database/database.ts';
import { startCluster } from './embedded/cluster.ts';
import { openHome, type Home } from './embedded/home.ts';
import { root } from './root.ts';
import { tellWeakConnections } from './weak-connections.ts';
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
  settings: Settings,
  home: Home | null,
  { opened, ...opening }: Pick<Opening, 'log' | 'signal'> & { opened: Opened },
): Promise<pg.Pool> {
  tellWeakConnections(settings, opening.log);
  const { databaseUrl, databaseWaitSeconds: waitSeconds } = settings;
  const url = databaseUrl ?? (home === null ? '' : await startOwnCluster(home, opened));
  const database = await openDatabase(url, { ...opening, waitSeconds });
  opened.push(() => closeDatabase(database));
  // A PostgreSQL of its own has one server.
  if (home === null) opened.push(await tellSettings(database, settings, opening.log));
  return database;
}

async function startOwnCluster(home: Home, opened: Opened): Promise<string> {
  const cluster = await startCluster({ folder: home.clusterFolder('own'), name: 'own' });
  opened.push(() => cluster.stop());
  return cluster.url();
}
