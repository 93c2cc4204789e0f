// What of the audit a webhook has still to get, and which server tells it: one at a time, in the order of the entries.
import type pg from 'pg';
import type { AuditEntry } from '../../../domain/contract/audit.ts';
import {
  ENTRY_AT,
  ENTRY_BYTES,
  entryFrom,
  eventEntries,
  PAGE_BYTES,
  runEntries,
  type EntryRow,
} from './entries.ts';

/** A server that is killed keeps others from it for so long; no attempt takes longer. */
const LEASE = "interval '20 seconds'";

/** True while there is something to be told that no server tells. */
export const AUDIT_UNTOLD = `exists (select from audit_untold) and exists (
  select from audit_webhook where (lease_until is null or lease_until < now()) and rest_until <= now())`;

/** Says whether what is entered from now on is to be told. */
export async function wantToldAudit(database: pg.Pool, isWanted: boolean): Promise<void> {
  await database.query('update audit_webhook set is_wanted = $1 where is_wanted <> $1', [isWanted]);
}

/** Takes it upon this server to tell; null where another one does. Otherwise how often in a row it failed. */
export async function claimUntold(database: pg.Pool, lease: string): Promise<number | null> {
  const { rows } = await database.query<{ failures: number }>(
    `update audit_webhook set lease = $1, lease_until = now() + ${LEASE}
     where (lease_until is null or lease_until < now()) and rest_until <= now() returning failures`,
    [lease],
  );
  return rows[0]?.failures ?? null;
}

export interface Untold {
  /** What is over once the entries are told. */
  ids: string[];
  /** Those that are still kept. */
  entries: AuditEntry[];
}

// Both halves look up the few entries by their keys.
const NEXT = `
  with mine as (
    update audit_webhook set lease_until = now() + ${LEASE} where lease = $1 returning true),
  untold as (
    select id as nr, entry from audit_untold where exists (select from mine) order by id limit $2),
  entries as (
    select untold.nr, e.* from untold left join lateral (
      (${runEntries('runs r')} where r.id = untold.entry)
      union all
      (${eventEntries('audit_events')} where audit_events.id = untold.entry)
    ) e on true),
  measured as (
    select *, ${ENTRY_BYTES} as bytes_read,
      sum(${ENTRY_BYTES}) over (order by nr) - (${ENTRY_BYTES}) as bytes_before
    from entries)
  select *, ${ENTRY_AT} from measured where bytes_before < ${PAGE_BYTES} order by nr`;

/** The next entries, at most so many and a page's bytes; none where the lease is lost. The lease begins anew. */
export async function nextUntold(database: pg.Pool, lease: string, most: number): Promise<Untold> {
  const { rows } = await database.query<EntryRow & { nr: string; id: string | null }>(NEXT, [
    lease,
    most,
  ]);
  return {
    ids: rows.map(({ nr }) => nr),
    entries: rows.filter(({ id }) => id !== null).map(entryFrom),
  };
}

/** They are told. */
export async function forgetUntold(database: pg.Pool, ids: readonly string[]): Promise<void> {
  await database.query('delete from audit_untold where id = any($1::bigint[])', [ids]);
}

/** Why it is left alone, and for how long. */
export interface UntoldFailure {
  problem: string;
  restSeconds: number;
  /** In a row, this one included. */
  failures: number;
}

/** Leaves it to other servers; after a failure nobody tells for so long. */
export async function releaseUntold(
  database: pg.Pool,
  lease: string,
  failed: UntoldFailure | null,
): Promise<void> {
  await database.query(
    `update audit_webhook set lease = null, lease_until = null, problem = $2, failures = $3,
       rest_until = now() + $4 * interval '1 second'
     where lease = $1`,
    [lease, failed?.problem ?? null, failed?.failures ?? 0, failed?.restSeconds ?? 0],
  );
}

/** Forgets what could not be told for so many days, when the entries are gone too. */
export async function forgetOldUntold(database: pg.Pool, days: number): Promise<void> {
  await database.query(`delete from audit_untold where made_at < now() - $1 * interval '1 day'`, [
    days,
  ]);
}

/** How much there is to tell, and why nothing was taken the last time; null where nobody is told. */
export async function untoldAudit(
  database: pg.Pool,
): Promise<{ waiting: number; problem: string | null } | null> {
  const { rows } = await database.query<{ waiting: number; problem: string | null }>(
    `select (select count(*)::integer from audit_untold) as waiting, problem
     from audit_webhook where is_wanted`,
  );
  return rows[0] ?? null;
}
