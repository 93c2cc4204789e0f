// People and groups whom a directory names (SCIM): known by their address, before they come and after they have gone.
import type pg from 'pg';
import { Problem } from '../../../domain/problem.ts';
import { noteAccessChange } from '../access.ts';
import { activate, deactivate } from '../directory.ts';

export interface Person {
  id: string;
  /** As the directory calls them. */
  userName: string;
  /** In lower case. */
  email: string;
  name: string;
  externalId: string | null;
  active: boolean;
  madeAt: Date;
  changedAt: Date;
}

export type PersonContent = Pick<Person, 'userName' | 'email' | 'name' | 'externalId' | 'active'>;

/** What a list may be narrowed to. */
export interface Sought {
  /** A column and what it must be; null: all. */
  only: { attribute: 'userName' | 'externalId' | 'id' | 'displayName'; value: string } | null;
  from: number;
  count: number;
}

const PERSON = `id, user_name as "userName", email, name, external_id as "externalId", active,
  made_at as "madeAt", changed_at as "changedAt"`;

export async function findPeople(
  database: pg.Pool,
  { only, from, count }: Sought,
): Promise<{ people: Person[]; total: number }> {
  const { rows } = await database.query<Person & { total: number }>(
    `select ${PERSON}, count(*) over ()::int as total from provisioned_people
     where $1::text is null or ($1 = 'userName' and lower(user_name) = lower($2))
       or ($1 = 'externalId' and external_id = $2) or ($1 = 'id' and id::text = $2)
     order by made_at, id offset $3 limit $4`,
    [only?.attribute ?? null, only?.value ?? null, from, count],
  );
  return { people: rows, total: rows[0]?.total ?? 0 };
}

/** Enters a person. Throws the database's unique_violation for one who is there. */
export async function addPerson(client: pg.PoolClient, person: PersonContent): Promise<Person> {
  const { rows } = await client.query<Person>(
    `insert into provisioned_people (user_name, email, name, external_id, active)
     values ($1, $2, $3, $4, $5) returning ${PERSON}`,
    [person.userName, person.email, person.name, person.externalId, person.active],
  );
  const [added] = rows;
  if (added === undefined) throw new Error('an insert returned no row');
  await holdForMembers(client, added);
  return added;
}

/** Puts this in the person's place; null when there is none. */
export async function changePerson(
  client: pg.PoolClient,
  id: string,
  change: (before: Person) => PersonContent,
): Promise<Person | null> {
  const found = await client.query<Person>(
    `select ${PERSON} from provisioned_people where id::text = $1 for update`,
    [id],
  );
  if (found.rows[0] === undefined) return null;
  const person = change(found.rows[0]);
  const { rows } = await client.query<Person>(
    `update provisioned_people set user_name = $2, email = $3, name = $4, external_id = $5,
       active = $6, changed_at = now() where id::text = $1 returning ${PERSON}`,
    [id, person.userName, person.email, person.name, person.externalId, person.active],
  );
  if (rows[0] !== undefined) await holdForMembers(client, rows[0]);
  return rows[0] ?? null;
}

/** Takes the person away, and the rights of whoever signed in as them. False when there is none. */
export async function removePerson(client: pg.PoolClient, id: string): Promise<boolean> {
  const gone = await changePerson(client, id, (before) => ({ ...before, active: false }));
  if (gone === null) return false;
  await client.query('delete from provisioned_people where id = $1', [gone.id]);
  return true;
}

// By whichever issuer they came: whom the directory takes away is gone by all of them.
async function holdForMembers(client: pg.PoolClient, { email, active }: Person): Promise<void> {
  const { rows } = await client.query<{ id: string; isActive: boolean }>(
    'select id, deactivated_at is null as "isActive" from members where lower(email) = $1 for update',
    [email],
  );
  for (const { id, isActive } of rows.filter((member) => member.isActive !== active)) {
    await (isActive ? deactivate : activate)(client, id);
  }
  await holdGroups(client, email);
}

/** Puts whoever has the address into the person's groups, and out of others of the directory's. */
export async function holdGroups(client: pg.PoolClient, email: string): Promise<void> {
  const theirs = `
    select p."group", m.id as member from provisioned_group_members p
      join provisioned_people person on person.id = p.person
      join members m on lower(m.email) = person.email
    where person.email = $1`;
  const left = await client.query(
    `delete from group_members gm using groups g, members m
     where g.id = gm."group" and g.provisioned and m.id = gm.member and lower(m.email) = $1
       and (gm."group", gm.member) not in (${theirs})`,
    [email],
  );
  const joined = await client.query(
    `insert into group_members ("group", member) ${theirs} on conflict do nothing`,
    [email],
  );
  if ((left.rowCount ?? 0) + (joined.rowCount ?? 0) > 0) await noteAccessChange(client);
}

/**
 * Puts somebody who comes for the first time into the groups that the directory has for the address. Throws Problem
 * forbidden for whom the directory has taken away.
 */
export async function meetDirectory(client: pg.PoolClient, email: string): Promise<void> {
  const { rows } = await client.query<{ active: boolean }>(
    'select active from provisioned_people where email = $1',
    [email],
  );
  const [expected] = rows;
  if (expected === undefined) return;
  if (expected.active) return holdGroups(client, email);
  const detail = `The account ${email} was deactivated in your organisation's directory. Ask whoever keeps it.`;
  throw new Problem('forbidden', detail);
}
