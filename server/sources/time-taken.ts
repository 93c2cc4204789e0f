// How much of a data source's time each member has lately taken, so that who asks for little does not wait for who
// asks for much.

/** What was taken counts half after so long. */
const HALF_LIFE_MS = 10_000;
/** Some runs of an ordinary member come to less. */
const MUCH_MS = 2_000;
const FORGOTTEN_MS = 20;

interface Taken {
  ms: number;
  /** When that was reckoned. */
  at: number;
  /** Runs that go. */
  running: number;
}

export class TimeTaken {
  readonly #now: () => number;
  readonly #of = new Map<string, Taken>();

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** A run of the member's begins. */
  begin(member: string): void {
    const taken = this.#reckoned(member);
    this.#of.set(member, { ...taken, running: taken.running + 1 });
  }

  /** One is over. */
  end(member: string): void {
    const taken = this.#reckoned(member);
    this.#of.set(member, { ...taken, running: taken.running - 1 });
    for (const each of this.#of.keys()) {
      const { ms, running } = this.#reckoned(each);
      if (running === 0 && ms < FORGOTTEN_MS) this.#of.delete(each);
    }
  }

  isMuch(member: string): boolean {
    return this.#reckoned(member).ms > MUCH_MS;
  }

  #reckoned(member: string): Taken {
    const now = this.#now();
    const { ms, at, running } = this.#of.get(member) ?? { ms: 0, at: now, running: 0 };
    const passed = now - at;
    return { ms: ms * 0.5 ** (passed / HALF_LIFE_MS) + running * passed, at: now, running };
  }
}
