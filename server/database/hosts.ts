// Where Sheetfeed's own database is: of the hosts that its address names, the one that can be written to.
import { Problem } from '../../domain/problem.ts';
import type { Log } from '../log.ts';
import { addressesOf } from '../settings/kinds.ts';
import { DatabaseClient } from './client.ts';
import { connectionFault, connectionReason, isRefusal } from './connection-reason.ts';

const LOOK_WITHIN_MS = 5_000;

/** It answers and cannot be written to: a follower, or set so. */
export class ReadOnly extends Error {
  // read_only_sql_transaction
  readonly code = '25006';
}

export class Hosts {
  readonly #addresses: readonly string[];
  readonly #log: Log;
  #current: string;
  #looking: Promise<void> | null = null;

  constructor(address: string, log: Log) {
    this.#addresses = addressesOf(address);
    this.#current = this.#addresses[0] ?? address;
    this.#log = log;
  }

  get areSeveral(): boolean {
    return this.#addresses.length > 1;
  }

  /** The address of the one that could be written to when it was last looked. */
  get current(): string {
    return this.#current;
  }

  /** Looks for one that can be written to. Throws what the likeliest of them fails with. */
  async find(): Promise<void> {
    const looks = await Promise.allSettled(
      this.#addresses.map((each) => requireWritable(each).then(() => each)),
    );
    const found = looks.find((look) => look.status === 'fulfilled');
    if (found) return this.#use(found.value);
    const failures = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason] : []));
    throw failures.find((failure) => failure instanceof ReadOnly) ?? failures[0];
  }

  /** The same beside what is under way: a connection has just failed. Does not throw. */
  lookAgain(): void {
    if (!this.areSeveral) return;
    this.#looking ??= this.find()
      .catch(() => undefined)
      .finally(() => (this.#looking = null));
  }

  #use(address: string): void {
    if (address === this.#current) return;
    this.#current = address;
    this.#log.warn({ host: placeOf(address) }, "Sheetfeed's own database is at another host now");
  }

  /** What was wrong with it, to be told whoever starts the server. */
  problemOf(error: unknown): Problem {
    const detail = `Sheetfeed's own database ${faultOf(error, this.#current)}. ${adviceOn(error)}`;
    return new Problem('service_unavailable', detail, {}, error);
  }
}

/** A phrase to stand behind its name. */
export function faultOf(error: unknown, address: string): string {
  if (error instanceof ReadOnly) return error.message;
  const reason = connectionReason(error as Error, address);
  return `${connectionFault(isRefusal(error))} (${reason})`;
}

function adviceOn(error: unknown): string {
  if (error instanceof ReadOnly) return 'Name its primary in DATABASE_URL, or all of its hosts.';
  return isRefusal(error)
    ? 'Check DATABASE_URL.'
    : 'Check DATABASE_URL, and that the database is up.';
}

/** Asks it as every request will. A pooler of statements refuses the transaction. */
async function requireWritable(address: string): Promise<void> {
  const client = new DatabaseClient({
    connectionString: address,
    connectionTimeoutMillis: LOOK_WITHIN_MS,
    query_timeout: LOOK_WITHIN_MS,
    application_name: 'sheetfeed',
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('begin');
    await refuseReadOnly(client);
    // A pooler would hold the session for a transaction that nobody ended.
    await client.query('rollback');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Throws ReadOnly. */
export async function refuseReadOnly(client: Pick<DatabaseClient, 'query'>): Promise<void> {
  const { rows } = await client.query<{ follows: boolean; readOnly: boolean }>(
    `select pg_is_in_recovery() as follows, current_setting('transaction_read_only')::boolean as "readOnly"`,
  );
  if (rows[0]?.follows) throw new ReadOnly('is a follower, which cannot be written to');
  if (rows[0]?.readOnly)
    throw new ReadOnly('takes no changes (default_transaction_read_only is on)');
}

function placeOf(address: string): string {
  const { hostname, port } = new URL(address);
  return `${hostname}:${port || '5432'}`;
}
