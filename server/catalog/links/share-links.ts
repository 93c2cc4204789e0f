// The table of share links: secret addresses of queries' results and of boards, known by the hash of their secret.
import type pg from 'pg';
import type { Link, NewLink } from '../../../domain/contract/link.ts';
import type { Values } from '../../../domain/contract/parameter.ts';
import type { Member } from '../../identity/member.ts';
import { localAdmin } from '../../identity/members.ts';
import { newSecret, secretHash } from '../../identity/secrets.ts';
import { personOf, type Owner } from '../queries/known-query.ts';

/** How a secret begins, so that scanners of secrets know it; server/log.ts hides what begins like it. */
const TOKEN_PREFIX = 'sfl_';
const HINT_LENGTH = 8;

/** What is known of any share link, with the member who made it. */
export type LinkFacts = Omit<Link, 'query'> & { creator: Owner };

/** That of a query. */
export type KnownLink = LinkFacts & { query: string };

/** That of a board. */
export type KnownBoardLink = LinkFacts & { board: string };

interface LinkRow {
  id: string;
  query: string | null;
  board: string | null;
  name: string;
  hint: string;
  values: Values;
  free: string[];
  time_zone: string | null;
  max_age_seconds: number;
  created_by: Owner;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
  expired: boolean;
}

const columns = `id, query, board, name, hint, "values", free, time_zone, max_age_seconds, created_by, created_at,
  expires_at, last_used_at, revoked_at, coalesce(expires_at <= now(), false) as expired`;

interface NewKnownLink {
  link: Omit<NewLink, 'sheetTables'>;
  creator: Owner;
}

/** Makes a link to a query's result. The token is told here and nowhere else. */
export async function insertLink(
  client: pg.PoolClient,
  { query, ...made }: NewKnownLink & { query: string },
): Promise<{ link: KnownLink; token: string }> {
  const { row, token } = await insertRow(client, { query, board: null }, made);
  return { link: { ...factsFrom(row), query }, token };
}

/** The same of a board. */
export async function insertBoardLink(
  client: pg.PoolClient,
  { board, ...made }: NewKnownLink & { board: string },
): Promise<{ link: KnownBoardLink; token: string }> {
  const { row, token } = await insertRow(client, { query: null, board }, made);
  return { link: { ...factsFrom(row), board }, token };
}

async function insertRow(
  client: pg.PoolClient,
  { query, board }: Pick<LinkRow, 'query' | 'board'>,
  { link, creator }: NewKnownLink,
): Promise<{ row: LinkRow; token: string }> {
  const token = newSecret(TOKEN_PREFIX);
  const { name, values, free, timeZone, maxAgeSeconds, expiresAt } = link;
  const { rows } = await client.query<LinkRow>(
    `insert into share_links (query, board, name, secret_hash, hint, "values", free, time_zone, max_age_seconds,
       expires_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${columns}`,
    [
      ...[query, board, name, secretHash(token), token.slice(0, HINT_LENGTH)],
      ...[JSON.stringify(values), free, timeZone, maxAgeSeconds, expiresAt],
      JSON.stringify(creator),
    ],
  );
  if (rows[0] === undefined) throw new Error('an insert returned no row');
  return { row: rows[0], token };
}

/** A link that works now, with the member who made it as that one is today. */
export type OpenedLink = KnownLink & { maker: Member };

/** The same of a board. */
export type OpenedBoardLink = KnownBoardLink & { maker: Member };

/** The link of a token; null for one that is unknown, expired or revoked, or whose maker is gone. */
export async function findActiveLink(
  database: pg.Pool,
  token: string,
): Promise<OpenedLink | OpenedBoardLink | null> {
  if (!token.startsWith(TOKEN_PREFIX)) return null;
  const { rows } = await database.query<LinkRow & { maker: Member | null }>(
    `select ${columns}, (
       select json_build_object('id', m.id, 'email', m.email, 'name', m.name, 'role', m.role)
       from members m where m.id = created_by ->> 'id' and m.deactivated_at is null) as maker
     from share_links
     where secret_hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [secretHash(token)],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const link = linkFrom(row);
  const maker = link.creator.id === localAdmin.id ? localAdmin : row.maker;
  return maker === null ? null : { ...link, maker };
}

/** Notes that the link was used, at most once a minute. */
export async function touchLink(database: pg.Pool, id: string): Promise<void> {
  await database.query(
    `update share_links set last_used_at = now()
     where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
    [id],
  );
}

/** The links of a query under any of its slugs, the latest first. */
export async function linksOf(database: pg.Pool, slugs: readonly string[]): Promise<KnownLink[]> {
  const { rows } = await database.query<LinkRow & { query: string }>(
    `select ${columns} from share_links where query = any($1) order by created_at desc, id limit 1000`,
    [slugs],
  );
  return rows.map((row) => ({ ...factsFrom(row), query: row.query }));
}

/** The same of a board. */
export async function boardLinksOf(database: pg.Pool, board: string): Promise<KnownBoardLink[]> {
  const { rows } = await database.query<LinkRow>(
    `select ${columns} from share_links where board = $1 order by created_at desc, id limit 1000`,
    [board],
  );
  return rows.map((row) => ({ ...factsFrom(row), board }));
}

export async function findLink(
  database: pg.Pool,
  id: string,
): Promise<KnownLink | KnownBoardLink | null> {
  const { rows } = await database.query<LinkRow>(
    `select ${columns} from share_links where id = $1`,
    [id],
  );
  return rows[0] === undefined ? null : linkFrom(rows[0]);
}

/** Revokes the link from the next request on, and forgets the results that were kept for it. */
export async function revokeLink(client: pg.PoolClient, id: string): Promise<void> {
  await client.query(
    `with revoked as (
       update share_links set revoked_at = coalesce(revoked_at, now()) where id = $1 returning id
     )
     delete from share_link_results where link in (select id from revoked)`,
    [id],
  );
}

function linkFrom(row: LinkRow): KnownLink | KnownBoardLink {
  const facts = factsFrom(row);
  // One of both, as the table says.
  return row.board === null ? { ...facts, query: row.query ?? '' } : { ...facts, board: row.board };
}

function factsFrom(row: LinkRow): LinkFacts {
  const { id, name, hint, values, free } = row;
  const state = row.revoked_at !== null ? 'revoked' : row.expired ? 'expired' : 'active';
  return {
    ...{ id, name, hint, values, free, state },
    timeZone: row.time_zone,
    maxAgeSeconds: row.max_age_seconds,
    creator: row.created_by,
    createdBy: personOf(row.created_by),
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
