// The groups and the role that an issuer gives a person, by a claim of the identity token.
import type { JWTPayload } from 'jose';
import type pg from 'pg';
import type { Role } from '../../../domain/contract/member.ts';
import { isStorable } from '../../database/storable.ts';
import { noteAccessChange } from '../access.ts';

export interface GroupSettings {
  /** Null: no claim names groups. */
  claim: string | null;
  /** Whoever is in one of these is an admin, or an author. */
  admins: readonly string[];
  authors: readonly string[];
  /** The role of everybody else. */
  defaultRole: Role;
}

const MOST_GROUPS = 500;
const LONGEST_NAME = 100;

/** The names in the claim; null where none is asked for. One that is missing names none. */
export function groupsIn(claims: JWTPayload, { claim }: GroupSettings): string[] | null {
  if (claim === null) return null;
  const value = claims[claim];
  // Some issuers send the one group of a person without a list.
  const names = (Array.isArray(value) ? value : [value]).filter((name) => typeof name === 'string');
  const kept = names.map((name) => name.trim().slice(0, LONGEST_NAME));
  return [...new Set(kept)].filter((name) => name !== '' && isStorable(name)).slice(0, MOST_GROUPS);
}

/** The role by these groups; null where the settings give none by groups. */
export function roleOf(groups: string[] | null, settings: GroupSettings): Role | null {
  const { admins, authors, defaultRole } = settings;
  if (groups === null || admins.length + authors.length === 0) return null;
  const isIn = (named: readonly string[]) => named.some((name) => groups.includes(name));
  return isIn(admins) ? 'admin' : isIn(authors) ? 'author' : defaultRole;
}

/** Puts the member into these groups, which are made where they are missing, and out of others of the issuer's. */
export async function keepGroups(
  client: pg.PoolClient,
  member: string,
  names: readonly string[],
): Promise<void> {
  await client.query(
    `insert into groups (name, description, from_issuer)
     select distinct on (lower(name)) name, 'Who is in it is said by the sign-in.', true from unnest($1::text[]) as name
     order by lower(name), name on conflict ((lower(name))) do nothing`,
    [names],
  );
  // A group of the same name that was made here is left alone.
  const left = await client.query(
    `delete from group_members using groups g where g.id = "group" and g.from_issuer and member = $1
       and not (lower(g.name) = any(select lower(name) from unnest($2::text[]) as name))`,
    [member, names],
  );
  const joined = await client.query(
    `insert into group_members ("group", member)
     select id, $1 from groups where from_issuer
       and lower(name) = any(select lower(name) from unnest($2::text[]) as name)
     on conflict do nothing`,
    [member, names],
  );
  if ((left.rowCount ?? 0) + (joined.rowCount ?? 0) > 0) await noteAccessChange(client);
}
