// What other servers of the database have changed: one look a second, in one statement for all kinds of change.
import type pg from 'pg';
import type { Log } from '../log.ts';
import { Tries } from './tries.ts';

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
  readonly #tries: Tries;
  readonly #watched: readonly Watched[];
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;

  /** Looks until it is closed. What this server changes itself, it need not wait for. */
  constructor(database: pg.Pool, log: Log, kinds: readonly KindOfChange[]) {
    this.#database = database;
    // What was read last holds on.
    this.#tries = new Tries(log, 'could not be read');
    this.#watched = kinds.map((kind) => ({ ...kind, taken: null, reading: null }));
    this.#timer = setInterval(() => {
      this.#looking ??= this.#look().finally(() => (this.#looking = null));
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    const numbers = await this.#tries.run('what other servers have changed', () => this.#numbers());
    if (numbers === undefined) return;
    this.#watched.forEach((kind, index) => {
      const number = numbers[index] ?? null;
      // One that takes long keeps the others from nothing.
      if (number !== kind.taken) kind.reading ??= this.#take(kind, number);
    });
  }

  async #take(kind: Watched, number: string | null): Promise<void> {
    const isTaken = await this.#tries.run(kind.what, () => kind.read().then(() => true));
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

  /** Stops looking, once what is under way has ended. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    for (const { reading } of this.#watched) await reading;
  }
}
