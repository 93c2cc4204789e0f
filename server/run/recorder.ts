// Records runs in Sheetfeed's database, many at once and at most a second late, so that no run waits for it.
import type pg from 'pg';
import { insertRuns, type RunRecord } from '../catalog/runs.ts';
import type { Log } from '../log.ts';

const EVERY_MS = 1_000;
/** Kept while Sheetfeed's database is away; beyond that the oldest are lost, and said to be. */
const MOST_KEPT = 10_000;

export class Recorder {
  readonly #database: pg.Pool;
  readonly #log: Log;
  readonly #hear: (run: RunRecord) => void;
  #waiting: RunRecord[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** `hear` is told of each run at once. */
  constructor(database: pg.Pool, log: Log, hear: (run: RunRecord) => void) {
    this.#database = database;
    this.#log = log;
    this.#hear = hear;
  }

  /** Records the run within a second. */
  record(run: RunRecord): void {
    this.#hear(run);
    this.#waiting.push(run);
    this.#timer ??= setTimeout(() => this.#write(), EVERY_MS);
  }

  #write(): void {
    this.#timer = null;
    const records = this.#waiting.splice(0);
    this.#writing = this.#writing.then(() => this.#insert(records));
  }

  async #insert(records: RunRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      await insertRuns(this.#database, records);
    } catch (error) {
      this.#log.error(
        { err: error, runs: records.length },
        'runs could not be recorded; trying again',
      );
      this.#keep(records);
    }
  }

  #keep(records: RunRecord[]): void {
    const all = [...records, ...this.#waiting];
    this.#waiting = all.slice(-MOST_KEPT);
    if (all.length > MOST_KEPT)
      this.#log.error({ lost: all.length - MOST_KEPT }, 'runs were lost from the record');
    this.#timer ??= setTimeout(() => this.#write(), 5 * EVERY_MS);
  }

  /** Records what is not recorded yet. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#write();
    await this.#writing;
    if (this.#timer) clearTimeout(this.#timer);
  }
}
