// The groups: named sets of members, Sheetfeed's own.
import type pg from 'pg';
import type { Group, GroupContent } from '../../domain/contract/access.ts';
import { Problem } from '../../domain/problem.ts';
import { inTransaction } from '../database/transaction.ts';
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
export async function makeGroup(database: pg.Pool, content: GroupContent): Promise<string> {
  return changingGroups(database, content, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'insert into groups (name, description) values ($1, $2) returning id',
      [content.name, content.description],
    );
    if (rows[0] === undefined) throw new Error('an insert returned no row');
    await putMembers(client, rows[0].id, content.members);
    return rows[0].id;
  });
}

/** Puts this in the group's place. Throws like `makeGroup`, and Problem not_found when there is no such group. */
export async function changeGroup(
  database: pg.Pool,
  id: string,
  content: GroupContent,
): Promise<void> {
  await changingGroups(database, content, async (client) => {
    const { rowCount } = await client.query(
      'update groups set name = $2, description = $3 where id::text = $1',
      [id, content.name, content.description],
    );
    if (rowCount === 0) throw noGroup();
    await client.query('delete from group_members where "group"::text = $1', [id]);
    await putMembers(client, id, content.members);
  });
}

/** What only the group saw, its owners and admins see from then on. The answer is its name. */
export async function deleteGroup(database: pg.Pool, id: string): Promise<string> {
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'delete from groups where id::text = $1 returning name',
      [id],
    );
    if (rows[0] === undefined) throw noGroup();
    await noteAccessChange(client);
    return rows[0].name;
  });
}

async function changingGroups<T>(
  database: pg.Pool,
  { name }: GroupContent,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(database, async (client) => {
      const result = await work(client);
      await noteAccessChange(client);
      return result;
    });
  } catch (error) {
    throw problemOf(error, name);
  }
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html: unique_violation, foreign_key_violation
function problemOf(error: unknown, name: string): unknown {
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

function noGroup(): Problem {
  return new Problem('not_found', 'There is no such group. It may have been deleted already.');
}
