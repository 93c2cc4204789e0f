// What a result's columns are: their names, PostgreSQL's type, and the type that a sheet needs to know.
import type { Column, ColumnType } from '../../../domain/contract/result.ts';
import type { WireColumn } from './wire/messages.ts';

/** Built-in types by OID (pg_type.dat): name and what a sheet makes of it. */
const BUILT_IN = new Map<number, [string, ColumnType]>([
  [16, ['bool', 'boolean']],
  [17, ['bytea', 'text']],
  [18, ['char', 'text']],
  [19, ['name', 'text']],
  [20, ['int8', 'number']],
  [21, ['int2', 'number']],
  [23, ['int4', 'number']],
  [25, ['text', 'text']],
  [26, ['oid', 'number']],
  [114, ['json', 'json']],
  [700, ['float4', 'number']],
  [701, ['float8', 'number']],
  [790, ['money', 'text']],
  [869, ['inet', 'text']],
  [650, ['cidr', 'text']],
  [1042, ['bpchar', 'text']],
  [1043, ['varchar', 'text']],
  [1082, ['date', 'date']],
  [1083, ['time', 'time']],
  [1114, ['timestamp', 'datetime']],
  [1184, ['timestamptz', 'datetime']],
  [1186, ['interval', 'text']],
  [1266, ['timetz', 'text']],
  [1700, ['numeric', 'number']],
  [2950, ['uuid', 'text']],
  [3802, ['jsonb', 'json']],
]);

/** Whether the name of the type must be asked for. */
export function isBuiltInType(oid: number): boolean {
  return BUILT_IN.has(oid);
}

/** The columns of a result; `typeName` knows the types that are not built in. */
export function resultColumns(
  columns: readonly WireColumn[],
  typeName: (oid: number) => string,
): Column[] {
  return columns.map(({ name, oid }) => {
    const [pgType, type] = BUILT_IN.get(oid) ?? [typeName(oid), 'text' as const];
    return { name, type, pgType };
  });
}

/** The names of the columns, each once: a repeated one gets `_2`, `_3`, past names that are taken. */
export function uniqueNames(columns: readonly { name: string }[]): string[] {
  const taken = new Set(columns.map(({ name }) => name));
  const used = new Set<string>();
  return columns.map(({ name }) => {
    let unique = name;
    for (let n = 2; used.has(unique); n++) {
      if (!taken.has(`${name}_${n}`)) unique = `${name}_${n}`;
    }
    used.add(unique);
    taken.add(unique);
    return unique;
  });
}
