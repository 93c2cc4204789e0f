// Personal tokens: what a member's programs sign in with; named, limited in what they may do, and revocable within a second.
import type pg from 'pg';
import {
  scopeSchema,
  type MadePersonalToken,
  type NewPersonalToken,
  type PersonalTokenView,
  type Scope,
} from '../../domain/contract/session.ts';
import { Remembered } from './remembered.ts';
import { newSecret, secretHash } from './secrets.ts';

// Secret scanners find a token that was published by mistake by this.
const prefix = 'sheetfeed_pat_';

export interface FoundToken {
  id: string;
  name: string;
  memberId: string;
  scopes: Scope[];
}

export interface PersonalTokens {
  /** Makes one; its text is in this answer and nowhere else. */
  make(
    client: pg.PoolClient,
    memberId: string,
    wanted: NewPersonalToken,
  ): Promise<MadePersonalToken>;
  /** Whose token this is, and what it may do; null when it has expired, was revoked or never was. */
  find(token: string): Promise<FoundToken | null>;
  /** A member's tokens, expired ones included, the newest first. */
  list(memberId: string): Promise<PersonalTokenView[]>;
  /** What it was called; null when the member has no such token. */
  revoke(client: pg.PoolClient, memberId: string, id: string): Promise<string | null>;
}

/** Whether a bearer token is one of these, by its prefix. */
export function isPersonalToken(token: string): boolean {
  return token.startsWith(prefix);
}

export function createPersonalTokens(database: pg.Pool): PersonalTokens {
  const remembered = new Remembered<FoundToken>();
  return {
    make,
    find(token) {
      const hash = secretHash(token);
      return remembered.get(hash.toString('base64url'), () => find(database, hash));
    },
    async list(memberId) {
      const { rows } = await database.query<TokenRow>(
        `select ${columns} from personal_tokens where member = $1 order by created_at desc, id`,
        [memberId],
      );
      return rows.map(viewFrom);
    },
    async revoke(client, memberId, id) {
      const { rows } = await client.query<{ name: string }>(
        'delete from personal_tokens where member = $1 and id::text = $2 returning name',
        [memberId, id],
      );
      remembered.clear();
      return rows[0]?.name ?? null;
    },
  };
}

const columns = `id, name, scopes, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"`;

interface TokenRow {
  id: string;
  name: string;
  scopes: string[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
}

function viewFrom({ scopes, createdAt, expiresAt, lastUsedAt, ...rest }: TokenRow) {
  return {
    ...rest,
    scopes: scopes.map((scope) => scopeSchema.parse(scope)),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

async function make(
  client: pg.PoolClient,
  memberId: string,
  { name, scopes, days }: NewPersonalToken,
): Promise<MadePersonalToken> {
  const token = newSecret(prefix);
  const { rows } = await client.query<TokenRow>(
    `insert into personal_tokens (secret_hash, member, name, scopes, expires_at)
     values ($1, $2, $3, $4, now() + $5 * interval '1 day')
     returning ${columns}`,
    [secretHash(token), memberId, name, [...new Set(scopes)], days],
  );
  if (rows[0] === undefined) throw new Error('an insert returned no row');
  return { ...viewFrom(rows[0]), token };
}

// Most requests write nothing: the last use is kept to the minute.
async function find(database: pg.Pool, hash: Buffer): Promise<FoundToken | null> {
  const { rows } = await database.query<{
    id: string;
    name: string;
    memberId: string;
    scopes: string[];
    isStale: boolean;
  }>(
    `select id, name, member as "memberId", scopes,
       coalesce(last_used_at < now() - interval '1 minute', true) as "isStale"
     from personal_tokens where secret_hash = $1 and expires_at > now()`,
    [hash],
  );
  const [found] = rows;
  if (found === undefined) return null;
  const { id, name, memberId, isStale } = found;
  if (isStale) {
    await database.query(
      `with used as (update personal_tokens set last_used_at = now() where id = $1 returning member)
       update members set last_seen_at = now() where id in (select member from used)`,
      [id],
    );
  }
  return { id, name, memberId, scopes: found.scopes.map((scope) => scopeSchema.parse(scope)) };
}
