// The last texts that were tried in this browser, with what came of each; what was brought back from them hides nothing.
import type { Span } from '../sql/position.ts';

export interface KeptTry {
  /** The whole text. */
  sql: string;
  /** What of it ran, where that was a part. */
  part: Span | null;
  source: string;
  /** Ms since 1970. */
  at: number;
  /** What came of it; null: it did not run, and another text took its place. */
  came: { rows: number; isCut: boolean; ms: number } | { problem: string } | null;
}

const KEY = 'sheetfeed.tries';
const MOST_KEPT = 20;
/** Of all together: browsers keep about five million letters for all of a site, and drafts need them more. */
const MOST_LETTERS = 500_000;

/** The latest first. */
export function keptTries(): KeptTry[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isTry) : [];
  } catch {
    return [];
  }
}

function isTry(kept: unknown): kept is KeptTry {
  const { sql, at } = (kept ?? {}) as Partial<KeptTry>;
  return typeof sql === 'string' && typeof at === 'number';
}

/** Puts it before the others; gives them all. The same text that came to nothing else is there once. */
export function keepTry(tried: KeptTry): KeptTry[] {
  const others = keptTries().filter((other) => other.sql !== tried.sql || other.came !== null);
  const kept = fitting([tried, ...others].slice(0, MOST_KEPT));
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // The browser keeps nothing, or has no room: they are there as long as the page is.
  }
  return kept;
}

function fitting(tries: readonly KeptTry[]): KeptTry[] {
  let letters = 0;
  return tries.filter(({ sql }, index) => {
    letters += sql.length;
    return index === 0 || letters <= MOST_LETTERS;
  });
}
