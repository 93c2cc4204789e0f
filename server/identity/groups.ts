// The groups: named sets of members, Sheetfeed's own.
import type pg from 'pg';
import type { Group, GroupContent } from '../../domain/contract/access.ts';
import { Problem } from '../../domain/problem.ts';
import { noteAccessChange } from './access.ts';

/** All groups with their members, by name. */
export async function listGroups(database: pg.Pool): Promise<Group[]> {
  const { rows } = await database.query<Group>(
    `select g.id, g.name, g.description, coalesce(
       json_agg(json_build_object('id', m.id, 'name', m.name, 'email', m.email,
           'active', m.deactivated_at is null) order by lower(m.name), m.id)
         filter (where m.id is not null), '[]') as members
     from groups g
       left join group_members on "group" = g.id
       left join members m on m.id = member
     group by g.id order by lower(g.name)`,
  );
  return rows;
}

/** Enters a group; the answer is its id. Throws Problem conflict for a name that is taken, not_found for a member. */
export async function makeGroup(client: pg.PoolClient, content: GroupContent): Promise<string> {
  return changingGroups(client, content, async () => {
    const { rows } = await client.query<{ id: string }>(
      'insert into groups (name, description) values ($1, $2) returning id',
      [content.name, content.description],
    );
    if (rows[0] === undefined) throw new Error('an insert returned no row');
    await putMembers(client, rows[0].id, content.members);
    return rows[0].id;
  });
}

/**
 * Puts this in the group's place; the answer is what was there. Throws like `makeGroup`, and Problem not_found when
 * there is no such group.
 */
export async function changeGroup(
  client: pg.PoolClient,
  id: string,
  content: GroupContent,
): Promise<GroupContent> {
  return changingGroups(client, content, async () => {
    const { isKept, ...before } = await lockGroup(client, id);
    if (isKept) throw keptElsewhere(before.name);
    await client.query('update groups set name = $2, description = $3 where id::text = $1', [
      id,
      content.name,
      content.description,
    ]);
    await client.query('delete from group_members where "group"::text = $1', [id]);
    await putMembers(client, id, content.members);
    return before;
  });
}

/**
 * What only the group saw, its owners and admins see from then on. The answer is what it was. Throws Problem
 * not_found.
 */
export async function deleteGroup(client: pg.PoolClient, id: string): Promise<GroupContent> {
  const { isKept: _isKept, ...before } = await lockGroup(client, id);
  await client.query('delete from groups where id::text = $1', [id]);
  await noteAccessChange(client);
  return before;
}

/** The group as it is, and nobody else may change it until the transaction ends. */
async function lockGroup(
  client: pg.PoolClient,
  id: string,
): Promise<GroupContent & { isKept: boolean }> {
  const { rows } = await client.query<Omit<GroupContent, 'members'> & { isKept: boolean }>(
    `select name, description, from_issuer or provisioned as "isKept" from groups
     where id::text = $1 for update`,
    [id],
  );
  if (rows[0] === undefined) throw noGroup();
  const members = await client.query<{ member: string }>(
    'select member from group_members where "group"::text = $1 order by member',
    [id],
  );
  return { ...rows[0], members: members.rows.map(({ member }) => member) };
}

async function changingGroups<T>(
  client: pg.PoolClient,
  { name }: GroupContent,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const result = await work();
    await noteAccessChange(client);
    return result;
  } catch (error) {
    throw groupProblem(error, name);
  }
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html: unique_violation, foreign_key_violation
function groupProblem(error: unknown, name: string): unknown {
  const { code } = error as { code?: unknown };
  if (code === '23505') {
    return new Problem('conflict', `There is a group named ${name} already. Choose another name.`);
  }
  if (code === '23503')
    return new Problem('not_found', 'One of the members is not there any more.');
  return error;
}

async function putMembers(
  client: pg.PoolClient,
  group: string,
  members: readonly string[],
): Promise<void> {
  await client.query(
    `insert into group_members ("group", member) select distinct $1::uuid, unnest($2::text[])`,
    [group, members],
  );
}

// Whatever was changed here would be undone by whoever keeps it, at some later moment.
function keptElsewhere(name: string): Problem {
  const detail = `Who is in ${name} is said by your organisation's sign-in or directory. Change it there.`;
  return new Problem('conflict', detail);
}

function noGroup(): Problem {
  return new Problem('not_found', 'There is no such group. It may have been deleted already.');
}
