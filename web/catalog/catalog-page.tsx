// The catalog's page: one list, search on top, filters at the left (folded on a phone).
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CatalogEntry, CatalogError, QueryList } from '../../domain/contract/query.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { AskForThis } from '../asks/ask-for-this.tsx';
import { addressOf, askedFrom, isFiltered, noFilter, type Filter } from './catalog-address.ts';
import { CatalogFilters } from './catalog-filters.tsx';
import { goTo } from '../frame/location.ts';
import { QueryItem } from './query-item.tsx';
import { useQueries, type Found } from './use-queries.ts';

interface PageProps {
  /** The query string of the address, which tells what is searched and filtered. */
  address: string;
  mayWrite: boolean;
}

export function CatalogPage({ address, mayWrite }: PageProps) {
  const { search, setSearch, filter, setFilter } = useAsked(address);
  const { found, more, again } = useQueries({ search: search.trim(), filter });
  const { list } = found;
  const isPlain = search.trim() === '' && !filter.archived;
  const shown = isPlain ? favouritesFirst(found.queries) : found.queries;
  const errors = list?.errors ?? [];
  useEffect(() => {
    document.title = 'Sheetfeed: the catalog';
  }, []);
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
        facets={list?.facets ?? noFacets}
        filter={filter}
        mayWrite={mayWrite}
        onChange={setFilter}
      />
      <section class="results" aria-label="Queries">
        {errors.length > 0 && <BrokenFiles errors={errors} />}
        {found.problem && (
          <ProblemNote problem={found.problem} action={{ label: 'Try again', run: more }} />
        )}
        <Summary list={list} />
        {shown.length === 0 && !found.problem ? (
          <Nothing
            found={found}
            search={search}
            filter={filter}
            mayWrite={mayWrite}
            onClear={() => setFilter(noFilter)}
          />
        ) : (
          <ul class={found.loading && search ? 'query-list stale' : 'query-list'}>
            {shown.map((query) => (
              <QueryItem
                key={query.slug}
                query={query}
                showSource={(list?.facets.sources.length ?? 0) > 1 || filter.source !== null}
                onTag={(tag) => setFilter({ ...filter, tag })}
                onBroughtBack={again}
              />
            ))}
          </ul>
        )}
        {list?.next && <NearEnd key={found.queries.length} onSeen={more} />}
      </section>
    </div>
  );
}

// A search takes the place of the one before in the browser's history; a filter is a step that Back undoes.
function useAsked(address: string) {
  const asked = askedFrom(address);
  const [search, setSearch] = useState(asked.search);
  const written = useRef(asked.search);
  useEffect(() => {
    if (search.trim() === written.current) return;
    const timer = setTimeout(() => {
      written.current = search.trim();
      goTo(addressOf({ search, filter: asked.filter }), { replace: true });
    }, addressPauseMs);
    return () => clearTimeout(timer);
  }, [search, address]);
  // Back, Forward, and links to the catalog.
  useEffect(() => {
    if (asked.search === written.current) return;
    written.current = asked.search;
    setSearch(asked.search);
  }, [asked.search]);
  const setFilter = (filter: Filter) => {
    written.current = search.trim();
    goTo(addressOf({ search, filter }));
  };
  return { search, setSearch, filter: asked.filter, setFilter };
}

// Safari refuses more than a hundred changes of the address in half a minute.
const addressPauseMs = 400;

const noFacets: QueryList['facets'] = { tags: [], sources: [], owners: [] };

interface SearchProps {
  search: string;
  onSearch: (search: string) => void;
}

function SearchField({ search, onSearch }: SearchProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // On a phone the keyboard would cover the list that people came for.
    if (matchMedia('(min-width: 700px)').matches) input.current?.focus();
  }, []);
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        ref={input}
        id="search"
        class="input"
        type="search"
        aria-label="Search queries"
        placeholder="Search queries"
        autocomplete="off"
        value={search}
        onInput={(event) => onSearch(event.currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  );
}

function Summary({ list }: { list: QueryList | null }) {
  const asks = list?.openAsks ?? 0;
  return (
    <div class="row summary">
      <p class="quiet grow" role="status">
        {list && list.total > 0 && countWords(list.total, 'query', 'queries')}
      </p>
      {asks > 0 && (
        <a href={routes.asksPage}>{countWords(asks, 'person asks', 'people ask')} for a query</a>
      )}
    </div>
  );
}

interface NothingProps {
  found: Found;
  search: string;
  filter: Filter;
  mayWrite: boolean;
  onClear: () => void;
}

function Nothing({ found, search, filter, mayWrite, onClear }: NothingProps) {
  if (found.loading && found.queries.length === 0) return <ListShape />;
  if (isFiltered(filter)) {
    return (
      <div class="empty" role="status">
        <p>{emptyWords(search.trim(), filter)}</p>
        <button type="button" class="button" onClick={onClear}>
          Show all
        </button>
      </div>
    );
  }
  if (search.trim() !== '') {
    return (
      <div class="empty" role="status">
        <p>No query matches “{search.trim()}”.</p>
        <p class="quiet">Try fewer or other words. Or ask the authors, in your own words:</p>
        <AskForThis search={search.trim()} />
      </div>
    );
  }
  return (
    <div class="empty" role="status">
      <p>There are no queries yet.</p>
      <p class="quiet">
        {mayWrite && (
          <>
            <a href={routes.newQueryPage}>Write the first one</a>, or put a file such as{' '}
            <code>signups-by-month.sql</code> into the catalog folder (the setting
            CATALOG_DIR).{' '}
          </>
        )}
        {mayWrite
          ? 'A query is listed here as soon as it is there.'
          : 'They are listed here as soon as an author has written one.'}
      </p>
    </div>
  );
}

function emptyWords(search: string, filter: Filter): string {
  if (filter.archived) {
    return search === ''
      ? 'The archive is empty. What is archived can be brought back from here.'
      : `Nothing in the archive matches “${search}”.`;
  }
  if (filter.favourites && search === '') {
    return 'You have no favourites yet. The star beside a query makes it one.';
  }
  return search === '' ? 'No query passes this filter.' : `No query here matches “${search}”.`;
}

function ListShape() {
  return (
    <ul class="query-list" aria-label="Loading the queries">
      {[220, 280, 190, 250, 230, 260].map((width) => (
        <li class="query-item">
          <div class="stack">
            <i class="shape" style={{ width: `${width}px` }} />
            <i class="shape" style={{ width: 'min(420px, 70vw)', height: '10px' }} />
            <i class="shape" style={{ width: '120px', height: '10px' }} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function BrokenFiles({ errors }: { errors: CatalogError[] }) {
  return (
    <div class="note warn">
      <Icon name="warn" />
      <div class="grow">
        <strong>{countWords(errors.length, 'catalog file')} cannot be read</strong>
        <p>Where an older version was good, that one is served. Viewers do not see this.</p>
        <ul class="broken">
          {errors.map(({ file, line, reason }) => (
            <li>
              <code>{line === null ? file : `${file}:${line}`}</code> {reason}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Tells when the end of the list comes into sight, so that the next page is there in time. */
function NearEnd({ onSeen }: { onSeen: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onSeen(), {
      rootMargin: '800px',
    });
    if (mark.current) observer.observe(mark.current);
    return () => observer.disconnect();
  }, []);
  return <div ref={mark} />;
}

function favouritesFirst(queries: CatalogEntry[]): CatalogEntry[] {
  const weight = ({ favourite }: CatalogEntry) => (favourite ? 0 : 1);
  return [...queries].sort((a, b) => weight(a) - weight(b));
}

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
