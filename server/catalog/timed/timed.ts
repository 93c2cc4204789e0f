// The table of what the server runs at times by a member's wish: subscriptions, and schedules of queries and of linked ranges.
import type pg from 'pg';
import type { RangeScheduleContent } from '../../../domain/contract/ranges/range-schedule.ts';
import type {
  ScheduleContent,
  SubscriptionContent,
  TimedSlot,
} from '../../../domain/contract/subscription.ts';
import type { Owner } from '../queries/known-query.ts';

interface Timed {
  id: string;
  query: string;
  owner: Owner;
  /** The slot that is done next. */
  dueAt: Date;
  /** Tries at this slot that failed. */
  tries: number;
  /** Slots in a row that failed before. */
  failures: number;
  /** Claimed since somebody wants it now, who has seen that there is something new. */
  wanted?: boolean;
}

export interface KnownSubscription extends Timed {
  kind: 'subscription';
  content: SubscriptionContent;
}

export interface KnownSchedule extends Timed {
  kind: 'warm';
  content: ScheduleContent;
}

export interface KnownRangeSchedule extends Timed {
  kind: 'range';
  content: RangeScheduleContent;
  /** Null: it runs. */
  paused: Paused | null;
}

export type KnownTimed = KnownSubscription | KnownSchedule | KnownRangeSchedule;

/** To be read as a KnownTimed. */
export const TIMED_COLUMNS =
  'id, kind, query, owner, content, due_at as "dueAt", tries, failures, paused';

interface NewTimed {
  kind: 'subscription' | 'warm';
  query: string;
  owner: Owner;
  content: SubscriptionContent | ScheduleContent;
  /** Null: now, by the database's clock. */
  dueAt: Date | null;
}

export async function insertTimed(
  client: pg.PoolClient,
  { kind, query, owner, content, dueAt }: NewTimed,
): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into timed_queries (kind, query, owner, content, due_at)
     values ($1, $2, $3, $4, coalesce($5, now())) returning id`,
    [kind, query, JSON.stringify(owner), JSON.stringify(content), dueAt],
  );
  if (rows[0] === undefined) throw new Error('an insert returned no row');
  return rows[0].id;
}

/** Ends it, with what waits of it in the outbox; null where there is none. */
export async function deleteTimed(client: pg.PoolClient, id: string): Promise<KnownTimed | null> {
  const { rows } = await client.query<KnownTimed>(
    `delete from timed_queries where id = $1 returning ${TIMED_COLUMNS}`,
    [id],
  );
  return rows[0] ?? null;
}

/** Ends the schedule of a query by any of its slugs; false where there is none. */
export async function deleteScheduleOf(
  client: pg.PoolClient,
  slugs: readonly string[],
): Promise<boolean> {
  const { rowCount } = await client.query(
    `delete from timed_queries where kind = 'warm' and query = any($1)`,
    [slugs],
  );
  return (rowCount ?? 0) > 0;
}

/** Of what runs at times. */
export const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export async function findSubscription(
  database: pg.Pool,
  id: string,
): Promise<KnownSubscription | null> {
  if (!UUID.test(id)) return null;
  const { rows } = await database.query<KnownSubscription>(
    `select ${TIMED_COLUMNS} from timed_queries where id = $1 and kind = 'subscription'`,
    [id],
  );
  return rows[0] ?? null;
}

/** With how it stands, for whoever it belongs to. */
export interface Standing {
  doneAt: Date | null;
  problem: string | null;
  slots: TimedSlot[];
}

/** Who paused it, and when. */
export interface Paused {
  by: Owner;
  at: string;
}

const SHOWN = 10;

/** To be read as a Standing. */
export const STANDING = `done_at as "doneAt", problem, coalesce((
  select json_agg(s order by s.slot desc) from (
    select to_char(slot at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as slot, outcome, detail, frozen, missed
    from timed_slots where timed = timed_queries.id order by timed_slots.slot desc limit ${SHOWN}) as s), '[]') as slots`;

/** A member's own, of all queries (null) or of one by its slugs. */
export async function subscriptionsOf(
  database: pg.Pool,
  member: string,
  slugs: readonly string[] | null,
): Promise<(KnownSubscription & Standing)[]> {
  const { rows } = await database.query<KnownSubscription & Standing>(
    `select ${TIMED_COLUMNS}, ${STANDING} from timed_queries
     where kind = 'subscription' and owner ->> 'id' = $1 and ($2::text[] is null or query = any($2))
     order by made_at limit 500`,
    [member, slugs],
  );
  return rows;
}

export async function countSubscriptions(client: pg.PoolClient, member: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::integer as count from timed_queries
     where kind = 'subscription' and owner ->> 'id' = $1`,
    [member],
  );
  return rows[0]?.count ?? 0;
}

/** The schedule of a query by any of its slugs. */
export async function scheduleOf(
  database: pg.Pool,
  slugs: readonly string[],
): Promise<(KnownSchedule & Standing) | null> {
  const { rows } = await database.query<KnownSchedule & Standing>(
    `select ${TIMED_COLUMNS}, ${STANDING} from timed_queries
     where kind = 'warm' and query = any($1) order by made_at limit 1`,
    [slugs],
  );
  return rows[0] ?? null;
}

/** Each slot of the last month is kept. */
export async function forgetSlots(database: pg.Pool): Promise<void> {
  await database.query(`delete from timed_slots where slot < now() - interval '30 days'`);
}
