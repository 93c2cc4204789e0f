// All runs that are under way or kept: starts them, waits for them, pages through them, cancels them.
import type { Envelope } from './streamed-result.ts';
import type { RunRequest, WantedRun } from './request.ts';
import type { Output } from '../formats/output.ts';
import type { RunLimits } from '../engines/engine.ts';
import type { RunOutcome } from '../engines/rows.ts';
import type pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import type { MeasuredPlan } from '../../domain/contract/schema.ts';
import type { RunRecord } from '../catalog/runs/records.ts';
import type { KnownTables } from '../catalog/sheet-tables/known-tables.ts';
import type { Access } from '../identity/access.ts';
import type { Member } from '../identity/member.ts';
import type { Log } from '../log.ts';
import { Notices } from '../cluster/notices.ts';
import type { Format } from './shared/cached-result.ts';
import type { DownloadOutput } from './download.ts';
import { nextOf, pageBody } from '../formats/envelope.ts';
import {
  answerOf,
  type ResultAnswer,
  type ResultOptions,
  type WaitOptions,
} from './result-answer.ts';
import { Holdings, type HoldingsLimits } from './held/holdings.ts';
import type { KeptRun } from './kept/kept-run.ts';
import { KeptRuns } from './kept/kept-runs.ts';
import type { RunState } from './kept/member-run.ts';
import type { KnownChoices } from './matching.ts';
import { Recorder } from './recorder.ts';
import { ResultCache, type CacheLimits } from './shared/result-cache.ts';
import type { FreshTables } from './fresh-tables.ts';
import { run, type RunDependencies } from './run.ts';
import type { Sources } from '../sources/sources.ts';
import { Sharing } from './shared/sharing.ts';
import { Streams, type Bounds, type Look } from './streams.ts';
import type { WholeRun } from './whole-run.ts';
import type { WorkbookAbout } from '../formats/xlsx/workbook.ts';

export interface RunsOptions {
  access: Access;
  sources: Sources;
  tables: KnownTables;
  fresh: Pick<FreshTables, 'read'>;
  /** Sheetfeed's own database, where each run is recorded. */
  database: pg.Pool;
  limits: RunLimits;
  cache: CacheLimits;
  holdings: HoldingsLimits;
  now: () => Date;
  log: Log;
  /** Told of each run that is over. */
  onRun?: (run: RunRecord) => void;
}

export interface PageOptions {
  /** Rows before this number (from 0) are left out. */
  after: number;
  pageRows: number;
}

const MOST_CHOICES = 1_000;

export class Runs {
  /** What is held for callers: kept runs, rows that readers have still to take, answers that are given out. */
  readonly holdings: Holdings;
  readonly #dependencies: RunDependencies;
  readonly #recorder: Recorder;
  readonly #notices: Notices;
  readonly #cache: ResultCache;
  readonly #streams: Streams;
  readonly #kept: KeptRuns;

  constructor(options: RunsOptions) {
    const { access, sources, tables, fresh, database, limits, now, log } = options;
    const { onRun = () => {} } = options;
    const notices = new Notices(database, log);
    const holdings = new Holdings(options.holdings);
    const cache = new ResultCache({ limits: options.cache, holdings, database, notices, log });
    const { timeoutSeconds } = limits;
    const recorder = new Recorder(database, log, onRun);
    const start = (kept: KeptRun) => this.#runKept(kept);
    const whose = (id: string) => recorder.whose(id);
    const kept = {
      database,
      notices,
      access,
      tables,
      log,
      now,
      timeoutSeconds,
      holdings,
      start,
      whose,
    };
    this.holdings = holdings;
    this.#kept = new KeptRuns(kept);
    // After the kept ones, in whose place a reader can still have his rows.
    const sharing = new Sharing(cache, { now, holdings });
    this.#dependencies = { access, sources, tables, fresh, limits, now, sharing };
    this.#recorder = recorder;
    this.#notices = notices;
    this.#cache = cache;
    this.#streams = new Streams(this.#dependencies, { recorder, holdings });
  }

  /**
   * The result for the sidebar: starts the run, or goes on with the one that `options.run` names.
   * Throws what `run` throws, and Problem conflict for a run that was started for something else.
   */
  async result(request: RunRequest, options: ResultOptions): Promise<ResultAnswer> {
    const truncateAt = this.#truncateAt(options.maxRows);
    const kept = await this.#kept.open({ id: options.run, request, truncateAt });
    return answerOf(this.#kept, kept, { ...options, signal: request.signal });
  }

  /** The same for the member's run by its id: nothing is asked again. Throws Problem not_found for anybody else's. */
  async waitFor(id: string, member: Member, options: WaitOptions): Promise<ResultAnswer> {
    const kept = await this.#kept.find(id, member);
    return answerOf(this.#kept, kept, { ...options, run: id });
  }

  #truncateAt(maxRows: number | undefined): number {
    const { limits } = this.#dependencies;
    return Math.min(maxRows ?? limits.maxRows, limits.maxRows);
  }

  #runKept({ stop, spool, truncateAt, request, id, holding }: KeptRun): Promise<RunOutcome> {
    const start = () =>
      run(this.#dependencies, request, { stop, sink: spool, truncateAt, holding });
    return this.#recorder.recorded(id, request, { now: this.#dependencies.now, start });
  }

  /** Sends the whole result as CSV or JSON if it is at hand, and tells whether it was. */
  sendAtHand(wanted: WantedRun, format: Format, output: DownloadOutput): boolean {
    return this.#streams.sendAtHand(wanted, format, output);
  }

  /** Streams the whole result as CSV or JSON. Throws before the first byte; after it, it cuts the connection. */
  download(asked: WantedRun, format: Format, output: DownloadOutput): Promise<void> {
    return this.#streams.download(asked, format, output);
  }

  /** Streams the whole result as an Excel workbook. Throws and cuts like `download`. */
  workbook(request: RunRequest, about: WorkbookAbout, output: Output): Promise<void> {
    return this.#streams.workbook(request, about, output);
  }

  /** Streams the envelope with all rows, for callers who want neither pages nor to come back. */
  streamResult(
    request: RunRequest,
    { maxRows, envelope }: { maxRows?: number | undefined; envelope?: Envelope },
    output: Output,
  ): Promise<void> {
    return this.#streams.result(
      request,
      { truncateAt: this.#truncateAt(maxRows), envelope },
      output,
    );
  }

  /** The first two columns of a query as values and labels, at most a thousand. */
  async choices(request: RunRequest): Promise<KnownChoices> {
    const rows = await this.#streams.textRows(request, MOST_CHOICES);
    const choices = rows.flatMap(([value, label]) =>
      value === null || value === undefined ? [] : [{ value, label: label ?? value }],
    );
    return { choices, isWhole: rows.length < MOST_CHOICES };
  }

  /** A small result as text, for what is watched. Throws what `run` throws. */
  look(request: RunRequest, bounds: Bounds): Promise<Look> {
    return this.#streams.look(request, bounds);
  }

  /**
   * Runs a text for the times of each step of its plan. Throws what `run` throws, and Problem sql_not_allowed where the
   * source measures none.
   */
  async measure(request: RunRequest): Promise<MeasuredPlan> {
    const { source } = request.query;
    const { engine } = this.#dependencies.sources.get(source);
    if (engine.measuredPlan === undefined) throw measuresNone(source);
    const [[plan] = []] = await this.#streams.textRows({ ...request, measured: true }, 1);
    return engine.measuredPlan(plan ?? '');
  }

  /** Runs anew, and keeps the result for whoever takes one of some age. Throws what `run` throws. */
  warm(request: Omit<RunRequest, 'maxAgeSeconds'>): Promise<void> {
    return this.#streams.warm(request);
  }

  /** A page of a finished run's rows. Throws Problem not_found for a run that never was the member's, run_expired. */
  async page(
    id: string,
    member: Member,
    { after, pageRows }: PageOptions,
  ): Promise<AsyncIterable<Uint8Array>> {
    const kept = await this.#kept.find(id, member);
    const { rowCount, rows } = await kept.page(after, pageRows);
    return pageBody({ run: kept.id, next: nextOf(rowCount, after, pageRows) }, rows);
  }

  /** A finished run with all of its rows, to be frozen. Throws like `page`. */
  async whole(id: string, member: Member): Promise<WholeRun> {
    return (await this.#kept.find(id, member)).whole();
  }

  /** How far the member's run is. Throws Problem not_found for anybody else's. */
  async state(id: string, member: Member): Promise<RunState> {
    return (await this.#kept.find(id, member)).state();
  }

  /** Cancels the member's own run. Throws Problem not_found for anybody else's. */
  async cancel(id: string, member: Member): Promise<void> {
    await (await this.#kept.find(id, member)).cancel();
  }

  /** Cancels what is under way and records what is not recorded yet. */
  async close(): Promise<void> {
    // At once: where the database hangs, what follows may never end.
    this.#notices.tryNoMore();
    this.#streams.close();
    await this.#kept.close();
    await this.#cache.close();
    await this.#notices.close();
    await this.#recorder.close();
  }
}

function measuresNone(source: string): Problem {
  const detail = `The data source ${source} does not tell how long the steps of a query take.`;
  return new Problem('sql_not_allowed', detail);
}
