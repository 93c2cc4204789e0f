// A source's tables and columns as the completion of the editor takes them.
import type { Completion } from '@codemirror/autocomplete';
import type { SQLNamespace } from '@codemirror/lang-sql';
import type { SourceSchema, Table, ValueWords } from '../../../../domain/contract/schema.ts';
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

function tableCompletion({ name, kind, ...words }: Table): Completion {
  return {
    label: name,
    apply: sqlName(name),
    type: 'type',
    detail: kind,
    ...infoOf(words),
  };
}

/** A column with its type and what it means. */
export function columnCompletion({
  name,
  type,
  valueWords = [],
  ...words
}: Table['columns'][number]): Completion {
  return {
    label: name,
    apply: sqlName(name),
    type: 'property',
    detail: type,
    ...infoOf(words, valueWords),
  };
}

/** What it means, and what its values mean; the database's own comment is named as that. */
function infoOf(
  { comment, commentBy }: Pick<Table, 'comment' | 'commentBy'>,
  valueWords: readonly ValueWords[] = [],
): Pick<Completion, 'info'> {
  const said = comment && commentBy !== 'people' ? `${comment} (the database’s comment)` : comment;
  const lines = valueWords.map(({ value, means }) => `${value}: ${means}`);
  const info = [said, ...lines].filter(Boolean).join('\n');
  return info === '' ? {} : { info };
}
