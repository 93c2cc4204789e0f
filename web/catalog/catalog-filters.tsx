// Narrows the list by tag, source, owner and favourites; folded on a phone.
import type { ComponentChildren } from 'preact';
import type { QueryList } from '../../domain/contract/query.ts';
import { noFilter, type Filter } from './catalog-address.ts';

type Facet = QueryList['facets']['tags'];

interface Props {
  /** What the found queries can be narrowed to. */
  facets: QueryList['facets'];
  filter: Filter;
  /** Only authors see the archive. */
  mayWrite: boolean;
  onChange: (filter: Filter) => void;
}

export function CatalogFilters({ facets, filter, mayWrite, onChange }: Props) {
  const { tag, source, owner, favourites, archived } = filter;
  const places = [favourites ? 'favourites' : null, archived ? 'the archive' : null];
  const active = [tag, source, owner, ...places].filter(Boolean);
  return (
    <details class="filters" open={matchMedia('(min-width: 700px)').matches}>
      <summary>{active.length > 0 ? `Filters: ${active.join(', ')}` : 'Filters'}</summary>
      <Group title="Show">
        <Choice label="All" on={active.length === 0} onClick={() => onChange(noFilter)} />
        <Choice
          label="Favourites"
          on={favourites}
          onClick={() => onChange({ ...filter, favourites: !favourites, archived: false })}
        />
        {(mayWrite || archived) && (
          <Choice
            label="Archive"
            on={archived}
            onClick={() => onChange({ ...noFilter, archived: !archived })}
          />
        )}
      </Group>
      <FacetGroup
        title="Tags"
        facet={facets.tags}
        chosen={tag}
        atLeast={1}
        onChoose={(next) => onChange({ ...filter, tag: next })}
      />
      <FacetGroup
        title="Data sources"
        facet={facets.sources}
        chosen={source}
        atLeast={2}
        onChoose={(next) => onChange({ ...filter, source: next })}
      />
      <FacetGroup
        title="Owners"
        facet={facets.owners}
        chosen={owner}
        atLeast={2}
        onChoose={(next) => onChange({ ...filter, owner: next })}
      />
    </details>
  );
}

interface FacetProps {
  title: string;
  facet: Facet;
  chosen: string | null;
  /** With fewer there is nothing to choose between. */
  atLeast: number;
  onChoose: (value: string | null) => void;
}

// The one that is chosen stays, even when the search finds none of it.
function FacetGroup({ title, facet, chosen, atLeast, onChoose }: FacetProps) {
  const isThere = chosen === null || facet.some(({ value }) => value === chosen);
  const all = isThere ? facet : [{ value: chosen, count: 0 }, ...facet];
  if (all.length < atLeast && chosen === null) return null;
  return (
    <Group title={title}>
      {all.map(({ value, count }) => (
        <Choice
          key={value}
          label={value}
          count={count}
          on={chosen === value}
          onClick={() => onChoose(chosen === value ? null : value)}
        />
      ))}
    </Group>
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
