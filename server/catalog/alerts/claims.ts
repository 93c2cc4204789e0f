// Which server evaluates an alert: a lease on its row, in the database's time. A server that is gone loses it within
// seconds, and what it had begun to evaluate is saved by nobody.
import type pg from 'pg';
import { alertFrom, columnsOf, type KnownAlert } from './alerts.ts';

/** A server that is killed keeps others from its alerts for so long. */
const LEASE = "interval '10 seconds'";

const IS_FREE = '(lease_until is null or lease_until < now())';

/** True while an alert is due that no server has. */
export const ALERTS_DUE = `exists (select from alerts where due_at <= now() and ${IS_FREE})
  or exists (select from alerts where wanted_at is not null and ${IS_FREE})`;

export interface Claim {
  /** Of this claim alone: one that was taken away from its server is not had again by its next claim. */
  lease: string;
  /** At most so many. */
  most: number;
  /** Data sources on which this server evaluates as much as it will at once. */
  without: readonly string[];
}

// The wish is in the slot from then on: a wish that comes while it is evaluated makes it due once more.
const CLAIMED = `lease = $1, lease_until = now() + ${LEASE}, wanted_at = null`;

type Row = Parameters<typeof alertFrom>[0];

/** Takes the alerts that have been due for longest. */
export async function claimAlerts(
  database: pg.Pool,
  { lease, most, without }: Claim,
): Promise<KnownAlert[]> {
  const { rows } = await database.query<Row>(
    `update alerts set ${CLAIMED}, due_at = case when wanted then least(due_at, now()) else due_at end
     from (
       select id as claimed, wanted_at is not null as wanted from alerts
       where (due_at <= now() or wanted_at is not null) and ${IS_FREE}
         and (source is null or source <> all($3))
       order by least(due_at, wanted_at) limit $2 for update skip locked) as due
     where id = claimed
     returning ${columnsOf('wanted')}`,
    [lease, most, without],
  );
  return rows.map(alertFrom).sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime());
}

/** Takes one alert, due or not; null while another server evaluates it. Its slot is now. */
export async function claimAlert(
  database: pg.Pool,
  id: string,
  lease: string,
): Promise<KnownAlert | null> {
  const { rows } = await database.query<Row>(
    `update alerts set ${CLAIMED}, due_at = least(due_at, now())
     where id = $2 and ${IS_FREE}
     returning ${columnsOf('true')}`,
    [lease, id],
  );
  return rows[0] === undefined ? null : alertFrom(rows[0]);
}

/** Holds on to the alerts of these claims that are still being evaluated. */
export async function renewClaims(database: pg.Pool, leases: readonly string[]): Promise<void> {
  await database.query(`update alerts set lease_until = now() + ${LEASE} where lease = any($1)`, [
    leases,
  ]);
}

/** Leaves an alert to other servers, as it was. */
export async function releaseClaim(database: pg.Pool, lease: string, id: string): Promise<void> {
  await database.query(
    'update alerts set lease = null, lease_until = null where id = $2 and lease = $1',
    [lease, id],
  );
}
