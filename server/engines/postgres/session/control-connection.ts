// The connection to a server of a data source that no run uses: what it is asked about itself, and told to end.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { FULL_PAUSE_MS, FULL_TRIES, isFull, newClient } from '../wire/connect.ts';

export class ControlConnection {
  readonly #url: string;
  readonly #makeRoom: () => void;
  #client: Promise<pg.Client> | null = null;

  /** Connects at the first question. `makeRoom` frees one of our connections where we hold all that there are. */
  constructor(url: string, makeRoom: () => void) {
    this.#url = url;
    this.#makeRoom = makeRoom;
  }

  /**
   * Runs a statement of our own. A connection that lay idle may have died unnoticed; that says nothing of the server
   * until a new one fails too. Throws what `pg` and the network throw.
   */
  async query(sql: string, values: unknown[]): Promise<pg.QueryResult> {
    const wasIdle = this.#client !== null;
    const client = this.#client ?? this.#connect();
    try {
      return await (await client).query(sql, values);
    } catch (error) {
      if (!isBroken(error)) throw error;
      this.#dropOnly(client);
      if (!wasIdle) throw error;
    }
    return this.query(sql, values);
  }

  /** Lets go of the connection; the next question opens another. */
  drop(): void {
    if (this.#client !== null) this.#dropOnly(this.#client);
  }

  // Not the one that somebody else has opened meanwhile.
  #dropOnly(client: Promise<pg.Client>): void {
    if (this.#client === client) this.#client = null;
    client.then((open) => open.end()).catch(() => {});
  }

  #connect(): Promise<pg.Client> {
    const client = this.#open();
    this.#client = client;
    // Else whatever turned it away once would be its answer for ever.
    client.catch(() => this.#dropOnly(client));
    return client;
  }

  async #open(): Promise<pg.Client> {
    for (let left = FULL_TRIES; ; left--) {
      try {
        return await this.#openOnce();
      } catch (error) {
        if (!isFull(error) || left === 0) throw error;
        this.#makeRoom();
        await sleep(FULL_PAUSE_MS);
      }
    }
  }

  async #openOnce(): Promise<pg.Client> {
    const client = newClient(this.#url);
    await client.connect();
    // A pooler that gives each statement another session would let a statement out of its read-only transaction.
    await client.query('begin');
    await client.query('rollback');
    return client;
  }
}

/** Whether the connection is of no use any more: PostgreSQL did not answer, or said that it ends it (57P01 to 57P03). */
export function isBroken(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return error !== null;
  return error.code?.startsWith('57P') === true;
}

/** The answer, or an error where the server takes longer than this. */
export async function within<T>(milliseconds: number, asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the server did not answer in time')), milliseconds);
  });
  asked.catch(() => {});
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
