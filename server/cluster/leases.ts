// Holds on to what a server has claimed while it works on it: the lease on a row is renewed, in the database's time, until the
// work is over. The tables that are claimed have columns `id`, `lease` and `lease_until`.
import type pg from 'pg';

/** A server that is killed keeps others from what it holds for so long. */
export const LEASE = "interval '10 seconds'";
// A third of the lease.
const RENEW_EVERY_MS = 3_000;

export const IS_FREE = '(lease_until is null or lease_until < now())';

export type LeasedTable = 'alerts' | 'hooks' | 'slack_inbox' | 'timed_queries';

/** A row that a claim took: another claim of it has another lease. */
export interface Held {
  id: string;
  lease: string;
}

export class Leases {
  readonly #database: pg.Pool;
  readonly #table: LeasedTable;
  readonly #underWay = new Map<Promise<void>, Held>();
  readonly #timer: NodeJS.Timeout;

  constructor(database: pg.Pool, table: LeasedTable) {
    this.#database = database;
    this.#table = table;
    // Where that fails, the leases end, and with them what is under way.
    this.#timer = setInterval(() => void this.#renew().catch(() => {}), RENEW_EVERY_MS);
    this.#timer.unref();
  }

  get size(): number {
    return this.#underWay.size;
  }

  /** Holds the lease until `work` is over; it must not reject. Then `onOver` is called. */
  hold(row: Held, work: Promise<void>, onOver: () => void = () => {}): void {
    const held: Promise<void> = work.finally(() => {
      this.#underWay.delete(held);
      onOver();
    });
    this.#underWay.set(held, row);
  }

  // What is locked is being written just now, or is claimed by nobody meanwhile.
  async #renew(): Promise<void> {
    if (this.size === 0) return;
    const rows = [...this.#underWay.values()];
    await this.#database.query(
      `update ${this.#table} set lease_until = now() + ${LEASE}
       where id in (select id from ${this.#table} join unnest($1::uuid[], $2::uuid[]) as held (id, lease) using (id, lease)
         for update of ${this.#table} skip locked)`,
      [rows.map(({ id }) => id), rows.map(({ lease }) => lease)],
    );
  }

  /** Waits for what is under way, and renews nothing more. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay.keys());
  }
}

/** Leaves a row to other servers, as it was. Where that fails, its lease ends by itself. */
export async function giveBack(
  database: pg.Pool,
  table: LeasedTable,
  { id, lease }: Held,
): Promise<void> {
  const sql = `update ${table} set lease = null, lease_until = null where id = $1 and lease = $2`;
  await database.query(sql, [id, lease]).catch(() => {});
}
