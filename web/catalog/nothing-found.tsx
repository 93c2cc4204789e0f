// What the catalog shows in place of its list: that nothing was found or is there, and the way on.
import { routes } from '../../domain/routes.ts';
import { AskForThis } from '../asks/ask-for-this.tsx';
import { isFiltered, type Filter } from './catalog-address.ts';

interface Props {
  search: string;
  filter: Filter;
  mayWrite: boolean;
  /** Shows all. */
  onClear: () => void;
}

export function NothingFound({ search, filter, mayWrite, onClear }: Props) {
  const words = search.trim();
  return (
    <div class="empty" role="status">
      {isFiltered(filter) ? (
        <NothingPasses search={words} filter={filter} onClear={onClear} />
      ) : words === '' ? (
        <NothingYet mayWrite={mayWrite} />
      ) : (
        <NothingMatches search={words} />
      )}
    </div>
  );
}

function NothingPasses({ search, filter, onClear }: Omit<Props, 'mayWrite'>) {
  return (
    <>
      <p>{emptyWords(search, filter)}</p>
      <button type="button" class="button" onClick={onClear}>
        Show all
      </button>
    </>
  );
}

function NothingMatches({ search }: { search: string }) {
  return (
    <>
      <p>No query matches “{search}”.</p>
      <p class="quiet">Try fewer or other words. Or ask the authors, in your own words:</p>
      <AskForThis search={search} />
    </>
  );
}

function NothingYet({ mayWrite }: { mayWrite: boolean }) {
  return (
    <>
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
    </>
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
