// Work that is tried every second until it succeeds: the log is told once that it fails, and not each time.
import type { Log } from '../log.ts';

export class Tries {
  readonly #log: Log;
  readonly #fails: string;
  /** What the log has been told of, and has not succeeded since. */
  readonly #failing = new Set<string>();

  /** `fails` is what the log says of work that fails, such as `could not be read`. */
  constructor(log: Log, fails: string) {
    this.#log = log;
    this.#fails = fails;
  }

  /** What `work` gives; undefined when it fails. */
  async run<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const done = await work();
      this.#failing.delete(what);
      return done;
    } catch (error) {
      if (!this.#failing.has(what))
        this.#log.warn({ err: error }, `${what} ${this.#fails}; trying again every second`);
      this.#failing.add(what);
      return undefined;
    }
  }
}
