// Takes over what other servers of the database have changed, within a second.
import type { Log } from '../log.ts';
import type { EverySecond } from './every-second.ts';
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

export class Changes {
  readonly #tries: Tries;
  readonly #watched: readonly Watched[];
  readonly #askNoMore: () => void;

  /** Looks until it is closed. What this server changes itself, it need not wait for. */
  constructor(everySecond: EverySecond, log: Log, kinds: readonly KindOfChange[]) {
    // What was read last holds on.
    this.#tries = new Tries(log, 'could not be read');
    this.#watched = kinds.map((kind) => ({ ...kind, taken: null, reading: null }));
    this.#askNoMore = everySecond.ask(
      this.#watched.map((kind) => ({
        sql: kind.number,
        hear: (number) => {
          // One that takes long keeps the others from nothing.
          if (number !== kind.taken) kind.reading ??= this.#take(kind, number);
        },
      })),
    );
  }

  async #take(kind: Watched, number: string | null): Promise<void> {
    const isTaken = await this.#tries.run(kind.what, () => kind.read().then(() => true));
    if (isTaken) kind.taken = number;
    kind.reading = null;
  }

  /** Stops looking, once what is under way has ended. */
  async close(): Promise<void> {
    this.#askNoMore();
    for (const { reading } of this.#watched) await reading;
  }
}
