// Has what is due done, by the clock of Sheetfeed's database. Who does it, of several servers, is settled by the claims of
// that work.
import type { Log } from '../log.ts';
import type { EverySecond } from './every-second.ts';
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

export class Clock {
  readonly #tries: Tries;
  readonly #working = new Map<KindOfWork, Promise<void>>();
  readonly #everySecond: EverySecond;
  readonly #askNoMore: () => void;

  /** Looks until it is closed. */
  constructor(
    everySecond: EverySecond,
    log: Log,
    { kinds, isPaused }: { kinds: readonly KindOfWork[]; isPaused: () => boolean },
  ) {
    this.#tries = new Tries(log, 'could not be seen to');
    this.#everySecond = everySecond;
    this.#askNoMore = everySecond.ask(
      kinds.map((kind) => ({
        sql: kind.isDue,
        hear: (answer) => {
          if (answer === 'true' && !isPaused()) this.#start(kind);
        },
      })),
    );
  }

  /** Looks now: something has just become due. */
  look(): void {
    this.#everySecond.look();
  }

  // One that takes long keeps the others from nothing.
  #start(kind: KindOfWork): void {
    if (this.#working.has(kind)) return;
    const work = this.#tries.run(kind.what, kind.work).then(() => void this.#working.delete(kind));
    this.#working.set(kind, work);
  }

  /** Looks no more, and waits for what is under way. */
  async close(): Promise<void> {
    this.#askNoMore();
    await Promise.all(this.#working.values());
  }
}
