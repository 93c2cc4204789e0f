// The table of what has come from Slack: written down before Slack is told that it came, and worked off by one server at a time.
import type pg from 'pg';
import { IS_FREE, LEASE, type Held } from '../../cluster/leases.ts';

const IS_WAITING = `done_at is null and rest_until <= clock_timestamp() and ${IS_FREE}`;

/** True while something waits for its answer. */
export const SLACK_DUE = `exists (select from slack_inbox where ${IS_WAITING})`;

/** Something that waits, taken by this server. */
export interface Waiting<Content, Part> extends Held {
  content: Content;
  cameAt: Date;
  /** How long ago that was, by the database's clock. */
  ageSeconds: number;
  /** Null: nobody has made it yet. */
  answer: Part[] | null;
  sent: number;
  /** The next part may have been sent. */
  begun: boolean;
  failures: number;
}

/** Writes it down; of one name only the first. */
export async function putArrival(
  database: pg.Pool,
  { name, content }: { name: string; content: object },
): Promise<void> {
  await database.query(
    'insert into slack_inbox (name, content) values ($1, $2) on conflict (name) do nothing',
    [name, JSON.stringify(content)],
  );
}

/** Takes what has waited for longest, at most so many. */
export async function claimArrivals<Content, Part>(
  database: pg.Pool,
  lease: string,
  most: number,
): Promise<Waiting<Content, Part>[]> {
  const { rows } = await database.query<Waiting<Content, Part>>(
    `update slack_inbox set lease = $1, lease_until = now() + ${LEASE}
     where id in (select id from slack_inbox where ${IS_WAITING} order by rest_until limit $2
       for update skip locked)
     returning id, lease, content, came_at as "cameAt", answer, sent, begun, failures,
       extract(epoch from clock_timestamp() - came_at)::float8 as "ageSeconds"`,
    [lease, most],
  );
  return rows;
}

type Writer = pg.Pool | pg.PoolClient;

/** Another server has taken it meanwhile: whatever this one does for it is that one's. */
export class TakenAway extends Error {
  override name = 'TakenAway';
}

async function change(
  database: Writer,
  { id, lease }: Held,
  set: string,
  values: readonly unknown[] = [],
): Promise<void> {
  const sql = `update slack_inbox set ${set} where id = $1 and lease = $2 and done_at is null`;
  const { rowCount } = await database.query(sql, [id, lease, ...values]);
  if (rowCount !== 1) throw new TakenAway();
}

/** Keeps what is to be sent. All of these throw TakenAway. */
export function keepAnswer(database: Writer, held: Held, parts: readonly object[]): Promise<void> {
  return change(database, held, 'answer = $3, sent = 0, begun = false', [JSON.stringify(parts)]);
}

/** Before a part is sent. */
export function noteBegun(database: Writer, held: Held): Promise<void> {
  return change(database, held, 'begun = true');
}

/** After it was taken. */
export function noteSent(database: Writer, held: Held): Promise<void> {
  return change(database, held, 'sent = sent + 1, begun = false');
}

/** It is over, and what it held goes. */
export function finishArrival(database: Writer, held: Held, problem: string | null): Promise<void> {
  const set = `done_at = clock_timestamp(), content = null, answer = null, problem = $3, lease = null, lease_until = null`;
  return change(database, held, set, [problem]);
}

/** It is tried again after so many seconds. `isOpen`: what was begun may have been taken. */
export function postponeArrival(
  database: Writer,
  held: Held,
  { seconds, isOpen }: { seconds: number; isOpen: boolean },
): Promise<void> {
  const set = `failures = failures + 1, begun = begun and $3, lease = null, lease_until = null,
    rest_until = clock_timestamp() + $4 * interval '1 second'`;
  return change(database, held, set, [isOpen, seconds]);
}

/** Slack sends nothing again after so long. */
const KEPT = "interval '2 days'";

/** Deletes what is over for long. */
export async function forgetArrivals(database: pg.Pool): Promise<void> {
  await database.query(`delete from slack_inbox where came_at < now() - ${KEPT}`);
}
