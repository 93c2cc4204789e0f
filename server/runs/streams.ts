// Sends results to readers while their runs go on, and whole answers where the cache has them.
import type { RunRequest, WantedRun } from './request.ts';
import { StreamedResult, resultEnvelope, type Envelope } from './streamed-result.ts';
import type { Output } from '../formats/output.ts';
import type { RowSink, RunOutcome } from '../engines/rows.ts';
import { randomUUID } from 'node:crypto';
import type { CachedResult, Format } from './shared/cached-result.ts';
import { csvFormat } from '../formats/csv.ts';
import { Download, type DownloadOutput } from './download.ts';
import type { Holding, Holdings } from './held/holdings.ts';
import { jsonFormat } from '../formats/json.ts';
import { questionAtHand, questionOf } from './question.ts';
import type { Recorder } from './recorder.ts';
import { runQuestion, type RunDependencies } from './run.ts';
import { Stop, cancelled } from '../engines/stop.ts';
import { BoundedRows, TextRows } from '../formats/text-rows.ts';
import { wholeFactsOf, type WholeRun } from './whole-run.ts';
import { Workbook, type WorkbookAbout } from '../formats/xlsx/workbook.ts';

/** Calls `listener` when the reader goes away; the function that it returns ends that. */
type OnGone = (listener: () => void) => () => void;

interface Streamed {
  sink: RowSink;
  truncateAt: number | null;
  onGone: OnGone;
  holding: Holding;
}

// An AbortSignal costs as much as the rest of a small run's bookkeeping, so only those have one who need it elsewhere.
const by =
  (signal: AbortSignal): OnGone =>
  (listener) => {
    signal.addEventListener('abort', listener, { once: true });
    if (signal.aborted) listener();
    return () => signal.removeEventListener('abort', listener);
  };

/** The most that whoever looks at a result takes of it. */
export interface Bounds {
  rows: number;
  bytes: number;
}

/** A small result. */
export interface Look {
  /** The recorded run with its rows, to be frozen. */
  whole: WholeRun;
  columns: string[];
  rows: (string | null)[][];
  /** The result is larger. */
  truncated: boolean;
}

/** Takes the rows, and does nothing with them. */
const nobody: RowSink = { start: () => {}, rows: () => {} };

/** A run that goes on takes about so much besides what was asked. */
const RUN_BYTES = 32 * 1024;

export class Streams {
  readonly #dependencies: RunDependencies;
  readonly #recorder: Recorder;
  readonly #holdings: Holdings;
  readonly #underWay = new Set<Stop>();

  constructor(
    dependencies: RunDependencies,
    { recorder, holdings }: { recorder: Recorder; holdings: Holdings },
  ) {
    this.#dependencies = dependencies;
    this.#recorder = recorder;
    this.#holdings = holdings;
  }

  /**
   * Sends the whole result if the answer is made and in memory; false when it is not, or would be refused. For this
   * to wait for nothing costs a fraction of `download`.
   */
  sendAtHand(wanted: WantedRun, format: Format, output: DownloadOutput): boolean {
    const begun = performance.now();
    const cached = this.#atHand(wanted);
    const answer = cached?.answerAtHand(format, output.encoding);
    if (!cached || !answer) return false;
    output.send(answer);
    this.#recorder.handedOut(wanted, cached.outcome, { begun });
    return true;
  }

  // Null also for what is refused: the run tells why, and is recorded.
  #atHand(wanted: WantedRun): CachedResult | null {
    try {
      const question = questionAtHand(this.#dependencies, wanted, null);
      return question && this.#dependencies.sharing.atHand(question, wanted.maxAgeSeconds);
    } catch {
      return null;
    }
  }

  /** The whole result as CSV or JSON. Throws before the first byte; after it, it cuts the connection. */
  async download(asked: WantedRun, format: Format, output: DownloadOutput): Promise<void> {
    const begun = performance.now();
    const cached = await this.#cached(asked);
    if (cached !== null) {
      output.send(await cached.answer(format, output.encoding));
      return this.#recorder.handedOut(asked, cached.outcome, { begun });
    }
    await this.#recorded(randomUUID(), asked, async (holding) => {
      const sink = new Download(output, format === 'csv' ? csvFormat : jsonFormat);
      const onGone: OnGone = (listener) => output.onGone(listener);
      const outcome = await this.#run(asked, { sink, truncateAt: null, onGone, holding });
      sink.end();
      return outcome;
    });
  }

  // Null also for what is refused, as above.
  async #cached(asked: WantedRun): Promise<CachedResult | null> {
    if (asked.maxAgeSeconds <= 0) return null;
    const question = await questionOf(this.#dependencies, asked, null).catch(() => null);
    return question && this.#dependencies.sharing.find(question, asked.maxAgeSeconds);
  }

  /** The whole result as an Excel workbook. Throws and cuts like `download`. */
  async workbook(request: RunRequest, about: WorkbookAbout, output: Output): Promise<void> {
    const workbook = new Workbook(output, about);
    const sink = new Download(workbook, workbook.format);
    try {
      await this.#recorded(randomUUID(), request, (holding) =>
        this.#run(request, { sink, truncateAt: null, onGone: by(request.signal), holding }),
      );
      sink.end();
      await workbook.finish(request.signal);
    } catch (error) {
      workbook.abandon();
      throw error;
    }
  }

  /** An envelope with all rows (by default that of `resultEnvelope`), for callers who want neither pages nor to come back. */
  async result(
    request: RunRequest,
    { truncateAt, envelope }: { truncateAt: number; envelope?: Envelope | undefined },
    output: Output,
  ): Promise<void> {
    const id = randomUUID();
    const sink = new StreamedResult(envelope ?? resultEnvelope(id, request), output, request);
    await this.#recorded(id, request, async (holding) => {
      const onGone = by(request.signal);
      const outcome = await this.#run(request, { sink, truncateAt, onGone, holding });
      sink.end(outcome);
      return outcome;
    });
  }

  /** The first rows as text. */
  async textRows(request: RunRequest, count: number): Promise<(string | null)[][]> {
    const sink = new TextRows();
    await this.#recorded(randomUUID(), request, (holding) =>
      this.#run(request, { sink, truncateAt: count, onGone: by(request.signal), holding }),
    );
    return sink.rowsTaken;
  }

  /** A small result as text, cut where it is larger. */
  async look(request: RunRequest, bounds: Bounds): Promise<Look> {
    const id = randomUUID();
    const askedAt = this.#dependencies.now();
    const sink = new BoundedRows(bounds.bytes);
    const outcome = await this.#recorded(id, request, (holding) =>
      this.#run(request, { sink, truncateAt: bounds.rows, onGone: by(request.signal), holding }),
    );
    const columns = outcome.columns.map(({ name }) => name);
    const truncated = outcome.truncated || sink.isCut;
    const facts = wholeFactsOf(id, request, { outcome: { ...outcome, truncated }, askedAt });
    return { whole: { facts, rows: sink.held }, columns, rows: sink.texts, truncated };
  }

  /** Runs anew, and keeps the result for whoever takes one of some age. */
  async warm(asked: Omit<RunRequest, 'maxAgeSeconds'>): Promise<void> {
    // An age, so that it is kept; but so small a one that nothing older is taken.
    const request = { ...asked, maxAgeSeconds: 1e-6, afresh: true as const };
    await this.#recorded(randomUUID(), request, (holding) =>
      this.#run(request, { sink: nobody, truncateAt: null, onGone: by(request.signal), holding }),
    );
  }

  #recorded(id: string, request: WantedRun, start: (holding: Holding) => Promise<RunOutcome>) {
    const startHeld = () => this.#held(request, start);
    return this.#recorder.recorded(id, request, { now: this.#dependencies.now, start: startHeld });
  }

  async #held(
    { member, query, values }: WantedRun,
    start: (holding: Holding) => Promise<RunOutcome>,
  ): Promise<RunOutcome> {
    const holding = this.#holdings.open(member.id);
    const bytes = RUN_BYTES + query.sql.length + JSON.stringify(values).length;
    holding.add('memory', bytes);
    try {
      return await start(holding);
    } finally {
      holding.remove('memory', bytes);
    }
  }

  // A reader who goes away takes his run with him.
  async #run(request: WantedRun, { onGone, ...streamed }: Streamed): Promise<RunOutcome> {
    const question = await questionOf(this.#dependencies, request, streamed.truncateAt);
    const stop = new Stop();
    const unlisten = onGone(() => stop.because(cancelled()));
    this.#underWay.add(stop);
    try {
      return await runQuestion(this.#dependencies, question, { request, stop, ...streamed });
    } finally {
      this.#underWay.delete(stop);
      unlisten();
    }
  }

  /** Cancels what is under way. */
  close(): void {
    for (const stop of this.#underWay) stop.because(cancelled());
  }
}
