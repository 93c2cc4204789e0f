// Results that were asked for with an age, kept in memory within a bound and handed out again.
import { etagOf, hashOf } from './etag.ts';
import type { RowSink, RunOutcome } from './run.ts';
import type { Stop } from './stop.ts';

export interface CachedResult {
  outcome: RunOutcome;
  rows: { chunk: Buffer; count: number }[];
  byteCount: number;
}

const MAX_BYTES = 64 * 1024 * 1024;

export class ResultCache {
  static readonly MAX_ENTRY_BYTES = 16 * 1024 * 1024;
  readonly #entries = new Map<string, CachedResult>();
  #byteCount = 0;

  /** The result if it is at most `maxAgeSeconds` old. */
  get(key: string, now: Date, maxAgeSeconds: number): CachedResult | null {
    const entry = this.#entries.get(key);
    if (!entry || now.getTime() - entry.outcome.ranAt.getTime() > maxAgeSeconds * 1000) return null;
    // What was asked for last goes last.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  put(key: string, entry: CachedResult): void {
    this.#drop(key);
    const hash = hashOf(entry.outcome.columns);
    for (const { chunk } of entry.rows) hash.update(chunk);
    this.#entries.set(key, { ...entry, outcome: { ...entry.outcome, etag: etagOf(hash) } });
    this.#byteCount += entry.byteCount;
    for (const oldest of this.#entries.keys()) {
      if (this.#byteCount <= MAX_BYTES) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#byteCount -= this.#entries.get(key)?.byteCount ?? 0;
    this.#entries.delete(key);
  }
}

/** Hands a cached result to a sink, at the sink's pace. Throws the problem that `stop` was called with. */
export async function replay(
  { outcome, rows }: CachedResult,
  sink: RowSink,
  stop: Stop,
): Promise<RunOutcome> {
  const cached = { ...outcome, cached: true };
  let wake: (() => void) | null = null;
  let isPaused = false;
  const resume = () => {
    isPaused = false;
    wake?.();
  };
  const unlisten = stop.onStop(resume);
  try {
    sink.start(cached, { pause: () => (isPaused = true), resume });
    for (const { chunk, count } of rows) {
      if (isPaused) await new Promise<void>((resolve) => (wake = resolve));
      stop.throwIfStopped();
      sink.rows(chunk, 0, chunk.length, count);
    }
  } finally {
    unlisten();
  }
  return cached;
}
