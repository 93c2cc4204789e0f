// Loads the catalog page by page, once for as long as the sidebar is open.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { QuerySummary } from '../../../domain/contract/query.ts';
import { problemOf } from '../../../ui/loaded.ts';
import { call } from '../server.ts';
import type { Catalog } from '../session.ts';

export function useCatalog(): Catalog {
  const [loaded, setLoaded] = useState<Omit<Catalog, 'loadMore' | 'put'>>({
    queries: [],
    state: 'loading',
    problem: null,
  });
  // The next page's mark; null when nothing is left, undefined before the first.
  const next = useRef<string | null | undefined>(undefined);
  const busy = useRef(false);
  const loadMore = useCallback(() => {
    if (busy.current || next.current === null) return;
    busy.current = true;
    call('searchQueries', { search: '', next: next.current ?? null })
      .then(
        (page) => {
          next.current = page.next;
          const state = page.next === null ? 'whole' : 'more';
          setLoaded(({ queries }) => ({
            queries: [...queries, ...page.queries],
            state,
            problem: null,
          }));
        },
        (error) =>
          setLoaded(({ queries }) => ({ queries, state: 'failed', problem: problemOf(error) })),
      )
      .finally(() => {
        busy.current = false;
      });
  }, []);
  useEffect(loadMore, []);
  const put = useCallback(
    (query: QuerySummary) =>
      setLoaded(({ queries, ...rest }) => ({
        ...rest,
        queries: [...queries.filter(({ slug }) => slug !== query.slug), query],
      })),
    [],
  );
  return { ...loaded, loadMore, put };
}
