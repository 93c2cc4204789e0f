// The table of results that are kept for whoever takes one of some age; all servers of the database share it.
import type pg from 'pg';

/** A result as it is stored: its rows in pieces, and what else is known of it as JSON. */
export interface StoredResult {
  ranAt: Date;
  outcome: unknown;
  rows: { chunk: Buffer; count: number }[];
}

/** Nobody takes an older one: a share link may ask for as much. */
const OLDEST = '1 day';

/** Keeps the result in the place of an older one, and forgets the oldest beyond `mostBytes` in all. */
export async function storeResult(
  database: pg.Pool,
  { key, mostBytes }: { key: string; mostBytes: number },
  { ranAt, outcome, rows }: StoredResult,
): Promise<void> {
  const bytes = Buffer.concat(rows.map(({ chunk }) => chunk));
  const pieces = JSON.stringify(rows.map(({ chunk, count }) => [chunk.length, count]));
  await database.query(
    `insert into cached_results (key, ran_at, outcome, rows, pieces, byte_count)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (key) do update set ran_at = excluded.ran_at, outcome = excluded.outcome,
       rows = excluded.rows, pieces = excluded.pieces, byte_count = excluded.byte_count
       where cached_results.ran_at < excluded.ran_at
         -- From the future: the clock was put back since.
         or cached_results.ran_at > now() + interval '1 minute'`,
    [keyBytes(key), ranAt, JSON.stringify(outcome), bytes, pieces, bytes.length],
  );
  await database.query(
    `delete from cached_results where ran_at < now() - $2::interval or key in (
       select key from (
         select key, sum(byte_count) over (order by ran_at desc, key) as total from cached_results
       ) as newest_first where total > $1)`,
    [mostBytes, OLDEST],
  );
}

// Whoever would wait longer for it is better served by a run.
const FIND = {
  text: 'select ran_at, outcome, rows, pieces from cached_results where key = $1 and ran_at >= $2',
  query_timeout: 5_000,
};

/** The result of this key that ran at `since` or later; null when there is none. */
export async function findStoredResult(
  database: pg.Pool,
  key: string,
  since: Date,
): Promise<StoredResult | null> {
  const { rows } = await database.query<{
    ran_at: Date;
    outcome: unknown;
    rows: Buffer;
    pieces: [length: number, count: number][];
  }>({ ...FIND, values: [keyBytes(key), since] });
  const [found] = rows;
  if (found === undefined) return null;
  let at = 0;
  const pieces = found.pieces.map(([length, count]) => {
    at += length;
    return { chunk: found.rows.subarray(at - length, at), count };
  });
  return { ranAt: found.ran_at, outcome: found.outcome, rows: pieces };
}

const keyBytes = (key: string) => Buffer.from(key, 'base64url');
