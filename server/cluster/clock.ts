// Looks once a second, by the clock of Sheetfeed's database, whether something is due: one statement for all kinds of
// work. Who does it, of several servers, is settled by the claims of that work.
import type pg from 'pg';
import type { Log } from '../log.ts';
import { Tries } from './tries.ts';

/** Work that the server does by itself. */
export interface KindOfWork {
  /** As the log names it, such as `the alerts`. */
  what: string;
  /** A condition that is true while something is due. */
  isDue: string;
  /** Claims what is due and does it. Called again at the next look where it fails. */
  work: () => Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
// A connection that broke without a word is given up soon, so that the next look takes another one.
const LOOK_WITHIN_MS = 3_000;

export class Clock {
  readonly #database: pg.Pool;
  readonly #tries: Tries;
  readonly #kinds: readonly KindOfWork[];
  readonly #timer: NodeJS.Timeout;
  readonly #working = new Map<KindOfWork, Promise<void>>();
  #looking: Promise<void> | null = null;
  #isClosed = false;

  /** Looks until it is closed. */
  constructor(database: pg.Pool, log: Log, kinds: readonly KindOfWork[]) {
    this.#database = database;
    this.#tries = new Tries(log, 'could not be seen to');
    this.#kinds = kinds;
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Looks now: something has just become due. */
  look(): void {
    if (!this.#isClosed) this.#looking ??= this.#look().finally(() => (this.#looking = null));
  }

  async #look(): Promise<void> {
    const due = await this.#tries.run('what is due', () => this.#due());
    this.#kinds.forEach((kind, index) => {
      if (due?.[index] === true && !this.#isClosed) this.#start(kind);
    });
  }

  // One that takes long keeps the others from nothing.
  #start(kind: KindOfWork): void {
    if (this.#working.has(kind)) return;
    const work = this.#tries.run(kind.what, kind.work).then(() => void this.#working.delete(kind));
    this.#working.set(kind, work);
  }

  async #due(): Promise<boolean[]> {
    const conditions = this.#kinds.map(({ isDue }) => `(${isDue})`);
    const look = {
      text: `select array[${conditions.join(', ')}] as due`,
      query_timeout: LOOK_WITHIN_MS,
    };
    const { rows } = await this.#database.query<{ due: boolean[] }>(look);
    return rows[0]?.due ?? [];
  }

  /** Looks no more, and waits for what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all(this.#working.values());
  }
}
