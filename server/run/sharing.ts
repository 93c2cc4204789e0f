// The same question is asked once: callers who want the same rows at the same time share one execution,
// and who takes an older result gets it from memory.
import { execute, type CutExecution, type Execution } from './execution.ts';
import { ResultCache, replay, type CachedResult } from './result-cache.ts';
import type { Flow, RowSink, RunOutcome, RunStart } from './run.ts';
import { Stop, cancelled, tooManyRows } from './stop.ts';

/** Later callers may join while so much of the result is still held. */
const JOINABLE_BYTES = 1024 * 1024;

export class Sharing {
  readonly #underWay = new Map<string, SharedRun>();
  readonly #cache = new ResultCache();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Executes, or takes part in the same execution of somebody else, or takes a result that is young enough. */
  async execute(execution: Execution, maxAgeSeconds: number): Promise<RunOutcome> {
    const outcome = await this.#cutAtLimit(execution, maxAgeSeconds);
    // Whoever takes no part of a result gets none.
    if (outcome.truncated && execution.truncateAt === null) {
      throw tooManyRows(execution.limits.maxRows);
    }
    return outcome;
  }

  async #cutAtLimit(asked: Execution, maxAgeSeconds: number): Promise<RunOutcome> {
    const execution = { ...asked, truncateAt: asked.truncateAt ?? asked.limits.maxRows };
    const key = keyOf(execution);
    const { sink, stop } = execution;
    const mayCache = maxAgeSeconds > 0 && execution.source.setting.cache !== false;
    const cached = mayCache ? this.#cache.get(key, this.#now(), maxAgeSeconds) : null;
    if (cached) return replay(cached, sink, stop);
    const shared = this.#joinable(key) ?? this.#begin(key, execution);
    if (mayCache) shared.keep();
    return shared.subscribe(sink, stop);
  }

  #joinable(key: string): SharedRun | null {
    const shared = this.#underWay.get(key);
    return shared?.isJoinable ? shared : null;
  }

  #begin(key: string, execution: CutExecution): SharedRun {
    const shared = new SharedRun();
    this.#underWay.set(key, shared);
    shared.begin(execution).then(
      (result) => {
        this.#forget(key, shared);
        if (result) this.#cache.put(key, result);
      },
      () => this.#forget(key, shared),
    );
    return shared;
  }

  #forget(key: string, shared: SharedRun): void {
    if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
  }
}

// Everything that the rows depend on. Who asks is checked before, and told of errors after.
function keyOf(execution: CutExecution): string {
  const { source, reading, parameters, values, timeZone, truncateAt, limits } = execution;
  const types = parameters.map(({ type, list }) => [type, list === true]);
  return JSON.stringify([source.name, reading.text, types, values, timeZone, truncateAt, limits]);
}

interface Subscriber {
  sink: RowSink;
  fail(error: unknown): void;
}

interface HeldRows {
  chunk: Buffer;
  count: number;
}

class SharedRun implements RowSink {
  readonly #stop = new Stop();
  readonly #subscribers = new Set<Subscriber>();
  readonly #paused = new Set<Subscriber>();
  #done: Promise<RunOutcome> | null = null;
  #about: RunStart | null = null;
  #flow: Flow | null = null;
  #held: HeldRows[] | null = [];
  #isOver = false;
  #heldBytes = 0;
  #keepBytes = JOINABLE_BYTES;

  get isJoinable(): boolean {
    return this.#held !== null && this.#heldBytes <= JOINABLE_BYTES && this.#stop.reason === null;
  }

  /** Holds the whole result, as far as the cache takes one so large. */
  keep(): void {
    this.#keepBytes = ResultCache.MAX_ENTRY_BYTES;
  }

  /** Starts the execution. Resolves with what may be cached, or null. */
  async begin(execution: CutExecution): Promise<CachedResult | null> {
    this.#done = execute({ ...execution, sink: this, stop: this.#stop }).finally(() => {
      this.#isOver = true;
    });
    const outcome = await this.#done;
    const wanted = this.#keepBytes > JOINABLE_BYTES;
    return wanted && this.#held ? { outcome, rows: this.#held, byteCount: this.#heldBytes } : null;
  }

  /** Takes part until the end, or until `stop`; the last one to leave ends the execution. */
  async subscribe(sink: RowSink, stop: Stop): Promise<RunOutcome> {
    let fail: (error: unknown) => void = () => {};
    const failed = new Promise<never>((_, reject) => (fail = reject));
    failed.catch(() => {});
    const subscriber: Subscriber = { sink, fail };
    const unlisten = stop.onStop(() => fail(stop.reason ?? cancelled()));
    try {
      this.#join(subscriber);
      return await Promise.race([this.#over(), failed]);
    } finally {
      unlisten();
      this.#leave(subscriber);
    }
  }

  #over(): Promise<RunOutcome> {
    if (!this.#done) throw new Error('the execution was not begun');
    return this.#done;
  }

  #join(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    if (this.#about) subscriber.sink.start(this.#about, this.#flowOf(subscriber));
    for (const { chunk, count } of this.#held ?? []) {
      subscriber.sink.rows(chunk, 0, chunk.length, count);
    }
  }

  #leave(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    this.#resume(subscriber);
    if (this.#subscribers.size === 0 && !this.#isOver) this.#stop.because(cancelled());
  }

  // The slowest one sets the pace.
  #flowOf(subscriber: Subscriber): Flow {
    return {
      pause: () => {
        if (!this.#subscribers.has(subscriber)) return;
        if (this.#paused.size === 0) this.#flow?.pause();
        this.#paused.add(subscriber);
      },
      resume: () => this.#resume(subscriber),
    };
  }

  #resume(subscriber: Subscriber): void {
    if (this.#paused.delete(subscriber) && this.#paused.size === 0) this.#flow?.resume();
  }

  start(about: RunStart, flow: Flow): void {
    this.#about = about;
    this.#flow = flow;
    this.#held = [];
    this.#heldBytes = 0;
    for (const subscriber of this.#subscribers) {
      subscriber.sink.start(about, this.#flowOf(subscriber));
    }
  }

  rows(chunk: Buffer, from: number, to: number, count: number): void {
    this.#hold(chunk, from, to, count);
    for (const subscriber of this.#subscribers) {
      try {
        subscriber.sink.rows(chunk, from, to, count);
      } catch (error) {
        // One that cannot take its rows is no reason to end the others.
        subscriber.fail(error);
      }
    }
  }

  #hold(chunk: Buffer, from: number, to: number, count: number): void {
    if (!this.#held) return;
    this.#heldBytes += to - from;
    if (this.#heldBytes > this.#keepBytes) this.#held = null;
    else this.#held.push({ chunk: Buffer.from(chunk.subarray(from, to)), count });
  }
}
