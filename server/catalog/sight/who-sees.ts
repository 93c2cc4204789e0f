// Who sees what: things with how many see each, the members of one with why, and all of it line by line.
import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import type { Role } from '../../../domain/contract/member.ts';
import { roleSchema } from '../../../domain/contract/member.ts';
import type {
  SeenThing,
  Seers,
  ToldSight,
  WhoSeesFilter,
  WhoSeesList,
} from '../../../domain/contract/operation/who-sees.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Views } from '../../identity/access.ts';
import type { Member } from '../../identity/member.ts';
import { nameAudiences } from '../../identity/policies.ts';
import { personOf } from '../queries/known-query.ts';
import { allThings, type Thing, type ThingOptions, type ThingSight } from './things.ts';

export interface WhoSeesOptions extends ThingOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  /** Admins by setting, in lower case. */
  adminEmails: readonly string[];
}

const THINGS_A_PAGE = 50;
const MEMBERS_A_PAGE = 100;
/** So many members are looked at before others have their turn. */
const AT_ONCE = 2_000;

/** A page of the things that fit the filter, with how many members see each. Throws Problem not_found. */
export async function listThings(
  options: WhoSeesOptions,
  filter: WhoSeesFilter,
  next: string | undefined,
): Promise<WhoSeesList> {
  const members = await activeMembers(options);
  const asker = await askerOf(options, filter, members);
  const things = await thingsFitting(options, filter, asker);
  const { page, next: following } = pageOf(things, next, THINGS_A_PAGE);
  const names = await groupNames(options.database);
  const audiences = await nameAudiences(
    options.database,
    page.map(({ openTo }) => openTo),
  );
  const told: SeenThing[] = [];
  for (const [at, thing] of page.entries()) {
    const { kind, name, title, source, owner, limits } = thing;
    told.push({
      ...{ kind, name, title, source, limits, openTo: audiences[at] ?? null },
      owner: owner && personOf(owner),
      seenBy: await countSeers(options.access, thing, members),
      sight: asker && toldSight(thing.sightOf(asker.views, asker.member), thing, names),
    });
  }
  return { things: told, total: things.length, members: members.length, next: following };
}

/** A page of the members whose name or address holds `search`, those who see the thing first. Throws Problem not_found. */
export async function listSeers(
  options: WhoSeesOptions,
  { kind, name }: { kind: string; name: string },
  { search, next }: { search: string; next?: string | undefined },
): Promise<Seers> {
  const thing = (await allThings(options)).find((each) => each.kind === kind && each.name === name);
  if (thing === undefined) throw new Problem('not_found', 'There is no such thing any more.');
  const wanted = search.trim().toLowerCase();
  const members = (await activeMembers(options)).filter((member) =>
    `${member.name} ${member.email}`.toLowerCase().includes(wanted),
  );
  const names = await groupNames(options.database);
  const seers = members.map((member) => ({
    ...member,
    sight: toldSight(thing.sightOf(options.access, member), thing, names),
  }));
  const sorted = [
    ...seers.filter(({ sight }) => sight.sees),
    ...seers.filter(({ sight }) => !sight.sees),
  ];
  const { page, next: following } = pageOf(sorted, next, MEMBERS_A_PAGE);
  return { members: page, total: sorted.length, next: following };
}

export interface SightLine {
  thing: Thing;
  member: Member | null;
  sight: ToldSight;
}

/** Who sees each of the things, line by line; with a member or a group in the filter what those do. */
export async function* sightLines(
  options: WhoSeesOptions,
  filter: WhoSeesFilter,
): AsyncGenerator<SightLine> {
  const members = await activeMembers(options);
  const asker = await askerOf(options, filter, members);
  const names = await groupNames(options.database);
  for (const thing of await thingsFitting(options, filter, asker)) {
    const askers =
      asker === null ? members.map((member) => ({ member, views: options.access })) : [asker];
    for (const { member, views } of askers) {
      const sight = toldSight(thing.sightOf(views, member), thing, names);
      if (sight.sees || filter.unseen === 'true')
        yield { thing, member: member === ANYBODY ? null : member, sight };
    }
    // Of a thing that nobody sees no line is waited for.
    await setImmediate();
  }
}

interface Asker {
  member: Member;
  views: Views;
}

/** Stands for somebody in a group of whom nothing else is known. */
const ANYBODY: Member = { id: '', email: '', name: '', role: 'viewer' };

async function askerOf(
  { access, database }: WhoSeesOptions,
  { member: id, group }: WhoSeesFilter,
  members: readonly Member[],
): Promise<Asker | null> {
  if (id !== undefined) {
    const member = members.find((each) => each.id === id);
    if (member === undefined) throw new Problem('not_found', 'There is no such active member.');
    return { member, views: access };
  }
  if (group === undefined) return null;
  if (!(await groupNames(database)).has(group))
    throw new Problem('not_found', 'There is no such group.');
  return { member: ANYBODY, views: access.ofGroup(group) };
}

async function thingsFitting(
  options: WhoSeesOptions,
  { search, kind, unseen }: WhoSeesFilter,
  asker: Asker | null,
): Promise<Thing[]> {
  const wanted = search.trim().toLowerCase();
  return (await allThings(options)).filter(
    (thing) =>
      (kind === undefined || thing.kind === kind) &&
      `${thing.title} ${thing.name}`.toLowerCase().includes(wanted) &&
      (asker === null || unseen === 'true' || thing.sightOf(asker.views, asker.member).sees),
  );
}

function pageOf<T>(all: T[], next: string | undefined, size: number) {
  const from = Number(next ?? 0);
  if (!Number.isInteger(from) || from < 0)
    throw new Problem('invalid_request', 'The page asked for (next) is not one that was offered.');
  const page = all.slice(from, from + size);
  return { page, next: from + size < all.length ? String(from + size) : null };
}

async function countSeers(views: Views, thing: Thing, members: readonly Member[]): Promise<number> {
  let count = 0;
  for (let from = 0; from < members.length; from += AT_ONCE) {
    const some = members.slice(from, from + AT_ONCE);
    count += some.filter((member) => thing.sightOf(views, member).sees).length;
    await setImmediate();
  }
  return count;
}

async function activeMembers({ database, adminEmails }: WhoSeesOptions): Promise<Member[]> {
  const { rows } = await database.query<Omit<Member, 'role'> & { role: string }>(
    `select id, email, name, role from members where deactivated_at is null order by lower(name), id`,
  );
  return rows.map((row) => {
    const role: Role = adminEmails.includes(row.email) ? 'admin' : roleSchema.parse(row.role);
    return { ...row, role };
  });
}

async function groupNames(database: pg.Pool): Promise<Map<string, string>> {
  const { rows } = await database.query<{ id: string; name: string }>(
    'select id, name from groups',
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function toldSight(
  sight: ThingSight,
  { source }: Thing,
  groups: ReadonlyMap<string, string>,
): ToldSight {
  const { sees, why } = sight;
  if (why === 'group') return { sees, why, what: groups.get(sight.group) ?? null };
  if (why === 'query') return { sees, why, what: sight.query };
  return { sees, why, what: why === 'source' ? source : null };
}
