// The tables and columns of a data source that queries may read, with their comments.
import { z } from 'zod';
import { tableSchema, type SourceSchema } from '../../../../domain/contract/schema.ts';
import type { HeldTurn } from '../../engine.ts';
import type { Stop } from '../../stop.ts';
import type { Servers } from '../servers/servers.ts';
import { inSession } from './look.ts';

const MOST_TABLES = 2000;

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
            order by k.oid limit 1)
        ) order by a.attnum), '[]')
        from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and pg_catalog.has_column_privilege(c.oid, a.attnum, 'select')) as columns
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
      and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and pg_catalog.has_schema_privilege(n.oid, 'usage')
      and pg_catalog.has_any_column_privilege(c.oid, 'select')
    order by n.nspname, c.relname
    limit ${MOST_TABLES}
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
    return {
      searchPath: z.array(z.string()).parse(JSON.parse(searchPath ?? '[]')),
      tables: z.array(tableSchema).parse(JSON.parse(tables ?? '[]')),
    };
  });
}
