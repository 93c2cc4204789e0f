// Invites people: all of a list, or nobody where something in it is wrong.
import type pg from 'pg';
import type { NewInvitations } from '../../../domain/contract/invitation.ts';
import type { Role } from '../../../domain/contract/member.ts';
import { Problem } from '../../../domain/problem.ts';
import type { Member } from '../member.ts';
import { readPeople, type WrittenPerson, type WrongLine } from './written-people.ts';

const MOST_AT_ONCE = 1_000;
const MOST_TOLD = 100;

export interface Invited {
  id: string;
  email: string;
  name: string;
  role: Role;
  groups: { id: string; name: string }[];
}

/**
 * Enters the people of the list, and says how many are left out since they are known already. Throws Problem
 * invalid_request with what is wrong by line, and then nobody is invited.
 */
export async function invitePeople(
  client: pg.PoolClient,
  asked: NewInvitations,
  by: Pick<Member, 'id' | 'name' | 'email'>,
): Promise<{ invited: Invited[]; leftOut: number }> {
  const { people, wrong } = readPeople(asked.people);
  if (people.length > MOST_AT_ONCE) {
    const detail = `The list names ${people.length} people; at most ${MOST_AT_ONCE} are invited at once.`;
    throw new Problem('invalid_request', detail);
  }
  // Who comes meanwhile waits (takeInvitation), and is a member or gets the invitation: never neither, never both.
  await client.query('lock table invitations in exclusive mode');
  const known = await whyKnown(client, people);
  const groups = await readGroups(client, asked.groups);
  const given = people.map((person) => ({ ...person, ...groups.of(person) }));
  const fresh = given.filter(({ email }) => !known.has(email));
  const wrongLines = [...wrong, ...given.flatMap((person) => person.wrong)];
  if (!asked.leaveOutKnown) wrongLines.push(...knownLines(people, known));
  refuseWrong(wrongLines, people.length - fresh.length);
  if (people.length === 0) throw new Problem('invalid_request', 'The list names nobody.');
  const invited = fresh.map(({ email, name, role, groups: theirs }) => ({
    ...{ email, name, groups: theirs, role: role ?? asked.role },
  }));
  return { invited: await enter(client, invited, by), leftOut: people.length - fresh.length };
}

function knownLines(
  people: readonly WrittenPerson[],
  known: ReadonlyMap<string, string>,
): WrongLine[] {
  return people.flatMap(({ line, email }) => {
    const why = known.get(email);
    return why === undefined ? [] : [{ line, message: `${email} ${why}` }];
  });
}

function refuseWrong(wrong: WrongLine[], known: number): void {
  if (wrong.length === 0) return;
  const lines = wrong.sort((a, b) => a.line - b.line);
  const errors = lines.map(({ line, message }) => ({ at: `line ${line}`, message }));
  const more = lines.length > MOST_TOLD ? `, of which the first ${MOST_TOLD} are told` : '';
  const told = lines.length === 1 ? 'One thing is' : `${lines.length} things are`;
  throw new Problem(
    'invalid_request',
    `Nobody was invited: ${told} wrong in the list${more}. Mend it, then invite them again.`,
    { errors: errors.slice(0, MOST_TOLD), known },
  );
}

/** Why addresses of the list cannot be invited, in words that go on from the address. */
async function whyKnown(
  client: pg.PoolClient,
  people: readonly WrittenPerson[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ email: string; why: string }>(
    `select distinct on (email) email, why from (
       select lower(email) as email, 1 as rank, case when deactivated_at is null then 'is a member already.'
         else 'is a member who was deactivated. Let them in again in the list of members.' end as why from members
       union all select email, 2, 'was deactivated in your organisation''s directory.'
         from provisioned_people where not active
       union all select email, 3, 'is invited already.' from invitations) known
     where email = any($1) order by email, rank`,
    [people.map(({ email }) => email)],
  );
  return new Map(rows.map(({ email, why }) => [email, why]));
}

interface GroupRow {
  id: string;
  name: string;
  isKept: boolean;
}

/** What groups a person of the list gets, and what is wrong with those that it names. */
async function readGroups(client: pg.PoolClient, otherwise: readonly string[]) {
  const { rows } = await client.query<GroupRow>(
    'select id, name, from_issuer or provisioned as "isKept" from groups for key share',
  );
  const byName = new Map(rows.map((group) => [group.name.toLowerCase(), group]));
  const usual = otherwise.map((id) => rows.find((group) => group.id === id));
  for (const group of usual) {
    const why = group === undefined ? 'One of the groups is not there any more.' : keptWords(group);
    if (why !== null) throw new Problem('invalid_request', why);
  }
  return {
    of({ line, groups: names }: WrittenPerson): { groups: GroupRow[]; wrong: WrongLine[] } {
      if (names.length === 0)
        return { groups: usual.filter((group) => group !== undefined), wrong: [] };
      const named = names.map((name) => [name, byName.get(name.toLowerCase())] as const);
      const wrong = named.flatMap(([name, group]) => {
        const message =
          group === undefined ? `There is no group named ${name.slice(0, 100)}.` : keptWords(group);
        return message === null ? [] : [{ line, message }];
      });
      return { groups: [...new Set(named.flatMap(([, group]) => group ?? []))], wrong };
    },
  };
}

// Whoever keeps it would take them out of it again.
const keptWords = ({ name, isKept }: GroupRow) =>
  isKept ? `Who is in ${name} is said by your organisation’s sign-in or directory.` : null;

async function enter(
  client: pg.PoolClient,
  people: readonly Omit<Invited, 'id'>[],
  { id, name, email }: Pick<Member, 'id' | 'name' | 'email'>,
): Promise<Invited[]> {
  const { rows } = await client.query<{ id: string; email: string }>(
    `insert into invitations (email, name, role, invited_by)
     select p ->> 'email', p ->> 'name', p ->> 'role', $2 from jsonb_array_elements($1) as p returning id, email`,
    [JSON.stringify(people), JSON.stringify({ id, name, email })],
  );
  const ids = new Map(rows.map((row) => [row.email, row.id]));
  const invited = people.map((person) => ({ ...person, id: ids.get(person.email) ?? '' }));
  const groups = invited.flatMap((person) =>
    person.groups.map((group) => ({ invitation: person.id, group: group.id })),
  );
  await client.query(
    `insert into invitation_groups (invitation, "group")
     select (g ->> 'invitation')::uuid, (g ->> 'group')::uuid from jsonb_array_elements($1) as g`,
    [JSON.stringify(groups)],
  );
  return invited;
}
