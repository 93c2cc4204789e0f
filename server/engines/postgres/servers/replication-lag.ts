// How far a follower lags: what it tells of itself, and what follows from what it told before.

/**
 * How many seconds a follower lags; null on a primary. One that is connected and has replayed all it got lags
 * not at all. Of any other it is the time since the last transaction that it replayed, or since it started.
 */
export const LAG = `
    case
      when not pg_catalog.pg_is_in_recovery() then null
      when pg_catalog.pg_last_wal_receive_lsn() <= pg_catalog.pg_last_wal_replay_lsn()
        and (pg_catalog.pg_stat_get_wal_receiver()).pid is not null then 0
      else extract(epoch from pg_catalog.clock_timestamp() - coalesce(
        pg_catalog.pg_last_xact_replay_timestamp(), pg_catalog.pg_postmaster_start_time()))::float8
    end`;

/**
 * How much of the primary's log a follower has got, while it is connected, and how much it has replayed, in bytes;
 * else null. And whether it is told not to replay yet: paused, or set to delay.
 */
export const LOG_POSITIONS = `
    case when (pg_catalog.pg_stat_get_wal_receiver()).pid is not null
      then pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_last_wal_receive_lsn(), '0/0')::float8 end as received,
    pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_last_wal_replay_lsn(), '0/0')::float8 as replayed,
    case when pg_catalog.pg_is_in_recovery() then pg_catalog.pg_is_wal_replay_paused()
      or pg_catalog.current_setting('recovery_min_apply_delay') <> '0' else false end as "heldBack"`;

export interface LogPositions {
  received: number | null;
  replayed: number | null;
  heldBack: boolean;
}

/** A page of the log (XLOG_BLCKSZ, as PostgreSQL is built nearly everywhere). */
const PAGE_BYTES = 8192;
/** What can be replayed is, within so long. */
const STILL_MS = 500;

/**
 * What a follower lags at most. After a quiet night, or during one long load, its last transaction is old though it
 * replays all it gets within moments; but when it has replayed what it had got at some time, it lags no longer than
 * since then.
 */
export class ReplicationLag {
  /** It shows all that the primary had then. */
  #currentAt = -Infinity;
  /** What it had got at a time, and has not replayed as far as is known. */
  #awaited: { received: number; at: number } | null = null;
  /** Where it is, and since when as far as is known. */
  #still: (LogPositions & { at: number }) | null = null;

  /** Nothing is known but what it tells. */
  get isUnknown(): boolean {
    return this.#currentAt === -Infinity;
  }

  /** Seconds, from what LAG told just now. */
  atMost(told: number): number {
    const now = performance.now();
    if (told <= 0) this.#currentAt = now;
    return Math.max(0, Math.min(told, (now - this.#currentAt) / 1000));
  }

  /** Learns from positions that were asked for at a time (of `performance.now()`). */
  learn(positions: LogPositions, at: number): void {
    const { received, replayed } = positions;
    if (this.#awaited !== null && replayed !== null && replayed >= this.#awaited.received) {
      this.#currentAt = Math.max(this.#currentAt, this.#awaited.at);
      this.#awaited = null;
    }
    if (received !== null) this.#awaited ??= { received, at };
    if (this.#waitsForTheRest(positions, at)) this.#currentAt = at;
  }

  // A primary that nobody makes flush its log writes whole pages of it (XLogBackgroundFlush), so that a record may be
  // there in part for minutes: no commit is, for that is flushed at once. It begins in the page before. What else
  // stops a replay, as a conflict with a query does, does so anywhere.
  #waitsForTheRest(positions: LogPositions, at: number): boolean {
    const { received, replayed, heldBack } = positions;
    const before = this.#still;
    if (before?.received !== received || before.replayed !== replayed || heldBack) {
      this.#still = heldBack ? null : { ...positions, at };
      return false;
    }
    if (received === null || replayed === null || at - before.at < STILL_MS) return false;
    return received % PAGE_BYTES === 0 && received - replayed < 2 * PAGE_BYTES;
  }
}
