// What other servers of the database have changed: one look a second, in one statement for all kinds of change.
import type pg from 'pg';
import type { Log } from '../log.ts';

/** A kind of change that every server takes over. */
export interface KindOfChange {
  /** As the log names it, such as `the queries`. */
  what: string;
  /** A statement that gives one number, which is another one after each such change. */
  number: string;
  /** Takes over what has changed. Called again at the next look when it fails. */
  read: () => Promise<void>;
}

interface Watched extends KindOfChange {
  /** The number as it was before `read` last succeeded; null before that. */
  taken: string | null;
  /** `read` is under way. */
  reading: Promise<void> | null;
}

const LOOK_EVERY_MS = 1_000;
// A connection that broke without a word is given up soon, so that the next look takes another one.
const LOOK_WITHIN_MS = 3_000;

export class Changes {
  readonly #database: pg.Pool;
  readonly #log: Log;
  readonly #watched: readonly Watched[];
  readonly #timer: NodeJS.Timeout;
  /** What the log has been told of, and has not succeeded since. */
  readonly #failing = new Set<string>();
  #looking: Promise<void> | null = null;

  /** Looks until it is closed. What this server changes itself, it need not wait for. */
  constructor(database: pg.Pool, log: Log, kinds: readonly KindOfChange[]) {
    this.#database = database;
    this.#log = log;
    this.#watched = kinds.map((kind) => ({ ...kind, taken: null, reading: null }));
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = null));
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const numbers = await this.#tried('what other servers have changed', () => this.#numbers());
    if (numbers === undefined) return;
    this.#watched.forEach((kind, index) => {
      const number = numbers[index] ?? null;
      // One that takes long keeps the others from nothing.
      if (number !== kind.taken) kind.reading ??= this.#take(kind, number);
    });
  }

  async #take(kind: Watched, number: string | null): Promise<void> {
    const isTaken = await this.#tried(kind.what, () => kind.read().then(() => true));
    if (isTaken) kind.taken = number;
    kind.reading = null;
  }

  async #numbers(): Promise<string[]> {
    const numbers = this.#watched.map(({ number }) => `(${number})::text`);
    const look = {
      text: `select array[${numbers.join(', ')}] as numbers`,
      query_timeout: LOOK_WITHIN_MS,
    };
    const { rows } = await this.#database.query<{ numbers: string[] }>(look);
    return rows[0]?.numbers ?? [];
  }

  /** What `work` gives; undefined when it fails, of which the log is told once, until it succeeds again. */
  async #tried<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const done = await work();
      this.#failing.delete(what);
      return done;
    } catch (error) {
      // What was read last holds on.
      if (!this.#failing.has(what))
        this.#log.warn({ err: error }, `${what} could not be read; trying again every second`);
      this.#failing.add(what);
      return undefined;
    }
  }

  /** Stops looking, once what is under way has ended. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    for (const { reading } of this.#watched) await reading;
  }
}
