// What the tables and columns that a query names mean, for whoever may see the query: of nothing else is told that it is there.
import { LRUCache } from 'lru-cache';
import type { SourceSchema, Table } from '../../../domain/contract/schema.ts';
import type {
  ColumnWords,
  QueryWords,
  TableWords,
  ToldTable,
} from '../../../domain/contract/teaching/data-words.ts';
import { Problem } from '../../../domain/problem.ts';
import { meaningOf, NO_WORDS } from '../../../domain/teaching/data-words.ts';
import type { KnownWords } from '../../catalog/data-words/known-words.ts';
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import type { ColumnOrigin, NamedColumns } from '../../engines/named.ts';
import type { Member } from '../../identity/member.ts';
import { originsIn, type LookDependencies } from './look.ts';
import type { SourceSchemas } from './schemas.ts';
import { schemaOf } from './table-uses.ts';

const KEPT_MS = 60_000;
const MOST_KEPT = 500;

/** What a text names, whoever asks. */
interface Named {
  tables: readonly NamedColumns[];
  origins: readonly ColumnOrigin[];
}

export interface QueryWordsDependencies extends LookDependencies {
  schemas: SourceSchemas;
  words: KnownWords;
}

/** Tells of a query that the member may see. Throws Problem source_unavailable, and what reading its text throws. */
export type TellsWords = (query: KnownQuery, member: Member) => Promise<QueryWords>;

/** What a text names is kept for a minute. */
export function createTellsWords(dependencies: QueryWordsDependencies): TellsWords {
  const { access, schemas, words } = dependencies;
  const kept = new LRUCache<string, Named>({ max: MOST_KEPT, ttl: KEPT_MS });
  return async (query, member) => {
    const key = JSON.stringify([query.source, query.sql, query.parameters]);
    const named = kept.get(key) ?? (await namedBy(dependencies, query, member));
    kept.set(key, named);
    const known = await schemas.of(query.source, member);
    const told = { known, words, source: query.source };
    return {
      tables: named.tables.flatMap((table) => toldTable(table, told)),
      result: named.origins.flatMap((origin) => toldOrigin(origin, told)),
      mayChange: access.mayWriteOn(member, query.source),
    };
  };
}

// What a variation adds around the original names nothing but the original's result.
async function namedBy(
  dependencies: LookDependencies,
  query: KnownQuery,
  member: Member,
): Promise<Named> {
  const { source, sql, selectsFrom, parameters } = query;
  const { engine } = dependencies.sources.get(source);
  const declared = parameters.map(({ name }) => name);
  const of = selectsFrom ?? sql;
  const tables = (await engine.columnsIn?.(of, declared)) ?? [];
  const asked = { source, sql, selectsFrom, refused: query.refused, parameters, of: query };
  const text = { ...asked, takesUndeclared: false, timeZone: 'UTC', member };
  const origins = await originsIn(dependencies, text).catch(noneOfWrongText);
  return { tables: withOrigins(inOrder(tables, of), origins), origins };
}

/** As somebody reads of them. */
function inOrder(tables: readonly NamedColumns[], sql: string): NamedColumns[] {
  const text = sql.toLowerCase();
  const placed = tables.map((table) => ({ table, at: text.indexOf(table.name.toLowerCase()) }));
  return placed.sort((one, other) => one.at - other.at).map(({ table }) => table);
}

function noneOfWrongText(error: unknown): ColumnOrigin[] {
  if (error instanceof Problem && error.code === 'sql_invalid') return [];
  throw error;
}

/** `select *` names all columns that come out. */
function withOrigins(
  tables: readonly NamedColumns[],
  origins: readonly ColumnOrigin[],
): NamedColumns[] {
  return tables.map((named) => {
    const shown = origins.filter(
      ({ schema, table }) =>
        table === named.name && (named.schema === null || named.schema === schema),
    );
    const columns = new Set([...named.columns, ...shown.map(({ column }) => column)]);
    return { ...named, columns: [...columns] };
  });
}

interface Told {
  source: string;
  known: SourceSchema;
  words: KnownWords;
}

interface Found {
  table: Table;
  words: TableWords;
}

function found(schema: string | null, name: string, { source, known, words }: Told): Found | null {
  const own = schema ?? schemaOf(name, known);
  const table = known.tables.find((each) => each.schema === own && each.name === name);
  if (own === undefined || table === undefined) return null;
  return { table, words: words.of({ source, schema: own, table: name })?.words ?? NO_WORDS };
}

function toldTable({ schema, name, columns }: NamedColumns, told: Told): ToldTable[] {
  const of = found(schema, name, told);
  if (of === null) return [];
  const { table, words } = of;
  return [
    {
      ...{ schema: table.schema, name, owner: words.owner, fresh: words.fresh },
      means: meaningOf(words.means, table.comment),
      columns: table.columns
        .filter((column) => columns.includes(column.name))
        .map((column) => ({ type: column.type, ...toldColumn(column, words) })),
    },
  ];
}

function toldOrigin(origin: ColumnOrigin, told: Told): QueryWords['result'] {
  const { name, schema, table, column } = origin;
  const of = found(schema, table, told);
  const known = of?.table.columns.find((each) => each.name === column);
  if (of === null || known === undefined) return [];
  return [{ ...toldColumn(known, of.words), name, table, column }];
}

function toldColumn({ name, comment }: Table['columns'][number], { columns }: TableWords) {
  const { means, values }: Pick<ColumnWords, 'means' | 'values'> = columns.find(
    (each) => each.name === name,
  ) ?? { means: '', values: [] };
  return { name, means: meaningOf(means, comment), values };
}
