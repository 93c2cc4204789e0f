// The sessions of the pages: who is signed in in which browser, until when; ended at once on every server.
import type pg from 'pg';
import type { SessionView } from '../../domain/contract/session.ts';
import { newSecret, secretHash } from './secrets.ts';

type Maker = 'us' | 'unknown' | 'a stranger';

export interface Sessions {
  /** Begins a session; the secret goes into the browser's cookie and is kept nowhere else. */
  begin(
    client: pg.PoolClient,
    memberId: string,
    from: { browser: string; sid: string | null },
  ): Promise<{ id: string; secret: string; expiresAt: Date }>;
  /** Whether a secret was made with our key, whatever became of its session; the database is not asked. */
  maker(secret: string): Maker;
  /** Whose session this is; null when it has ended or never was. */
  find(secret: string): Promise<{ id: string; memberId: string } | null>;
  /** A member's sessions, the one used last first. */
  list(memberId: string, currentId: string | null): Promise<SessionView[]>;
  /** False when the member has no such session. */
  end(client: pg.PoolClient, memberId: string, id: string): Promise<boolean>;
  /** Ends those of a member, or of a session at the issuer; the answer is how many there were. */
  endSignedOut(
    client: pg.PoolClient,
    by: { memberId: string | null; sid: string | null },
  ): Promise<number>;
  /** The answer is how many there were. */
  endAll(client: pg.PoolClient, memberId: string): Promise<number>;
}

/** `secret` keys the hashes: with another one, everybody is signed out. */
export function createSessions(
  database: pg.Pool,
  { secret: key, days, idleHours }: { secret: string; days: number; idleHours: number },
): Sessions {
  return {
    async begin(client, memberId, { browser, sid }) {
      await client.query('delete from sessions where expires_at < now()');
      const secret = signedSecret(key);
      const { rows } = await client.query<{ id: string; expiresAt: Date }>(
        `insert into sessions (secret_hash, member, browser, issuer_sid, expires_at)
         values ($1, $2, $3, $4, now() + $5 * interval '1 day')
         returning id, expires_at as "expiresAt"`,
        [secretHash(secret, key), memberId, browser.slice(0, 200), sid, days],
      );
      if (rows[0] === undefined) throw new Error('an insert returned no row');
      return { secret, ...rows[0] };
    },
    maker: (secret) => makerOf(secret, key),
    find: async (secret) =>
      makerOf(secret, key) === 'a stranger'
        ? null
        : find(database, secretHash(secret, key), idleHours),
    list: (memberId, currentId) => list(database, memberId, currentId),
    async end(client, memberId, id) {
      const { rowCount } = await client.query(
        'delete from sessions where member = $1 and id::text = $2',
        [memberId, id],
      );
      return rowCount === 1;
    },
    async endSignedOut(client, { memberId, sid }) {
      const { rowCount } = await client.query(
        `delete from sessions where ($1::text is null or member = $1)
           and ($2::text is null or issuer_sid = $2) and ($1 is not null or $2 is not null)`,
        [memberId, sid],
      );
      return rowCount ?? 0;
    },
    async endAll(client, memberId) {
      const { rowCount } = await client.query('delete from sessions where member = $1', [memberId]);
      return rowCount ?? 0;
    },
  };
}

/** How long a random secret is, and what stands behind it. */
const RANDOM_LENGTH = 43;
const SIGNATURE_LENGTH = 22;

const signedSecret = (key: string) => signed(newSecret(), key);

function signed(random: string, key: string): string {
  const signature = secretHash(`session ${random}`, key).toString('base64url');
  return random + signature.slice(0, SIGNATURE_LENGTH);
}

// Those of before they were signed have nothing behind them, and are looked up until they end.
function makerOf(secret: string, key: string): Maker {
  if (secret.length === RANDOM_LENGTH) return 'unknown';
  return secret === signed(secret.slice(0, RANDOM_LENGTH), key) ? 'us' : 'a stranger';
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
  idleHours: number,
): Promise<{ id: string; memberId: string } | null> {
  const { rows } = await database.query<FoundRow>(
    `select id, member as "memberId", last_used_at < now() - interval '1 minute' as "isStale"
     from sessions where secret_hash = $1 and expires_at > now()
       and ($2 = 0 or last_used_at > now() - $2 * interval '1 hour')`,
    [hash, idleHours],
  );
  const [session] = rows;
  if (session === undefined) return null;
  if (session.isStale) {
    await database.query(
      `with used as (update sessions set last_used_at = now() where id = $1 returning member)
       update members set last_seen_at = now() where id in (select member from used)`,
      [session.id],
    );
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
