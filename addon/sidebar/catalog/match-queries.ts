// Finds queries among those that are loaded, at once, while the server still searches the whole catalog.
import type { QuerySummary } from '../../../domain/contract/query.ts';
import { folded } from '../../../ui/fields/combobox.tsx';

/** The queries whose title, tags or description hold every word, those with the word in the title first. */
export function matchQueries(queries: readonly QuerySummary[], search: string): QuerySummary[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...queries];
  const found = queries.flatMap((query) => {
    const rank = rankOf(query, words);
    return rank === null ? [] : [{ query, rank }];
  });
  return found.sort((a, b) => a.rank - b.rank).map(({ query }) => query);
}

// 0: the title begins so; 1: a word of the title does; 2: it is somewhere in the title; 3: elsewhere.
function rankOf(query: QuerySummary, words: readonly string[]): number | null {
  const title = folded(query.title);
  const all = folded([query.title, query.slug, ...query.tags, query.description].join(' '));
  if (!words.every((word) => all.includes(word))) return null;
  const ranks = words.map((word) => {
    if (title.startsWith(word)) return 0;
    if (title.includes(` ${word}`)) return 1;
    return title.includes(word) ? 2 : 3;
  });
  return Math.max(...ranks);
}
