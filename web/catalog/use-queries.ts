// The queries that a search finds, page by page, the newest question only.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { CatalogEntry, QueryList } from '../../domain/contract/query.ts';
import type { Problem } from '../../domain/problem.ts';
import { problemOf } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';
import { addressOf, pageAsked, type CatalogAsked } from './catalog-address.ts';

export interface Found {
  queries: CatalogEntry[];
  /** The last answer but for its queries; null before the first. */
  list: QueryList | null;
  /** Nothing has come yet, or what is shown belongs to an older search. */
  loading: boolean;
  problem: Problem | null;
}

const nothing: Found = { queries: [], list: null, loading: true, problem: null };

// Typing goes on faster than answers come: ask when the person pauses.
const pauseMs = 120;

export interface Queries {
  found: Found;
  /** Fetches the next page, or tries again. */
  more: () => void;
  /** Asks the same anew. */
  again: () => void;
}

export function useQueries(what: CatalogAsked): Queries {
  const [found, setFound] = useState(nothing);
  const asking = useRef(0);
  const fetchPage = useCallback(
    (next: string | null) => {
      const mine = ++asking.current;
      setFound((before) => ({ ...before, loading: true, problem: null }));
      ask('GET queries', { query: pageAsked(what, next) }).then(
        (list) => {
          if (mine !== asking.current) return;
          setFound((before) => ({
            queries: next === null ? list.queries : [...before.queries, ...list.queries],
            list,
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
    [addressOf(what)],
  );
  useEffect(() => {
    const timer = setTimeout(() => fetchPage(null), what.search === '' ? 0 : pauseMs);
    return () => clearTimeout(timer);
  }, [fetchPage]);
  const more = () => {
    const next = found.list?.next ?? null;
    if (!found.loading && (next !== null || found.problem)) fetchPage(next);
  };
  return { found, more, again: () => fetchPage(null) };
}
