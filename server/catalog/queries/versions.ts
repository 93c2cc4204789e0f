// The table of every content that each query has had, which numbers a query's versions.
import path from 'node:path';
import type pg from 'pg';
import { inTransaction } from '../../database/transaction.ts';
import { lastCommit, type Commit } from './last-commit.ts';
import type { Owner } from './known-query.ts';

/** A content to be numbered. */
export interface Content {
  slug: string;
  hash: string;
  header: string;
  sql: string;
  /** The file changed while this server looked: a content seen before is a new version again. */
  changed: boolean;
  /** Its whole path. */
  file: string;
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
  // At a start most are known, and their texts need not travel.
  const known = await readVersions(
    database,
    contents.filter(({ changed }) => !changed),
  );
  const others = contents.filter(({ slug }) => !known.has(slug));
  if (others.length === 0) return known;
  const commits = others.length > MOST_ASKED ? [] : await Promise.all(others.map(commitOf));
  return inTransaction(database, async (client) => {
    await lockVersions(client);
    await enterNew(client, others, commits);
    return new Map([...known, ...(await readVersions(client, others))]);
  });
}

/** Of more files at once, as at a first start, git is not asked who committed each. */
const MOST_ASKED = 20;
const commitOf = ({ file }: Content) => lastCommit(file);

async function enterNew(
  client: pg.PoolClient,
  contents: readonly Content[],
  commits: readonly (Commit | null)[],
): Promise<void> {
  await client.query(
    `with given as (
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[])
         as given (slug, content_hash, header, sql, changed)
     ), latest as (
       select distinct on (slug) slug, version, content_hash from query_versions
       where slug = any($1) order by slug, version desc
     )
     , entered as (
     insert into query_versions (slug, version, content_hash, header, sql)
     select given.slug, coalesce(latest.version, 0) + 1, given.content_hash, given.header, given.sql
     from given left join latest using (slug)
     where latest.content_hash is distinct from given.content_hash
       and (given.changed or not exists (
         select from query_versions seen
         where seen.slug = given.slug and seen.content_hash = given.content_hash))
     returning slug, version
     )
     insert into audit_events (kind, member, name, email, what, subject, details, via, outcome)
     select 'change', 'catalog-folder', 'The catalog folder', '',
       case when entered.version = 1 then 'added a query file' else 'changed a query file' end, slug,
       jsonb_strip_nulls(told.details || jsonb_build_object('version', entered.version)), 'git', 'done'
     from entered join unnest($1::text[], $6::jsonb[]) as told (slug, details) using (slug)
     -- The first look at a whole folder is no edit of each of its files.
     where entered.version > 1 or exists (select from query_versions)`,
    [
      contents.map(({ slug }) => slug),
      contents.map(({ hash }) => hash),
      contents.map(({ header }) => header),
      contents.map(({ sql }) => sql),
      contents.map(({ changed }) => changed),
      contents.map(({ file }, index) =>
        JSON.stringify({ file: path.basename(file), commit: commits[index] ?? null }),
      ),
    ],
  );
}

async function readVersions(
  client: pg.Pool | pg.PoolClient,
  contents: readonly Content[],
): Promise<Map<string, Version>> {
  if (contents.length === 0) return new Map();
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
export async function wasKnown(database: pg.Pool | pg.PoolClient, slug: string): Promise<boolean> {
  const { rowCount } = await database.query('select from query_versions where slug = $1 limit 1', [
    slug,
  ]);
  return rowCount === 1;
}

/** Enters the next version of a query's content within the transaction, which must have taken `lockVersions`. */
export async function enterVersion(
  client: pg.PoolClient,
  { slug, hash, header, sql }: Omit<Content, 'changed' | 'file'>,
  { savedBy, note }: { savedBy: Owner; note: string | null },
): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `insert into query_versions (slug, version, content_hash, header, sql, saved_by, note)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6 from query_versions where slug = $1
     returning version`,
    [slug, hash, header, sql, JSON.stringify(savedBy), note],
  );
  if (rows[0] === undefined) throw new Error('an insert returned no row');
  return rows[0].version;
}

/** Makes everybody else who enters versions wait until the transaction ends. */
export async function lockVersions(client: pg.PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [versionLock]);
}

/** One version of a query as it was saved. */
export interface PastVersion {
  version: number;
  savedAt: Date;
  savedBy: Owner | null;
  /** Why it was saved. */
  note: string | null;
  header: string;
  sql: string;
}

interface VersionRow {
  version: number;
  seen_at: Date;
  saved_by: Owner | null;
  note: string | null;
  header: string;
  sql: string;
}

const mostVersions = 500;

/** The versions of a slug, the newest first; the last five hundred. */
export async function pastVersions(database: pg.Pool, slug: string): Promise<PastVersion[]> {
  const { rows } = await database.query<VersionRow>(
    `select version, seen_at, saved_by, note, header, sql from query_versions
     where slug = $1 order by version desc limit $2`,
    [slug, mostVersions],
  );
  return rows.map(pastFrom);
}

/** One version; null when there is none of this number. */
export async function pastVersion(
  database: pg.Pool,
  slug: string,
  version: number,
): Promise<PastVersion | null> {
  const { rows } = await database.query<VersionRow>(
    `select version, seen_at, saved_by, note, header, sql from query_versions
     where slug = $1 and version = $2`,
    [slug, version],
  );
  return rows[0] === undefined ? null : pastFrom(rows[0]);
}

function pastFrom({ seen_at: savedAt, saved_by: savedBy, ...rest }: VersionRow): PastVersion {
  return { ...rest, savedAt, savedBy };
}
