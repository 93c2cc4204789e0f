// Keeps a draft in this browser at every pause, when the page is left, and under a name of its own where another window has one too.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Draft } from './draft.ts';
import { draftText, dropDraft, keepDraft, nameBeside } from './kept-drafts.ts';

const pauseMs = 400;

export interface Keeping {
  /** The name that it is kept under. */
  name: string;
  /** The browser has no room for it, or keeps nothing. */
  isFull: boolean;
  /** Nothing of it needs to be kept. */
  forget: () => void;
}

/** As long as it differs from what is saved. */
export function useKeeping(name: string, draft: Draft, changed: boolean): Keeping {
  const { place, forgotten } = usePlace(name);
  const [, setKeptAs] = useState(name);
  const [isFull, setFull] = useState(false);
  const keep = () => {
    if (forgotten.current) return;
    try {
      if (changed) place.current = kept(place.current, draft);
      else dropDraft(place.current.name, place.current.seen);
      setKeptAs(place.current.name);
      setFull(false);
    } catch {
      setFull(true);
    }
  };
  const latest = useRef(keep);
  latest.current = keep;
  // At once, not after the next paint: who types and closes in one breath loses nothing.
  useLayoutEffect(() => {
    const timer = setTimeout(keep, pauseMs);
    // Closing the browser does not wait for the pause.
    addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', keep);
    };
  }, [draft, changed]);
  // Nor does whoever goes to another page.
  useLayoutEffect(() => () => latest.current(), []);
  const forget = () => {
    forgotten.current = true;
    dropDraft(place.current.name, place.current.seen);
  };
  return { name: place.current.name, isFull, forget };
}

interface Place {
  name: string;
  /** What this window has last read or written there. */
  seen: string | null;
}

function usePlace(name: string) {
  const given = useRef(name);
  const place = useRef<Place | null>(null);
  const forgotten = useRef(false);
  // A new query has its slug as a name once it is saved, and what was kept of it before need not be kept.
  if (place.current === null || given.current !== name) {
    if (place.current !== null) dropDraft(place.current.name, place.current.seen);
    given.current = name;
    place.current = { name, seen: draftText(name) };
  }
  return { place: place as { current: Place }, forgotten };
}

function kept({ name, seen }: Place, draft: Draft): Place {
  const text = keepDraft(name, draft, seen);
  if (text !== null) return { name, seen: text };
  const own = nameBeside(name);
  return { name: own, seen: keepDraft(own, draft, null) };
}
