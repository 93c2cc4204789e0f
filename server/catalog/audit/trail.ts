// Records changes and sign-ins, and forgets what is older than it is to be kept: runs, and before them what they asked.
import type pg from 'pg';
import type { Member } from '../../identity/member.ts';
import { localAdmin } from '../../identity/members.ts';
import type { Log } from '../../log.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { AuditEvent } from './event.ts';
import { Repeated } from './repeated.ts';
import { forgetValues } from '../runs/records.ts';

/**
 * Says what was done to which subject, and what of it is worth keeping: the new value, and as `before` the one that
 * was there; never a secret.
 */
export type Tell = (subject: string | null, details?: object) => void;

/**
 * One change with its line in the audit, in one transaction: neither is there without the other. Whatever changes
 * something for others is given this instead of a connection.
 */
export type Change = <T>(work: (client: pg.PoolClient, tell: Tell) => Promise<T>) => Promise<T>;

// Others wait for what the transaction has locked, so it does not wait for long itself.
const PATIENCE = "set local lock_timeout = '5s'";

const forgetEveryMs = 60 * 60_000;
const forgottenAtOnce = 5_000;

export interface AuditTrailOptions {
  keptDays: number;
  /** For how many days it is kept with which values somebody ran something. */
  valuesDays: number;
  log: Log;
}

export class AuditTrail {
  readonly keptDays: number;
  readonly #valuesDays: number;
  /** The values of runs from before are forgotten already. */
  #valuesSince = new Date(0);
  readonly #database: pg.Pool;
  readonly #log: Log;
  readonly #writing = new Set<Promise<void>>();
  readonly #repeated = new Repeated((event) => this.record(event));
  readonly #timer: NodeJS.Timeout;

  constructor(database: pg.Pool, { keptDays, valuesDays, log }: AuditTrailOptions) {
    this.keptDays = keptDays;
    this.#valuesDays = valuesDays;
    this.#database = database;
    this.#log = log;
    this.#timer = setInterval(() => void this.forgetOld(), forgetEveryMs);
    this.#timer.unref();
    void this.forgetOld();
  }

  /**
   * The one way to change what the audit tells of. `event` is what it tells unless `work` tells more.
   * Throws what `work` throws, and what keeps the line from being written: then nothing has changed.
   */
  change(event: AuditEvent): Change {
    return (work) =>
      inTransaction(this.#database, async (client) => {
        await client.query(PATIENCE);
        let { subject, details } = event;
        const result = await work(client, (told, more) => {
          subject = told;
          details = more ?? null;
        });
        await insertEvent(client, { ...event, subject, details });
        return result;
      });
  }

  /** Writes a line in a transaction of the caller's, which must end in its failure when this fails. */
  async enter(client: pg.PoolClient, event: AuditEvent): Promise<void> {
    await client.query(PATIENCE);
    await insertEvent(client, event);
  }

  /** For what changed nothing. Nobody waits for it; what cannot be recorded is in the log. */
  record(event: AuditEvent): void {
    const writing = insertEvent(this.#database, event)
      .catch((error: unknown) => {
        const { member, what, subject } = event;
        this.#log.error({ err: error, member: member.id, what, subject }, 'the audit lacks this');
      })
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** The same for what may come in great number: the first at once, those like it within a minute in one line with their number. */
  recordOften(event: AuditEvent): void {
    this.#repeated.add(event);
  }

  /** Deletes what is older than it is to be kept. */
  async forgetOld(): Promise<void> {
    try {
      await deleteOlder(this.#database, 'audit_events', 'at', this.keptDays);
      await deleteOlder(this.#database, 'runs', 'started_at', this.keptDays);
      if (this.#valuesDays < this.keptDays)
        this.#valuesSince = await forgetValues(this.#database, this.#valuesDays, this.#valuesSince);
    } catch (error) {
      this.#log.warn({ err: error }, 'old entries of the audit could not be deleted; trying later');
    }
  }

  /** Waits for what is being recorded. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#repeated.close();
    await Promise.all(this.#writing);
  }
}

/** Writes a line by itself, or in the caller's transaction. */
export async function insertEvent(
  database: pg.Pool | pg.PoolClient,
  event: AuditEvent,
): Promise<void> {
  const { kind, member, what, subject, details, address, outcome = 'done' } = event;
  const { via, viaName } = { ...wayOf(member), ...(event.via && { via: event.via }) };
  await database.query(
    `insert into audit_events (kind, member, name, email, what, subject, details, via, via_name, outcome, address)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[kind, member.id, member.name, member.email, what, subject],
      ...[details === null ? null : JSON.stringify(details), via, viaName, outcome],
      address,
    ],
  );
}

function wayOf({ id, credential }: Member): { via: string; viaName: string | null } {
  if (credential?.kind === 'token') return { via: 'token', viaName: credential.name };
  if (credential?.kind === 'slack') return { via: 'slack', viaName: null };
  const isPage = credential?.kind === 'session' || id === localAdmin.id;
  return { via: isPage ? 'page' : 'sheet', viaName: null };
}

// In small parts, so that nobody waits for a lock.
async function deleteOlder(
  database: pg.Pool,
  table: 'audit_events' | 'runs',
  time: 'at' | 'started_at',
  days: number,
): Promise<void> {
  for (let deleted = forgottenAtOnce; deleted === forgottenAtOnce;) {
    const { rowCount } = await database.query(
      `delete from ${table} where id in (
         select id from ${table} where ${time} < now() - $1 * interval '1 day' limit ${forgottenAtOnce})`,
      [days],
    );
    deleted = rowCount ?? 0;
  }
}
