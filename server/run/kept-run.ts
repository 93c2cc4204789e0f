// A run that this server holds for its member, from its start until it is forgotten.
import { createHash } from 'node:crypto';
import { Problem } from '../../domain/problem.ts';
import type { Facts, MemberRun, RowsPage, RunState } from './member-run.ts';
import type { RunOutcome, RunRequest } from './run.ts';
import { Spool } from './spool.ts';
import { Stop, cancelled } from './stop.ts';

/** A run that nobody waits for is cancelled after this long. */
const ALONE_MS = 60_000;

/** What starts the run; it must not throw before its promise does. */
export type StartRun = (run: KeptRun) => Promise<RunOutcome>;

export interface KeptRunOptions {
  id: string;
  request: RunRequest;
  truncateAt: number;
  startedAt: Date;
  /** The caller gave the run a name, and may come back for it. */
  named: boolean;
}

export class KeptRun implements MemberRun {
  readonly id: string;
  readonly request: RunRequest;
  readonly startedAt: Date;
  readonly stop = new Stop();
  readonly spool = new Spool();
  readonly truncateAt: number;
  readonly fingerprint: string;
  readonly #named: boolean;
  readonly #begun = performance.now();
  #done: Promise<RunOutcome> | null = null;
  #waiters = 0;
  #alone: NodeJS.Timeout | undefined;
  outcome: RunOutcome | null = null;
  problem: unknown = null;
  durationMs = 0;
  /** When it ended, by the process's own clock; null while it runs. */
  endedAt: number | null = null;

  constructor({ id, request, truncateAt, startedAt, named }: KeptRunOptions) {
    this.id = id;
    this.request = request;
    this.truncateAt = truncateAt;
    this.startedAt = startedAt;
    this.#named = named;
    this.fingerprint = fingerprintOf(request, truncateAt);
  }

  async state(): Promise<RunState> {
    const elapsedMs =
      this.endedAt === null ? Math.round(performance.now() - this.#begun) : this.durationMs;
    const state = this.endedAt === null ? 'running' : this.outcome ? 'done' : 'failed';
    return { run: this.id, state, rowCount: this.spool.rowCount, elapsedMs };
  }

  async cancel(): Promise<void> {
    this.stop.because(cancelled());
  }

  start(startRun: StartRun): void {
    this.#done = startRun(this).then(
      (outcome) => this.#end(outcome),
      (problem: unknown) => this.#fail(problem),
    );
    // Whoever waits is told; that nobody waits is no reason to end the program.
    this.#done.catch(() => {});
  }

  #end(outcome: RunOutcome): RunOutcome {
    this.outcome = outcome;
    this.spool.end();
    this.#finish();
    return outcome;
  }

  #fail(problem: unknown): never {
    this.problem = problem;
    this.#finish();
    this.spool.close();
    throw problem;
  }

  #finish(): void {
    this.endedAt = performance.now();
    this.durationMs = Math.round((this.endedAt - this.#begun) * 10) / 10;
    clearTimeout(this.#alone);
  }

  /**
   * Waits until the run is over, at most `waitSeconds` (null: as long as it takes); null when it still goes on.
   * A caller who goes away and cannot come back takes the run with him. Throws the run's problem.
   */
  async wait(waitSeconds: number | null, signal: AbortSignal): Promise<Facts | null> {
    this.#waiters++;
    clearTimeout(this.#alone);
    const { gone, ended } = goneOrLate(waitSeconds, signal);
    try {
      const outcome = await Promise.race([this.#over(), gone]);
      return outcome && this.#facts(outcome);
    } finally {
      ended();
      this.#waiters--;
      if (this.#waiters === 0 && this.endedAt === null) this.#leaveAlone(signal.aborted);
    }
  }

  #over(): Promise<RunOutcome> {
    if (!this.#done) throw new Error('the run was not started');
    return this.#done;
  }

  /** Resolves when the run is over, however it ended. */
  async settled(): Promise<void> {
    await this.#done?.catch(() => {});
  }

  #leaveAlone(callerGone: boolean): void {
    if (callerGone && !this.#named) return this.stop.because(cancelled());
    this.#alone = setTimeout(() => this.stop.because(cancelled()), ALONE_MS);
    this.#alone.unref();
  }

  #facts(outcome: RunOutcome): Facts {
    const { request } = this;
    return {
      query: request.query.slug,
      version: request.query.version,
      run: this.id,
      ranAt: outcome.ranAt.toISOString(),
      timeZone: request.timeZone,
      cached: outcome.cached,
      lagSeconds: outcome.lagSeconds,
      ranOn: outcome.ranOn,
      columns: outcome.columns,
      rowCount: outcome.rowCount,
      truncated: outcome.truncated,
      durationMs: this.durationMs,
      etag: this.spool.etag,
    };
  }

  async page(after: number, count: number): Promise<RowsPage> {
    if (this.problem !== null) throw this.problem;
    if (this.outcome === null)
      throw new Problem('conflict', 'The run is still going on. Wait for its result first.');
    return { rowCount: this.outcome.rowCount, rows: this.spool.read(after, count) };
  }

  /** Throws Problem conflict unless `fingerprint` is of a request for what this run gives. */
  requireSame(fingerprint: string): void {
    if (fingerprint === this.fingerprint) return;
    throw new Problem(
      'conflict',
      'This run was started for another query or other values. Start a new one.',
    );
  }
}

/** The same for requests that ask for the same. */
export function fingerprintOf({ query, values, timeZone }: RunRequest, truncateAt: number): string {
  const { slug, version, source, sql } = query;
  const asked = JSON.stringify([slug, version, source, sql, values, timeZone, truncateAt]);
  return createHash('sha256').update(asked).digest('base64url');
}

function goneOrLate(waitSeconds: number | null, signal: AbortSignal) {
  let timer: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  const gone = new Promise<null>((resolve) => {
    onAbort = () => resolve(null);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) resolve(null);
    if (waitSeconds !== null) timer = setTimeout(() => resolve(null), waitSeconds * 1000);
  });
  const ended = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
  return { gone, ended };
}
