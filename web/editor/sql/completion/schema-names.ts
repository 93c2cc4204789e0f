// A source's tables and columns as the completion of the editor takes them.
import type { Completion } from '@codemirror/autocomplete';
import type { SQLNamespace } from '@codemirror/lang-sql';
import type { SourceSchema, Table } from '../../../../domain/contract/schema.ts';
import { sqlName } from '../sql-name.ts';

export function namespaceOf({ tables }: SourceSchema): SQLNamespace {
  const schemas = new Map<string, [name: string, SQLNamespace][]>();
  for (const table of tables) {
    const schema = schemas.get(table.schema) ?? [];
    const children = table.columns.map(columnCompletion);
    schema.push([table.name, { self: tableCompletion(table), children }]);
    schemas.set(table.schema, schema);
  }
  const named = [...schemas].map(([name, schema]) => [name, Object.fromEntries(schema)]);
  return Object.fromEntries(named) as SQLNamespace;
}

function tableCompletion({ name, kind, comment }: Table): Completion {
  return {
    label: name,
    apply: sqlName(name),
    type: 'type',
    detail: kind,
    ...(comment === null ? {} : { info: comment }),
  };
}

/** A column with its type and what it means. */
export function columnCompletion({ name, type, comment }: Table['columns'][number]): Completion {
  return {
    label: name,
    apply: sqlName(name),
    type: 'property',
    detail: type,
    ...(comment === null ? {} : { info: comment }),
  };
}
