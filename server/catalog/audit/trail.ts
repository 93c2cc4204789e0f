// Records changes and sign-ins, and forgets what is older than it is to be kept, runs included.
import type pg from 'pg';
import type { Member } from '../../identity/member.ts';
import { localAdmin } from '../../identity/members.ts';
import type { Log } from '../../log.ts';

/** Something to be recorded, besides runs. */
export interface AuditEvent {
  kind: 'change' | 'sign_in';
  member: Member;
  what: string;
  subject: string | null;
  details: unknown;
  /** The code of the problem; `done` when left out. */
  outcome?: string;
}

const forgetEveryMs = 60 * 60_000;
const forgottenAtOnce = 5_000;

export class AuditTrail {
  readonly keptDays: number;
  readonly #database: pg.Pool;
  readonly #log: Log;
  readonly #writing = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;

  constructor(database: pg.Pool, { keptDays, log }: { keptDays: number; log: Log }) {
    this.keptDays = keptDays;
    this.#database = database;
    this.#log = log;
    this.#timer = setInterval(() => void this.forgetOld(), forgetEveryMs);
    this.#timer.unref();
    void this.forgetOld();
  }

  /** Nobody waits for it; what cannot be recorded is in the log. */
  record(event: AuditEvent): void {
    const writing = insertEvent(this.#database, event)
      .catch((error: unknown) => {
        const { member, what, subject } = event;
        this.#log.error({ err: error, member: member.id, what, subject }, 'the audit lacks this');
      })
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** Deletes what is older than it is to be kept. */
  async forgetOld(): Promise<void> {
    try {
      await deleteOlder(this.#database, 'audit_events', 'at', this.keptDays);
      await deleteOlder(this.#database, 'runs', 'started_at', this.keptDays);
    } catch (error) {
      this.#log.warn({ err: error }, 'old entries of the audit could not be deleted; trying later');
    }
  }

  /** Waits for what is being recorded. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#writing);
  }
}

async function insertEvent(database: pg.Pool, event: AuditEvent): Promise<void> {
  const { kind, member, what, subject, details, outcome = 'done' } = event;
  const { via, viaName } = wayOf(member);
  await database.query(
    `insert into audit_events (kind, member, name, email, what, subject, details, via, via_name, outcome)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[kind, member.id, member.name, member.email, what, subject],
      ...[details === null ? null : JSON.stringify(details), via, viaName, outcome],
    ],
  );
}

function wayOf({ id, credential }: Member): { via: string; viaName: string | null } {
  if (credential?.kind === 'token') return { via: 'token', viaName: credential.name };
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
