// Takes what is due and does it: some of each data source at once, under leases that are held until it is over.
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type pg from 'pg';
import type { FairClaim, Room } from '../cluster/fair-claims.ts';
import { giveBack, Leases, type LeasedTable } from '../cluster/leases.ts';
import type { Log } from '../log.ts';
import { Places } from './places.ts';

export interface DueWorkOptions<Due> {
  database: pg.Pool;
  log: Log;
  table: LeasedTable;
  /** Of this server at once. */
  most: number;
  /** Of each data source at once, so that a dead one leaves room for the others. */
  mostOfSource: number;
  claim(claim: FairClaim): Promise<Due[]>;
  /** Null where it has none any more. */
  sourceOf(due: Due): string | null;
  /** Where it throws, nothing was written: whoever takes it next does the same. */
  do(due: Due, holding: Holding): Promise<void>;
}

/** How something is held while it is done. */
export interface Holding {
  lease: string;
  /** Aborted when the server stops. */
  signal: AbortSignal;
  /** Called once its data source has no more to do with it, so that the next one begins; else that is at its end. */
  leaveSource: () => void;
}

export class DueWork<Due extends { id: string }> {
  readonly #options: DueWorkOptions<Due>;
  readonly #stop = new AbortController();
  readonly #leases: Leases;
  readonly #places: Places;
  #claiming: Promise<void> | null = null;
  /** The last claim left some that are due, perhaps. */
  #mayBeMore = false;
  #isFreed = false;

  constructor(options: DueWorkOptions<Due>) {
    this.#options = options;
    this.#leases = new Leases(options.database, options.table);
    this.#places = new Places(options.most, options.mostOfSource);
    // Whatever is under way listens for the end.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Takes what is due, and does it meanwhile. */
  async work(): Promise<void> {
    if (!this.#mayBeMore) this.#places.forgetPace();
    await this.#claim();
  }

  async #claim(): Promise<void> {
    this.#claiming ??= this.#claimAll().finally(() => (this.#claiming = null));
    await this.#claiming;
  }

  // What was freed while a claim was under way is room for the next one.
  async #claimAll(): Promise<void> {
    do {
      this.#isFreed = false;
      await this.#claimSome();
    } while (this.#isFreed && this.#mayBeMore);
  }

  async #claimSome(): Promise<void> {
    const room = this.#places.room(this.#leases.size);
    if (room.most < 1 || this.#stop.signal.aborted) return;
    const lease = randomUUID();
    const claimed = await this.#options.claim({ lease, ...room });
    const sources = claimed.map((due) => this.#options.sourceOf(due) ?? '');
    claimed.forEach((due, index) => this.#begin(due, lease, sources[index] ?? ''));
    this.#mayBeMore = isFull(room, sources);
  }

  #begin(due: Due, lease: string, source: string): void {
    const work = this.#do(due, lease, source);
    this.#leases.hold({ id: due.id, lease }, work, () => this.#freed(source));
  }

  async #do(due: Due, lease: string, source: string): Promise<void> {
    const { database, log, table } = this.#options;
    const leaveSource = await this.#places.take(source);
    const { signal } = this.#stop;
    try {
      signal.throwIfAborted();
      await this.#options.do(due, { lease, signal, leaveSource });
    } catch (error) {
      if (!signal.aborted)
        log.warn({ err: error, table, id: due.id }, 'what was due broke off; trying again');
      await giveBack(database, table, { id: due.id, lease });
    }
    leaveSource();
  }

  // Where thousands are due at once nobody waits for the next look of the clock; and one claim is for several.
  #freed(source: string): void {
    if (!this.#places.isHalfEmpty(source)) return;
    this.#isFreed = true;
    // What keeps a claim from it is told of at the next look.
    if (this.#mayBeMore) this.#claim().catch(() => {});
  }

  /** Breaks off what is under way, and leaves it to other servers. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#places.open();
    await this.#leases.close();
  }
}

/** Whether a claim took as many as it might, in all or of one data source. */
function isFull({ most, ofSources, ofOthers }: Room, claimed: readonly string[]): boolean {
  const counts = new Map([...ofSources.keys()].map((source) => [source, 0]));
  for (const source of claimed) counts.set(source, (counts.get(source) ?? 0) + 1);
  return (
    claimed.length >= most ||
    [...counts].some(([source, count]) => count >= (ofSources.get(source) ?? ofOthers))
  );
}
