// The catalog's page: one list, search on top, filters at the left (folded on a phone).
import type { QueryList } from '../../domain/contract/query.ts';
import { routes } from '../../domain/routes.ts';
import { Icon } from '../../ui/icon.tsx';
import { CatalogFilters } from './catalog-filters.tsx';
import { FoundQueries } from './found-queries.tsx';
import { SearchField } from './search-field.tsx';
import { useAsked } from './use-asked.ts';
import { useQueries } from './use-queries.ts';
import { useTitle } from '../frame/title.ts';

interface Props {
  /** The query string of the address, which tells what is searched and filtered. */
  address: string;
  mayWrite: boolean;
}

export function CatalogPage({ address, mayWrite }: Props) {
  const { search, setSearch, filter, setFilter } = useAsked(address);
  const queries = useQueries({ search: search.trim(), filter });
  useTitle('The catalog');
  return (
    <div class="catalog" onKeyDown={(event) => moveInList(event, () => setSearch(''))}>
      <h1 class="unseen">The catalog</h1>
      <div class="catalog-top">
        <SearchField search={search} onSearch={setSearch} />
        {mayWrite && (
          <a class="button new-query" href={routes.newQueryPage}>
            <Icon name="plus" />
            New query
          </a>
        )}
      </div>
      <CatalogFilters
        facets={queries.found.list?.facets ?? noFacets}
        filter={filter}
        mayWrite={mayWrite}
        onChange={setFilter}
      />
      <FoundQueries
        asked={{ search, filter }}
        queries={queries}
        mayWrite={mayWrite}
        onFilter={setFilter}
      />
    </div>
  );
}

const noFacets: QueryList['facets'] = { tags: [], sources: [], owners: [] };

// Up and down go through the list, Enter opens (it is a link), Esc goes back to the search and empties it.
function moveInList(event: KeyboardEvent, clear: () => void) {
  const search = document.getElementById('search');
  if (event.key === 'Escape') {
    clear();
    search?.focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement)) return;
  if (event.target.matches('select, textarea')) return;
  const links = [...document.querySelectorAll<HTMLElement>('.query-link')];
  const index = links.indexOf(event.target);
  event.preventDefault();
  if (index + step < 0) search?.focus();
  else links[index + step]?.focus();
}
