// Why a run is stopped before its end: too late, too much, cancelled, or because there is enough of it.
import { Problem } from '../../domain/problem.ts';

/** The caller has all rows that it asked for; no problem. */
export const ENOUGH = Symbol('enough');
export type StopReason = Problem | typeof ENOUGH;

/** Stops a run once, for the first reason there is, and tells who must act on it. */
export class Stop {
  #reason: StopReason | null = null;
  readonly #listeners = new Set<() => void>();

  get reason(): StopReason | null {
    return this.#reason;
  }

  because(reason: StopReason): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` when the run is stopped; the function that is returned ends that. */
  onStop(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#reason !== null) listener();
    return () => this.#listeners.delete(listener);
  }

  /** Throws the problem that the run was stopped for. */
  throwIfStopped(): void {
    if (this.#reason instanceof Problem) throw this.#reason;
  }
}

/**
 * Waits, but not for longer than the run goes on; what comes too late is handed to `late`. Throws the problem that
 * the run was stopped for.
 */
export async function unlessStopped<T>(
  stop: Stop,
  waiting: Promise<T>,
  late: (value: T) => void = () => {},
): Promise<T> {
  let unlisten = () => {};
  let isLate = false;
  const stopped = new Promise<never>((_, reject) => {
    unlisten = stop.onStop(() => {
      isLate = true;
      reject(stop.reason instanceof Problem ? stop.reason : cancelled());
    });
  });
  waiting.then((value) => isLate && late(value)).catch(() => {});
  try {
    return await Promise.race([waiting, stopped]);
  } finally {
    unlisten();
  }
}

const SERVER_TIMEOUT_FACTOR = 10;

/** PostgreSQL's own limit is the second line, for it also counts the time that a slow reader takes. */
export function serverTimeoutMs(timeoutSeconds: number): number {
  return timeoutSeconds * 1000 * SERVER_TIMEOUT_FACTOR;
}

/**
 * The time limit of a run. It counts the source's time: while the readers make it wait, which they may for a moment
 * only (patience.ts), the clock stands still.
 */
export class Clock {
  readonly #stop: Stop;
  readonly #seconds: number;
  #leftMs: number;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(stop: Stop, seconds: number) {
    this.#stop = stop;
    this.#seconds = seconds;
    this.#leftMs = seconds * 1000;
    this.resume();
  }

  resume(): void {
    clearTimeout(this.#timer);
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#stop.because(timedOut(this.#seconds)), this.#leftMs);
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#leftMs = Math.max(1, this.#leftMs - (performance.now() - this.#since));
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** The problem of a run that took longer than `seconds`. */
export function timedOut(seconds: number): Problem {
  const detail = `The query was stopped after ${seconds} seconds. Narrow it down, for instance to fewer days, and try again.`;
  return new Problem('sql_timed_out', detail, { timeoutSeconds: seconds });
}

export function cancelled(): Problem {
  return new Problem(
    'run_cancelled',
    'The run was cancelled. Start it again when you need the result.',
  );
}

/** Of a reader who is let go, since what is held for him takes the room of others. */
export function tooSlow(): Problem {
  const detail =
    'The result was taken so slowly that what was left of it took the room of others. Run the query again, over a faster connection or narrowed down.';
  return new Problem('rate_limited', detail, { retryAfterSeconds: 60 });
}

export function tooManyRows(maxRows: number): Problem {
  const most = maxRows.toLocaleString('en-US');
  return new Problem('result_too_large', `The result has more than ${most} rows. Narrow it down.`);
}
