// Which server does what is due of subscriptions and schedules: a lease on the row, in the database's time.
import type pg from 'pg';
import type { SlotOutcome } from '../../../domain/contract/subscription.ts';
import { storableText } from '../../database/storable.ts';
import { fairValues, fairlyTaken, type FairClaim } from '../../cluster/fair-claims.ts';
import { IS_FREE as IS_NOT_HELD, LEASE } from '../../cluster/leases.ts';
import { TIMED_COLUMNS, type KnownTimed } from './timed.ts';

const IS_RESTED = 'rest_until <= now()';
const IS_FREE = `${IS_NOT_HELD} and paused is null`;

/** True while something is due that no server has. */
export const TIMED_DUE = `exists (select from timed_queries where ((due_at <= now() and ${IS_RESTED}) or wanted_at is not null) and ${IS_FREE})`;

export type ClaimedTimed = KnownTimed & {
  /** The database's time, as it has gone on since the claim: by it a slot is due. */
  now: () => Date;
};

/** Takes those of these kinds that have been due for longest, of each data source some. */
export async function claimTimed(
  database: pg.Pool,
  claim: FairClaim,
  kinds: readonly KnownTimed['kind'][],
): Promise<ClaimedTimed[]> {
  const isFree = `${IS_FREE} and kind = any($5)`;
  const { rows } = await database.query<KnownTimed & { now: Date }>(
    `${fairlyTaken({ table: 'timed_queries', isFree, isRested: IS_RESTED })}
     update timed_queries set lease = $1, lease_until = now() + ${LEASE}, wanted_at = null,
       due_at = case when wanted then least(due_at, now()) else due_at end
     from taken where timed_queries.ctid = place
     returning ${TIMED_COLUMNS}, wanted, now()`,
    [claim.lease, ...fairValues(claim), kinds],
  );
  const begun = performance.now();
  return rows
    .sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
    .map(({ now, ...timed }) => ({
      ...timed,
      now: () => new Date(now.getTime() + performance.now() - begun),
    }));
}

/** The database's time, while the row is this server's; null where it is not any more. */
export async function lockTimed(
  client: pg.PoolClient,
  id: string,
  lease: string,
): Promise<Date | null> {
  const { rows } = await client.query<{ now: Date }>(
    `select date_trunc('milliseconds', clock_timestamp()) as now from timed_queries
     where id = $1 and lease = $2 for update`,
    [id, lease],
  );
  return rows[0]?.now ?? null;
}

export interface DoneSlot {
  id: string;
  slot: Date;
  at: Date;
  next: Date;
  missed: number;
  outcome: SlotOutcome;
  detail: string | null;
  run: string | null;
  frozen: string | null;
  source: string | null;
  /** What is compared with at the next look; null: what there is stays. */
  seen: Buffer | null;
  /** The next slot is not done before so long. */
  restSeconds: number;
}

/** Nothing came of the slot. */
const FAILED: readonly SlotOutcome[] = ['failing', 'waits'];
/** What is wished for was had. */
const DONE: readonly SlotOutcome[] = ['sent', 'warmed', 'written'];

/** What came of a slot that this server holds by the lease. */
export type HeldSlot = DoneSlot & { lease: string };

/**
 * Writes what came of slots, and gives their rows back; for each whether it was written: what is this server's no more is
 * somebody else's to write.
 */
export async function saveSlots(
  database: pg.Pool | pg.PoolClient,
  slots: readonly HeldSlot[],
): Promise<boolean[]> {
  const { rows } = await database.query<{ id: string }>(
    // Locked in the order in which others lock several. By the limit PostgreSQL knows how many there are.
    `with done as (
       select * from jsonb_to_recordset($1) as r (id uuid, lease uuid, slot timestamptz, at timestamptz, next timestamptz,
         missed integer, outcome text, detail text, run uuid, frozen text, source text, seen text, "restSeconds" float8)
       order by id limit $4),
     held as (
       select done.* from done
       cross join lateral (select from timed_queries where id = done.id and lease = done.lease for update) as locked),
     mine as (
       update timed_queries as t set due_at = next, rest_until = now() + "restSeconds" * interval '1 second', tries = 0,
         lease = null, lease_until = null,
         failures = case when outcome = any($2) then failures + 1 when outcome = 'missed' then failures else 0 end,
         problem = case when outcome = any($2) then detail when outcome = 'missed' then problem end,
         done_at = case when outcome = any($3) or (outcome = 'unchanged' and kind = 'range') then at else done_at end,
         source = coalesce(held.source, t.source), seen = coalesce(decode(held.seen, 'base64'), t.seen)
       from held where t.id = held.id
       returning t.id),
     written as (
       insert into timed_slots (timed, slot, at, outcome, detail, run, frozen, missed)
       select id, slot, at, outcome, detail, run, frozen, missed from held
       on conflict do nothing)
     select id from mine`,
    [JSON.stringify(slots.map(asJson)), FAILED, DONE, slots.length],
  );
  const written = new Set(rows.map(({ id }) => id));
  return slots.map(({ id }) => written.has(id));
}

const asJson = ({ detail, seen, ...slot }: HeldSlot) => ({
  ...slot,
  detail: detail && storableText(detail),
  seen: seen?.toString('base64'),
});

/** The try failed for a reason that may pass: the same slot again, but not before so long. */
export async function restTimed(
  client: pg.PoolClient,
  id: string,
  { problem, restSeconds }: { problem: string; restSeconds: number },
): Promise<void> {
  await client.query(
    `update timed_queries set tries = tries + 1, rest_until = now() + $3 * interval '1 second', problem = $2,
       lease = null, lease_until = null
     where id = $1`,
    [id, problem, restSeconds],
  );
}

/** What was seen last, as it was kept. */
export async function seenBy(database: pg.Pool, id: string): Promise<Buffer | null> {
  const { rows } = await database.query<{ seen: Buffer | null }>(
    'select seen from timed_queries where id = $1',
    [id],
  );
  return rows[0]?.seen ?? null;
}
