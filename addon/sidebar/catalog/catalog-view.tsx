// The catalog: search as you type; favourites and recent queries first, then all.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { QuerySummary } from '../../../domain/contract/query.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ProblemNote } from '../../../ui/problem-note.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { optionId, WindowedList } from '../../../ui/windowed-list.tsx';
import { foundRows, groupedRows, useServerSearch, type QueryRow } from './catalog-rows.ts';
import { FreshnessDot } from '../ranges/freshness.tsx';
import { isOpen, useRefreshing } from '../ranges/refreshing.tsx';
import { FiringBadge, StatusBadge } from '../query/query-status.tsx';
import { FailedSchedules } from '../schedule/schedule-line.tsx';
import { useSession, type Catalog } from '../session.ts';

interface Props {
  search: string;
  onSearch: (search: string) => void;
}

export function CatalogView({ search, onSearch }: Props) {
  const session = useSession();
  const { catalog } = session;
  const fromServer = useServerSearch(search);
  const rows = search.trim() === '' ? groupedRows(session) : foundRows(catalog, search, fromServer);
  const options = rows.filter((row) => row.query !== undefined);
  const open = (row: QueryRow | undefined) => {
    if (row?.query) session.go({ name: 'query', slug: row.query.slug, title: row.query.title });
  };
  const { active, press } = useArrows(options, open);
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
      <FailedSchedules />
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

/** The row that the arrows have reached, which Enter opens. */
function useArrows(options: QueryRow[], open: (row: QueryRow | undefined) => void) {
  const [chosen, setChosen] = useState<string | null>(null);
  const active = options.find(({ key }) => key === chosen) ?? options[0];
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
  return { active, press };
}

interface SearchProps extends Props {
  onKeyDown: (event: KeyboardEvent) => void;
  /** The key of the query that the arrows have reached; null when none is found. */
  active: string | null;
}

function SearchField({ search, onSearch, onKeyDown, active }: SearchProps) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
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
  const { ranges, deleted, go } = useSession();
  const { outcomes } = useRefreshing();
  const bad = ranges.filter(({ problem, id }) => problem !== null || isOpen(outcomes[id]));
  const problems = bad.length + deleted.length;
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
        <FiringBadge fires={query.fires} />
        <StatusBadge status={query.status ?? null} />
        {favourites.includes(query.slug) && (
          <>
            <Icon name="star" />
            <span class="unseen">favourite</span>
          </>
        )}
      </div>
      {query.description && <div class="list-line">{firstSentence(query.description)}</div>}
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

// The first sentence says what a query answers; its own view has the rest.
function firstSentence(description: string): string {
  return /^[^\n]*?[.?!。？！](?=\s|$)/u.exec(description)?.[0] ?? description;
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
          Try fewer or other words, or ask the authors for it on the catalog page.
        </p>
        <a
          class="button primary"
          href={`${start.pagesUrl.replace(/\/$/, '')}/?search=${encodeURIComponent(search.trim())}`}
          target="_blank"
          rel="noopener"
        >
          Ask for this
        </a>
      </div>
    );
  }
  return (
    <div class="empty" role="status">
      <p>There are no queries yet.</p>
      <p class="quiet">An author adds them to the catalog; then they are listed here.</p>
      <a class="button primary" href={start.pagesUrl} target="_blank" rel="noopener">
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
