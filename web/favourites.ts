// A person's favourite queries, kept in this browser.
import { useState } from 'preact/hooks';

const key = 'sheetfeed.favourites';

/** The slugs of the favourites, and a switch for one of them. */
export function useFavourites(): [string[], (slug: string) => void] {
  const [slugs, setSlugs] = useState(() => readFavourites(localStorage.getItem(key)));
  const toggle = (slug: string) => {
    const others = slugs.filter((other) => other !== slug);
    const next = others.length === slugs.length ? [...slugs, slug] : others;
    localStorage.setItem(key, JSON.stringify(next));
    setSlugs(next);
  };
  return [slugs, toggle];
}

/** What was kept, as far as it can be read: somebody may have written something else there. */
export function readFavourites(kept: string | null): string[] {
  if (!kept?.startsWith('[')) return [];
  try {
    const parsed: unknown = JSON.parse(kept);
    return Array.isArray(parsed) ? parsed.filter((slug) => typeof slug === 'string') : [];
  } catch {
    return [];
  }
}
