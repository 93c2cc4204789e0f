// Reads functions out of PostgreSQL's catalog, with what the policy asks of them.
import { FIRST_OWN_OID, type KnownFunction } from './function-policy.ts';
import type { Session } from '../session/session.ts';

const COLUMNS = `
  select p.oid, n.nspname, p.proname, p.provolatile, p.prokind, e.extname,
    p.proargtypes::oid[] operator(pg_catalog.&&) array['cstring'::regtype, 'internal'::regtype]::oid[]
      as takes_internals,
    p.pronargs, l.lanname = 'internal' and p.prosrc ~ '^(multi)?range_constructor' as makes_range
  from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    join pg_catalog.pg_language l on l.oid = p.prolang
    left join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid
      and d.refclassid = 'pg_catalog.pg_extension'::regclass and d.deptype = 'e'
    left join pg_catalog.pg_extension e on e.oid = d.refobjid`;
const BUILT_IN = `${COLUMNS} where p.oid < $1::oid`;
const OWN = `${COLUMNS} where p.oid = any($1::oid[])`;

export type FunctionsByOid = Map<number, KnownFunction>;

/** Those that came with PostgreSQL. */
export function builtInFunctions(session: Session): Promise<FunctionsByOid> {
  return readFunctions(session, BUILT_IN, String(FIRST_OWN_OID));
}

/** Those with these OIDs; what is not there is left out. */
export function functionsOf(session: Session, oids: readonly number[]): Promise<FunctionsByOid> {
  return readFunctions(session, OWN, oidArray(oids));
}

/** OIDs as the text of a PostgreSQL array. */
export function oidArray(oids: readonly number[]): string {
  return `{${oids.join(',')}}`;
}

async function readFunctions(
  session: Session,
  sql: string,
  value: string,
): Promise<FunctionsByOid> {
  const rows = await session.lookUp(sql, [value]);
  const functions = rows.map(
    ([oid, schema, name, volatility, kind, extension, takesInternals, count, makesRange]) => ({
      oid: Number(oid),
      schema: schema ?? '',
      name: name ?? '',
      volatility: volatilityOf(volatility),
      kind: kindOfFunction(kind),
      extension: extension ?? null,
      takesInternals: takesInternals === 't',
      argumentCount: Number(count),
      makesRange: makesRange === 't',
    }),
  );
  return new Map(functions.map((proc) => [proc.oid, proc]));
}

function volatilityOf(text: string | null | undefined): KnownFunction['volatility'] {
  return text === 'i' || text === 's' ? text : 'v';
}

function kindOfFunction(text: string | null | undefined): KnownFunction['kind'] {
  return text === 'f' || text === 'a' || text === 'w' ? text : 'p';
}
