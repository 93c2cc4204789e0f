// The table of members: who has signed in, and with which role.
import type pg from 'pg';
import { roleSchema, type MemberView, type Role } from '../../domain/contract/member.ts';
import { Problem } from '../../domain/problem.ts';
import type { Member } from './member.ts';
import type { Identity } from './tokens.ts';

export interface Members {
  /**
   * The member with this identity, entered when new. A change of role shows within a second.
   * Throws Problem forbidden for one who was deactivated.
   */
  signedIn(identity: Identity): Promise<Member>;
  /** The active member with this id; null when there is none. */
  find(id: string): Promise<Member | null>;
  /** Enters the member, or gives an existing one this e-mail address, name and role. */
  put(member: Member): Promise<void>;
}

/** The one who calls when nobody can sign in. */
export const localAdmin: Member = { id: 'local', email: '', name: 'You', role: 'admin' };

/** A member as the pages and the sidebar show one. */
export function memberView({ id, email, name, role, credential }: Member): MemberView {
  const view = { email, name, role, local: id === localAdmin.id };
  return credential?.kind === 'session' ? { ...view, session: true } : view;
}

const rememberedForMs = 1000;
const maxRemembered = 2000;

/** `adminEmails` in lower case are admins from their next request on; `defaultRole` is for new members. */
export function createMembers(
  database: pg.Pool,
  options: { defaultRole: Role; adminEmails: readonly string[]; now?: () => number },
): Members {
  const { defaultRole, adminEmails, now = Date.now } = options;
  const remembered = new Map<string, { member: Member; until: number }>();
  return {
    async signedIn(identity) {
      const hit = remembered.get(identity.id);
      if (hit !== undefined && hit.until > now() && isSame(hit.member, identity)) return hit.member;
      const isAdmin = adminEmails.includes(identity.email);
      const member =
        (await findUnchanged(database, identity, isAdmin)) ??
        (await enter(database, identity, { isAdmin, defaultRole }));
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(identity.id, { member, until: now() + rememberedForMs });
      return member;
    },
    async find(id) {
      const { rows } = await database.query<MemberRow>(
        'select id, email, name, role from members where id = $1 and deactivated_at is null',
        [id],
      );
      const member = rows[0] === undefined ? null : memberFrom(rows[0]);
      const isAdmin = member !== null && adminEmails.includes(member.email);
      return isAdmin ? { ...member, role: 'admin' } : member;
    },
    async put(member) {
      await database.query(
        `insert into members (id, email, name, role) values ($1, $2, $3, $4)
         on conflict (id) do update set email = excluded.email, name = excluded.name, role = excluded.role`,
        [member.id, member.email, member.name, member.role],
      );
      remembered.delete(member.id);
    },
  };
}

const isSame = (member: Member, identity: Identity) =>
  member.email === identity.email && member.name === identity.name;

interface MemberRow {
  id: string;
  email: string;
  name: string;
  role: string;
}

// Most requests write nothing: the last visit is kept to the minute.
async function findUnchanged(
  database: pg.Pool,
  identity: Identity,
  isAdmin: boolean,
): Promise<Member | null> {
  const { rows } = await database.query<MemberRow>(
    `select id, email, name, role from members
     where id = $1 and email = $2 and name = $3 and (role = 'admin' or not $4)
       and last_seen_at > now() - interval '1 minute' and deactivated_at is null`,
    [identity.id, identity.email, identity.name, isAdmin],
  );
  return rows[0] === undefined ? null : memberFrom(rows[0]);
}

async function enter(
  database: pg.Pool,
  identity: Identity,
  { isAdmin, defaultRole }: { isAdmin: boolean; defaultRole: Role },
): Promise<Member> {
  const { rows } = await database.query<MemberRow>(
    `insert into members (id, email, name, role) values ($1, $2, $3, $4)
     on conflict (id) do update set email = excluded.email, name = excluded.name, last_seen_at = now(),
       role = case when $5 then 'admin' else members.role end
       where members.deactivated_at is null
     returning id, email, name, role`,
    [identity.id, identity.email, identity.name, isAdmin ? 'admin' : defaultRole, isAdmin],
  );
  if (rows[0] !== undefined) return memberFrom(rows[0]);
  const detail = `The account ${identity.email} was deactivated in Sheetfeed. Ask an admin of Sheetfeed.`;
  throw new Problem('forbidden', detail);
}

const memberFrom = (row: MemberRow): Member => ({ ...row, role: roleSchema.parse(row.role) });
