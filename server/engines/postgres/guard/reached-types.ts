// Finds the types whose values a query may read besides those that its tree names: they run domains' checks.
import { FIRST_OWN_OID } from './known-function.ts';
import type { Reading } from '../statement/parser.ts';
import type { Session } from '../session/session.ts';
import { quoted, textArray, writtenName } from './written-names.ts';

// Array types are named by their elements in a tree of the grammar, which is what is asked for here.
const NAMED = `
  select pg_catalog.to_regtype(name)::oid from unnest($1::text[]) as named(name)
  where pg_catalog.to_regtype(name)::oid >= ${FIRST_OWN_OID}`;
// What a string beside a column or a whole row, or as an argument of a function or an operator, may be read as.
// A domain itself is not read but applied, which shows in the tree later; an array of it is read, and what it is
// made of.
const BESIDE = `
  with recursive beside(oid) as (
    select a.atttypid from pg_catalog.pg_attribute a
    where a.attrelid in (select pg_catalog.to_regclass(name) from unnest($1::text[]) as named(name))
      and a.attnum > 0 and not a.attisdropped
    union
    select c.reltype from pg_catalog.pg_class c
    where c.oid in (select pg_catalog.to_regclass(name) from unnest($1::text[]) as named(name))
    union
    select unnest(p.proargtypes || coalesce(p.proallargtypes, '{}') || p.prorettype)
    from pg_catalog.pg_proc p
    where p.proname = any($2::name[]) and p.oid >= ${FIRST_OWN_OID}
    union
    select unnest(array[o.oprleft, o.oprright, o.oprresult]) from pg_catalog.pg_operator o
    where o.oprname = any($3::name[]) and o.oid >= ${FIRST_OWN_OID}
    union
    select t.typbasetype from beside join pg_catalog.pg_type t on t.oid = beside.oid where t.typtype = 'd'
  )
  select oid from beside where oid >= ${FIRST_OWN_OID}`;
const READ = `select pg_catalog.to_regtype(name)::oid from unnest($1::text[]) as named(name)`;
const ALL_DOMAINS = `select oid from pg_catalog.pg_type where typtype = 'd' and oid >= $1::oid`;

/** The given types and what they are made of: a query begins with it, and reads `reached`. */
export const WITHIN = `
  with recursive reached(oid) as (
    select unnest($1::oid[])
    union
    select part.oid
    from reached
      join pg_catalog.pg_type t on t.oid = reached.oid
      cross join lateral (
        select t.typelem
        union select t.typbasetype
        union select a.atttypid from pg_catalog.pg_attribute a
          where a.attrelid = t.typrelid and t.typrelid <> 0 and a.attnum > 0 and not a.attisdropped
        union select r.rngsubtype from pg_catalog.pg_range r where r.rngtypid = t.oid
        union select r.rngtypid from pg_catalog.pg_range r where r.rngmultitypid = t.oid
      ) part(oid)
    where part.oid >= ${FIRST_OWN_OID}
  )`;

/** The database's own types that the text names. */
export async function namedTypes(session: Session, { types }: Reading): Promise<number[]> {
  const own = types.filter(([schema]) => schema !== 'pg_catalog');
  if (own.length === 0) return [];
  const written = own.map((parts) => parts.map(quoted).join('.'));
  const found = await session.lookUp(NAMED, [textArray(written)]);
  return found.flat().map(Number);
}

/**
 * The types that functions are told by name at run time; every domain there is where a name is not known
 * (`names` is null) or names no type.
 */
export async function typesRead(session: Session, names: string[] | null): Promise<number[]> {
  if (names !== null) {
    const found = (await session.lookUp(READ, [textArray(names)])).flat();
    if (!found.includes(null)) return found.map(Number).filter((oid) => oid >= FIRST_OWN_OID);
  }
  return (await session.lookUp(ALL_DOMAINS, [String(FIRST_OWN_OID)])).flat().map(Number);
}

/** The types that the strings of the text may be read as, by what stands beside them. */
export async function typesBeside(session: Session, reading: Reading): Promise<number[]> {
  const { hasCompoundLiteral, relations, functions, operators } = reading;
  if (!hasCompoundLiteral) return [];
  const names = [relations.map(writtenName), functions, operators].map((each) => [
    ...new Set(each),
  ]);
  const found = await session.lookUp(BESIDE, names.map(textArray));
  return found.flat().map(Number);
}
