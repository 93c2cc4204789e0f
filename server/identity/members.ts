// The table of members: who has signed in, and with which role.
import type pg from 'pg';
import { roleSchema, type MemberView, type Role } from '../../domain/contract/member.ts';
import { plainAddress } from '../../domain/address.ts';
import { Problem } from '../../domain/problem.ts';
import { inTransaction } from '../database/transaction.ts';
import { LOCAL_ID, type Member } from './member.ts';
import { Remembered } from './remembered.ts';
import type { Identity } from './tokens.ts';

/** With an identity token of the add-on, or on the pages. */
export type SignInWay = 'sheet' | 'page';

export interface Arrival {
  isNew: boolean;
  by: SignInWay;
  /** By a setting, or by what the sign-in says. */
  isRoleGiven: boolean;
}

export interface Members {
  /**
   * The member with this identity, entered when new. A change of role shows within a second.
   * Throws Problem forbidden for one who was deactivated.
   */
  signedIn(identity: Identity, by: SignInWay): Promise<Member>;
  /** The active member with this id; null when there is none. A change shows within a second. */
  find(id: string): Promise<Member | null>;
  /** The active member with this address; of several the one who may least. Null when there is none. */
  findByAddress(email: string): Promise<Member | null>;
  /** Has members read anew at their next requests. */
  forget(): void;
  /** Enters the member, or gives an existing one this e-mail address, name and role. */
  put(member: Member): Promise<void>;
}

/** The one who calls when nobody can sign in. */
export const localAdmin: Member = { id: LOCAL_ID, email: '', name: 'You', role: 'admin' };

/** Whose rights an alert of a catalog file has that names no owner: who writes the folder is trusted with all of it. */
export const folderMember: Member = {
  ...{ id: 'catalog-folder', email: '', name: 'The catalog folder', role: 'admin' },
};

/** A member as the pages and the sidebar show one. */
export function memberView({ id, email, name, role, credential }: Member): MemberView {
  const view = { email, name, role, local: id === localAdmin.id };
  return credential?.kind === 'session' ? { ...view, session: true } : view;
}

export interface MembersOptions {
  /** For new members. */
  defaultRole: Role;
  /** In lower case; they are admins from their next request on. */
  adminEmails: readonly string[];
  /**
   * Somebody becomes a member, or comes back by the add-on after half a day; in the transaction that enters them. Gives
   * the member as they are then.
   */
  onArrival?: (client: pg.PoolClient, member: Member, arrival: Arrival) => Promise<Member>;
}

/** The members as Sheetfeed's own database knows them. */
export function createMembers(database: pg.Pool, options: MembersOptions): Members {
  const { defaultRole, adminEmails, onArrival = async (_client, member) => member } = options;
  // By a clock that nobody puts back: else a member who was deactivated would be let in for as long.
  const found = new Remembered<Member>();
  const signedIn = new Remembered<Member>();
  const forget = () => {
    found.clear();
    signedIn.clear();
  };
  const find = (id: string) => found.get(id, () => findActive(database, id, adminEmails));
  const arrive = (identity: Identity, isAdmin: boolean, by: SignInWay) =>
    inTransaction(database, async (client) => {
      const entered = await enter(client, identity, { isAdmin, defaultRole });
      const member = memberFrom(entered);
      const arrives = entered.isNew || (entered.wasAway && by === 'sheet');
      const isRoleGiven = isAdmin || identity.role !== undefined;
      return arrives
        ? onArrival(client, member, { isNew: entered.isNew, by, isRoleGiven })
        : member;
    }).finally(() => found.clear());
  return {
    signedIn(identity, by) {
      const { id, email, name, role = '' } = identity;
      const isAdmin = adminEmails.includes(email);
      const entered = async () =>
        (await findUnchanged(database, identity, isAdmin)) ?? arrive(identity, isAdmin, by);
      return signedIn.get([id, email, name, role].join('\n'), entered);
    },
    find,
    async findByAddress(email) {
      const id = await idOfAddress(database, email);
      return id === null ? null : find(id);
    },
    forget,
    async put(member) {
      await put(database, member);
      forget();
    },
  };
}

async function put(database: pg.Pool, { id, email, name, role }: Member): Promise<void> {
  await database.query(
    `insert into members (id, email, name, role) values ($1, $2, $3, $4)
     on conflict (id) do update set email = excluded.email, name = excluded.name, role = excluded.role`,
    [id, email, name, role],
  );
}

interface MemberRow {
  id: string;
  email: string;
  name: string;
  role: string;
}

async function findActive(
  database: pg.Pool,
  id: string,
  adminEmails: readonly string[],
): Promise<Member | null> {
  const { rows } = await database.query<MemberRow>(
    'select id, email, name, role from members where id = $1 and deactivated_at is null',
    [id],
  );
  if (rows[0] === undefined) return null;
  const member = memberFrom(rows[0]);
  return adminEmails.includes(member.email) ? { ...member, role: 'admin' } : member;
}

// Of two issuers' the weaker could be anybody's, so the least role counts.
async function idOfAddress(database: pg.Pool, email: string): Promise<string | null> {
  const address = plainAddress(email);
  if (address === null) return null;
  const { rows } = await database.query<{ id: string }>(
    `select id from members where lower(email) = $1 and deactivated_at is null
     order by array_position(array['viewer', 'author', 'admin'], role), id limit 1`,
    [address],
  );
  return rows[0]?.id ?? null;
}

interface EnteredRow extends MemberRow {
  isNew: boolean;
  /** Was not seen for half a day. */
  wasAway: boolean;
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
       and ($4 or role = coalesce($5, role))
       and last_seen_at > now() - interval '1 minute' and deactivated_at is null`,
    [identity.id, identity.email, identity.name, isAdmin, identity.role ?? null],
  );
  return rows[0] === undefined ? null : memberFrom(rows[0]);
}

async function enter(
  client: pg.PoolClient,
  identity: Identity,
  { isAdmin, defaultRole }: { isAdmin: boolean; defaultRole: Role },
): Promise<EnteredRow> {
  const { rows } = await client.query<EnteredRow>(
    `with before as (select last_seen_at from members where id = $1)
     insert into members (id, email, name, role)
     select $1, $2, $3, $4
     where not exists (select from erased_members where id_hash = sha256(convert_to($1, 'UTF8')))
     on conflict (id) do update set email = excluded.email, name = excluded.name, last_seen_at = now(),
       role = case when $5 then 'admin' else coalesce($6, members.role) end
       where members.deactivated_at is null
     returning id, email, name, role, not exists (select from before) as "isNew",
       coalesce((select last_seen_at < now() - interval '12 hours' from before), false) as "wasAway"`,
    [
      ...[identity.id, identity.email, identity.name],
      ...[isAdmin ? 'admin' : (identity.role ?? defaultRole), isAdmin, identity.role ?? null],
    ],
  );
  if (rows[0] !== undefined) return rows[0];
  // Only who was deactivated or erased is not entered.
  const detail = `The account ${identity.email} was deactivated in Sheetfeed. Ask an admin of Sheetfeed.`;
  throw new Problem('forbidden', detail);
}

function memberFrom({ id, email, name, role }: MemberRow): Member {
  return { id, email, name, role: roleSchema.parse(role) };
}
