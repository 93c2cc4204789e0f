// All runs that are under way or kept: starts them, waits for them, pages through them, cancels them.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Choice } from '../../domain/contract/parameter.ts';
import type { Running, Unchanged } from '../../domain/contract/result.ts';
import { Problem } from '../../domain/problem.ts';
import type { RunRecord } from '../catalog/runs.ts';
import type { Access } from '../identity/access.ts';
import { isSameCaller, type Member } from '../identity/member.ts';
import type { Log } from '../log.ts';
import type { Format } from './cached-result.ts';
import type { DownloadOutput, Output } from './download.ts';
import { pageBody, resultBody } from './envelope.ts';
import { KeptRun } from './kept-run.ts';
import { createParser } from './parser.ts';
import { Recorder } from './recorder.ts';
import { ResultCache, type CacheLimits } from './result-cache.ts';
import {
  run,
  type RunDependencies,
  type RunLimits,
  type RunOutcome,
  type RunRequest,
} from './run.ts';
import type { Sources } from './sources.ts';
import { Sharing } from './sharing.ts';
import { cancelled } from './stop.ts';
import { Streams } from './streams.ts';
import type { WorkbookAbout } from './xlsx/workbook.ts';

export type { RunLimits } from './run.ts';

export interface RunsOptions {
  access: Access;
  sources: Sources;
  /** Sheetfeed's own database, where each run is recorded. */
  database: pg.Pool;
  limits: RunLimits;
  cache: CacheLimits;
  now: () => Date;
  log: Log;
  /** Told of each run that is over. */
  onRun?: (run: RunRecord) => void;
}

/** What a caller of `result` may ask for besides the run itself. */
export interface ResultOptions {
  maxRows?: number | undefined;
  pageRows?: number | undefined;
  run?: string | undefined;
  unless?: string | undefined;
  waitSeconds?: number | undefined;
}

/** `body` is the envelope (or page) as JSON text, in pieces. */
export type ResultAnswer =
  | { state: 'done'; etag: string; body: AsyncIterable<Uint8Array> }
  | { state: 'unchanged'; unchanged: Unchanged }
  | { state: 'running'; running: Running };

export interface RunState {
  run: string;
  state: 'running' | 'done' | 'failed';
  rowCount: number;
  elapsedMs: number;
}

export interface PageOptions {
  /** Rows before this number (from 0) are left out. */
  after: number;
  pageRows: number;
}

/** A finished run is kept for its member for this long. */
const KEPT_MS = 15 * 60_000;
const SWEEP_EVERY_MS = 30_000;
const MOST_CHOICES = 1_000;

export class Runs {
  readonly #dependencies: RunDependencies;
  readonly #recorder: Recorder;
  readonly #kept = new Map<string, KeptRun>();
  readonly #streams: Streams;
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: RunsOptions) {
    const { access, sources, database, limits, cache, now, log, onRun = () => {} } = options;
    const sharing = new Sharing(new ResultCache(cache), now);
    this.#dependencies = { access, sources, limits, now, sharing, parser: createParser() };
    this.#recorder = new Recorder(database, log, onRun);
    this.#streams = new Streams(this.#dependencies, this.#recorder);
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_EVERY_MS);
    this.#sweeper.unref();
  }

  /**
   * The result for the sidebar: starts the run, or goes on with the one that `options.run` names.
   * Throws what `run` throws, and Problem conflict for a run that was started for something else.
   */
  async result(request: RunRequest, options: ResultOptions): Promise<ResultAnswer> {
    const kept = this.#startOrJoin(request, options);
    const outcome = await kept.wait(options.waitSeconds ?? null, request.signal);
    if (!outcome) return { state: 'running', running: runningOf(kept) };
    const { etag } = kept.spool;
    if (options.unless !== undefined && plainEtag(options.unless) === etag) {
      const unchanged = { unchanged: true as const, etag, ranAt: outcome.ranAt.toISOString() };
      return { state: 'unchanged', unchanged };
    }
    return { state: 'done', etag, body: resultBody(kept, options.pageRows ?? null) };
  }

  #startOrJoin(request: RunRequest, options: ResultOptions): KeptRun {
    const truncateAt = this.#truncateAt(options.maxRows);
    const there = options.run === undefined ? undefined : this.#kept.get(options.run);
    if (there) {
      if (!isSameCaller(there.request.member, request.member)) throw noRun();
      this.#dependencies.access.requireRun(request);
      there.requireSame(request, truncateAt);
      return there;
    }
    const id = options.run ?? randomUUID();
    const startedAt = this.#dependencies.now();
    const named = options.run !== undefined;
    const kept = new KeptRun({ id, request, truncateAt, startedAt, named });
    this.#kept.set(id, kept);
    kept.start(() => this.#runKept(kept));
    return kept;
  }

  #truncateAt(maxRows: number | undefined): number {
    const { limits } = this.#dependencies;
    return Math.min(maxRows ?? limits.maxRows, limits.maxRows);
  }

  #runKept(kept: KeptRun): Promise<RunOutcome> {
    const { stop, spool, truncateAt, request, id } = kept;
    return this.#recorded(id, request, () =>
      run(this.#dependencies, request, { stop, sink: spool, truncateAt }),
    );
  }

  /** Streams the whole result as CSV or JSON. Throws before the first byte; after it, it cuts the connection. */
  download(request: RunRequest, format: Format, output: DownloadOutput): Promise<void> {
    return this.#streams.download(request, format, output);
  }

  /** Streams the whole result as an Excel workbook. Throws and cuts like `download`. */
  workbook(request: RunRequest, about: WorkbookAbout, output: Output): Promise<void> {
    return this.#streams.workbook(request, about, output);
  }

  /** Streams the envelope with all rows, for callers who want neither pages nor to come back. */
  streamResult(request: RunRequest, maxRows: number | undefined, output: Output): Promise<void> {
    return this.#streams.result(request, this.#truncateAt(maxRows), output);
  }

  /** The first two columns of a query as values and labels, at most a thousand. */
  async choices(request: RunRequest): Promise<Required<Choice>[]> {
    const options = { maxRows: MOST_CHOICES };
    const kept = this.#startOrJoin(request, options);
    try {
      const outcome = await kept.wait(null, request.signal);
      if (!outcome) throw cancelled();
      const rows = await kept.spool.textRows(MOST_CHOICES);
      return rows.flatMap(([value, label]) =>
        value === null || value === undefined ? [] : [{ value, label: label ?? value }],
      );
    } finally {
      this.#forget(kept);
    }
  }

  /** A page of a finished run's rows. Throws Problem not_found for a run that is not the member's. */
  page(id: string, member: Member, { after, pageRows }: PageOptions): AsyncIterable<Uint8Array> {
    const kept = this.#find(id, member);
    if (kept.problem !== null) throw kept.problem;
    if (kept.outcome === null)
      throw new Problem('conflict', 'The run is still going on. Wait for its result first.');
    return pageBody(kept, after, pageRows);
  }

  /** How far the member's run is. */
  state(id: string, member: Member): RunState {
    const kept = this.#find(id, member);
    const state = kept.endedAt === null ? 'running' : kept.outcome ? 'done' : 'failed';
    return { ...runningOf(kept), state };
  }

  /** Cancels the member's own run. Throws Problem not_found for anybody else's. */
  cancel(id: string, member: Member): void {
    this.#find(id, member).stop.because(cancelled());
  }

  // Whose run it is, is told to nobody; and who may not run the query any more gets no more of its rows.
  #find(id: string, member: Member): KeptRun {
    const kept = this.#kept.get(id.toLowerCase()) ?? this.#kept.get(id);
    if (!kept || !isSameCaller(kept.request.member, member)) throw noRun();
    this.#dependencies.access.requireRun({ ...kept.request, member });
    return kept;
  }

  #recorded(id: string, request: RunRequest, start: () => Promise<RunOutcome>) {
    return this.#recorder.recorded(id, request, { now: this.#dependencies.now, start });
  }

  #sweep(): void {
    const oldest = performance.now() - KEPT_MS;
    for (const kept of this.#kept.values()) {
      if (kept.endedAt !== null && kept.endedAt < oldest) this.#forget(kept);
    }
  }

  #forget(kept: KeptRun): void {
    this.#kept.delete(kept.id);
    kept.spool.close();
  }

  /** Cancels what is under way and records what is not recorded yet. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#streams.close();
    for (const kept of this.#kept.values()) kept.stop.because(cancelled());
    for (const kept of this.#kept.values()) await kept.settled();
    for (const kept of [...this.#kept.values()]) this.#forget(kept);
    await this.#dependencies.parser.close();
    await this.#recorder.close();
  }
}

export function createRuns(options: RunsOptions): Runs {
  return new Runs(options);
}

function runningOf(kept: KeptRun): Running {
  const { id, spool, elapsedMs } = kept;
  return { run: id, state: 'running', rowCount: spool.rowCount, elapsedMs };
}

// With or without quotes, weak or strong.
function plainEtag(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"|"$/g, '');
}

function noRun(): Problem {
  return new Problem(
    'not_found',
    'There is no such run. Its result may have been kept too long ago; run the query again.',
  );
}
