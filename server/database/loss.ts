// Tells the log when Sheetfeed's own database goes away, as what it is, and when it is back: a line each.
import type pg from 'pg';
import type { Log } from '../log.ts';
import { faultOf } from './hosts.ts';

export class LossOfDatabase {
  readonly #database: pg.Pool;
  readonly #log: Log;
  #since: number | null = null;

  constructor(database: pg.Pool, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  /** What `asked` gives, which asks the database for something every second; undefined when it fails. */
  async noticedBy<T>(asked: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await asked();
      this.#back();
      return answer;
    } catch (error) {
      this.#away(error);
      return undefined;
    }
  }

  #away(error: unknown): void {
    if (this.#since !== null) return;
    this.#since = performance.now();
    const fault = faultOf(error, String(this.#database.options.connectionString));
    this.#log.error(
      { err: error },
      `Sheetfeed's own database ${fault}. Requests that need it are refused (503); it is asked again every second.`,
    );
  }

  #back(): void {
    if (this.#since === null) return;
    const awaySeconds = Math.round((performance.now() - this.#since) / 1_000);
    this.#since = null;
    this.#log.warn({ awaySeconds }, "Sheetfeed's own database answers again.");
  }
}
