// Erases a member: whatever says who they were becomes "Former member 7", everywhere; what they did stays, without them.
import type pg from 'pg';
import { googleGrantRows } from '../../domain/contract/routes/google-grants.ts';
import { Problem } from '../../domain/problem.ts';
import { requireMember } from '../identity/directory.ts';
import { closeAsksAbout } from './asks.ts';
import { lockVersions } from './queries/versions.ts';
import { deleteUnpublished } from './variations/variations.ts';

/** Texts and values of queries and their results: what people wrote or a database gave, and not who did it. */
const CONTENTS: ReadonlySet<string> = new Set([
  'queries.content',
  'queries.problem',
  'queries.described_columns',
  'query_versions.sql',
  'runs.sql',
  'runs.values',
  'runs.number',
  'frozen_runs.sql',
  'frozen_runs.values',
  'frozen_runs.columns',
  'sheet_pages.bad_cells',
]);

/** Of how many rows at once the texts are gone through. */
const ROWS_AT_ONCE = 500;

interface Column {
  type: 'jsonb' | 'text';
  /** The table and the column as SQL writes them. */
  from: string;
  at: string;
}

/** A deactivated member; their sign-ins are gone with that. */
interface Person {
  id: string;
  name: string;
  email: string;
}

/**
 * Erases the member, whom nobody lets in again by the same identity, and gives what they are called from now on. Every table is
 * gone through. Throws Problem not_found, conflict (while they are active).
 */
export async function eraseMember(client: pg.PoolClient, id: string): Promise<string> {
  // Whoever writes queries takes turns, so that servers see the changes in the order of their commits.
  await lockVersions(client);
  const member = await requireMember(client, id);
  if (member.active) {
    throw new Problem('conflict', 'Deactivate the member first, and hand over what hangs on them.');
  }
  const former = await enterErased(client, id);
  await client.query(
    `update queries set change = nextval('queries_changes')
     where owner ->> 'id' = $1 or saved_by ->> 'id' = $1`,
    [id],
  );
  // The texts of queries as they were name their owner in lines of their own.
  await client.query(
    String.raw`update query_versions set header = regexp_replace(header, E'\nowner:\n(  [^\n]*\n)+', E'\n')
     where strpos(header, E'\n  email: ' || $1 || E'\n') > 0`,
    [member.email],
  );
  for (const slug of await deleteUnpublished(client, id))
    await closeAsksAbout(client, slug, { state: 'declined', by: former });
  const elsewhere = await addressesElsewhere(client, id);
  await client.query('delete from range_registrations where member = $1', [id]);
  await client.query('delete from provisioned_people where email = $1', [member.email]);
  await client.query('delete from invitations where email = $1', [member.email]);
  await client.query('delete from members where id = $1', [id]);
  await renameWhoDid(client, id, former);
  const known = [member.email, ...elsewhere].map((email) => ({ ...member, email }));
  for (const column of await columnsThatTell(client))
    for (const person of known) await renameWithin(client, column, { member: person, former });
  return former.name;
}

async function enterErased(client: pg.PoolClient, id: string): Promise<Person> {
  const { rows } = await client.query<{ number: number }>(
    `insert into erased_members (id_hash) values (sha256(convert_to($1, 'UTF8'))) returning number`,
    [id],
  );
  const number = rows[0]?.number ?? 0;
  return { id: `erased-${number}`, name: `Former member ${number}`, email: '' };
}

const AT_GOOGLE = [
  googleGrantRows['POST googleGrant'].change,
  googleGrantRows['DELETE googleGrant'].change,
];

/** Other addresses of theirs: as whom Google knows them, from the audit. None that is somebody else's here. */
async function addressesElsewhere(client: pg.PoolClient, id: string): Promise<string[]> {
  const { rows } = await client.query<{ told: string }>(
    `select distinct told from audit_events,
       lateral (values (details ->> 'email'), (details -> 'before' ->> 'email')) kept (told)
     where member = $1 and what = any($2) and told <> ''
       and not exists (select from members where lower(members.email) = lower(told))`,
    [id, AT_GOOGLE],
  );
  return rows.map(({ told }) => told);
}

/** In columns that name a member by the id alone. */
async function renameWhoDid(client: pg.PoolClient, id: string, former: Person): Promise<void> {
  await client.query(
    'update audit_events set member = $2, name = $3, email = $4 where member = $1',
    [id, former.id, former.name, former.email],
  );
  const { rows } = await client.query<{ from: string }>(
    `select quote_ident(table_name) as "from" from information_schema.columns
     where table_schema = current_schema() and column_name = 'member' and data_type = 'text'`,
  );
  for (const { from } of rows)
    await client.query(`update ${from} set member = $2 where member = $1`, [id, former.id]);
}

async function columnsThatTell(client: pg.PoolClient): Promise<Column[]> {
  const { rows } = await client.query<Column & { name: string }>(
    `select table_name || '.' || column_name as name, data_type as type,
       quote_ident(table_name) as "from", quote_ident(column_name) as at
     from information_schema.columns
     where table_schema = current_schema() and data_type in ('jsonb', 'text') and is_generated = 'NEVER'`,
  );
  return rows.filter(({ name }) => !CONTENTS.has(name));
}

interface Rules {
  member: Person;
  former: Person;
}

// By the places of rows: one that was changed stands at a later place, and names nobody any more.
async function renameWithin(
  client: pg.PoolClient,
  { from, at, type }: Column,
  rules: Rules,
): Promise<void> {
  const { id, email } = rules.member;
  let place = '(0,0)';
  for (;;) {
    const { rows } = await client.query<{ place: string; text: string }>(
      `select ctid::text as place, ${at}::text as text from ${from}
       where ctid > $1::tid and (strpos(${at}::text, $2) > 0 or strpos(lower(${at}::text), $3) > 0)
       order by ctid limit ${ROWS_AT_ONCE}`,
      [place, id, email === '' ? id : email.toLowerCase()],
    );
    for (const row of rows) {
      const text = type === 'text' ? withoutAddress(row.text, rules) : jsonWithout(row.text, rules);
      place = row.place;
      if (text === row.text) continue;
      await client.query(`update ${from} set ${at} = $2::${type} where ctid = $1::tid`, [
        place,
        text,
      ]);
    }
    if (rows.length < ROWS_AT_ONCE) return;
  }
}

function jsonWithout(text: string, rules: Rules): string {
  return JSON.stringify(without(JSON.parse(text), rules));
}

/** A value of JSON that names the former member instead: whole persons, ids, and addresses within texts. */
function without(value: unknown, rules: Rules): unknown {
  if (typeof value === 'string') {
    return value === rules.member.id ? rules.former.id : withoutAddress(value, rules);
  }
  if (Array.isArray(value)) return value.map((each) => without(each, rules));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, without(each, rules)] as const);
  const renamed = Object.fromEntries(entries);
  return isPerson(value, rules.member) && 'name' in value
    ? { ...renamed, name: rules.former.name, ...('email' in value ? { email: '' } : {}) }
    : renamed;
}

const isPerson = (value: object, { id, email }: Person) =>
  ('id' in value && value.id === id) || ('email' in value && email !== '' && value.email === email);

// Not within a longer address, which is somebody else's.
function withoutAddress(text: string, { member: { email }, former }: Rules): string {
  if (email === '') return text;
  const literal = email.replace(/\W/g, String.raw`\$&`);
  const address = new RegExp(String.raw`(?<![\w.+-])${literal}(?![\w-]|\.\w)`, 'gi');
  return text.replace(address, former.name);
}
