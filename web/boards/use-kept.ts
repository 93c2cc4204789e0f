// What a tile shows: the last good result at once, and a new one where that is too old, as long as somebody looks.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../domain/problem.ts';
import { problemOf } from '../../ui/loaded.ts';

export interface Kept<T> {
  shown: T | null;
  /** Why there is no newer one. */
  problem: Problem | null;
  isBusy: boolean;
}

interface Keeping<T> {
  /** Another one is another question. */
  key: string;
  load: (maxAgeSeconds: number) => Promise<T>;
  refreshSeconds: number;
  /** Counts up when somebody wants it new. */
  wanted: number;
  /** Told when something is shown that ran at this time. */
  onShown: (ranAt: string) => void;
}

// A board that was looked at within it has something to show at once.
const ANY_AGE_SECONDS = 7 * 86_400;

export function useKept<T extends { ranAt: string }>(keeping: Keeping<T>): Kept<T> {
  const { key, refreshSeconds, wanted } = keeping;
  const [kept, setKept] = useState<Kept<T>>({ shown: null, problem: null, isBusy: true });
  const latest = useRef(keeping);
  latest.current = keeping;
  const asked = useRef(0);
  const ask = async (maxAgeSeconds: number): Promise<T | null> => {
    const mine = ++asked.current;
    setKept((before) => ({ ...before, isBusy: true }));
    try {
      const shown = await latest.current.load(maxAgeSeconds);
      if (mine !== asked.current) return null;
      setKept({ shown, problem: null, isBusy: false });
      latest.current.onShown(shown.ranAt);
      return shown;
    } catch (error) {
      // What was shown stays: it says how old it is.
      const problem = problemOf(error);
      if (mine === asked.current) setKept((before) => ({ ...before, problem, isBusy: false }));
      return null;
    }
  };
  useEffect(() => {
    setKept({ shown: null, problem: null, isBusy: true });
    void ask(ANY_AGE_SECONDS).then((shown) => {
      if (shown !== null && isOlder(shown.ranAt, refreshSeconds)) void ask(refreshSeconds);
    });
    return () => void asked.current++;
  }, [key]);
  useEffect(() => {
    if (wanted > 0) void ask(0);
  }, [wanted]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void ask(refreshSeconds);
    }, refreshSeconds * 1000);
    return () => clearInterval(timer);
  }, [refreshSeconds]);
  return kept;
}

const isOlder = (ranAt: string, seconds: number) => Date.now() - Date.parse(ranAt) > seconds * 1000;
