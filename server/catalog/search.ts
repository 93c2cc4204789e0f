// Finds queries by words: every word must stand somewhere, as typed so far, and the best place counts.
import type { Query } from '../../domain/contract/query.ts';

interface Indexed {
  query: Query;
  fields: { text: string; weight: number }[];
}

export interface SearchIndex {
  /** The queries that hold all words, best first; all of them by title when there are no words. */
  search(words: string): Query[];
}

/** Reads each query once; a search then only compares text. */
export function createSearchIndex(queries: readonly Query[]): SearchIndex {
  const byTitle = [...queries].sort((a, b) => collator.compare(a.title, b.title));
  const indexed = byTitle.map(index);
  return {
    search(typed) {
      const words = fold(typed).trim().split(' ').filter(Boolean);
      if (words.length === 0) return byTitle;
      const whole = ` ${words.join(' ')}`;
      const found: { query: Query; score: number }[] = [];
      for (const entry of indexed) {
        const score = scoreOf(entry, words, whole);
        if (score > 0) found.push({ query: entry.query, score });
      }
      // The sort is stable: equals stay in the order of their titles.
      return found.sort((a, b) => b.score - a.score).map(({ query }) => query);
    },
  };
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

// When one file of many changes, the others are not read again.
const known = new WeakMap<Query, Indexed>();

function index(query: Query): Indexed {
  const before = known.get(query);
  if (before !== undefined) return before;
  const parameters = query.parameters.map(({ name, label = '' }) => `${name} ${label}`).join(' ');
  const fields = [
    { text: ` ${fold(query.title).trim()} `, weight: 16 },
    { text: wordsOf(query.tags.join(' ')), weight: 10 },
    { text: wordsOf(query.slug), weight: 8 },
    { text: wordsOf(query.description), weight: 4 },
    { text: wordsOf(parameters), weight: 2 },
    { text: wordsOf(query.sql), weight: 1 },
  ];
  const indexed = { query, fields };
  known.set(query, indexed);
  return indexed;
}

// Each word once: SQL repeats itself, and less text is searched faster.
function wordsOf(text: string): string {
  return ['', ...new Set(fold(text).trim().split(' ')), ''].join(' ');
}

// Letters and digits in lower case without accents; everything else parts words.
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
}

function scoreOf({ fields }: Indexed, words: readonly string[], whole: string): number {
  let score = 0;
  for (const word of words) {
    const best = bestPlace(fields, word);
    if (best === 0) return 0;
    score += best;
  }
  const [title] = fields;
  const inARow = title !== undefined && words.length > 1 && title.text.includes(whole);
  return inARow ? score + title.weight : score;
}

// A word that is written whole counts more than one that only begins alike.
function bestPlace(fields: Indexed['fields'], word: string): number {
  let best = 0;
  for (const { text, weight } of fields) {
    if (best >= 2 * weight) continue;
    if (text.includes(` ${word} `)) best = Math.max(best, 2 * weight);
    else if (beginsSomewhere(text, word)) best = Math.max(best, weight);
  }
  return best;
}

// Scripts without spaces between words are searched anywhere.
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function beginsSomewhere(text: string, word: string): boolean {
  return text.includes(` ${word}`) || (unspaced.test(word) && text.includes(word));
}
