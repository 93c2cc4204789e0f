// The table of what alerts on changes saw last, which their next look is compared with.
import type pg from 'pg';

/** As it was kept; null before the first look. */
export async function findMemory(database: pg.Pool, alert: string): Promise<Buffer | null> {
  const { rows } = await database.query<{ result: Buffer }>(
    'select result from alert_memories where alert = $1',
    [alert],
  );
  return rows[0]?.result ?? null;
}

export async function keepMemory(
  client: pg.PoolClient,
  alert: string,
  result: Buffer,
): Promise<void> {
  await client.query(
    `insert into alert_memories (alert, result) values ($1, $2)
     on conflict (alert) do update set result = excluded.result`,
    [alert, result],
  );
}

export async function forgetMemory(client: pg.PoolClient, alert: string): Promise<void> {
  await client.query('delete from alert_memories where alert = $1', [alert]);
}
