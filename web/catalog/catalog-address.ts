// What is searched and filtered, as it stands in the catalog's address, so that it can be sent and gone back to.
import type { QuerySort } from '../../domain/contract/query.ts';
import { routes } from '../../domain/routes.ts';

export interface Filter {
  tag: string | null;
  source: string | null;
  owner: string | null;
  favourites: boolean;
  /** The archive instead of the catalog. */
  archived: boolean;
  /** Null: the best first. */
  sort: QuerySort | null;
}

export const noFilter: Filter = {
  tag: null,
  source: null,
  owner: null,
  favourites: false,
  archived: false,
  sort: null,
};

export interface CatalogAsked {
  search: string;
  filter: Filter;
}

/** What a query string of the catalog's address asks for. */
export function askedFrom(queryString: string): CatalogAsked {
  const asked = new URLSearchParams(queryString);
  const textOf = (name: string) => asked.get(name) || null;
  const isOn = (name: string) => asked.get(name) === 'true';
  return {
    search: asked.get('search') ?? '',
    filter: {
      tag: textOf('tag'),
      source: textOf('source'),
      owner: textOf('owner'),
      favourites: isOn('favourite'),
      archived: isOn('archived'),
      sort: sortFrom(asked.get('sort')),
    },
  };
}

export const sortNames: Record<QuerySort, string> = {
  used: 'Most used',
  changed: 'Latest changed',
  mine: 'Mine first',
};

/** Null for what is none of the orders. */
export function sortFrom(name: string | null): QuerySort | null {
  return name !== null && Object.hasOwn(sortNames, name) ? (name as QuerySort) : null;
}

/** The names of GET /api/queries, which the catalog's address shares; what is not asked for is left out. */
function namesOf({ search, filter }: CatalogAsked): URLSearchParams {
  const asked = new URLSearchParams();
  const { tag, source, owner, favourites, archived, sort } = filter;
  const all = { search: search.trim(), tag, source, owner, sort };
  for (const [name, value] of Object.entries(all)) if (value) asked.set(name, value);
  if (favourites) asked.set('favourite', 'true');
  if (archived) asked.set('archived', 'true');
  return asked;
}

/** One page of what is found; `next` is what the page before told. */
export function pageAsked(asked: CatalogAsked, next: string | null): URLSearchParams {
  const names = namesOf(asked);
  names.set('limit', '100');
  if (next !== null) names.set('next', next);
  return names;
}

export function addressOf(asked: CatalogAsked): string {
  const names = namesOf(asked).toString();
  return names === '' ? routes.catalog : `${routes.catalog}?${names}`;
}

/** Whether anything is left out. */
export function isFiltered(filter: Filter): boolean {
  return namesOf({ search: '', filter: { ...filter, sort: null } }).size > 0;
}
