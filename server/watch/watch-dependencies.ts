// What is needed to run a query by itself and to tell of it, by alerts, subscriptions and schedules of queries alike.
import type pg from 'pg';
import type { Catalog } from '../catalog/queries/catalog.ts';
import type { Access } from '../identity/access.ts';
import type { Members } from '../identity/members.ts';
import type { Log } from '../log.ts';
import type { FrozenLimits } from '../runs/frozen/freeze.ts';
import type { Runs } from '../runs/runs.ts';

export interface WatchDependencies {
  access: Access;
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  members: Members;
  runs: Runs;
  /** Of a time that names none. */
  timeZone: string;
  frozen: FrozenLimits;
  log: Log;
}
