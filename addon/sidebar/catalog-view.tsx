// The catalog: search as you type; favourites and recent queries first, then all.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { QuerySummary } from '../../domain/contract/query.ts';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { optionId, WindowedList, type ListRow } from '../../ui/windowed-list.tsx';
import { FreshnessDot } from './freshness.tsx';
import { matchQueries } from './match-queries.ts';
import { call } from './server.ts';
import { useSession, type Catalog, type Session } from './session.ts';

interface QueryRow extends ListRow {
  query?: QuerySummary;
}

interface Props {
  search: string;
  onSearch: (search: string) => void;
}

export function CatalogView({ search, onSearch }: Props) {
  const session = useSession();
  const { catalog } = session;
  const fromServer = useServerSearch(search);
  const rows = search.trim() === '' ? groupedRows(session) : foundRows(catalog, search, fromServer);
  const [chosen, setChosen] = useState<string | null>(null);
  const options = rows.filter((row) => row.query !== undefined);
  const active = options.find(({ key }) => key === chosen) ?? options[0];

  const open = (row: QueryRow | undefined) => {
    if (row?.query) session.go({ name: 'query', slug: row.query.slug, title: row.query.title });
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const index = active ? options.indexOf(active) : -1;
      const next = Math.min(options.length - 1, Math.max(0, index + step));
      setChosen(options[next]?.key ?? null);
    } else if (event.key === 'Enter') {
      open(active);
    }
  };
  return (
    <>
      <header class="head">
        <div class="row">
          <h1 class="grow">Queries</h1>
          <RangesButton />
        </div>
        <SearchField
          search={search}
          onSearch={onSearch}
          onKeyDown={press}
          active={active?.key ?? null}
        />
      </header>
      <main class="fill">
        {catalog.problem && (
          <div class="pad">
            <ProblemNote
              problem={catalog.problem}
              action={{ label: 'Try again', run: catalog.loadMore }}
            />
          </div>
        )}
        {options.length === 0 ? (
          <NoQueries catalog={catalog} search={search} searching={fromServer === null} />
        ) : (
          <WindowedList
            id="queries"
            label="Queries"
            rows={rows}
            active={active?.key ?? null}
            draw={(row) => row.query && <QueryLines query={row.query} />}
            onOpen={open}
            onNearEnd={catalog.loadMore}
          />
        )}
      </main>
      <p class="unseen" role="status">
        {search && options.length > 0 ? `${options.length} queries found` : ''}
      </p>
    </>
  );
}

interface SearchProps extends Props {
  onKeyDown: (event: KeyboardEvent) => void;
  /** The key of the query that the arrows have reached; null when none is found. */
  active: string | null;
}

function SearchField({ search, onSearch, onKeyDown, active }: SearchProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <div class="search">
      <Icon name="search" />
      <input
        ref={input}
        class="input"
        type="text"
        inputMode="search"
        id="search"
        role="combobox"
        aria-label="Search queries"
        aria-expanded={active !== null}
        aria-controls={active === null ? undefined : 'queries'}
        aria-autocomplete="list"
        aria-activedescendant={active === null ? undefined : optionId('queries', active)}
        placeholder="Search queries"
        autocomplete="off"
        value={search}
        onInput={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function RangesButton() {
  const { ranges, go } = useSession();
  const problems = ranges.filter(({ problem }) => problem !== null).length;
  return (
    <button
      type="button"
      class="plain-button"
      onClick={() => go({ name: 'ranges', range: null, notes: [] })}
    >
      {problems > 0 && <Icon name="bad" />}
      Linked ranges ({ranges.length})
      {problems > 0 && <span class="unseen">, {problems} with a problem</span>}
      <Icon name="forward" />
    </button>
  );
}

function QueryLines({ query }: { query: QuerySummary }) {
  const { ranges, favourites } = useSession();
  const range = ranges.find(({ slug }) => slug === query.slug);
  return (
    <>
      <div class="list-title">
        <span class="grow">{query.title}</span>
        {favourites.includes(query.slug) && (
          <>
            <Icon name="star" />
            <span class="unseen">favourite</span>
          </>
        )}
      </div>
      <div class="list-line">{query.description}</div>
      {range && (
        <div class="list-line linked">
          <FreshnessDot range={range} />
          <span>
            In this spreadsheet
            {range.refreshedAt && (
              <>
                , <TimeAgo at={range.refreshedAt} />
              </>
            )}
          </span>
        </div>
      )}
    </>
  );
}

interface NoQueriesProps {
  catalog: Catalog;
  search: string;
  searching: boolean;
}

function NoQueries({ catalog, search, searching }: NoQueriesProps) {
  const { start } = useSession();
  if (catalog.state === 'failed') return null;
  if (catalog.state === 'loading' || (search.trim() !== '' && searching)) return <CatalogShape />;
  if (search.trim() !== '') {
    return (
      <div class="empty" role="status">
        <p>No query matches “{search.trim()}”.</p>
        <p class="quiet">
          Try fewer or other words, or ask an author in your team to write this query.
        </p>
      </div>
    );
  }
  return (
    <div class="empty" role="status">
      <p>There are no queries yet.</p>
      <p class="quiet">An author adds them to the catalog; then they are listed here.</p>
      <a class="button" href={start.pagesUrl} target="_blank" rel="noopener">
        Open the catalog page
      </a>
    </div>
  );
}

/** The catalog's shape while it is on its way. */
export function CatalogShape() {
  return (
    <div class="pad" role="status" aria-label="Loading the queries">
      {[150, 190, 120, 170, 140, 180].map((width) => (
        <div class="shape-row">
          <i class="shape" style={{ width: `${width}px` }} />
          <i class="shape" style={{ width: `${width + 50}px`, height: '9px' }} />
        </div>
      ))}
    </div>
  );
}

function groupedRows({ catalog, favourites, recent }: Session): QueryRow[] {
  const bySlug = new Map(catalog.queries.map((query) => [query.slug, query]));
  const favourite = favourites.flatMap((slug) => bySlug.get(slug) ?? []);
  const used = recent
    .filter((slug) => !favourites.includes(slug))
    .slice(0, 5)
    .flatMap((slug) => bySlug.get(slug) ?? []);
  const first = new Set([...favourite, ...used]);
  const others = catalog.queries.filter((query) => !first.has(query));
  return [
    ...group('Favourites', favourite),
    ...group('Recently used', used),
    ...group(first.size > 0 ? 'All other queries' : 'All queries', others),
  ];
}

function group(heading: string, queries: QuerySummary[]): QueryRow[] {
  if (queries.length === 0) return [];
  return [{ key: `heading ${heading}`, heading }, ...queries.map(rowOf)];
}

function rowOf(query: QuerySummary): QueryRow {
  return { key: query.slug, query };
}

// What is loaded answers at once; what only the server finds (in the SQL, further pages) comes below.
function foundRows(
  catalog: Catalog,
  search: string,
  fromServer: QuerySummary[] | null,
): QueryRow[] {
  const local = matchQueries(catalog.queries, search);
  const known = new Set(local.map(({ slug }) => slug));
  return [...local, ...(fromServer ?? []).filter(({ slug }) => !known.has(slug))].map(rowOf);
}

/** What the server finds for the words; null while it searches. Fails quietly: what is loaded is searched anyway. */
function useServerSearch(search: string): QuerySummary[] | null {
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
