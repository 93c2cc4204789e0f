// The catalog's page: one list, search on top, filters at the left (folded on a phone).
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CatalogError, QuerySummary } from '../domain/contract/query.ts';
import { routes } from '../domain/routes.ts';
import { countWords } from '../ui/age.ts';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { CatalogFilters, passes, type Filter } from './catalog-filters.tsx';
import { FavouriteStar } from './favourite-star.tsx';
import { useFavourites } from './favourites.ts';
import { useQueries, type Found } from './use-queries.ts';

const noFilter: Filter = { tag: null, source: null, favourites: false };

export function CatalogPage() {
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState(noFilter);
  const [favourites, toggleFavourite] = useFavourites();
  const [found, more] = useQueries(search.trim());
  const passing = found.queries.filter((query) => passes(query, filter, favourites));
  const shown = search.trim() === '' ? favouritesFirst(passing, favourites) : passing;
  useEffect(() => {
    document.title = 'Sheetfeed: the catalog';
  }, []);
  return (
    <div class="catalog" onKeyDown={(event) => moveInList(event, () => setSearch(''))}>
      <h1 class="unseen">The catalog</h1>
      <SearchField search={search} onSearch={setSearch} />
      <CatalogFilters
        queries={found.queries}
        favourites={favourites}
        filter={filter}
        onChange={setFilter}
      />
      <section class="results" aria-label="Queries">
        {found.errors.length > 0 && <BrokenFiles errors={found.errors} />}
        {found.problem && (
          <ProblemNote problem={found.problem} action={{ label: 'Try again', run: more }} />
        )}
        <Summary found={found} shown={shown.length} />
        {shown.length === 0 && !found.problem ? (
          <Nothing
            found={found}
            search={search}
            filtered={filter !== noFilter}
            onClear={() => setFilter(noFilter)}
          />
        ) : (
          <ul class={found.loading && search ? 'query-list stale' : 'query-list'}>
            {shown.map((query) => (
              <QueryItem
                key={query.slug}
                query={query}
                favourite={favourites.includes(query.slug)}
                onFavourite={() => toggleFavourite(query.slug)}
                onTag={(tag) => setFilter({ ...filter, tag })}
              />
            ))}
          </ul>
        )}
        {found.next !== null && <NearEnd key={found.queries.length} onSeen={more} />}
      </section>
    </div>
  );
}

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

function Summary({ found, shown }: { found: Found; shown: number }) {
  const more = found.next !== null ? ' so far' : '';
  return (
    <p class="quiet summary" role="status">
      {found.queries.length > 0 && `${countWords(shown, 'query', 'queries')}${more}`}
    </p>
  );
}

interface ItemProps {
  query: QuerySummary;
  favourite: boolean;
  onFavourite: () => void;
  onTag: (tag: string) => void;
}

function QueryItem({ query, favourite, onFavourite, onTag }: ItemProps) {
  const { slug, title, description, tags, source, parameters } = query;
  return (
    <li class="query-item">
      <div class="grow">
        <a class="query-link" href={routes.queryPage(slug)}>
          {title}
        </a>
        {description && <p class="query-description">{description}</p>}
        <p class="query-facts">
          {tags.map((tag) => (
            <button type="button" class="tag" onClick={() => onTag(tag)} title={`Only ${tag}`}>
              {tag}
            </button>
          ))}
          <span>{source}</span>
          {parameters.length > 0 && <span>{countWords(parameters.length, 'parameter')}</span>}
        </p>
      </div>
      <FavouriteStar title={title} on={favourite} onToggle={onFavourite} />
    </li>
  );
}

interface NothingProps {
  found: Found;
  search: string;
  filtered: boolean;
  onClear: () => void;
}

function Nothing({ found, search, filtered, onClear }: NothingProps) {
  if (found.loading && found.queries.length === 0) return <ListShape />;
  if (filtered) {
    return (
      <div class="empty" role="status">
        <p>No query passes this filter.</p>
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
        <p class="quiet">Try fewer or other words, or ask an author in your team to write it.</p>
      </div>
    );
  }
  return (
    <div class="empty" role="status">
      <p>There are no queries yet.</p>
      <p class="quiet">
        Put a file such as <code>signups-by-month.sql</code> into the catalog folder (the setting
        CATALOG_DIR); it is listed here at once.
      </p>
    </div>
  );
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

function favouritesFirst(queries: QuerySummary[], favourites: string[]): QuerySummary[] {
  const weight = ({ slug }: QuerySummary) => (favourites.includes(slug) ? 0 : 1);
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
