// Results that were asked for with an age: all servers share those in Sheetfeed's database, and each has a copy in
// memory of those it hands out, which it drops when another server has a newer one.
import { LRUCache } from 'lru-cache';
import type { HeldRows, RunOutcome } from '../../engines/rows.ts';
import type pg from 'pg';
import { findStoredResult, storeResult } from '../../catalog/runs/cached-results.ts';
import type { Log } from '../../log.ts';
import type { Notices } from '../../cluster/notices.ts';
import { CachedResult } from './cached-result.ts';
import { etagOf, hashOf } from '../../formats/etag.ts';
import type { Holdings } from '../held/holdings.ts';

export interface CacheLimits {
  /** All results in the database together; 0: none is kept anywhere. */
  storedBytes: number;
  /** The copies in this server's memory together, with the answers that were made of them. */
  memoryBytes: number;
  /** A larger result is not kept. */
  resultBytes: number;
}

export interface ResultCacheOptions {
  limits: CacheLimits;
  /** Counts what is read on after it was dropped here. */
  holdings: Holdings;
  database: pg.Pool;
  notices: Notices;
  log: Log;
}

const NEWER = 'result.newer';
const MOST_WANTED = 10_000;
/** Besides their bytes: a result without rows has none. */
const MOST_COPIES = 10_000;
/** Who has not taken an answer by then is slow. */
const SLOW_MS = 5_000;
/** Results that wait to be written are held meanwhile, also when their copies have been dropped. */
const MOST_UNWRITTEN_BYTES = 32 * 1024 * 1024;
/** A small one counts for so much. */
const LEAST_UNWRITTEN_BYTES = 4 * 1024;

type Found = CachedResult | null;

export class ResultCache {
  readonly limits: CacheLimits;
  readonly #options: ResultCacheOptions;
  /** Their bytes are counted here: they grow with each answer that is made of one. */
  readonly #copies = new LRUCache<string, CachedResult>({
    max: MOST_COPIES,
    dispose: (copy) => this.#letGo(copy),
  });
  readonly #reading = new Map<string, Promise<Found>>();
  /** One result after the other: each is copied on its way to the database. */
  #writing: Promise<void> = Promise.resolve();
  #unwrittenBytes = 0;
  /** What was asked for with an age. */
  readonly #wanted = new LRUCache<string, true>({ max: MOST_WANTED });
  #heldBytes = 0;

  constructor(options: ResultCacheOptions) {
    this.#options = options;
    this.limits = options.limits;
    const { notices } = options;
    notices.on(NEWER, ({ key, ranAt }) => this.#dropOlder(String(key), new Date(String(ranAt))));
    // What others have that is newer may have been missed.
    notices.onLost(() => {
      for (const key of [...this.#copies.keys(), ...this.#reading.keys()]) this.#drop(key);
    });
  }

  /** The result if it ran at `since` or later; null when there is none. */
  async find(key: string, since: Date): Promise<Found> {
    this.#wanted.set(key, true);
    const copy = this.copy(key, since);
    if (copy !== null) return copy;
    let reading = this.#reading.get(key);
    if (reading === undefined) {
      reading = this.#read(key, since);
      this.#reading.set(key, reading);
      const found = await reading;
      // Unless a newer one has come meanwhile.
      if (this.#reading.get(key) === reading && found !== null) this.#copy(key, found);
      if (this.#reading.get(key) === reading) this.#reading.delete(key);
    }
    const found = await reading;
    return found !== null && found.outcome.ranAt >= since ? found : null;
  }

  /** The same of the copies in memory. */
  copy(key: string, since: Date): Found {
    const copy = this.#copies.get(key);
    if (copy === undefined || copy.outcome.ranAt < since) return null;
    return copy;
  }

  // Without Sheetfeed's database there is no cache, and everything runs.
  async #read(key: string, since: Date): Promise<Found> {
    const { database, log } = this.#options;
    try {
      const stored = await findStoredResult(database, key, since);
      if (stored === null) return null;
      const outcome = stored.outcome as RunOutcome & { etag: string };
      return this.#held(key, { ...outcome, ranAt: stored.ranAt }, stored.rows);
    } catch (error) {
      log.warn({ err: error }, 'a cached result could not be read');
      return null;
    }
  }

  /** Whether somebody was content with an older result; the copy of it may be gone. */
  isWanted(key: string): boolean {
    return this.#wanted.has(key) || this.#copies.has(key);
  }

  /** Keeps the result for all servers. */
  put(key: string, outcome: RunOutcome, rows: readonly HeldRows[]): void {
    this.#drop(key);
    if (outcome.byteCount > this.limits.resultBytes) return;
    const hash = hashOf(outcome.columns);
    for (const { chunk } of rows) hash.update(chunk);
    const kept = this.#held(key, { ...outcome, etag: etagOf(hash) }, rows);
    this.#copy(key, kept);
    this.#write(key, kept);
  }

  // While the database is slower than the runs, other servers run by themselves.
  #write(key: string, kept: CachedResult): void {
    const bytes = kept.heldBytes + LEAST_UNWRITTEN_BYTES;
    if (this.#unwrittenBytes + bytes > MOST_UNWRITTEN_BYTES) return;
    this.#unwrittenBytes += bytes;
    this.#writing = this.#writing
      .then(() => this.#store(key, kept))
      .finally(() => (this.#unwrittenBytes -= bytes));
  }

  async #store(key: string, { outcome, rows }: CachedResult): Promise<void> {
    const { database, notices, log } = this.#options;
    const kept = { key, mostBytes: this.limits.storedBytes };
    try {
      const { ranAt, ...rest } = outcome;
      await storeResult(database, kept, { ranAt, outcome: rest, rows: [...rows] });
      await notices.tell(NEWER, { key, ranAt });
    } catch (error) {
      log.warn({ err: error }, 'a result could not be kept for other servers');
    }
  }

  #held(
    key: string,
    outcome: RunOutcome & { etag: string },
    rows: readonly HeldRows[],
  ): CachedResult {
    const held: CachedResult = new CachedResult(outcome, rows, (bytes) => {
      if (this.#copies.peek(key) === held) this.#grow(bytes);
    });
    return held;
  }

  // While others are not heard, a copy might be older than theirs.
  #copy(key: string, copy: CachedResult): void {
    if (!this.#options.notices.isHeard) return;
    this.#reading.delete(key);
    this.#copies.set(key, copy);
    this.#grow(copy.heldBytes);
  }

  #grow(bytes: number): void {
    this.#heldBytes += bytes;
    while (this.#heldBytes > this.limits.memoryBytes && this.#copies.size > 0) this.#copies.pop();
  }

  // The one that is told of may have been read already.
  #dropOlder(key: string, ranAt: Date): void {
    const copy = this.#copies.peek(key);
    if (copy === undefined || copy.outcome.ranAt < ranAt) this.#drop(key);
  }

  #drop(key: string): void {
    this.#copies.delete(key);
    this.#reading.delete(key);
  }

  #letGo(copy: CachedResult): void {
    this.#heldBytes -= copy.heldBytes;
    if (copy.isLent) this.#holdForReaders(copy);
  }

  // Where there is no room, who reads it slowly is ended.
  #holdForReaders(copy: CachedResult): void {
    const { heldBytes } = copy;
    const holding = this.#options.holdings.open(null);
    if (holding.addIfRoom('memory', heldBytes))
      copy.onReturned = () => holding.remove('memory', heldBytes);
    else setTimeout(() => copy.letGo(), SLOW_MS).unref();
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    await this.#writing;
  }
}
