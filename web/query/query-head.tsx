// Above a query's page: its title, what it tells, what can be done with it, and what its state means.
import type { SavedQuery } from '../../domain/contract/query.ts';
import { routes } from '../../domain/routes.ts';
import type { Entries } from '../../ui/entries.ts';
import { FavouriteStar } from './favourite-star.tsx';
import { QueryActions, QueryState } from './query-actions.tsx';
import { PageNote } from '../variations/page-note.tsx';
import { StatusBadge } from './status-badge.tsx';
import { WayBack } from '../frame/way-back.tsx';

interface Props {
  query: SavedQuery;
  /** The values on the page. */
  entries: Entries;
  mayWrite: boolean;
  /** The query is not what it was. */
  onChanged: () => void;
  /** Opens "The same, but …". */
  onVary: () => void;
}

export function QueryHead({ query, entries, mayWrite, onChanged, onVary }: Props) {
  const { slug, title, description, variation } = query;
  return (
    <div class="query-head">
      <WayBack to={routes.catalog}>Catalog</WayBack>
      <div class="row">
        <h1>{title}</h1>
        <FavouriteStar slug={slug} title={title} known={query.favourite} />
        <StatusBadge status={query.status} />
      </div>
      {description && <p class="lead">{description}</p>}
      {variation && <PageNote query={{ ...query, variation }} onChanged={onChanged} />}
      <QueryActions {...{ query, entries, mayWrite, onChanged, onVary }} />
      <QueryState query={query} mayWrite={mayWrite} onChanged={onChanged} />
    </div>
  );
}
