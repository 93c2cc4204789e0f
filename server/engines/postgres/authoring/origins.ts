// Which column of which table each column of a result is: PostgreSQL tells where it stands, also through selects within selects.
import type { HeldTurn } from '../../engine.ts';
import type { ColumnOrigin } from '../../named.ts';
import type { Servers } from '../servers/servers.ts';
import { look, type LookedText } from './look.ts';

const NAMES = `
  select a.attrelid, a.attnum, n.nspname, c.relname, a.attname
  from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where a.attrelid = any($1::oid[]) and a.attnum > 0 and not a.attisdropped`;

/** As `EngineSource.origins` promises. */
export function originsOf(
  servers: Servers,
  text: LookedText,
  turn: HeldTurn,
): Promise<ColumnOrigin[]> {
  return look(servers, text, {
    turn,
    work: async ({ session, prepared: { columns } }) => {
      const tables = [...new Set(columns.map(({ table }) => table))].filter((oid) => oid !== 0);
      if (tables.length === 0) return [];
      const names = await session.lookUp(NAMES, [`{${tables.join(',')}}`]);
      const known = new Map(
        names.map(([table, attribute, schema, name, column]) => [
          `${table} ${attribute}`,
          { schema: schema ?? '', table: name ?? '', column: column ?? '' },
        ]),
      );
      return columns.flatMap(({ name, table, attribute }) => {
        const of = known.get(`${table} ${attribute}`);
        return of === undefined ? [] : [{ name, ...of }];
      });
    },
  });
}
