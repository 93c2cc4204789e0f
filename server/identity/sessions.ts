// The sessions of the pages: who is signed in in which browser, until when; ended at once on every server.
import type pg from 'pg';
import type { SessionView } from '../../domain/contract/session.ts';
import { newSecret, secretHash } from './secrets.ts';

export interface Sessions {
  /** Begins a session; the secret goes into the browser's cookie and is kept nowhere else. */
  begin(
    client: pg.PoolClient,
    memberId: string,
    browser: string,
  ): Promise<{ id: string; secret: string; expiresAt: Date }>;
  /** Whose session this is; null when it has ended or never was. */
  find(secret: string): Promise<{ id: string; memberId: string } | null>;
  /** A member's sessions, the one used last first. */
  list(memberId: string, currentId: string | null): Promise<SessionView[]>;
  /** False when the member has no such session. */
  end(client: pg.PoolClient, memberId: string, id: string): Promise<boolean>;
  /** The answer is how many there were. */
  endAll(client: pg.PoolClient, memberId: string): Promise<number>;
}

/** `secret` keys the hashes: with another one, everybody is signed out. */
export function createSessions(
  database: pg.Pool,
  { secret: key, days }: { secret: string; days: number },
): Sessions {
  return {
    async begin(client, memberId, browser) {
      await client.query('delete from sessions where expires_at < now()');
      const secret = newSecret();
      const { rows } = await client.query<{ id: string; expiresAt: Date }>(
        `insert into sessions (secret_hash, member, browser, expires_at)
         values ($1, $2, $3, now() + $4 * interval '1 day')
         returning id, expires_at as "expiresAt"`,
        [secretHash(secret, key), memberId, browser.slice(0, 200), days],
      );
      if (rows[0] === undefined) throw new Error('an insert returned no row');
      return { secret, ...rows[0] };
    },
    find: (secret) => find(database, secretHash(secret, key)),
    list: (memberId, currentId) => list(database, memberId, currentId),
    async end(client, memberId, id) {
      const { rowCount } = await client.query(
        'delete from sessions where member = $1 and id::text = $2',
        [memberId, id],
      );
      return rowCount === 1;
    },
    async endAll(client, memberId) {
      const { rowCount } = await client.query('delete from sessions where member = $1', [memberId]);
      return rowCount ?? 0;
    },
  };
}

interface FoundRow {
  id: string;
  memberId: string;
  isStale: boolean;
}

// Most requests write nothing: the last use is kept to the minute.
async function find(
  database: pg.Pool,
  hash: Buffer,
): Promise<{ id: string; memberId: string } | null> {
  const { rows } = await database.query<FoundRow>(
    `select id, member as "memberId", last_used_at < now() - interval '1 minute' as "isStale"
     from sessions where secret_hash = $1 and expires_at > now()`,
    [hash],
  );
  const [session] = rows;
  if (session === undefined) return null;
  if (session.isStale) {
    await database.query('update sessions set last_used_at = now() where id = $1', [session.id]);
  }
  return { id: session.id, memberId: session.memberId };
}

interface SessionRow {
  id: string;
  browser: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

async function list(
  database: pg.Pool,
  memberId: string,
  currentId: string | null,
): Promise<SessionView[]> {
  const { rows } = await database.query<SessionRow>(
    `select id, browser, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt"
     from sessions where member = $1 and expires_at > now() order by last_used_at desc`,
    [memberId],
  );
  return rows.map((row) => ({
    id: row.id,
    browser: row.browser,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    current: row.id === currentId,
  }));
}
