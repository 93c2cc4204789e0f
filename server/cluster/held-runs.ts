// The table of the runs that members may come back to: which server holds each.
import type pg from 'pg';

// Whoever asked is waiting, and the run can go on without it.
const CLAIM_WITHIN_MS = 5_000;

/** Takes the run for this server unless another one holds it; the server that holds it now. */
export async function claimRun(
  database: pg.Pool,
  { run, server, seconds }: { run: string; server: string; seconds: number },
): Promise<string> {
  const claim = {
    text: `insert into held_runs as held (run, server, held_until)
     values ($1, $2, now() + $3 * interval '1 second')
     on conflict (run) do update set
       server = case when held.held_until < now() then excluded.server else held.server end,
       held_until = case when held.held_until < now() then excluded.held_until else held.held_until end
     returning server`,
    values: [run, server, seconds],
    query_timeout: CLAIM_WITHIN_MS,
  };
  const { rows } = await database.query<{ server: string }>(claim);
  return rows[0]?.server ?? server;
}

/** Takes over the run from a server that holds it no longer. */
export async function takeOverRun(
  database: pg.Pool,
  { run, server, from }: { run: string; server: string; from: string },
): Promise<void> {
  await database.query('update held_runs set server = $2 where run = $1 and server = $3', [
    ...[run, server, from],
  ]);
}

/** The server that holds the run; null when none does. */
export async function serverOfRun(database: pg.Pool, run: string): Promise<string | null> {
  const { rows } = await database.query<{ server: string }>(
    'select server from held_runs where run = $1 and held_until > now()',
    [run],
  );
  return rows[0]?.server ?? null;
}

/** Forgets runs of this server, and those that nobody holds any more. */
export async function releaseRuns(
  database: pg.Pool,
  { runs, server }: { runs: readonly string[]; server: string },
): Promise<void> {
  await database.query(
    'delete from held_runs where (run = any($1) and server = $2) or held_until < now()',
    [runs, server],
  );
}
