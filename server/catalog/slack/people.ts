// The table of people in Slack: which member each agreed to be.
import type pg from 'pg';

/** A person as Slack names one. */
export interface SlackPerson {
  team: string;
  person: string;
}

/** The id of the member; null for one who has not agreed. */
export async function memberIdOf(
  database: pg.Pool,
  { team, person }: SlackPerson,
): Promise<string | null> {
  const { rows } = await database.query<{ member: string }>(
    'select member from slack_people where team = $1 and person = $2',
    [team, person],
  );
  return rows[0]?.member ?? null;
}

export async function keepPerson(
  client: pg.PoolClient,
  { team, person }: SlackPerson,
  member: string,
): Promise<void> {
  await client.query(
    `insert into slack_people (team, person, member) values ($1, $2, $3)
     on conflict (team, person) do update set member = excluded.member, agreed_at = clock_timestamp()`,
    [team, person, member],
  );
}
