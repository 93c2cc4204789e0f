// How many requests each caller may make, counted in the database so that all servers count together.
import type pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import type { Log } from '../log.ts';
import { SpentAhead } from './spent-ahead.ts';

/** Who makes requests: a member, or a share link. Strangers are counted in guesses.ts. */
type Counted = 'member' | 'link';

export interface Limits {
  /** Counts one request of `caller`. Throws Problem rate_limited with `retryAfterSeconds` when it is one too many. */
  count(kind: Counted, caller: string): Promise<void>;
}

const forgetEvery = 1000;
/** Of smaller limits every request is counted before it passes. */
const leastAhead = 300;

/**
 * Each caller may make so many requests at once, and gets them back evenly over a minute (the generic cell rate
 * algorithm: https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm). Of large limits the first half is counted a
 * moment later, so that most requests wait for no database; several servers may then let a few more pass.
 */
export function createLimits(
  database: pg.Pool,
  perMinute: Record<Counted, number>,
  log: Log,
): Limits {
  const ahead = new SpentAhead(database, log);
  let counted = 0;
  return {
    async count(kind, caller) {
      const key = `${kind} ${caller}`;
      const costMs = 60_000 / perMinute[kind];
      const mayBeAhead = perMinute[kind] >= leastAhead;
      if (mayBeAhead && ahead.takes(key, costMs)) return;
      if (++counted % forgetEvery === 0) {
        await database.query('delete from request_rates where used_until < now()');
      }
      if (ahead.isUntold(key)) await ahead.tell();
      const usedMs = await spend(database, key, costMs);
      if (usedMs === null) throw tooMany(await secondsToWait(database, key, costMs));
      if (mayBeAhead) ahead.learn(key, usedMs);
    },
  };
}

/** How much of the minute is used then; null when it was too much. */
async function spend(database: pg.Pool, caller: string, costMs: number): Promise<number | null> {
  const { rows } = await database.query<{ usedMs: number }>(
    `insert into request_rates as rate (caller, used_until)
     values ($1, clock_timestamp() + $2 * interval '1 ms')
     on conflict (caller) do update
       set used_until = $2 * interval '1 ms' + case
         when rate.used_until > clock_timestamp() + interval '1 minute' then clock_timestamp()
         else greatest(rate.used_until, clock_timestamp()) end
       where rate.used_until + $2 * interval '1 ms' <= clock_timestamp() + interval '1 minute'
         -- Nobody can have used more than a minute: the clock was put back since.
         or rate.used_until > clock_timestamp() + interval '1 minute'
     returning extract(epoch from used_until - clock_timestamp())::float8 * 1000 as "usedMs"`,
    [caller, costMs],
  );
  return rows[0]?.usedMs ?? null;
}

async function secondsToWait(database: pg.Pool, caller: string, costMs: number): Promise<number> {
  const { rows } = await database.query<{ seconds: number }>(
    `select extract(epoch from used_until - clock_timestamp())::float8 - 60 as seconds
     from request_rates where caller = $1`,
    [caller],
  );
  return Math.max(1, Math.ceil((rows[0]?.seconds ?? 0) + costMs / 1000));
}

/** Problem rate_limited. */
export function tooMany(retryAfterSeconds: number): Problem {
  const wait = retryAfterSeconds === 1 ? 'a second' : `${retryAfterSeconds} seconds`;
  const detail = `There were too many requests in a short time. Wait ${wait}, then try again.`;
  return new Problem('rate_limited', detail, { retryAfterSeconds });
}
