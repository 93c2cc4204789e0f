// One of those who take part in a shared run: takes its rows at its own pace, without holding up the others.
import type { RowSink, RunStart } from '../../engines/rows.ts';
import { Backlog } from './backlog.ts';
import type { Holding } from '../held/holdings.ts';
import { tooSlow } from '../../engines/stop.ts';

/** Whole DataRow messages, valid only while they are handed over. */
export interface Rows {
  chunk: Buffer;
  from: number;
  to: number;
  count: number;
}

export class Subscriber {
  /** Called whenever `isBehind` may have changed. */
  onPace: () => void = () => {};
  readonly holding: Holding;
  readonly #sink: RowSink;
  readonly #backlog: Backlog;
  /** Rejects when it cannot go on; never resolves. */
  readonly failed: Promise<never>;
  #fail: (error: unknown) => void = () => {};
  #isPaused = false;
  #isCatchingUp = false;
  #hasLeft = false;
  #caughtUp: (() => void) | null = null;

  constructor(sink: RowSink, holding: Holding) {
    this.#sink = sink;
    this.holding = holding;
    this.#backlog = new Backlog(holding);
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => {});
  }

  /** It has not taken all that there is, or wants no more for now. */
  get isBehind(): boolean {
    return this.#isPaused || !this.#backlog.isEmpty;
  }

  /** What waits for it on the disk. */
  get backlogBytes(): number {
    return this.#backlog.fileBytes;
  }

  fail(error: unknown): void {
    this.#fail(error);
  }

  /** Ends it, for what waits for it takes room that others need. */
  letGo(): void {
    this.#fail(tooSlow());
    this.leave();
  }

  start(about: RunStart): void {
    const pause = () => this.#pause(true);
    const resume = () => this.#pause(false);
    this.#sink.start(about, { pause, resume });
  }

  /** Hands over rows; those that it cannot take yet are kept for it. One who is alone sets the pace and takes all. */
  take({ chunk, from, to, count }: Rows, isAlone: boolean): void {
    if (this.#hasLeft) return;
    const waits = !this.#backlog.isEmpty || (this.#isPaused && !isAlone);
    try {
      if (waits) this.#backlog.add(chunk.subarray(from, to), count);
      else this.#sink.rows(chunk, from, to, count);
    } catch (error) {
      // One that cannot take its rows is no reason to end the others.
      this.#fail(error);
    }
  }

  #pause(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    this.onPace();
    if (!isPaused) void this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    if (this.#isCatchingUp || this.#backlog.isEmpty) return;
    this.#isCatchingUp = true;
    try {
      while (!this.#isPaused) {
        const rows = await this.#backlog.first();
        if (rows === null) break;
        this.#sink.rows(rows.chunk, 0, rows.chunk.length, rows.count);
        // Only now: what comes meanwhile must stand behind it.
        this.#backlog.dropFirst();
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#isCatchingUp = false;
    if (!this.#backlog.isEmpty) return;
    this.onPace();
    this.#caughtUp?.();
  }

  /** Resolves when it has taken all rows that were handed over. */
  async caughtUp(): Promise<void> {
    if (!this.#backlog.isEmpty) await new Promise<void>((resolve) => (this.#caughtUp = resolve));
  }

  leave(): void {
    this.#hasLeft = true;
    this.#backlog.close();
  }
}
