// The tables of a data source with what people wrote of them, and those of which they wrote that are there no more.
import type { SourceSchema } from '../../../domain/contract/schema.ts';
import { saysNothing, tableInWords } from '../../../domain/teaching/data-words.ts';
import type { KnownWords } from '../../catalog/data-words/known-words.ts';

export function inWords(schema: SourceSchema, words: KnownWords): SourceSchema {
  const { source, tables } = schema;
  const isThere = new Set(tables.map(({ schema: own, name }) => JSON.stringify([own, name])));
  const gone = words
    .ofSource(source)
    .filter(({ words: written }) => !saysNothing(written))
    .filter((each) => !isThere.has(JSON.stringify([each.schema, each.table])))
    .map((each) => ({ schema: each.schema, name: each.table }));
  return {
    ...schema,
    ...(gone.length === 0 ? {} : { gone }),
    tables: tables.map((table) =>
      tableInWords(
        table,
        words.of({ source, schema: table.schema, table: table.name })?.words ?? null,
      ),
    ),
  };
}
