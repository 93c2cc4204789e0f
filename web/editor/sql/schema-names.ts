// A source's tables and columns as the completion of the editor takes them.
import type { Completion, CompletionSource } from '@codemirror/autocomplete';
import type { SQLNamespace } from '@codemirror/lang-sql';
import type { SourceSchema, Table } from '../../../domain/contract/schema.ts';
import { sqlName } from './sql-name.ts';

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

/** Completes the columns of the tables that the text names, also where no table stands before them. */
export function columnSource({ tables }: SourceSchema): CompletionSource {
  return (context) => {
    const word = context.matchBefore(/(?<!\w)\w+/);
    if (word === null && !context.explicit) return null;
    const from = word?.from ?? context.pos;
    // Behind a dot the language's own completion knows which table is meant; behind a colon is a parameter.
    if (/[.:]/.test(context.state.sliceDoc(from - 1, from))) return null;
    const text = context.state.sliceDoc().toLowerCase();
    const words = new Set(text.match(/\w+/g));
    const named = tables.filter(({ name }) => words.has(name.toLowerCase()));
    const options = named.flatMap((table) =>
      table.columns.map((column) => ({
        ...columnCompletion(column),
        detail: `${column.type}, ${table.name}`,
        // Before the keywords: whoever names a table wants its columns.
        boost: 2,
      })),
    );
    return options.length === 0 ? null : { from, options, validFor: /^\w*$/ };
  };
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

function columnCompletion({ name, type, comment }: Table['columns'][number]): Completion {
  return {
    label: name,
    apply: sqlName(name),
    type: 'property',
    detail: type,
    ...(comment === null ? {} : { info: comment }),
  };
}
