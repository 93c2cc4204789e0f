// The saved queries that read a sheet table, for whoever looks after it.
import type { SheetTable } from '../../domain/contract/sheet-tables/sheet-table.ts';
import type { Catalog } from '../catalog/queries/catalog.ts';
import type { KnownQuery } from '../catalog/queries/known-query.ts';
import { tablesOfQuery } from './sheet-tables.ts';

export type ReadingParts = { catalog: Catalog } & Parameters<typeof tablesOfQuery>[0];

/** Those of them that may be told of. */
export async function queriesThatRead(
  { catalog, ...parts }: ReadingParts,
  name: string,
  mayTell: (query: KnownQuery) => boolean,
): Promise<NonNullable<SheetTable['queries']>> {
  const found: NonNullable<SheetTable['queries']> = [];
  for (const query of catalog.all()) {
    // A text that does not hold the name need not be read.
    if (!query.sql.toLowerCase().includes(name) || !mayTell(query)) continue;
    const read = await tablesOfQuery(parts, query);
    if (!read.includes(name)) continue;
    found.push({ slug: query.slug, title: query.title, open: catalog.isOpen(query) });
  }
  return found;
}
