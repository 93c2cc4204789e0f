// Maintenance: while it is on, reading goes on, and changes, runs and what is due at times wait; on every server within a second.
import type pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import type { MaintenanceView } from '../../domain/contract/operation/maintenance.ts';

/** Another number after each switch. */
export const MAINTENANCE_NUMBER = 'select change from maintenance';

// Longer than a schedule waits for by itself: it tries again within the hour.
const RETRY_AFTER_SECONDS = 120;

export class Maintenance {
  readonly #database: pg.Pool;
  #state: MaintenanceView | null = null;

  constructor(database: pg.Pool) {
    this.#database = database;
  }

  /** Null: it is off. */
  get state(): MaintenanceView | null {
    return this.#state;
  }

  async refresh(): Promise<void> {
    this.#state = await readMaintenance(this.#database);
  }

  /** Throws Problem service_unavailable while it is on. */
  refuse(): void {
    if (this.#state === null) return;
    const { reason, since } = this.#state;
    const why = reason === '' ? '' : ` (${reason})`;
    const detail = `Sheetfeed is being looked after${why}. What is there can be read; runs and changes wait until it is over. Try again in a few minutes.`;
    const maintenance = { reason, since };
    throw new Problem('service_unavailable', detail, {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      maintenance,
    });
  }
}

/** What asks a database: a connection, or a pool of them. */
type Connection = Pick<pg.ClientBase, 'query'>;

export async function readMaintenance(database: Connection): Promise<MaintenanceView | null> {
  const { rows } = await database.query<{
    since: Date;
    reason: string;
  }>('select since, reason from maintenance where since is not null');
  const [row] = rows;
  return row === undefined ? null : { since: row.since.toISOString(), reason: row.reason };
}

/** Switches it on for a reason, which may be empty, or off with null. What was there before. */
export async function switchMaintenance(
  client: Connection,
  reason: string | null,
): Promise<MaintenanceView | null> {
  const before = await readMaintenance(client);
  await client.query(
    `update maintenance set reason = coalesce($1, ''), change = change + 1,
       since = case when $1::text is not null then coalesce(since, now()) end`,
    [reason],
  );
  return before;
}
