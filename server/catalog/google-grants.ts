// The tables of the leave that members gave for spreadsheets that they pick, and of who is on the way to Google for it.
import { hash } from 'node:crypto';
import type pg from 'pg';

/** How long a person may take at Google. */
const START_MINUTES = 15;

const hashOf = (state: string) => hash('sha256', state, 'buffer');

export interface GrantStart {
  state: string;
  member: string;
  verifier: string;
  returnTo: string;
}

export async function keepGrantStart(
  database: pg.Pool,
  { state, member, verifier, returnTo }: GrantStart,
): Promise<void> {
  await database.query('delete from google_grant_starts where expires_at < now()');
  await database.query(
    `insert into google_grant_starts (state_hash, member, code_verifier, return_to, expires_at)
     values ($1, $2, $3, $4, now() + $5 * interval '1 minute')`,
    [hashOf(state), member, verifier, returnTo, START_MINUTES],
  );
}

/** Taken out whatever comes of it, so that nothing is tried twice; null where it is not the member's, or too late. */
export async function takeGrantStart(
  database: pg.Pool,
  { state, member }: Pick<GrantStart, 'state' | 'member'>,
): Promise<Pick<GrantStart, 'verifier' | 'returnTo'> | null> {
  const { rows } = await database.query<Pick<GrantStart, 'verifier' | 'returnTo'>>(
    `delete from google_grant_starts where state_hash = $1 and member = $2 and expires_at > now()
     returning code_verifier as verifier, return_to as "returnTo"`,
    [hashOf(state), member],
  );
  return rows[0] ?? null;
}

export interface KnownGrant {
  sealed: string;
  email: string;
  madeAt: Date;
}

/** Null: the member gave none. */
export async function findGrant(
  database: pg.Pool | pg.PoolClient,
  member: string,
): Promise<KnownGrant | null> {
  const { rows } = await database.query<KnownGrant>(
    'select sealed, email, made_at as "madeAt" from google_grants where member = $1',
    [member],
  );
  return rows[0] ?? null;
}

/** Instead of the one before; false where the member was deactivated while they were at Google. */
export async function putGrant(
  client: pg.PoolClient,
  member: string,
  { sealed, email }: Pick<KnownGrant, 'sealed' | 'email'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    // Whoever is at a computer without sign-in is no row of the table.
    `with known as (select deactivated_at from members where id = $1 for share)
     insert into google_grants (member, sealed, email)
     select $1, $2, $3 where not exists (select from known where deactivated_at is not null)
     on conflict (member) do update set sealed = excluded.sealed, email = excluded.email, made_at = now()`,
    [member, sealed, email],
  );
  return rowCount === 1;
}

/** What there was; null: nothing. */
export async function deleteGrant(
  client: pg.PoolClient,
  member: string,
): Promise<KnownGrant | null> {
  const { rows } = await client.query<KnownGrant>(
    'delete from google_grants where member = $1 returning sealed, email, made_at as "madeAt"',
    [member],
  );
  return rows[0] ?? null;
}
