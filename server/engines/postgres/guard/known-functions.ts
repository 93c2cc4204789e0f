// Reads functions out of PostgreSQL's catalog, with what the policy asks of them.
import { FIRST_OWN_OID, type KnownFunction } from './known-function.ts';
import type { Session } from '../session/session.ts';

// What its arguments and its result are. Elements count for their arrays.
const TYPES = `
  select string_agg(t.typname, ',' order by place) filter (where is_argument) as types,
    bool_or(t.typname ~ '^_?(reg|refcursor)') filter (where is_argument) as names,
    bool_or('S' in (t.typcategory, item.typcategory) or t.typname like 'any%' or t.typname = 'record')
      filter (where is_argument) as texts,
    bool_or(own.objid is not null) as own
  from (
      select type, place, true from unnest(p.proargtypes::oid[]) with ordinality argument(type, place)
      where p.oid >= ${FIRST_OWN_OID}
      union all select p.prorettype, 0, false where p.oid >= ${FIRST_OWN_OID}
    ) used(type, place, is_argument)
    join pg_catalog.pg_type t on t.oid = used.type
    left join pg_catalog.pg_type item on item.oid = t.typelem
    left join pg_catalog.pg_depend own on own.classid = 'pg_catalog.pg_type'::regclass
      and own.objid = coalesce(item.oid, t.oid) and own.deptype = 'e'
      and own.refclassid = 'pg_catalog.pg_extension'::regclass and own.refobjid = e.oid`;
// Nobody asks it of the thousands that came with PostgreSQL, for each of which all types would be looked through.
const NO_TYPES = `select null::text as types, false as names, false as texts, false as own`;

const columns = (types: string) => `
  select p.oid, n.nspname, p.proname, p.provolatile, p.prokind, e.extname,
    p.proargtypes::oid[] operator(pg_catalog.&&) array['cstring'::regtype, 'internal'::regtype]::oid[]
      as takes_internals,
    p.pronargs, l.lanname = 'internal' and p.prosrc ~ '^(multi)?range_constructor' as makes_range,
    l.lanname, p.proname || '(' || coalesce(of.types, '') || ')', coalesce(of.names, false), coalesce(of.texts, false),
    coalesce(of.own, false), p.prosecdef,
    case when l.lanname in ('sql', 'plpgsql') and p.oid >= ${FIRST_OWN_OID} then p.prosrc end,
    case when l.lanname = 'sql' and p.oid >= ${FIRST_OWN_OID} then pg_catalog.to_jsonb(p) ->> 'prosqlbody' end
  from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    join pg_catalog.pg_language l on l.oid = p.prolang
    left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid
      and d.refclassid = 'pg_catalog.pg_extension'::regclass and d.deptype = 'e'
    left join pg_catalog.pg_extension e on e.oid = d.refobjid
    cross join lateral (${types}) of`;
const BUILT_IN = `${columns(NO_TYPES)} where p.oid < $1::oid`;
const OWN = `${columns(TYPES)} where p.oid = any($1::oid[])`;
const NAMED = `
  ${columns(TYPES)}
  where p.proname = any($1::name[]) and (e.oid is null or e.extname = any($2::name[]) or e.oid in (
    select needed.refobjid from pg_catalog.pg_depend needed
    where needed.classid = 'pg_catalog.pg_extension'::regclass and needed.refclassid = needed.classid
      and needed.objid in (select oid from pg_catalog.pg_extension where extname = any($2::name[]))))`;

export type FunctionsByOid = Map<number, KnownFunction>;

/** Those that came with PostgreSQL. */
export function builtInFunctions(session: Session): Promise<FunctionsByOid> {
  return readFunctions(session, BUILT_IN, String(FIRST_OWN_OID));
}

/** Those with these OIDs; what is not there is left out. */
export function functionsOf(session: Session, oids: readonly number[]): Promise<FunctionsByOid> {
  return readFunctions(session, OWN, oidArray(oids));
}

/**
 * All with these names, which hold letters, digits and underscores, in whatever schema: PostgreSQL's, the database's
 * own, and those of these extensions and of the ones that they need.
 */
export function functionsNamed(
  session: Session,
  names: readonly string[],
  extensions: readonly string[],
): Promise<FunctionsByOid> {
  const quoted = extensions.map((name) => `"${name}"`);
  return readFunctions(session, NAMED, `{${names.join(',')}}`, `{${quoted.join(',')}}`);
}

/** OIDs as the text of a PostgreSQL array. */
export function oidArray(oids: readonly number[]): string {
  return `{${oids.join(',')}}`;
}

async function readFunctions(
  session: Session,
  sql: string,
  ...values: string[]
): Promise<FunctionsByOid> {
  const rows = await session.lookUp(sql, values);
  const functions = rows.map(
    ([
      oid,
      schema,
      name,
      volatility,
      kind,
      extension,
      takesInternals,
      count,
      makesRange,
      ...more
    ]) => ({
      oid: Number(oid),
      schema: schema ?? '',
      name: name ?? '',
      volatility: volatilityOf(volatility),
      kind: kindOfFunction(kind),
      extension: extension ?? null,
      takesInternals: takesInternals === 't',
      argumentCount: Number(count),
      makesRange: makesRange === 't',
      ...formOf(more),
    }),
  );
  return new Map(functions.map((proc) => [proc.oid, proc]));
}

function formOf([language, signature, names, texts, own, runsAsOwner, source, tree]: (
  string | null
)[]) {
  return {
    language: language ?? '',
    signature: signature ?? '',
    takesNames: names === 't',
    takesText: texts === 't',
    isOfOwnType: own === 't',
    runsAsOwner: runsAsOwner === 't',
    source: source ?? '',
    tree: tree ?? '',
  };
}

function volatilityOf(text: string | null | undefined): KnownFunction['volatility'] {
  return text === 'i' || text === 's' ? text : 'v';
}

function kindOfFunction(text: string | null | undefined): KnownFunction['kind'] {
  return text === 'f' || text === 'a' || text === 'w' ? text : 'p';
}
