// The table of comments: said, changed, deleted with a trace, resolved; in threads of what they are about.
import type pg from 'pg';
import type { CommentKind, RowKey } from '../../../domain/contract/talk/comment.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

/** A query or a board under its slug of today and those of before, or a frozen run by its id. */
export interface ThingNames {
  kind: 'query' | 'frozen' | 'board';
  names: readonly string[];
}

export interface NewComment {
  id: string;
  /** Null: it begins a thread. */
  thread: string | null;
  about: { kind: ThingNames['kind']; name: string };
  kind: CommentKind;
  row: RowKey | null;
  column: string | null;
  version: number | null;
  author: Owner;
  text: string;
}

export interface KnownComment extends Omit<NewComment, 'thread'> {
  thread: string;
  madeAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  deletedBy: Owner | null;
  resolvedAt: Date | null;
  resolvedBy: Owner | null;
  /** Who is spoken to in it. */
  mentions: { name: string; email: string }[];
}

/** With the members who are spoken to. */
export const COMMENT_COLUMNS = `c.id, c.thread, json_build_object('kind', c.about_kind, 'name', c.about_name) as about,
  c.kind, c.row_key as "row", c.column_name as "column", c.version, c.author, c.text, c.made_at as "madeAt",
  c.edited_at as "editedAt", c.deleted_at as "deletedAt", c.deleted_by as "deletedBy",
  c.resolved_at as "resolvedAt", c.resolved_by as "resolvedBy",
  coalesce((select json_agg(json_build_object('name', m.name, 'email', m.email)) from comment_mentions as s
    join members as m on m.id = s.member where s.comment = c.id), '[]') as mentions`;

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
export const MOST_THREADS = 200;

/** The comments of the threads that were spoken in last, the oldest first; one more thread than are shown, if there is. */
export async function threadsAbout(
  database: pg.Pool,
  { kind, names }: ThingNames,
): Promise<KnownComment[]> {
  const { rows } = await database.query<KnownComment>(
    `with latest as (
       select thread from comments where about_kind = $1 and about_name = any($2)
       group by thread order by max(made_at) desc limit $3)
     select ${COMMENT_COLUMNS} from comments as c join latest using (thread) order by c.made_at, c.id`,
    [kind, names, MOST_THREADS + 1],
  );
  return rows;
}

export async function findComment(
  database: pg.Pool | pg.PoolClient,
  id: string,
): Promise<KnownComment | null> {
  if (!UUID.test(id)) return null;
  const { rows } = await database.query<KnownComment>(
    `select ${COMMENT_COLUMNS} from comments as c where c.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Enters it; false where there is one of this id. */
export async function insertComment(client: pg.PoolClient, comment: NewComment): Promise<boolean> {
  const { id, thread, about, kind, row, column, version, author, text } = comment;
  const { rowCount } = await client.query(
    `insert into comments (id, thread, about_kind, about_name, kind, row_key, column_name, version, author, text)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing`,
    [
      ...[id, thread ?? id, about.kind, about.name, kind, row && JSON.stringify(row), column],
      ...[version, JSON.stringify({ id: author.id, ...personOf(author) }), text],
    ],
  );
  return rowCount === 1;
}

/** False where it was deleted meanwhile. */
export async function rewriteComment(
  client: pg.PoolClient,
  id: string,
  text: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'update comments set text = $2, edited_at = now() where id = $1 and deleted_at is null',
    [id, text],
  );
  return rowCount === 1;
}

/** Takes its text, its row and who it spoke to; that it was there stays. */
export async function deleteComment(client: pg.PoolClient, id: string, by: Owner): Promise<void> {
  await client.query(
    `update comments set text = '', deleted_at = now(), deleted_by = $2
     where id = $1 and deleted_at is null`,
    [id, JSON.stringify({ id: by.id, ...personOf(by) })],
  );
  await client.query('delete from comment_mentions where comment = $1', [id]);
}

/** Null opens the thread again. */
export async function resolveThread(
  client: pg.PoolClient,
  thread: string,
  by: Owner | null,
): Promise<void> {
  await client.query(
    `update comments set resolved_at = case when $2::jsonb is null then null else now() end, resolved_by = $2
     where id = $1 and (resolved_at is null) <> ($2::jsonb is null)`,
    [thread, by && JSON.stringify({ id: by.id, ...personOf(by) })],
  );
}

/** Notes who is spoken to; gives those who were not before. */
export async function mentionMembers(
  client: pg.PoolClient,
  comment: string,
  members: readonly string[],
): Promise<string[]> {
  await client.query('delete from comment_mentions where comment = $1 and member <> all($2)', [
    ...[comment, members],
  ]);
  const { rows } = await client.query<{ member: string }>(
    `insert into comment_mentions (comment, member) select $1, member from unnest($2::text[]) as member
     on conflict do nothing returning member`,
    [comment, members],
  );
  return rows.map(({ member }) => member);
}
