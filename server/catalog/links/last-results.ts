// The table of the last good answers of share links, for when their query fails.
import type pg from 'pg';

export interface GoodAnswer {
  body: Buffer;
  etag: string;
  ranAt: Date;
}

// A free parameter has any number of values, and each has an answer; a board has up to sixty tiles.
const mostForALink = 120;

type NewAnswer = Pick<GoodAnswer, 'etag' | 'ranAt'> & { body: () => Promise<Buffer> };

/** Keeps the answer in the place of the one before it; of a link's answers the latest hundred and twenty are kept. */
export async function keepAnswer(
  database: pg.Pool,
  { link, asked }: { link: string; asked: Buffer },
  { body, etag, ranAt }: NewAnswer,
): Promise<void> {
  // What the cache hands out has been kept already: its bytes need not be sent again.
  const { rowCount } = await database.query(
    'select from share_link_results where link = $1 and asked = $2 and ran_at >= $3',
    [link, asked, ranAt],
  );
  if (rowCount === 1) return;
  await database.query(
    `insert into share_link_results (link, asked, body, etag, ran_at)
     select $1, $2, $3, $4, $5 where exists (
       select from share_links where id = $1 and revoked_at is null)
     on conflict (link, asked) do update
       set body = excluded.body, etag = excluded.etag, ran_at = excluded.ran_at
       where share_link_results.ran_at < excluded.ran_at`,
    [link, asked, await body(), etag, ranAt],
  );
  await database.query(
    `delete from share_link_results where link = $1 and asked in (
       select asked from share_link_results where link = $1 order by ran_at desc offset $2)`,
    [link, mostForALink],
  );
}

/** Forgets what was kept of a link before its source let nothing be kept. */
export async function forgetAnswers(database: pg.Pool, link: string): Promise<void> {
  await database.query('delete from share_link_results where link = $1', [link]);
}

/** The last good answer; null when there is none. */
export async function lastAnswer(
  database: pg.Pool,
  { link, asked }: { link: string; asked: Buffer },
): Promise<GoodAnswer | null> {
  const { rows } = await database.query<{ body: Buffer; etag: string; ran_at: Date }>(
    'select body, etag, ran_at from share_link_results where link = $1 and asked = $2',
    [link, asked],
  );
  const [row] = rows;
  return row === undefined ? null : { body: row.body, etag: row.etag, ranAt: row.ran_at };
}
