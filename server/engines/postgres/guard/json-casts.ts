// Finds the casts to JSON that functions call although no tree names them.
import { FIRST_OWN_OID, type KnownFunction } from './known-function.ts';
import { functionsOf, oidArray } from './known-functions.ts';
import type { Reached } from './parse-trees.ts';
import { WITHIN } from './reached-types.ts';
import type { Session } from '../session/session.ts';

// What makes JSON of a value calls the cast from its type (json_categorize_type); a row is taken apart instead.
const JSON_CASTS = `${WITHIN}
  select c.castfunc::oid
  from pg_catalog.pg_cast c
    join pg_catalog.pg_type t on t.oid = c.castsource
  where c.casttarget = 'pg_catalog.json'::regtype and c.castfunc >= ${FIRST_OWN_OID} and t.typtype <> 'c'
    and ($2::boolean or c.castsource in (select oid from reached))`;
/** The type of columns in pg_stats: which type their elements have, only the row tells. */
const ANYARRAY = 2277;
const MAKES_JSON = /^(to_jsonb?|(array|row)_to_json|jsonb?_(build_|agg|object_agg).*)$/;

/** The casts of the database's own that the functions, which the trees call, may call. */
export async function castsToJson(
  session: Session,
  { reached, functions, trees }: { reached: Reached; functions: KnownFunction[]; trees: string },
): Promise<KnownFunction[]> {
  const used = [...reached.types, ...reached.columns];
  const types = used.filter((oid) => oid >= FIRST_OWN_OID);
  const mayBeAny = used.includes(ANYARRAY);
  if (types.length === 0 && !mayBeAny) return [];
  if (!trees.includes('{JSONCONSTRUCTOREXPR') && !functions.some(makesJson)) return [];
  const rows = await session.lookUp(JSON_CASTS, [oidArray(types), String(mayBeAny)]);
  if (rows.length === 0) return [];
  return [...(await functionsOf(session, rows.flat().map(Number))).values()];
}

// PostGIS makes JSON of a row as PostgreSQL does; so may whatever of an extension takes one.
function makesJson({ name, oid, takesText }: KnownFunction): boolean {
  return oid >= FIRST_OWN_OID ? takesText : MAKES_JSON.test(name);
}
