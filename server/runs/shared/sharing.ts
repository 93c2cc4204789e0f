// The same question is asked once: callers who want the same rows at the same time share one execution,
// and who takes an older result gets it from the cache.
import type { Flow, HeldRows, RowSink, RunOutcome, RunStart } from '../../engines/rows.ts';
import type { CachedResult } from './cached-result.ts';
import { execute, type Execution } from '../execution.ts';
import type { Holding, Holdings, Where } from '../held/holdings.ts';
import { Patience } from './patience.ts';
import { RowsUnderWay } from './rows-under-way.ts';
import { keyOf, type Question } from '../question.ts';
import type { ResultCache } from './result-cache.ts';
import { Stop, cancelled } from '../../engines/stop.ts';
import { Subscriber } from './subscriber.ts';

/** Later callers may join while so much of the result is still held. */
const JOINABLE_BYTES = 1024 * 1024;

/** So much the clocks of several servers may differ. */
const CLOCKS_DIFFER_MS = 60_000;

export class Sharing {
  readonly #underWay = new Map<string, SharedRun>();
  readonly #cache: ResultCache;
  readonly #now: () => Date;
  readonly #subscribers = new Set<Subscriber>();
  readonly #holdings: Holdings;

  constructor(cache: ResultCache, { now, holdings }: { now: () => Date; holdings: Holdings }) {
    this.#cache = cache;
    this.#now = now;
    this.#holdings = holdings;
    holdings.onFull((where, member, asker) => this.#letGoFarthestBehind(where, member, asker));
  }

  // Of those who are farther behind than the asker.
  #letGoFarthestBehind(where: Where, member: string | null, asker: Holding): boolean {
    let farthest: Subscriber | null = null;
    let most = asker.bytes(where);
    for (const subscriber of this.#subscribers) {
      const { holding, backlogBytes } = subscriber;
      if (where !== 'file' || (member !== null && holding.member !== member)) continue;
      if (backlogBytes <= most) continue;
      most = backlogBytes;
      farthest = subscriber;
    }
    farthest?.letGo();
    return farthest !== null;
  }

  /** A whole result that is at most `maxAgeSeconds` old; null when there is none. */
  async find(question: Question, maxAgeSeconds: number): Promise<CachedResult | null> {
    if (maxAgeSeconds <= 0 || !this.#mayCache(question)) return null;
    const found = await this.#cache.find(keyOf(question), this.#since(maxAgeSeconds));
    return this.#unlessLater(found);
  }

  /** The same of what this server holds in memory. */
  atHand(question: Question, maxAgeSeconds: number): CachedResult | null {
    if (maxAgeSeconds <= 0 || !this.#mayCache(question)) return null;
    return this.#unlessLater(this.#cache.copy(keyOf(question), this.#since(maxAgeSeconds)));
  }

  #since(maxAgeSeconds: number): Date {
    return new Date(Math.max(0, this.#now().getTime() - maxAgeSeconds * 1000));
  }

  // Its age is not known when a clock was put back since.
  #unlessLater(found: CachedResult | null): CachedResult | null {
    const latest = this.#now().getTime() + CLOCKS_DIFFER_MS;
    return found !== null && found.outcome.ranAt.getTime() > latest ? null : found;
  }

  #mayCache({ source }: Question): boolean {
    return source.setting.cache !== false && this.#cache.limits.storedBytes > 0;
  }

  /** Executes, or takes part in the same execution of somebody else, or takes a result that is young enough. */
  async execute(
    execution: Execution,
    {
      maxAgeSeconds,
      afresh,
      holding,
    }: { maxAgeSeconds: number; afresh: boolean; holding: Holding },
  ): Promise<RunOutcome> {
    const { sink, stop } = execution;
    const cached = await this.find(execution, maxAgeSeconds);
    if (cached) return cached.replay(sink, stop);
    const key = keyOf(execution);
    const shared = (afresh ? null : this.#joinable(key)) ?? this.#begin(key, execution);
    // A result that somebody is content with is replaced by a newer one.
    const isWanted = maxAgeSeconds > 0 || this.#cache.isWanted(key);
    if (isWanted && this.#mayCache(execution)) shared.keep(this.#cache.limits.resultBytes);
    const subscriber = new Subscriber(sink, holding);
    this.#subscribers.add(subscriber);
    return shared
      .subscribe(subscriber, stop)
      .finally(() => void this.#subscribers.delete(subscriber));
  }

  #joinable(key: string): SharedRun | null {
    const shared = this.#underWay.get(key);
    return shared?.isJoinable ? shared : null;
  }

  #begin(key: string, execution: Execution): SharedRun {
    const shared = new SharedRun(this.#holdings.open(null));
    this.#underWay.set(key, shared);
    shared.begin(execution).then(
      (result) => {
        this.#forget(key, shared);
        if (result) this.#cache.put(key, result.outcome, result.rows);
      },
      () => this.#forget(key, shared),
    );
    return shared;
  }

  #forget(key: string, shared: SharedRun): void {
    if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
    shared.free();
  }
}

class SharedRun implements RowSink {
  readonly #stop = new Stop();
  readonly #subscribers = new Set<Subscriber>();
  #isPaused = false;
  #done: Promise<RunOutcome> | null = null;
  #about: RunStart | null = null;
  #flow: Flow | null = null;
  /** Null once there is more than is held. */
  #held: RowsUnderWay | null = new RowsUnderWay();
  #isOver = false;
  /** The source waits for the readers. */
  #waits = true;
  #patience: Patience | null = null;
  #keepBytes = JOINABLE_BYTES;
  #isWanted = false;
  readonly #holding: Holding;

  /** `holding` counts what is held for those who may join, and for the cache. */
  constructor(holding: Holding) {
    this.#holding = holding;
  }

  get isJoinable(): boolean {
    const { reason } = this.#stop;
    return this.#held !== null && this.#held.byteCount <= JOINABLE_BYTES && reason === null;
  }

  /** Holds the whole result for the cache, unless it is larger than this. */
  keep(bytes: number): void {
    this.#isWanted = true;
    this.#keepBytes = Math.max(JOINABLE_BYTES, bytes);
  }

  /** Starts the execution. Resolves with what is to be cached, or null. */
  async begin(execution: Execution): Promise<{ outcome: RunOutcome; rows: HeldRows[] } | null> {
    const { turns } = execution.source;
    this.#patience = new Patience(
      () => turns.waiting > 0,
      () => this.#waitForNobody(),
    );
    this.#done = execute({ ...execution, sink: this, stop: this.#stop }).finally(() => {
      this.#isOver = true;
      this.#patience?.end();
    });
    const outcome = await this.#done;
    return this.#isWanted && this.#held ? { outcome, rows: this.#held.copy() } : null;
  }

  /** Takes part until the end, or until `stop`; the last one to leave ends the execution. */
  async subscribe(subscriber: Subscriber, stop: Stop): Promise<RunOutcome> {
    subscriber.onPace = () => this.#setPace();
    const unlisten = stop.onStop(() => subscriber.fail(stop.reason ?? cancelled()));
    try {
      this.#join(subscriber);
      return await Promise.race([this.#taken(subscriber), subscriber.failed]);
    } finally {
      unlisten();
      this.#leave(subscriber);
    }
  }

  async #taken(subscriber: Subscriber): Promise<RunOutcome> {
    const outcome = await this.#over();
    await subscriber.caughtUp();
    return outcome;
  }

  #over(): Promise<RunOutcome> {
    if (!this.#done) throw new Error('the execution was not begun');
    return this.#done;
  }

  #join(subscriber: Subscriber): void {
    this.#subscribers.add(subscriber);
    if (this.#about) subscriber.start(this.#about);
    for (const { chunk, count } of this.#held?.rows ?? []) {
      subscriber.take({ chunk, from: 0, to: chunk.length, count }, true);
    }
    this.#setPace();
  }

  #leave(subscriber: Subscriber): void {
    this.#subscribers.delete(subscriber);
    subscriber.leave();
    this.#setPace();
    if (this.#subscribers.size === 0 && !this.#isOver) this.#stop.because(cancelled());
  }

  // The fastest one sets it, as long as he is quick enough: the others find what they have missed in their backlogs.
  #setPace(): void {
    const { size } = this.#subscribers;
    const areBehind = size > 0 && [...this.#subscribers].every(({ isBehind }) => isBehind);
    const isPaused = areBehind && this.#waits && !this.#isOver;
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) {
      this.#flow?.pause();
      this.#patience?.begin();
    } else {
      this.#patience?.end();
      this.#flow?.resume();
    }
  }

  // From now on the source is read to its end at its own pace, and gives its turn to the next.
  #waitForNobody(): void {
    this.#waits = false;
    this.#setPace();
  }

  start(about: RunStart, flow: Flow): void {
    this.#about = about;
    this.#flow = flow;
    this.#freeHeld();
    this.#held = new RowsUnderWay();
    for (const subscriber of this.#subscribers) subscriber.start(about);
  }

  rows(chunk: Buffer, from: number, to: number, count: number): void {
    this.#hold(chunk, from, to, count);
    const isAlone = this.#waits && this.#subscribers.size === 1;
    for (const subscriber of this.#subscribers) {
      subscriber.take({ chunk, from, to, count }, isAlone);
    }
  }

  #hold(chunk: Buffer, from: number, to: number, count: number): void {
    if (!this.#held) return;
    const bytes = to - from;
    const fits = this.#held.byteCount + bytes <= this.#keepBytes;
    if (fits && this.#holding.addIfRoom('memory', bytes))
      this.#held.add(chunk.subarray(from, to), count);
    else this.free();
  }

  /** Holds nothing any more. */
  free(): void {
    this.#freeHeld();
    this.#held = null;
  }

  #freeHeld(): void {
    this.#holding.remove('memory', this.#holding.bytes('memory'));
    this.#held?.free();
  }
}
