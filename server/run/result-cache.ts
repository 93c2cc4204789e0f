// Results that were asked for with an age, kept in memory within a bound and handed out again.
import { CachedResult, type HeldRows } from './cached-result.ts';
import { etagOf, hashOf } from './etag.ts';
import type { RunOutcome } from './run.ts';

export interface CacheLimits {
  /** All results together, with the answers that were made of them. */
  memoryBytes: number;
  /** A larger result is not kept. */
  resultBytes: number;
}

export class ResultCache {
  readonly limits: CacheLimits;
  readonly #entries = new Map<string, CachedResult>();
  #heldBytes = 0;

  constructor(limits: CacheLimits) {
    this.limits = limits;
  }

  /** The result if it is at most `maxAgeSeconds` old. */
  get(key: string, now: Date, maxAgeSeconds: number): CachedResult | null {
    const entry = this.#entries.get(key);
    if (!entry || now.getTime() - entry.outcome.ranAt.getTime() > maxAgeSeconds * 1000) return null;
    // What was asked for last goes last.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  put(key: string, outcome: RunOutcome, rows: readonly HeldRows[]): void {
    this.#drop(key);
    if (outcome.byteCount > this.limits.resultBytes) return;
    const hash = hashOf(outcome.columns);
    for (const { chunk } of rows) hash.update(chunk);
    const entry = new CachedResult({ ...outcome, etag: etagOf(hash) }, rows, (bytes) => {
      if (this.#entries.get(key) === entry) this.#grow(bytes);
    });
    this.#entries.set(key, entry);
    this.#grow(entry.heldBytes);
  }

  #grow(bytes: number): void {
    this.#heldBytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#heldBytes <= this.limits.memoryBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#heldBytes -= this.#entries.get(key)?.heldBytes ?? 0;
    this.#entries.delete(key);
  }
}
