// Everybody who has ever signed in, as admins see and change them, and as authors choose among them.
import type pg from 'pg';
import type { KnownMember, People } from '../../domain/contract/access.ts';
import { roleSchema, type MemberList, type Role } from '../../domain/contract/member.ts';
import { Problem } from '../../domain/problem.ts';

const mostListed = 200;
const mostOffered = 20;

interface ListedRow {
  id: string;
  email: string;
  name: string;
  role: string;
  active: boolean;
  firstSeenAt: Date;
  lastSeenAt: Date;
  groups: string[];
  total: number;
}

/** The members whose name or address holds `search`, the active ones first; `adminEmails` are admins by setting. */
export async function listMembers(
  database: pg.Pool,
  search: string,
  adminEmails: readonly string[],
): Promise<MemberList> {
  const { rows } = await database.query<ListedRow>(
    `select id, email, name, role, deactivated_at is null as active,
       first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt",
       array(select g.name from group_members join groups g on g.id = "group"
         where member = members.id order by lower(g.name)) as groups,
       count(*) over ()::integer as total
     from members
     where strpos(lower(name || ' ' || email), lower($1)) > 0
     order by deactivated_at is not null, lower(name), id limit $2`,
    [search.trim(), mostListed],
  );
  return {
    total: rows[0]?.total ?? 0,
    members: rows.map(({ total: _total, firstSeenAt, lastSeenAt, ...row }) => ({
      ...row,
      role: roleSchema.parse(row.role),
      bySetting: adminEmails.includes(row.email),
      firstSeenAt: firstSeenAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
    })),
  };
}

/** The active members and the groups that fit, to choose from. */
export async function findPeople(database: pg.Pool, search: string): Promise<People> {
  const words = search.trim();
  const members = await database.query<KnownMember>(
    `select id, name, email from members
     where deactivated_at is null and strpos(lower(name || ' ' || email), lower($1)) > 0
     order by lower(name), id limit $2`,
    [words, mostOffered],
  );
  const groups = await database.query<{ id: string; name: string }>(
    `select id, name from groups where strpos(lower(name), lower($1)) > 0
     order by lower(name) limit $2`,
    [words, mostOffered],
  );
  return { members: members.rows, groups: groups.rows };
}

/** A member, active or not. Throws Problem not_found. */
export async function requireMember(
  database: pg.Pool | pg.PoolClient,
  id: string,
): Promise<KnownMember & { role: Role; active: boolean }> {
  const { rows } = await database.query<KnownMember & { role: string; active: boolean }>(
    `select id, name, email, role, deactivated_at is null as active from members where id = $1`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw new Problem('not_found', 'There is no such member.');
  return { ...row, role: roleSchema.parse(row.role) };
}

/** Gives the member another role. Throws Problem conflict for the last admin. */
export async function setRole(client: pg.PoolClient, id: string, role: Role): Promise<void> {
  if (role !== 'admin') await requireAnotherAdmin(client, id);
  await client.query('update members set role = $2 where id = $1', [id, role]);
}

/**
 * Ends all sign-ins of the member: sessions and schedule tokens at once, the others within a second, for
 * `Members` knows no deactivated member. Throws Problem conflict for the last admin.
 */
export async function deactivate(client: pg.PoolClient, id: string): Promise<void> {
  await requireAnotherAdmin(client, id);
  await client.query(
    'update members set deactivated_at = coalesce(deactivated_at, now()) where id = $1',
    [id],
  );
  await client.query('delete from sessions where member = $1', [id]);
  await client.query('delete from personal_tokens where member = $1', [id]);
  // Not handed over: their secrets are in spreadsheets that the member may still open.
  await client.query('delete from bound_schedule_tokens where member = $1', [id]);
  // Google is told of it afterwards.
  await client.query(
    `with ended as (delete from google_grants where member = $1 returning sealed, member)
     insert into ended_google_grants (sealed, member) select sealed, member from ended`,
    [id],
  );
  // Those of before, for servers of the version before.
  await client.query('delete from schedule_tokens where member = $1', [id]);
}

export async function activate(client: pg.PoolClient, id: string): Promise<void> {
  await client.query('update members set deactivated_at = null where id = $1', [id]);
}

// The rows are locked, so that two admins cannot take each other's place away in the same moment.
async function requireAnotherAdmin(client: pg.PoolClient, id: string): Promise<void> {
  const { rows } = await client.query<{ id: string; name: string }>(
    `select id, name from members where role = 'admin' and deactivated_at is null
     order by id for update`,
  );
  const [only] = rows;
  if (rows.length !== 1 || only?.id !== id) return;
  const detail = `${only.name} is the only admin. Make somebody else an admin first.`;
  throw new Problem('conflict', detail);
}
