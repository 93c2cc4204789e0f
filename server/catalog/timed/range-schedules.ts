// Schedules of the server for linked ranges, among what runs at times.
import type pg from 'pg';
import type { RangeScheduleContent } from '../../../domain/contract/ranges/range-schedule.ts';
import type { Owner } from '../queries/known-query.ts';
import {
  STANDING,
  TIMED_COLUMNS,
  UUID,
  type KnownRangeSchedule,
  type Paused,
  type Standing,
} from './timed.ts';

export interface PutRangeSchedule {
  id: string;
  query: string;
  owner: Owner;
  content: RangeScheduleContent;
  dueAt: Date;
}

/** Enters it, instead of any other of the same range; false where the id is somebody else's. What was wrong with it is over; one that is paused stays so. */
export async function putRangeSchedule(
  client: pg.PoolClient,
  { id, query, owner, content, dueAt }: PutRangeSchedule,
): Promise<boolean> {
  await client.query(
    `delete from timed_queries where kind = 'range' and id <> $1
       and content -> 'spreadsheet' ->> 'id' = $2 and content ->> 'range' = $3`,
    [id, content.spreadsheet.id, content.range],
  );
  const { rowCount } = await client.query(
    `insert into timed_queries (id, kind, query, owner, content, due_at) values ($1, 'range', $2, $3, $4, $5)
     on conflict (id) do update set query = excluded.query, owner = excluded.owner, content = excluded.content,
       due_at = excluded.due_at, rest_until = now(), tries = 0, failures = 0, problem = null,
       lease = null, lease_until = null, wanted_at = null
     where timed_queries.kind = 'range' and timed_queries.owner ->> 'id' = excluded.owner ->> 'id'`,
    [id, query, JSON.stringify(owner), JSON.stringify(content), dueAt],
  );
  return rowCount === 1;
}

/** Null where there is none of this id. */
export async function findRangeSchedule(
  database: pg.Pool,
  id: string,
): Promise<KnownRangeSchedule | null> {
  // Whoever may edit the spreadsheet can have written anything there.
  if (!UUID.test(id)) return null;
  const { rows } = await database.query<KnownRangeSchedule>(
    `select ${TIMED_COLUMNS} from timed_queries where id = $1 and kind = 'range'`,
    [id],
  );
  return rows[0] ?? null;
}

/** More than anybody looks through. */
const MOST_SHOWN = 1_000;

/** Of a member, or of everybody (null); of a spreadsheet, or of all (null). */
export async function rangeSchedulesOf(
  database: pg.Pool,
  { member, spreadsheet }: { member: string | null; spreadsheet: string | null },
): Promise<(KnownRangeSchedule & Standing)[]> {
  const { rows } = await database.query<KnownRangeSchedule & Standing>(
    `select ${TIMED_COLUMNS}, ${STANDING} from timed_queries
     where kind = 'range' and ($1::text is null or owner ->> 'id' = $1)
       and ($2::text is null or content -> 'spreadsheet' ->> 'id' = $2)
     order by failures desc, due_at limit ${MOST_SHOWN}`,
    [member, spreadsheet],
  );
  return rows;
}

/** Has it done at once, be it resting or not, and once more where it is under way. */
export async function wantRangeSchedule(client: pg.PoolClient, id: string): Promise<void> {
  await client.query(
    `update timed_queries set wanted_at = clock_timestamp() where id = $1 and kind = 'range'`,
    [id],
  );
}

/** Has nothing of it run, be it under way, until it is resumed. */
export async function pauseRangeSchedule(
  client: pg.PoolClient,
  id: string,
  paused: Paused,
): Promise<void> {
  await client.query(
    `update timed_queries set paused = $2, wanted_at = null, lease = null, lease_until = null
     where id = $1 and kind = 'range'`,
    [id, JSON.stringify(paused)],
  );
}

/** Has it run again, from its next time on. */
export async function resumeRangeSchedule(
  client: pg.PoolClient,
  id: string,
  dueAt: Date,
): Promise<void> {
  await client.query(
    `update timed_queries set paused = null, due_at = $2, rest_until = now(), tries = 0
     where id = $1 and kind = 'range'`,
    [id, dueAt],
  );
}
