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

/** Instead of the one before, which is over if it was another person's at Google; false where the member was deactivated while they were at Google. */
export async function putGrant(
  client: pg.PoolClient,
  member: string,
  { sealed, email }: Pick<KnownGrant, 'sealed' | 'email'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    // Whoever is at a computer without sign-in is no row of the table.
    `with known as (select deactivated_at from members where id = $1 for share),
     other as (
       insert into ended_google_grants (sealed, member)
       select sealed, member from google_grants where member = $1 and email <> $3)
     insert into google_grants (member, sealed, email)
     select $1, $2, $3 where not exists (select from known where deactivated_at is not null)
     on conflict (member) do update set sealed = excluded.sealed, email = excluded.email, made_at = now()`,
    [member, sealed, email],
  );
  return rowCount === 1;
}

/** What there was, which Google is still to be told of; null: nothing. */
export async function deleteGrant(
  client: pg.PoolClient,
  member: string,
): Promise<KnownGrant | null> {
  const { rows } = await client.query<KnownGrant>(
    'delete from google_grants where member = $1 returning sealed, email, made_at as "madeAt"',
    [member],
  );
  if (rows[0]) await endGrant(client, member, rows[0]);
  return rows[0] ?? null;
}

/** Has Google told that it is over. */
export async function endGrant(
  database: pg.Pool | pg.PoolClient,
  member: string,
  { sealed }: Pick<KnownGrant, 'sealed'>,
): Promise<void> {
  await database.query(
    'insert into ended_google_grants (sealed, member) values ($1, $2) on conflict do nothing',
    [sealed, member],
  );
}

/** What Google is still to be told of: it is asked for a week. */
export async function endedGrants(
  database: pg.Pool,
): Promise<(Pick<KnownGrant, 'sealed'> & { member: string })[]> {
  await database.query(
    `delete from ended_google_grants where ended_at < now() - interval '7 days'`,
  );
  const { rows } = await database.query<{ sealed: string; member: string }>(
    'select sealed, member from ended_google_grants order by ended_at limit 1000',
  );
  return rows;
}

/** Google knows that it is over, or need not be told any more. */
export async function forgetEnded(database: pg.Pool, sealed: string): Promise<void> {
  await database.query('delete from ended_google_grants where sealed = $1', [sealed]);
}
