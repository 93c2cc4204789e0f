// Destinations that take nothing until an admin has seen to them: told once for each time that they are so.
import type pg from 'pg';
import type { Owner } from '../queries/known-query.ts';

export interface StuckDestination {
  madeBy: Owner;
  /** By the database's clock. */
  at: Date;
}

/** Notes that its admin is told now; null where that has been done, or it is gone. */
export async function noteStuck(
  client: pg.PoolClient,
  id: string,
): Promise<StuckDestination | null> {
  const { rows } = await client.query<StuckDestination>(
    `update destinations set told_at = clock_timestamp() where id = $1 and told_at is null
     returning made_by as "madeBy", told_at as at`,
    [id],
  );
  return rows[0] ?? null;
}

const MOST_TOLD = 5;

/** The addresses of who can see to what somebody made: their own where they are an admin, else those of some admins. */
export async function adminsFor(client: pg.PoolClient, madeBy: Owner): Promise<string[]> {
  const { rows } = await client.query<{ email: string; isMaker: boolean }>(
    `select email, id = $1 as "isMaker" from members
     where role = 'admin' and deactivated_at is null and email <> ''
     order by id = $1 desc, last_seen_at desc limit ${MOST_TOLD}`,
    [madeBy.id ?? ''],
  );
  const maker = rows.filter(({ isMaker }) => isMaker);
  return (maker.length > 0 ? maker : rows).map(({ email }) => email);
}
