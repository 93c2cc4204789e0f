// The table of queries that are written on the page, as they are now.
import type pg from 'pg';
import type { DraftProblem, QueryParent } from '../../../domain/contract/query.ts';
import type { KnownQuery, Owner, WholeContent } from './known-query.ts';

interface QueryRow {
  slug: string;
  version: number;
  /** What was saved before queries could be opened says nothing of that. */
  content: Omit<WholeContent, 'variations'> & Partial<Pick<WholeContent, 'variations'>>;
  parent: QueryParent | null;
  owner: Owner | null;
  saved_by: Owner | null;
  problem: DraftProblem | null;
  described_columns: KnownQuery['describedColumns'];
  updated_at: Date;
  archived_at: Date | null;
  change: string;
}

/** A write to a query, with everything that is known of it. */
export interface StoredWrite {
  slug: string;
  version: number;
  content: WholeContent;
  parent: QueryParent | null;
  owner: Owner | null;
  savedBy: Owner;
  problem: DraftProblem | null;
  describedColumns: KnownQuery['describedColumns'];
}

const columns = `slug, version, content, parent, owner, saved_by, problem, described_columns,
  updated_at, archived_at, change`;

/** The number that every write to a query moves: those who write take turns, so the highest was committed last. */
export const QUERIES_NUMBER = 'select coalesce(max(change), 0) from queries';

/** Every query that was written after `change`, the archive included, and the newest change there is. */
export async function readChanged(
  database: pg.Pool,
  change: string,
): Promise<{ queries: KnownQuery[]; change: string }> {
  const { rows } = await database.query<QueryRow>(
    `select ${columns} from queries where change > $1 order by change`,
    [change],
  );
  return { queries: rows.map(queryFrom), change: rows.at(-1)?.change ?? change };
}

/** The query as it is in this transaction, and nobody else may write it until the transaction ends. */
export async function lockStored(client: pg.PoolClient, slug: string): Promise<KnownQuery | null> {
  const { rows } = await client.query<QueryRow>(
    `select ${columns} from queries where slug = $1 for update`,
    [slug],
  );
  return rows[0] === undefined ? null : queryFrom(rows[0]);
}

/** Enters the query, or puts this in its place and takes it out of the archive. */
export async function putStored(client: pg.PoolClient, write: StoredWrite): Promise<KnownQuery> {
  const { rows } = await client.query<QueryRow>(
    `insert into queries (slug, version, content, parent, owner, saved_by, problem, described_columns)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (slug) do update set version = excluded.version, content = excluded.content,
       parent = excluded.parent, owner = excluded.owner, saved_by = excluded.saved_by,
       problem = excluded.problem, described_columns = excluded.described_columns,
       updated_at = now(), archived_at = null, change = nextval('queries_changes')
     returning ${columns}`,
    [
      ...[write.slug, write.version, JSON.stringify(write.content), json(write.parent)],
      ...[json(write.owner), json(write.savedBy), json(write.problem)],
      json(write.describedColumns),
    ],
  );
  if (rows[0] === undefined) throw new Error('an upsert returned no row');
  return queryFrom(rows[0]);
}

/** Puts the query into the archive. */
export async function archiveStored(client: pg.PoolClient, slug: string): Promise<void> {
  await client.query(
    `update queries set archived_at = now(), change = nextval('queries_changes') where slug = $1`,
    [slug],
  );
}

/** Whether a query of this slug is written on the page, in the archive or not. */
export async function isStored(client: pg.PoolClient, slug: string): Promise<boolean> {
  const { rowCount } = await client.query('select from queries where slug = $1', [slug]);
  return rowCount === 1;
}

// The driver would make a PostgreSQL array of a JavaScript one.
function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

function queryFrom(row: QueryRow): KnownQuery {
  const { slug, version, content, parent, owner, problem } = row;
  return {
    ...content,
    ...{ slug, version, parent, owner, problem },
    variations: content.variations ?? {},
    file: null,
    savedBy: row.saved_by,
    describedColumns: row.described_columns,
    updatedAt: row.updated_at.toISOString(),
    archivedAt: row.archived_at?.toISOString() ?? null,
  };
}
