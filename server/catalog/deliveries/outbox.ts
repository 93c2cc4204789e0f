// The outbox: messages that wait for their destinations, and which server delivers to one. A destination is delivered to
// by one server at a time, in the order of its messages. One that was not taken steps back behind the others, but not what
// belongs to the same time of firing: no recovery overtakes what it is the end of.
import type pg from 'pg';
import { headlineOf, type Message } from '../../../domain/alerts/message.ts';
import type { Delivery } from '../../../domain/contract/alert.ts';
import type { SealedDestination } from './destinations.ts';

export interface NewMessage {
  /** Of an alert, or of a subscription; null: of neither. */
  alert?: string | null;
  subscription?: string;
  /** The same for the same happening, whoever writes it: of one there is one for each destination. */
  identity: string;
  message: Message;
}

/** Writes a message for each destination, in the transaction that changes what it tells of. */
export async function putMessages(
  client: pg.PoolClient,
  destinations: readonly string[],
  messages: readonly NewMessage[],
): Promise<void> {
  if (destinations.length === 0 || messages.length === 0) return;
  await client.query(
    `insert into deliveries (destination, alert, subscription, identity, message, thread)
     select destination, (m ->> 'alert')::uuid, (m ->> 'subscription')::uuid, m ->> 'identity', m -> 'message',
       m -> 'message' ->> 'thread'
     from jsonb_array_elements($2) with ordinality as r (m, nr)
     cross join unnest($1::uuid[]) as destination
     order by nr
     on conflict (identity, destination) do nothing`,
    [destinations, JSON.stringify(messages)],
  );
}

/** A server that is killed keeps others from its destinations for so long; no attempt takes longer. */
const LEASE = "interval '15 seconds'";

// By the least id instead of `not exists`, which PostgreSQL may answer by a look at all that waits.
const MAY_GO = `d.state = 'waiting' and (d.rest_until is null or d.rest_until <= now())
  and (d.thread is null or d.id = (select min(e.id) from deliveries e
    where e.destination = d.destination and e.thread = d.thread and e.state = 'waiting'))`;

const canDeliver = `(lease_until is null or lease_until < now()) and destinations.rest_until <= now()
  and exists (select from deliveries d where d.destination = destinations.id and ${MAY_GO})`;

/** True while something can be delivered that no server delivers. */
export const DELIVERIES_DUE = `exists (select from destinations where ${canDeliver})`;

export interface ClaimedDestination extends SealedDestination {
  /** Failures in a row, those of one message counted once. */
  failures: number;
}

/** Takes destinations that have something to get, at most so many. */
export async function claimDestinations(
  database: pg.Pool,
  lease: string,
  most: number,
): Promise<ClaimedDestination[]> {
  const { rows } = await database.query<ClaimedDestination>(
    `update destinations set lease = $1, lease_until = now() + ${LEASE}
     where id in (select id from destinations where ${canDeliver}
       order by rest_until limit $2 for update skip locked)
     returning id, kind, name, sealed, failures`,
    [lease, most],
  );
  return rows;
}

const GIVEN_UP_AFTER = "interval '1 day'";

export interface WaitingMessage {
  id: string;
  /** The same at every attempt, and for every destination another one. */
  identity: string;
  message: Message;
  madeAt: Date;
  /** It has been tried for longer than anybody wants to hear of it, by the database's clock. */
  isOld: boolean;
  attempts: number;
  /** An attempt before this one may have reached the destination: nobody saw its end. */
  isOpen: boolean;
  /** The first message of its thread that stands there, and where; null where there is none. */
  root: { message: Message; posted: object } | null;
}

/**
 * The next message of a destination, of which an attempt begins now; null where there is none, or the lease is lost.
 * The lease begins anew.
 */
export async function beginAttempt(
  database: pg.Pool,
  destination: string,
  lease: string,
): Promise<WaitingMessage | null> {
  const { rows } = await database.query<WaitingMessage>(
    `with mine as (
       update destinations set lease_until = now() + ${LEASE} where id = $1 and lease = $2 returning id),
     next as (
       select id, is_open from deliveries d where d.destination = (select id from mine) and ${MAY_GO}
       order by id limit 1 for update)
     update deliveries d set attempts = attempts + 1, tried_at = clock_timestamp(), is_open = true
     from next where d.id = next.id
     returning d.id, d.identity, d.message, d.made_at as "madeAt", d.made_at < now() - ${GIVEN_UP_AFTER} as "isOld", d.attempts, next.is_open as "isOpen",
       (select json_build_object('message', r.message, 'posted', r.posted) from deliveries r
        where r.destination = d.destination and r.thread = d.thread and r.id < d.id and r.posted is not null
        order by r.id limit 1) as root`,
    [destination, lease],
  );
  return rows[0] ?? null;
}

export interface MessageEnd {
  /** Null: it was delivered. */
  problem: string | null;
  /** Where it stands there, for what follows in its thread. */
  posted: object | null;
}

/** The message is over: delivered, or refused for good because of what it is. */
export async function endMessage(
  database: pg.Pool,
  id: string,
  { problem, posted }: MessageEnd,
): Promise<void> {
  await database.query(
    `update deliveries set state = case when $2::text is null then 'delivered' else 'refused' end,
       problem = $2, is_open = false, posted = $3
     where id = $1 and state = 'waiting'`,
    [id, problem, posted && JSON.stringify(posted)],
  );
}

export interface FailedAttempt {
  problem: string;
  /** The message may have arrived all the same. */
  isOpen: boolean;
  /** For so long others go before it. */
  restSeconds: number;
}

/** The attempt failed for a reason that may pass. */
export async function failAttempt(
  database: pg.Pool,
  id: string,
  { problem, isOpen, restSeconds }: FailedAttempt,
): Promise<void> {
  await database.query(
    `update deliveries set problem = $2, is_open = $3,
       rest_until = case when $4::float8 > 0 then now() + $4 * interval '1 second' end
     where id = $1`,
    [id, problem, isOpen, restSeconds],
  );
}

/** Why a destination is left alone, and for how long. */
export interface Failed {
  problem: string;
  restSeconds: number;
  /** In a row, this one included. */
  failures: number;
  /** It takes nothing until an admin has seen to it. */
  isStuck: boolean;
}

/** Leaves a destination to other servers. After a failure nothing is sent there for so long. */
export async function releaseDestination(
  database: pg.Pool | pg.PoolClient,
  { id, lease }: { id: string; lease: string },
  failed: Failed | null,
): Promise<void> {
  await database.query(
    `update destinations set lease = null, lease_until = null, problem = $3, failures = $5,
       told_at = case when $3::text is null then null else told_at end, rest_until = now() + $4 * interval '1 second'
     where id = $1 and lease = $2`,
    [id, lease, failed?.problem ?? null, failed?.restSeconds ?? 0, failed?.failures ?? 0],
  );
}

/** Takes back what waits to be sent of it; what is being sent arrives. */
export async function forgetWaiting(client: pg.PoolClient, identity: string): Promise<void> {
  await client.query(`delete from deliveries where identity = $1 and state = 'waiting'`, [
    identity,
  ]);
}

/** Forgets messages that are over for so many days. */
export async function forgetDeliveries(database: pg.Pool, days: number): Promise<void> {
  await database.query(
    `delete from deliveries where state <> 'waiting' and made_at < now() - $1 * interval '1 day'`,
    [days],
  );
}

interface DeliveryRow {
  to: string;
  message: Message;
  state: Delivery['state'];
  made_at: Date;
  tried_at: Date | null;
  attempts: number;
  problem: string | null;
}

const shown = `d.message, d.state, d.made_at, d.tried_at, d.attempts, d.problem, o.kind || ':' || o.name as "to"`;

/** The last fifty of an alert, the latest first. */
export async function deliveriesOf(database: pg.Pool, alert: string): Promise<Delivery[]> {
  const { rows } = await database.query<DeliveryRow>(
    `select ${shown} from deliveries d join destinations o on o.id = d.destination
     where d.alert = $1 order by d.id desc limit 50`,
    [alert],
  );
  return rows.map(deliveryFrom);
}

/** The latest that were refused, or wait after an attempt; at most a hundred. */
export async function undelivered(database: pg.Pool): Promise<Delivery[]> {
  const { rows } = await database.query<DeliveryRow>(
    `select ${shown} from deliveries d join destinations o on o.id = d.destination
     where d.state = 'refused' or (d.state = 'waiting' and d.attempts > 0)
     order by d.id desc limit 100`,
  );
  return rows.map(deliveryFrom);
}

function deliveryFrom({ message, made_at, tried_at, ...row }: DeliveryRow): Delivery {
  return {
    ...row,
    what: message.what,
    headline: headlineOf(message),
    // Those of before there were frozen runs have none.
    frozen: message.frozen ?? null,
    madeAt: made_at.toISOString(),
    triedAt: tried_at?.toISOString() ?? null,
  };
}
