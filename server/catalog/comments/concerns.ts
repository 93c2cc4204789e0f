// What others said that concerns a member: where they are spoken to, where they spoke themselves, and about what they own.
import type pg from 'pg';
import type { Concern } from '../../../domain/contract/talk/comment.ts';
import { COMMENT_COLUMNS, type KnownComment } from './comments.ts';

export interface Owned {
  /** Slugs, former ones too. */
  queries: readonly string[];
  boards: readonly string[];
}

export interface KnownConcern extends KnownComment {
  why: Concern['why'];
  isNew: boolean;
  isResolved: boolean;
}

/** The latest first. More than are shown, since some are about what the member may not see any more. */
export async function concernsOf(
  database: pg.Pool,
  member: string,
  { queries, boards }: Owned,
): Promise<KnownConcern[]> {
  const { rows } = await database.query<KnownConcern>(
    `select ${COMMENT_COLUMNS}, first.resolved_at is not null as "isResolved",
       c.made_at > coalesce((select read_at from comment_reads where member = $1), '-infinity') as "isNew",
       case when mentioned then 'mentioned' when spoke then 'answered' else 'owner' end as why
     from comments as c
     join comments as first on first.id = c.thread
     cross join lateral (select
       exists (select from comment_mentions where comment = c.id and member = $1) as mentioned,
       exists (select from comments as own where own.thread = c.thread and own.author ->> 'id' = $1
         and own.made_at < c.made_at) as spoke) as ways
     where c.deleted_at is null and c.author ->> 'id' <> $1
       and (mentioned or spoke or (c.about_kind = 'query' and c.about_name = any($2))
         or (c.about_kind = 'board' and c.about_name = any($3)))
     order by c.made_at desc, c.id limit 500`,
    [member, queries, boards],
  );
  return rows;
}

/** Notes up to when they have been seen; never back. */
export async function noteRead(database: pg.Pool, member: string, readAt: string): Promise<void> {
  await database.query(
    `insert into comment_reads (member, read_at) values ($1, least($2::timestamptz, now()))
     on conflict (member) do update set read_at = greatest(comment_reads.read_at, excluded.read_at)`,
    [member, readAt],
  );
}
