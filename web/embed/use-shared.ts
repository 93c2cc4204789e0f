// A share link's result in a page of another site: asked for without cookies, and again as often as the page wants.
import { useEffect, useState } from 'preact/hooks';
import type { SharedResult } from '../../domain/contract/link.ts';
import { problemFromBody } from '../../domain/problem.ts';
import type { Asked } from './asked.ts';

export interface Shown {
  /** The last that came. */
  result: SharedResult | null;
  /** Why it is not, or not the newest, in a sentence. */
  problem: string | null;
}

const NO_LINK = 'This page names no share link to show.';
const AWAY = 'The server does not answer just now.';
/** A query may take its minutes; a connection that froze is given up. */
const WITHIN_MS = 300_000;

export function useShared({ address, everyMs }: Pick<Asked, 'address' | 'everyMs'>): Shown {
  const nothing = { result: null, problem: address === null ? NO_LINK : null };
  const [shown, setShown] = useState<Shown>(nothing);
  useEffect(() => {
    if (address === null) return;
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const next = await fetched(address);
      if (isGone) return;
      // What was seen stays, but where the link opens it no more.
      setShown((before) => (next === null ? { ...before, problem: AWAY } : next));
      // Only now, so that no late answer takes the place of a newer one.
      if (everyMs !== null) timer = setTimeout(() => void look(), everyMs);
    };
    void look();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [address, everyMs]);
  return shown;
}

/** Null where nobody answers, or nobody can now. */
async function fetched(address: string): Promise<Shown | null> {
  try {
    const signal = AbortSignal.timeout(WITHIN_MS);
    const how = { credentials: 'omit', referrerPolicy: 'no-referrer', signal } as const;
    const response = await fetch(address, how);
    const body: unknown = await response.json();
    // The border to the server: its answers are agreed in domain/contract.
    if (response.ok) return { result: body as SharedResult, problem: null };
    if (response.status >= 500 || response.status === 429) return null;
    return { result: null, problem: problemFromBody(body)?.message ?? AWAY };
  } catch {
    return null;
  }
}
