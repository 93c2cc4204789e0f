// A source's tables and columns as the completion of the editor takes them.
import type { Completion } from '@codemirror/autocomplete';
import type { SQLNamespace } from '@codemirror/lang-sql';
import type { SourceSchema, Table } from '../../domain/contract/schema.ts';

export function namespaceOf({ tables }: SourceSchema): SQLNamespace {
  const schemas: Record<string, Record<string, SQLNamespace>> = {};
  for (const table of tables) {
    const schema = (schemas[table.schema] ??= {});
    schema[table.name] = {
      self: tableCompletion(table),
      children: table.columns.map(columnCompletion),
    };
  }
  return schemas;
}

function tableCompletion({ name, kind, comment }: Table): Completion {
  return {
    label: name,
    type: 'type',
    detail: kind,
    ...(comment === null ? {} : { info: comment }),
  };
}

function columnCompletion({ name, type, comment }: Table['columns'][number]): Completion {
  return {
    label: name,
    type: 'property',
    detail: type,
    ...(comment === null ? {} : { info: comment }),
  };
}
