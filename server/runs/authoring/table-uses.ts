// Which saved queries read a table, for whoever writes another one: found by their texts, and nothing of them is executed.
import type { SourceSchema, TableUses } from '../../../domain/contract/schema.ts';
import { Problem } from '../../../domain/problem.ts';
import type { KnownQuery } from '../../catalog/queries/known-query.ts';
import type { Member } from '../../identity/member.ts';
import { readQuery } from '../read-query.ts';
import { tablesFor } from '../sheet-tables.ts';
import type { LookDependencies } from './look.ts';

export interface TableUsesDependencies extends LookDependencies {
  catalog: {
    all(): Iterable<KnownQuery>;
    maySee(member: Member, query: KnownQuery): boolean;
  };
}

/** More texts are not read for one question, and nobody reads a longer list. */
const MOST_READ = 1_000;

/** A table as its source's schema lists it. */
export interface ListedTable {
  schema: string;
  name: string;
}

/** By their titles. A query whose text cannot be read now uses nothing. */
export async function usesOf(
  dependencies: TableUsesDependencies,
  table: ListedTable,
  { known, member }: { known: SourceSchema; member: Member },
): Promise<TableUses> {
  const { catalog, tables } = dependencies;
  // Queries of every source read sheet tables.
  const isSheet = table.schema === 'sheet' && tables.get(table.name) !== null;
  const mentioned = [...catalog.all()].filter(
    (query) =>
      (isSheet || query.source === known.source) &&
      mentions(query, table) &&
      catalog.maySee(member, query),
  );
  const queries: TableUses['queries'] = [];
  for (const query of mentioned.slice(0, MOST_READ)) {
    if (!(await reads(dependencies, query, { table, known }))) continue;
    queries.push({ slug: query.slug, title: query.title });
  }
  queries.sort((one, other) => one.title.localeCompare(other.title));
  return { queries, more: mentioned.length > MOST_READ };
}

// A text that does not hold the name, nor spells one by its letters' numbers (U&"\0061ccounts"), need not be read.
function mentions({ sql }: KnownQuery, { name }: ListedTable): boolean {
  const text = sql.toLowerCase();
  return text.includes(name.toLowerCase().replaceAll('"', '""')) || text.includes('u&"');
}

async function reads(
  { sources, tables }: LookDependencies,
  { source, sql, selectsFrom }: KnownQuery,
  { table, known }: { table: ListedTable; known: SourceSchema },
): Promise<boolean> {
  const { engine } = sources.get(source);
  try {
    // Whatever looks like a parameter: a file that does not declare one reads its tables all the same.
    const asked = { declared: null, tables: tablesFor(tables) };
    const reading = await readQuery(engine, { sql, selectsFrom }, asked);
    const named = engine.tablesIn?.(reading) ?? [];
    const sheets = reading.sheetTables.map(({ name }) => ({ schema: 'sheet', name }));
    return [...named, ...sheets].some(
      ({ schema, name }) =>
        name === table.name && (schema ?? schemaOf(name, known)) === table.schema,
    );
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

/** Where the database finds a name that has no schema in front. */
export function schemaOf(name: string, { searchPath, tables }: SourceSchema): string | undefined {
  return searchPath.find((schema) =>
    tables.some((table) => table.schema === schema && table.name === name),
  );
}
