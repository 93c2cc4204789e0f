// A run that this server holds for its member, from its start until it is forgotten.
import type { SpooledRows } from '../../formats/envelope.ts';
import { someFacts } from '../request.ts';
import { wholeFactsOf, type WholeRun } from '../whole-run.ts';
import { withoutTold } from '../sent/told-column.ts';
import { tablesRead } from '../sheet-tables.ts';
import type { RunRequest } from '../request.ts';
import type { RunOutcome } from '../../engines/rows.ts';
import { createHash } from 'node:crypto';
import { columnsOf, tableKeysOf } from '../../formats/columns.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Holding } from '../held/holdings.ts';
import type { Facts, MemberRun, RowsPage, RunState } from './member-run.ts';
import { Spool } from './spool.ts';
import { Stop, cancelled } from '../../engines/stop.ts';

/** A run that nobody waits for is cancelled after this long. */
const ALONE_MS = 60_000;

/** A run takes about so much besides its rows and what was asked. */
const RUN_BYTES = 16 * 1024;

/** What starts the run; it must not throw before its promise does. */
export type StartRun = (run: KeptRun) => Promise<RunOutcome>;

export interface KeptRunOptions {
  id: string;
  request: RunRequest;
  truncateAt: number;
  startedAt: Date;
  /** The caller gave the run a name, and may come back for it. */
  named: boolean;
  holding: Holding;
}

export class KeptRun implements MemberRun {
  readonly id: string;
  readonly request: RunRequest;
  readonly startedAt: Date;
  readonly stop = new Stop();
  readonly spool: Spool;
  readonly holding: Holding;
  readonly truncateAt: number;
  readonly fingerprint: string;
  readonly #named: boolean;
  readonly #begun = performance.now();
  #done: Promise<RunOutcome> | null = null;
  #waiters = 0;
  #readers = 0;
  readonly #ownBytes: number;
  #alone: NodeJS.Timeout | undefined;
  outcome: RunOutcome | null = null;
  problem: unknown = null;
  durationMs = 0;
  /** When it ended, by the process's own clock; null while it runs. */
  endedAt: number | null = null;
  /** When somebody last waited for it or read it. */
  #usedAt = performance.now();

  /** Throws Problem rate_limited when there is no room for one more run. */
  constructor({ id, request, truncateAt, startedAt, named, holding }: KeptRunOptions) {
    this.id = id;
    this.request = request;
    this.truncateAt = truncateAt;
    this.startedAt = startedAt;
    this.#named = named;
    const asked = askedText(request, truncateAt);
    this.fingerprint = hashed(asked);
    this.#ownBytes = RUN_BYTES + asked.length;
    holding.add('memory', this.#ownBytes);
    this.holding = holding;
    this.spool = new Spool(holding, request);
  }

  /** Since when it is over and nobody waits for it or reads it; null while somebody does. */
  get idleSince(): number | null {
    return this.endedAt === null || this.#waiters + this.#readers > 0 ? null : this.#usedAt;
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
    this.endedAt = this.#usedAt = performance.now();
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
      this.#usedAt = performance.now();
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
      title: request.query.title,
      version: request.query.version,
      run: this.id,
      ranAt: outcome.ranAt.toISOString(),
      timeZone: request.timeZone,
      cached: outcome.cached,
      lagSeconds: outcome.lagSeconds,
      ranOn: outcome.ranOn,
      columns: columnsOf(outcome.columns),
      ...someFacts(request),
      ...tablesRead(outcome),
      ...tableKeysOf(outcome.columns),
      rowCount: outcome.rowCount,
      truncated: outcome.truncated,
      durationMs: this.durationMs,
      etag: this.spool.etag,
    };
  }

  async page(after: number, count: number): Promise<RowsPage> {
    const { rowCount } = this.#ended();
    return { rowCount, rows: this.#read(this.spool.read(after, count)) };
  }

  async whole({ after = 0, count = Infinity } = {}): Promise<WholeRun> {
    const outcome = this.#ended();
    const facts = wholeFactsOf(this.id, this.request, { outcome, askedAt: this.startedAt });
    const rows = this.#read(this.spool.whole(after, count));
    // What was told of it before is not what the query gave.
    if (!this.request.told) return { facts, rows };
    return { facts: { ...facts, columns: facts.columns.slice(0, -1) }, rows: withoutTold(rows) };
  }

  #ended(): RunOutcome {
    if (this.problem !== null) throw this.problem;
    if (this.outcome === null)
      throw new Problem('conflict', 'The run is still going on. Wait for its result first.');
    this.#usedAt = performance.now();
    return this.outcome;
  }

  async *#read(rows: AsyncIterable<SpooledRows>): AsyncGenerator<SpooledRows> {
    this.#readers++;
    try {
      yield* rows;
    } finally {
      this.#readers--;
      this.#usedAt = performance.now();
    }
  }

  /** Lets go of what is only kept to answer faster; false when there is nothing like that, or somebody reads it. */
  giveUpPages(): boolean {
    return this.#readers === 0 && this.spool.giveUpPages();
  }

  /** Forgets its rows; who pages is told. */
  forget(): void {
    this.spool.close();
    this.holding.remove('memory', this.#ownBytes);
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
export function fingerprintOf(request: RunRequest, truncateAt: number): string {
  return hashed(askedText(request, truncateAt));
}

function askedText(request: RunRequest, truncateAt: number): string {
  const { query, values, timeZone, exactText = [], exactNumbers = false, told } = request;
  const { slug, version, source, sql } = query;
  const asked = [slug, version, source, sql, values, timeZone, truncateAt];
  return JSON.stringify([...asked, exactText, exactNumbers, ...(told ? ['told'] : [])]);
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
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
