// The queries that the catalog found: how many, what could not be read, and page after page as one scrolls.
import { useEffect, useRef } from 'preact/hooks';
import type { CatalogEntry, CatalogError, QueryList } from '../../domain/contract/query.ts';
import { routes } from '../../domain/routes.ts';
import { countWords } from '../../ui/age.ts';
import { Icon } from '../../ui/icon.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import {
  noFilter,
  sortFrom,
  sortNames,
  type CatalogAsked,
  type Filter,
} from './catalog-address.ts';
import { NothingFound } from './nothing-found.tsx';
import { QueryItem } from './query-item.tsx';
import type { Queries } from './use-queries.ts';
import { YourDrafts } from './your-drafts.tsx';

interface Props {
  asked: CatalogAsked;
  queries: Queries;
  mayWrite: boolean;
  onFilter: (filter: Filter) => void;
}

export function FoundQueries({ asked, queries, mayWrite, onFilter }: Props) {
  const { found, more } = queries;
  const { list, problem } = found;
  return (
    <section class="results" aria-label="Queries">
      {mayWrite && asked.search === '' && <YourDrafts />}
      <BrokenFiles errors={list?.errors ?? []} />
      {problem && <ProblemNote problem={problem} action={{ label: 'Try again', run: more }} />}
      <Summary list={list} filter={asked.filter} onFilter={onFilter} />
      {found.queries.length > 0 || problem ? (
        <Items asked={asked} queries={queries} onFilter={onFilter} />
      ) : found.loading ? (
        <ListShape />
      ) : (
        <NothingFound {...asked} mayWrite={mayWrite} onClear={() => onFilter(noFilter)} />
      )}
      {list?.next && <NearEnd key={found.queries.length} onSeen={more} />}
    </section>
  );
}

function Items({ asked, queries, onFilter }: Omit<Props, 'mayWrite'>) {
  const { search, filter } = asked;
  const { found, again } = queries;
  const isPlain = search.trim() === '' && !filter.archived && filter.sort === null;
  const shown = isPlain ? favouritesFirst(found.queries) : found.queries;
  const sources = found.list?.facets.sources.length ?? 0;
  return (
    <ul class={found.loading && search ? 'query-list stale' : 'query-list'}>
      {shown.map((query) => (
        <QueryItem
          key={query.slug}
          query={query}
          showSource={sources > 1 || filter.source !== null}
          onTag={(tag) => onFilter({ ...filter, tag })}
          onBroughtBack={again}
        />
      ))}
    </ul>
  );
}

function favouritesFirst(queries: CatalogEntry[]): CatalogEntry[] {
  const weight = ({ favourite }: CatalogEntry) => (favourite ? 0 : 1);
  return [...queries].sort((a, b) => weight(a) - weight(b));
}

interface SummaryProps {
  list: QueryList | null;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

function Summary({ list, filter, onFilter }: SummaryProps) {
  const asks = list?.openAsks ?? 0;
  return (
    <div class="row summary">
      <p class="quiet grow" role="status">
        {list && list.total > 0 && countWords(list.total, 'query', 'queries')}
      </p>
      <select
        class="input order"
        aria-label="Order of the queries"
        value={filter.sort ?? ''}
        onChange={(event) => onFilter({ ...filter, sort: sortFrom(event.currentTarget.value) })}
      >
        <option value="">Best first</option>
        {Object.entries(sortNames).map(([name, words]) => (
          <option value={name}>{words}</option>
        ))}
      </select>
      {asks > 0 && (
        <a href={routes.asksPage}>{countWords(asks, 'person asks', 'people ask')} for a query</a>
      )}
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
  if (errors.length === 0) return null;
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
