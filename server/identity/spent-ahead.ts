// Lets who is far from a limit pass at once, and tells the database of it a moment later.
import type pg from 'pg';
import type { Log } from '../log.ts';

/** What is known of a caller: of a minute's allowance, so much was used when the database was asked. */
interface Known {
  usedMs: number;
  at: number;
  /** Passed since, and not told yet. */
  untoldMs: number;
}

/** With less than half of the allowance left, each request is counted before it passes. */
const MOST_USED_MS = 30_000;
/** What other servers count is not known for longer. */
const KNOWN_MS = 1_000;
const TELL_EVERY_MS = 250;

export class SpentAhead {
  readonly #database: pg.Pool;
  readonly #log: Log;
  readonly #known = new Map<string, Known>();
  #timer: NodeJS.Timeout | null = null;

  constructor(database: pg.Pool, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  /** Whether the caller may pass without asking the database. */
  takes(caller: string, costMs: number): boolean {
    const known = this.#known.get(caller);
    if (known === undefined) return false;
    const sinceMs = performance.now() - known.at;
    const usedMs = Math.max(0, known.usedMs - sinceMs) + known.untoldMs + costMs;
    if (sinceMs > KNOWN_MS || usedMs > MOST_USED_MS) return false;
    known.untoldMs += costMs;
    this.#tellSoon();
    return true;
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => void this.tell(), TELL_EVERY_MS).unref();
  }

  /** Whether something of the caller is not told yet. */
  isUntold(caller: string): boolean {
    return (this.#known.get(caller)?.untoldMs ?? 0) > 0;
  }

  /** Takes over what the database has counted of a caller. */
  learn(caller: string, usedMs: number): void {
    const untoldMs = this.#known.get(caller)?.untoldMs ?? 0;
    this.#known.set(caller, { usedMs, at: performance.now(), untoldMs });
    this.#tellSoon();
  }

  /** Tells the database what has passed, and forgets who comes no more. */
  async tell(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const spent = this.#takeUntold();
    if (spent.length === 0) return;
    try {
      for (const { caller, usedMs } of await addSpent(this.#database, spent))
        this.learn(caller, usedMs);
    } catch (error) {
      this.#log.warn({ err: error }, 'requests that had passed could not be counted');
    }
  }

  #takeUntold(): Spent[] {
    const spent: Spent[] = [];
    for (const [caller, known] of this.#known) {
      if (known.untoldMs > 0) spent.push({ caller, ms: known.untoldMs });
      else if (performance.now() - known.at > KNOWN_MS) this.#known.delete(caller);
      // Until the database has answered, it is remembered here.
      known.usedMs += known.untoldMs;
      known.untoldMs = 0;
    }
    return spent;
  }
}

interface Spent {
  caller: string;
  ms: number;
}

async function addSpent(
  database: pg.Pool,
  spent: readonly Spent[],
): Promise<{ caller: string; usedMs: number }[]> {
  const { rows } = await database.query<{ caller: string; usedMs: number }>(
    `insert into request_rates as rate (caller, used_until)
     select caller, clock_timestamp() + ms * interval '1 ms'
       from unnest($1::text[], $2::float8[]) as spent (caller, ms) order by caller
     on conflict (caller) do update set used_until = least(
       clock_timestamp() + interval '1 minute',
       greatest(rate.used_until, clock_timestamp()) + (excluded.used_until - clock_timestamp()))
     returning caller, extract(epoch from used_until - clock_timestamp())::float8 * 1000 as "usedMs"`,
    [spent.map(({ caller }) => caller), spent.map(({ ms }) => ms)],
  );
  return rows;
}
