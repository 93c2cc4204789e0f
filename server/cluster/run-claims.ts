// Which of the servers of one database holds a run that its member may come back to.
import type pg from 'pg';
import { claimRun, releaseRuns, serverOfRun, takeOverRun } from './held-runs.ts';
import type { Log } from '../log.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether this can be a run's id. */
export function isRunId(text: string): boolean {
  return UUID.test(text);
}

export interface RunClaimsOptions {
  database: pg.Pool;
  /** This one. */
  server: string;
  /** A claim counts for this long. */
  seconds: number;
  log: Log;
}

export class RunClaims {
  readonly #options: RunClaimsOptions;

  constructor(options: RunClaimsOptions) {
    this.#options = options;
  }

  /**
   * Claims the run for this server; the one that holds it now. While Sheetfeed's database is away runs go on; only the
   * other servers do not know of them.
   */
  async claim(run: string): Promise<string> {
    const { database, server, seconds, log } = this.#options;
    return claimRun(database, { run, server, seconds }).catch((error: unknown) => {
      log.warn({ err: error }, 'other servers could not be told of a run');
      return server;
    });
  }

  /** Claims the run in place of a server that holds it no longer. */
  async takeOver(run: string, from: string): Promise<void> {
    const { database, server } = this.#options;
    await takeOverRun(database, { run, server, from });
  }

  /** The other server that holds the run; null when none does. */
  async otherServerOf(run: string): Promise<string | null> {
    const holder = isRunId(run) ? await serverOfRun(this.#options.database, run) : null;
    return holder === this.#options.server ? null : holder;
  }

  /** Gives up runs. What the database cannot be told now runs out by itself. */
  async release(runs: readonly string[]): Promise<void> {
    if (runs.length === 0) return;
    const { database, server } = this.#options;
    await releaseRuns(database, { runs, server }).catch(() => {});
  }
}
