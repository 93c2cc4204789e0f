// What queries of a data source may name: tables and columns with their comments and few values, and functions.
import { z } from 'zod';
import {
  functionSchema,
  tableSchema,
  type SourceSchema,
} from '../../../../domain/contract/schema.ts';
import type { HeldTurn } from '../../engine.ts';
import type { Stop } from '../../stop.ts';
import type { Servers } from '../servers/servers.ts';
import { inSession } from './look.ts';

const MOST_TABLES = 2000;
const MOST_FUNCTIONS = 2000;
/** A column with more different values is one to search, not to choose from. */
const MOST_VALUES = 30;

/** The names of a table's columns, in the order of their numbers in an array. */
const namesOf = (table: string, numbers: string) =>
  `(select json_agg(named.attname order by part.place)
    from pg_catalog.unnest(${numbers}) with ordinality as part (number, place)
      join pg_catalog.pg_attribute named on named.attrelid = ${table} and named.attnum = part.number)`;

const TABLES = `
  select coalesce(json_agg(found), '[]')::text from (
    select n.nspname as schema, c.relname as name,
      case when c.relkind in ('v', 'm') then 'view' else 'table' end as kind,
      pg_catalog.obj_description(c.oid, 'pg_class') as comment,
      case when c.relkind in ('r', 'p', 'm') and c.reltuples >= 0 then c.reltuples end as rows,
      (select coalesce(json_agg(json_build_object(
          'name', a.attname,
          'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
          'comment', pg_catalog.col_description(c.oid, a.attnum),
          'isKey', exists (select from pg_catalog.pg_constraint k
            where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any(k.conkey)),
          'references', (select fn.nspname || '.' || fc.relname || '.' || fa.attname
            from pg_catalog.pg_constraint k
              join pg_catalog.pg_class fc on fc.oid = k.confrelid
              join pg_catalog.pg_namespace fn on fn.oid = fc.relnamespace
              join pg_catalog.pg_attribute fa on fa.attrelid = fc.oid and fa.attnum = k.confkey[1]
            where k.conrelid = c.oid and k.contype = 'f' and k.conkey = array[a.attnum]
            order by k.oid limit 1),
          'values', coalesce(
            (select json_agg(e.enumlabel order by e.enumsortorder)
              from pg_catalog.pg_enum e where e.enumtypid = a.atttypid),
            (select to_json(s.most_common_vals::text::text[])
              from pg_catalog.pg_stats s
              where s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname
                and not s.inherited and s.n_distinct between 1 and ${MOST_VALUES}
                and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype)))
        ) order by a.attnum), '[]')
        from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and pg_catalog.has_column_privilege(c.oid, a.attnum, 'select')) as columns,
      (select coalesce(json_agg(json_build_object(
          'columns', ${namesOf('k.conrelid', 'k.conkey')},
          'schema', fn.nspname, 'table', fc.relname,
          'to', ${namesOf('k.confrelid', 'k.confkey')}) order by k.conname), '[]')
        from pg_catalog.pg_constraint k
          join pg_catalog.pg_class fc on fc.oid = k.confrelid
          join pg_catalog.pg_namespace fn on fn.oid = fc.relnamespace
        where k.conrelid = c.oid and k.contype = 'f' and pg_catalog.cardinality(k.conkey) > 1
          and not exists (select from pg_catalog.unnest(k.conkey) as part (number)
            where not pg_catalog.has_column_privilege(c.oid, part.number, 'select'))) as "wideKeys"
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
      and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and pg_catalog.has_schema_privilege(n.oid, 'usage')
      and pg_catalog.has_any_column_privilege(c.oid, 'select')
    order by n.nspname, c.relname
    limit ${MOST_TABLES}
  ) found`;
// What a person calls: no parts of operators, of indexes, of aggregates and of types, and nothing that the guard refuses anyway.
const FUNCTIONS = `
  select coalesce(json_agg(found), '[]')::text from (
    select p.proname as name,
      (array_agg('(' || pg_catalog.pg_get_function_arguments(p.oid) || ') → '
        || pg_catalog.pg_get_function_result(p.oid) order by p.pronargs, p.oid))[1:4] as signatures,
      (array_agg(d.description order by p.pronargs, p.oid)
        filter (where d.description is not null))[1] as help
    from pg_catalog.pg_proc p
      join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      join pg_catalog.pg_type t on t.oid = p.prorettype
      left join pg_catalog.pg_description d on d.objoid = p.oid
        and d.classoid = 'pg_catalog.pg_proc'::regclass and d.objsubid = 0
    where n.nspname = any (pg_catalog.current_schemas(true))
      and p.prokind in ('f', 'a', 'w')
      and (p.provolatile <> 'v' or p.proname in ('random', 'clock_timestamp', 'gen_random_uuid'))
      and (t.typtype <> 'p' or t.typname ~ '^any' or t.typname = 'record')
      and not '{internal,cstring}'::regtype[]::oid[] && p.proargtypes::oid[]
      and (n.nspname <> 'pg_catalog' or d.description !~
        '^(implementation of|I/O|internal|aggregate [a-z]+ function|hash|less-equal|larger of|smaller of|convert )'
        and p.proname !~ '^(acl|pg_|txid_|mxid_|hash|gist_|gin_|spg_|(database|schema|table)_to_xml)|cmp$|larger$'
          '|smaller$|_privilege$|_(statefunc|transfn|sfunc|accum|combine|subdiff|extended|inv)$')
      and pg_catalog.has_function_privilege(p.oid, 'execute')
    group by p.proname
    order by p.proname
    limit ${MOST_FUNCTIONS}
  ) found`;
const SEARCH_PATH = `select pg_catalog.array_to_json(pg_catalog.current_schemas(false))::text`;

/** As `EngineSource.schema` promises. */
export function readSchema(
  servers: Servers,
  stop: Stop,
  turn: HeldTurn,
): Promise<Omit<SourceSchema, 'source'>> {
  return inSession(servers, { stop, turn }, async (session) => {
    const [[tables = '[]'] = []] = await session.lookUp(TABLES, []);
    const [[searchPath = '[]'] = []] = await session.lookUp(SEARCH_PATH, []);
    const [[functions = '[]'] = []] = await session.lookUp(FUNCTIONS, []);
    return {
      functions: z.array(functionSchema).parse(JSON.parse(functions ?? '[]')),
      searchPath: z.array(z.string()).parse(JSON.parse(searchPath ?? '[]')),
      tables: z.array(tableSchema).parse(JSON.parse(tables ?? '[]')),
    };
  });
}
