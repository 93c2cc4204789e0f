// The answers of share links: made once for all who ask the same at the same time, and held for the slowest of them.
import type { Problem } from '../../domain/problem.ts';
import type { HeldBytes } from '../runs/held/held-bytes.ts';
import type { Holdings, Where } from '../runs/held/holdings.ts';
import { cancelled } from '../engines/stop.ts';

/** A whole answer; `failed` is why the query's newest result could not be had, and this is the last one that could. */
export interface LinkAnswer {
  bytes: HeldBytes;
  etag: string;
  ranAt: Date;
  failed: Problem | null;
}

export interface Asked {
  /** The same for who may have the same answer. */
  key: string;
  maxAgeSeconds: number;
  /** Aborted when whoever asks goes away. */
  signal: AbortSignal;
}

export interface Making {
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
  /** To be called when the run is over: whoever asks later asks anew. */
  ended: () => void;
  /** To be called when the answer is too large to be held, and goes to whoever began to make it. */
  passes: () => void;
}

export interface Reader {
  /** Takes the answer; null where it was too large to be held, which `isMaker` alone has then. */
  send: (answer: LinkAnswer | null, isMaker: boolean) => Promise<void>;
  /** Ends the connection of one who takes it too slowly. */
  cut: () => void;
}

/** Null: the answer was too large to be held, and whoever began to make it has it. */
export type MakeAnswer = (making: Making) => Promise<LinkAnswer | null>;

/** Who has not taken an answer by then is slow. */
const SLOW_MS = 5_000;

export class LinkAnswers {
  readonly #shared = new Map<string, SharedAnswer>();
  /** Those that are held, the oldest first. */
  readonly #held = new Set<SharedAnswer>();

  #alone: Promise<unknown> = Promise.resolve();

  constructor(holdings: Holdings) {
    holdings.onFull((where, member) => this.#letGoOldest(where, member));
  }

  /** Makes the answer, or takes that of somebody who asks the same, for a reader. Throws what `make` throws. */
  async use(asked: Asked, make: MakeAnswer, { send, cut }: Reader): Promise<void> {
    const joined = this.#joinable(asked);
    const isMaker = joined === null;
    const shared = joined ?? this.#begin(asked.key, make);
    const leave = shared.enter(cut, isMaker);
    try {
      const answer = isMaker ? shared.made : shared.forOthers;
      await send(await unlessGone(answer, asked.signal), isMaker);
    } finally {
      if (leave()) this.#forget(asked.key, shared);
    }
  }

  /** Does one after the other what takes a whole answer into memory. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#alone.then(work);
    this.#alone = done.catch(() => {});
    return done;
  }

  #joinable({ key, maxAgeSeconds }: Asked): SharedAnswer | null {
    const shared = this.#shared.get(key);
    return shared?.isYoung(maxAgeSeconds) ? shared : null;
  }

  #begin(key: string, make: MakeAnswer): SharedAnswer {
    const shared = new SharedAnswer(make);
    this.#shared.set(key, shared);
    this.#held.add(shared);
    return shared;
  }

  #forget(key: string, shared: SharedAnswer): void {
    if (this.#shared.get(key) === shared) this.#shared.delete(key);
    this.#held.delete(shared);
    shared.close();
  }

  #letGoOldest(where: Where, member: string | null): boolean {
    for (const shared of this.#held) {
      if (shared.isSlow && shared.isHeld(where, member)) {
        shared.letGo();
        return true;
      }
    }
    return false;
  }
}

class SharedAnswer {
  readonly made: Promise<LinkAnswer | null>;
  /** The same for who did not begin it. */
  readonly forOthers: Promise<LinkAnswer | null>;
  readonly #gone = new AbortController();
  readonly #readers = new Set<() => void>();
  #isOver = false;
  #isPassed = false;
  #answer: LinkAnswer | null = null;
  #madeAt: number | null = null;

  constructor(make: MakeAnswer) {
    const ended = () => void (this.#isOver = true);
    let passes = () => {};
    const passed = new Promise<null>((resolve) => {
      passes = () => resolve(this.#pass());
    });
    const making = { signal: this.#gone.signal, ended, passes };
    this.made = make(making).then((made) => this.#take(made));
    this.forOthers = Promise.race([this.made, passed]);
    // Whoever waits is told.
    for (const promise of [this.made, this.forOthers]) promise.catch(() => {});
  }

  #pass(): null {
    this.#isOver = this.#isPassed = true;
    return null;
  }

  #take(made: LinkAnswer | null): LinkAnswer | null {
    this.#isOver = true;
    this.#answer = made;
    this.#madeAt = performance.now();
    return made;
  }

  /** Whether somebody who takes an answer of this age may have it. */
  isYoung(maxAgeSeconds: number): boolean {
    if (!this.#isOver) return true;
    if (this.#answer === null || this.#answer.failed !== null) return false;
    return Date.now() - this.#answer.ranAt.getTime() < maxAgeSeconds * 1000;
  }

  /** Those who read it have had long enough. */
  get isSlow(): boolean {
    return this.#madeAt !== null && performance.now() - this.#madeAt > SLOW_MS;
  }

  isHeld(where: Where, member: string | null): boolean {
    const { holding } = this.#answer?.bytes ?? {};
    if (holding === undefined || holding.bytes(where) === 0) return false;
    return member === null || holding.member === member;
  }

  /** The function that is returned says whether that was the last reader. */
  enter(cut: () => void, isMaker: boolean): () => boolean {
    // Each its own, also where the same is given twice.
    const reader = () => cut();
    this.#readers.add(reader);
    return () => {
      this.#readers.delete(reader);
      if (isMaker && this.#isPassed) this.#gone.abort();
      return this.#readers.size === 0;
    };
  }

  letGo(): void {
    for (const cut of this.#readers) cut();
    this.#answer?.bytes.close();
  }

  close(): void {
    this.#gone.abort();
    void this.made.then(
      (made) => made?.bytes.close(),
      () => {},
    );
  }
}

async function unlessGone<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  let leave = () => {};
  const gone = new Promise<never>((_, reject) => {
    leave = () => reject(cancelled());
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
  try {
    return await Promise.race([waiting, gone]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
