// The rows of the catalog's list: grouped while nothing is searched, else what the search finds.
import { useEffect, useState } from 'preact/hooks';
import type { QuerySummary } from '../../../domain/contract/query.ts';
import type { ListRow } from '../../../ui/windowed-list.tsx';
import { matchQueries } from './match-queries.ts';
import { call } from '../server.ts';
import type { Catalog, Session } from '../session.ts';

export interface QueryRow extends ListRow {
  query?: QuerySummary;
}

/** Favourites first, then what was used of late, then all others. */
export function groupedRows({ catalog, favourites, recent }: Session): QueryRow[] {
  const bySlug = new Map(catalog.queries.map((query) => [query.slug, query]));
  const favourite = favourites.flatMap((slug) => bySlug.get(slug) ?? []);
  const used = recent
    .filter((slug) => !favourites.includes(slug))
    .slice(0, 5)
    .flatMap((slug) => bySlug.get(slug) ?? []);
  const first = new Set([...favourite, ...used]);
  const others = retiredLast(catalog.queries.filter((query) => !first.has(query)));
  return [
    ...group('Favourites', favourite),
    ...group('Recently used', used),
    ...group(first.size > 0 ? 'All other queries' : 'All queries', others),
  ];
}

function retiredLast(queries: QuerySummary[]): QuerySummary[] {
  const isRetired = ({ status }: QuerySummary) => status === 'retired';
  return [...queries.filter((query) => !isRetired(query)), ...queries.filter(isRetired)];
}

function group(heading: string, queries: QuerySummary[]): QueryRow[] {
  if (queries.length === 0) return [];
  return [{ key: `heading ${heading}`, heading }, ...queries.map(rowOf)];
}

function rowOf(query: QuerySummary): QueryRow {
  return { key: query.slug, query };
}

/** What is loaded answers at once; what only the server finds (in the SQL, further pages) comes below. */
export function foundRows(
  catalog: Catalog,
  search: string,
  fromServer: QuerySummary[] | null,
): QueryRow[] {
  const local = matchQueries(catalog.queries, search);
  const known = new Set(local.map(({ slug }) => slug));
  return [...local, ...(fromServer ?? []).filter(({ slug }) => !known.has(slug))].map(rowOf);
}

/** What the server finds for the words; null while it searches. Fails quietly: what is loaded is searched anyway. */
export function useServerSearch(search: string): QuerySummary[] | null {
  const [found, setFound] = useState<{ search: string; queries: QuerySummary[] } | null>(null);
  const asked = search.trim();
  useEffect(() => {
    if (asked === '') return;
    let dropped = false;
    const answer = (queries: QuerySummary[]) => !dropped && setFound({ search: asked, queries });
    const timer = setTimeout(() => {
      call('searchQueries', { search: asked, next: null }).then(
        ({ queries }) => answer(queries),
        () => answer([]),
      );
    }, 250);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [asked]);
  return found?.search === asked ? found.queries : null;
}
