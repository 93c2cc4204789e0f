// Narrows the list by tag, source and favourites; folded on a phone.
import type { ComponentChildren } from 'preact';
import type { QuerySummary } from '../domain/contract/query.ts';

export interface Filter {
  tag: string | null;
  source: string | null;
  favourites: boolean;
}

/** Whether a query passes the filter. */
export function passes(query: QuerySummary, filter: Filter, favourites: string[]): boolean {
  if (filter.tag !== null && !query.tags.includes(filter.tag)) return false;
  if (filter.source !== null && query.source !== filter.source) return false;
  return !filter.favourites || favourites.includes(query.slug);
}

interface Props {
  queries: QuerySummary[];
  favourites: string[];
  filter: Filter;
  onChange: (filter: Filter) => void;
}

export function CatalogFilters({ queries, favourites, filter, onChange }: Props) {
  const tags = counted(
    queries.flatMap((query) => query.tags),
    filter.tag,
  );
  const sources = counted(
    queries.map((query) => query.source),
    filter.source,
  );
  const active = [filter.tag, filter.source, filter.favourites ? 'favourites' : null].filter(
    Boolean,
  );
  return (
    <details class="filters" open={matchMedia('(min-width: 700px)').matches}>
      <summary>{active.length > 0 ? `Filters: ${active.join(', ')}` : 'Filters'}</summary>
      <Group title="Show">
        <Choice
          label="All"
          on={active.length === 0}
          onClick={() => onChange({ tag: null, source: null, favourites: false })}
        />
        <Choice
          label="Favourites"
          count={favourites.length}
          on={filter.favourites}
          onClick={() => onChange({ ...filter, favourites: !filter.favourites })}
        />
      </Group>
      {tags.length > 0 && (
        <Group title="Tags">
          {tags.map(([tag, count]) => (
            <Choice
              key={tag}
              label={tag}
              count={count}
              on={filter.tag === tag}
              onClick={() => onChange({ ...filter, tag: filter.tag === tag ? null : tag })}
            />
          ))}
        </Group>
      )}
      {sources.length > 1 && (
        <Group title="Data sources">
          {sources.map(([source, count]) => (
            <Choice
              key={source}
              label={source}
              count={count}
              on={filter.source === source}
              onClick={() =>
                onChange({ ...filter, source: filter.source === source ? null : source })
              }
            />
          ))}
        </Group>
      )}
    </details>
  );
}

function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="filter-group" role="group" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  count?: number;
  on: boolean;
  onClick: () => void;
}

function Choice({ label, count, on, onClick }: ChoiceProps) {
  return (
    <button type="button" class="filter-choice" aria-pressed={on} onClick={onClick}>
      <span class="grow">{label}</span>
      {count !== undefined && <span class="quiet">{count}</span>}
    </button>
  );
}

// By name; the one that is chosen stays, even when the search finds none of it.
function counted(names: string[], chosen: string | null): [string, number][] {
  const counts = new Map<string, number>(chosen === null ? [] : [[chosen, 0]]);
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b));
}
