// What is loaded from elsewhere: on its way, here, or failed with a problem.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../domain/problem.ts';

export type Loaded<T> =
  { state: 'loading' } | { state: 'done'; value: T } | { state: 'failed'; problem: Problem };

/** Loads at once and whenever `key` changes; an answer that comes after a newer question is dropped. */
export function useLoaded<T>(key: string, load: () => Promise<T>): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const latest = useRef(0);
  const loadNow = useRef(load);
  loadNow.current = load;
  const start = useCallback(() => {
    const mine = ++latest.current;
    setLoaded({ state: 'loading' });
    loadNow.current().then(
      (value) => mine === latest.current && setLoaded({ state: 'done', value }),
      (error) =>
        mine === latest.current && setLoaded({ state: 'failed', problem: problemOf(error) }),
    );
  }, []);
  useEffect(start, [key]);
  return [loaded, start];
}

/** The problem that was thrown; for a defect of ours one that says so, with the defect as its cause. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const sentence = 'Sheetfeed made a mistake. Reload and try again; if it happens again, tell us.';
  return new Problem('internal', sentence, {}, error);
}
