// The table of invitations: who is expected, with what they get when they come.
import type pg from 'pg';
import type { Invitation, InvitationList } from '../../../domain/contract/invitation.ts';
import { roleSchema, type Role } from '../../../domain/contract/member.ts';
import { Problem } from '../../../domain/problem.ts';
import { noteAccessChange } from '../access.ts';
import type { Member } from '../member.ts';

const mostListed = 200;

type InvitationRow = Omit<Invitation, 'role' | 'invitedAt'> & {
  role: string;
  invitedAt: Date;
  total: number;
};

/** How the outbox knows the message to the invited. */
export const invitationIdentity = (id: string) => `invitation/${id}`;

/** Those whose name or address holds `search`, the latest first. */
export async function listInvitations(
  database: pg.Pool,
  search: string,
): Promise<Omit<InvitationList, 'mailIsSetUp'>> {
  const { rows } = await database.query<InvitationRow>(
    `select id, email, name, role, invited_at as "invitedAt",
       json_build_object('name', invited_by ->> 'name', 'email', invited_by ->> 'email') as "invitedBy",
       array(select g.name from invitation_groups join groups g on g.id = "group"
         where invitation = invitations.id order by lower(g.name)) as groups,
       (select json_build_object('state', d.state, 'problem', d.problem) from deliveries d
         where d.identity = 'invitation/' || invitations.id order by d.id desc limit 1) as mail,
       count(*) over ()::integer as total
     from invitations where strpos(lower(name || ' ' || email), lower($1)) > 0
     order by invited_at desc, email limit $2`,
    [search.trim(), mostListed],
  );
  return {
    total: rows[0]?.total ?? 0,
    invitations: rows.map(({ total: _total, invitedAt, ...row }) => ({
      ...row,
      role: roleSchema.parse(row.role),
      invitedAt: invitedAt.toISOString(),
    })),
  };
}

/** What is taken back: whom it was for, and what they would have got. Throws Problem not_found. */
export async function deleteInvitation(
  client: pg.PoolClient,
  id: string,
): Promise<{ email: string; role: string; groups: string[] }> {
  const { rows } = await client.query<{ email: string; role: string; groups: string[] }>(
    `delete from invitations where id::text = $1 returning email, role,
       array(select g.name from invitation_groups join groups g on g.id = "group"
         where invitation = invitations.id order by lower(g.name)) as groups`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) {
    const detail = 'There is no such invitation. It was taken back, or whom it was for has come.';
    throw new Problem('not_found', detail);
  }
  return row;
}

export interface TakenInvitation {
  role: Role;
  /** The names of the groups that they are in by it. */
  groups: string[];
  invitedBy: string;
}

/**
 * Gives a new member what the invitation of their address says, which is over then; null where there is none. The role
 * stays where something else than the invitation decides it (`keepsRole`), and so do groups that are kept elsewhere.
 */
export async function takeInvitation(
  client: pg.PoolClient,
  { id, email }: Pick<Member, 'id' | 'email'>,
  { keepsRole }: { keepsRole: boolean },
): Promise<TakenInvitation | null> {
  const { rows } = await client.query<Omit<TakenInvitation, 'role'> & { role: string }>(
    `with taken as (delete from invitations where email = $2 returning id, role, invited_by),
     joined as (
       insert into group_members ("group", member)
       select g.id, $1 from taken join invitation_groups i on i.invitation = taken.id
         join groups g on g.id = i."group"
       where not g.from_issuer and not g.provisioned
       on conflict do nothing returning "group")
     select role, invited_by ->> 'email' as "invitedBy",
       array(select name from groups where id in (select "group" from joined) order by lower(name)) as groups
     from taken`,
    [id, email],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const role = roleSchema.parse(row.role);
  if (!keepsRole) await client.query('update members set role = $2 where id = $1', [id, role]);
  if (row.groups.length > 0) await noteAccessChange(client);
  return { ...row, role };
}
