// The queries that a search finds, page by page, the newest question only.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { CatalogError, QuerySummary } from '../domain/contract/query.ts';
import type { Problem } from '../domain/problem.ts';
import { problemOf } from '../ui/loaded.ts';
import { api } from './api.ts';

export interface Found {
  queries: QuerySummary[];
  errors: CatalogError[];
  next: string | null;
  /** Nothing has come yet, or what is shown belongs to an older search. */
  loading: boolean;
  problem: Problem | null;
}

const nothing: Found = { queries: [], errors: [], next: null, loading: true, problem: null };

// Typing goes on faster than answers come: ask when the person pauses.
const pauseMs = 120;

export function useQueries(search: string): [Found, () => void] {
  const [found, setFound] = useState(nothing);
  const asking = useRef(0);
  const fetchPage = useCallback(
    (next: string | null) => {
      const mine = ++asking.current;
      setFound((before) => ({ ...before, loading: true, problem: null }));
      api.queries(search, next).then(
        (page) => {
          if (mine !== asking.current) return;
          setFound((before) => ({
            queries: next === null ? page.queries : [...before.queries, ...page.queries],
            errors: page.errors ?? [],
            next: page.next,
            loading: false,
            problem: null,
          }));
        },
        (error) => {
          if (mine !== asking.current) return;
          setFound((before) => ({ ...before, loading: false, problem: problemOf(error) }));
        },
      );
    },
    [search],
  );
  useEffect(() => {
    const timer = setTimeout(() => fetchPage(null), search === '' ? 0 : pauseMs);
    return () => clearTimeout(timer);
  }, [fetchPage]);
  const more = () => {
    if (!found.loading && (found.next !== null || found.problem)) fetchPage(found.next);
  };
  return [found, more];
}
