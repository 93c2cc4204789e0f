// When a request may go to Google: so many a minute for each grant and for the project, one at a time for each spreadsheet.

/** developers.google.com/workspace/sheets/api/limits; reads and writes are counted apart. */
export const GOOGLE_LIMITS = { grant: 60, project: 300 };

const MINUTE_MS = 60_000;

export interface TurnsParts {
  now: () => number;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  limits?: typeof GOOGLE_LIMITS;
}

export type Kind = 'read' | 'write';

/** Counts the requests of the last minute, and lets the next wait for its turn. */
export class Turns {
  readonly #parts: TurnsParts;
  readonly #limits: typeof GOOGLE_LIMITS;
  /** When requests were sent, by what they count in. */
  readonly #sent = new Map<string, number[]>();
  /** Whoever waits in each of them, so that nobody overtakes. */
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(parts: TurnsParts) {
    this.#parts = parts;
    this.#limits = parts.limits ?? GOOGLE_LIMITS;
  }

  /** Does it once those before it on the same spreadsheet are done. */
  onSpreadsheet<T>(id: string, work: () => Promise<T>): Promise<T> {
    return this.#after(`spreadsheet ${id}`, work);
  }

  /** Waits until one more request fits into the minute, and counts it. */
  spend(kind: Kind, grant: string, signal: AbortSignal): Promise<void> {
    const mine = `${kind} of ${grant}`;
    return this.#after(mine, async () => {
      await this.#fits(mine, this.#limits.grant, signal);
      await this.#after(kind, async () => {
        await this.#fits(kind, this.#limits.project, signal);
        const now = this.#parts.now();
        for (const key of [mine, kind]) this.#sent.set(key, [...this.#recent(key), now]);
      });
    });
  }

  async #fits(key: string, limit: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      const recent = this.#recent(key);
      const first = recent[recent.length - limit];
      if (first === undefined) return;
      await this.#parts.wait(Math.max(1, first + MINUTE_MS - this.#parts.now()), signal);
    }
  }

  #recent(key: string): number[] {
    const since = this.#parts.now() - MINUTE_MS;
    const recent = (this.#sent.get(key) ?? []).filter((at) => at > since);
    if (recent.length === 0) this.#sent.delete(key);
    return recent;
  }

  #after<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const ended = mine.catch(() => undefined);
    this.#queues.set(key, ended);
    void ended.then(() => {
      if (this.#queues.get(key) === ended) this.#queues.delete(key);
    });
    return mine;
  }
}
