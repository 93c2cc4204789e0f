// Which server evaluates an alert: a lease on its row, in the database's time. A server that is gone loses it within
// seconds, and what it had begun to evaluate is saved by nobody.
import type pg from 'pg';
import { fairValues, fairlyTaken, type FairClaim } from '../../cluster/fair-claims.ts';
import { IS_FREE, LEASE } from '../../cluster/leases.ts';
import { alertFrom, columnsOf, type KnownAlert } from './alerts.ts';

/** True while an alert is due that no server has. */
export const ALERTS_DUE = `exists (select from alerts where due_at <= now() and ${IS_FREE})
  or exists (select from alerts where wanted_at is not null and ${IS_FREE})`;

// The wish is in the slot from then on: a wish that comes while it is evaluated makes it due once more.
const CLAIMED = `lease = $1, lease_until = now() + ${LEASE}, wanted_at = null`;

type Row = Parameters<typeof alertFrom>[0];

/** Takes the alerts that have been due for longest, of each data source some. */
export async function claimAlerts(database: pg.Pool, claim: FairClaim): Promise<KnownAlert[]> {
  const { rows } = await database.query<Row>(
    `${fairlyTaken({ table: 'alerts', isFree: IS_FREE })}
     update alerts set ${CLAIMED}, due_at = case when wanted then least(due_at, now()) else due_at end
     from taken where alerts.ctid = place
     returning ${columnsOf('wanted')}`,
    [claim.lease, ...fairValues(claim)],
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
