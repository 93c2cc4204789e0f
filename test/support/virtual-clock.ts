// A clock that stands while anything is done, and goes on to the next moment that somebody waits for when nothing is.

export class VirtualClock {
  #now: number;
  #busy = 0;
  #waiting: { at: number; resolve: () => void }[] = [];
  #isPumping = false;

  constructor(now = 0) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      this.#waiting.push({ at: this.#now + ms, resolve });
      void this.#pump();
    });

  /** Does work of which the clock knows nothing: until it is done no time goes by. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      void this.#pump();
    }
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (this.#waiting.length > 0) {
      // Whatever goes on by itself gets so far that it waits again.
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (this.#busy > 0) break;
      this.#waiting.sort((one, other) => one.at - other.at);
      const next = this.#waiting.shift();
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      next.resolve();
    }
    this.#isPumping = false;
  }
}
