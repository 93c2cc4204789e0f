// The table of every content that each query has had, which numbers a query's versions.
import type pg from 'pg';

/** A content to be numbered. */
export interface Content {
  slug: string;
  hash: string;
  header: string;
  sql: string;
  /** The file changed while this server looked: a content seen before is a new version again. */
  changed: boolean;
}

export interface Version {
  version: number;
  seenAt: Date;
}

// Servers that read the same change together number it once.
const versionLock = 728_310_545;

/**
 * The version of each content, by slug; enters those that are new. The same on every server: a server that
 * starts finds the number under which its content was seen last.
 */
export async function numberVersions(
  database: pg.Pool,
  contents: readonly Content[],
): Promise<Map<string, Version>> {
  if (contents.length === 0) return new Map();
  const client = await database.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [versionLock]);
    await enterNew(client, contents);
    const versions = await readVersions(client, contents);
    await client.query('commit');
    client.release();
    return versions;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function enterNew(client: pg.PoolClient, contents: readonly Content[]): Promise<void> {
  await client.query(
    `with given as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[])
         as given (slug, content_hash, header, sql, changed)
     ), latest as (
       select distinct on (slug) slug, version, content_hash from query_versions
       where slug = any($1) order by slug, version desc
     )
     insert into query_versions (slug, version, content_hash, header, sql)
     select given.slug, coalesce(latest.version, 0) + 1, given.content_hash, given.header, given.sql
     from given left join latest using (slug)
     where latest.content_hash is distinct from given.content_hash
       and (given.changed or not exists (
         select from query_versions seen
         where seen.slug = given.slug and seen.content_hash = given.content_hash))`,
    [
      contents.map(({ slug }) => slug),
      contents.map(({ hash }) => hash),
      contents.map(({ header }) => header),
      contents.map(({ sql }) => sql),
      contents.map(({ changed }) => changed),
    ],
  );
}

async function readVersions(
  client: pg.PoolClient,
  contents: readonly Content[],
): Promise<Map<string, Version>> {
  const { rows } = await client.query<{ slug: string; version: number; seen_at: Date }>(
    `select distinct on (slug) slug, version, seen_at
     from query_versions
     join unnest($1::text[], $2::text[]) as given (slug, content_hash) using (slug, content_hash)
     order by slug, version desc`,
    [contents.map(({ slug }) => slug), contents.map(({ hash }) => hash)],
  );
  return new Map(rows.map(({ slug, version, seen_at: seenAt }) => [slug, { version, seenAt }]));
}

/** The text of the last version of each slug that has one. */
export async function lastTexts(
  database: pg.Pool,
  slugs: readonly string[],
): Promise<Map<string, string>> {
  if (slugs.length === 0) return new Map();
  const { rows } = await database.query<{ slug: string; text: string }>(
    `select distinct on (slug) slug, header || E'\\n' || sql as text
     from query_versions where slug = any($1) order by slug, version desc`,
    [slugs],
  );
  return new Map(rows.map(({ slug, text }) => [slug, text]));
}

/** Whether there ever was a query of this slug. */
export async function wasKnown(database: pg.Pool, slug: string): Promise<boolean> {
  const { rowCount } = await database.query('select from query_versions where slug = $1 limit 1', [
    slug,
  ]);
  return rowCount === 1;
}
