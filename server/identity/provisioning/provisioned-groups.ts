// The groups that a directory keeps (SCIM), with the people in them.
import type pg from 'pg';
import { noteAccessChange } from '../access.ts';
import { holdGroups, type Sought } from './provisioned.ts';

export interface ProvisionedGroup {
  id: string;
  name: string;
  externalId: string | null;
  madeAt: Date;
  /** The ids of people, and what they are called. */
  people: { id: string; userName: string }[];
}

export interface GroupContent {
  name: string;
  externalId: string | null;
  /** Ids of people. */
  people: readonly string[];
}

const GROUP = `g.id, g.name, g.external_id as "externalId", g.created_at as "madeAt",
  coalesce((select json_agg(json_build_object('id', p.id, 'userName', p.user_name) order by p.user_name)
    from provisioned_group_members m join provisioned_people p on p.id = m.person
    where m."group" = g.id), '[]') as people`;

export async function findGroups(
  database: pg.Pool | pg.PoolClient,
  { only, from, count }: Sought,
): Promise<{ groups: ProvisionedGroup[]; total: number }> {
  const { rows } = await database.query<ProvisionedGroup & { total: number }>(
    `select ${GROUP}, count(*) over ()::int as total from groups g
     where g.provisioned and ($1::text is null or ($1 = 'displayName' and lower(g.name) = lower($2))
       or ($1 = 'externalId' and g.external_id = $2) or ($1 = 'id' and g.id::text = $2))
     order by g.created_at, g.id offset $3 limit $4`,
    [only?.attribute ?? null, only?.value ?? null, from, count],
  );
  return { groups: rows, total: rows[0]?.total ?? 0 };
}

/** Makes a group. Throws the database's unique_violation for a name that is taken. */
export async function addGroup(client: pg.PoolClient, content: GroupContent): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into groups (name, description, external_id, provisioned)
     values ($1, 'Who is in it is said by the directory.', $2, true) returning id`,
    [content.name, content.externalId],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('an insert returned no row');
  await putPeople(client, id, content.people);
  return id;
}

/** Puts what `change` makes of it in the group's place; false when the directory keeps none of that id. */
export async function changeGroup(
  client: pg.PoolClient,
  id: string,
  change: (before: GroupContent) => GroupContent,
): Promise<boolean> {
  const held = await client.query(
    'select from groups where id::text = $1 and provisioned for update',
    [id],
  );
  if (held.rowCount === 0) return false;
  const { groups } = await findGroups(client, {
    only: { attribute: 'id', value: id },
    from: 0,
    count: 1,
  });
  const [before] = groups;
  if (before === undefined) return false;
  const content = change({ ...before, people: before.people.map((person) => person.id) });
  await client.query('update groups set name = $2, external_id = $3 where id::text = $1', [
    ...[id, content.name, content.externalId],
  ]);
  await putPeople(client, id, content.people);
  return true;
}

/** False when the directory keeps none of that id. */
export async function removeGroup(client: pg.PoolClient, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'delete from groups where id::text = $1 and provisioned',
    [id],
  );
  if (rowCount === 1) await noteAccessChange(client);
  return rowCount === 1;
}

async function putPeople(
  client: pg.PoolClient,
  group: string,
  people: readonly string[],
): Promise<void> {
  const gone = await client.query<{ email: string }>(
    `delete from provisioned_group_members m using provisioned_people p
     where p.id = m.person and m."group"::text = $1 and not (p.id::text = any($2)) returning p.email`,
    [group, people],
  );
  const come = await client.query<{ person: string }>(
    `insert into provisioned_group_members ("group", person)
     select $1::uuid, id from provisioned_people where id::text = any($2)
     on conflict do nothing returning person`,
    [group, people],
  );
  const joined = await client.query<{ email: string }>(
    'select email from provisioned_people where id = any($1)',
    [come.rows.map(({ person }) => person)],
  );
  const emails = [...gone.rows, ...joined.rows].map(({ email }) => email).sort();
  for (const email of emails) await holdGroups(client, email);
}
