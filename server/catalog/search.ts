// Finds queries by words: every word must stand somewhere, as typed so far or with a typing mistake.
import type { KnownQuery } from './known-query.ts';
import { fold, isNear, pairsOf, piecesOf, tokensOf } from './words.ts';

/** An index that is kept in step with the catalog: what did not change is not read again. */
export class SearchIndex {
  /** Where each token stands: the best weight by query. */
  readonly #places = new Map<string, Map<KnownQuery, number>>();
  /** All tokens in order, for those that begin alike; null when it must be made anew. */
  #ordered: string[] | null = null;
  #byTitle: readonly KnownQuery[] = [];

  /** Makes the index that of these queries. */
  update(queries: Iterable<KnownQuery>): void {
    const now = new Set(queries);
    const before = new Set(this.#byTitle);
    for (const query of before) if (!now.has(query)) this.#remove(query);
    for (const query of now) if (!before.has(query)) this.#add(query);
    this.#byTitle = [...now].sort((a, b) => collator.compare(a.title, b.title));
  }

  /**
   * The queries that hold all words, best first; all of them by title when there are no words. `liking` is a
   * factor for each query, which puts the popular ones before others that fit as well.
   */
  search(typed: string, liking: (query: KnownQuery) => number = () => 1): readonly KnownQuery[] {
    const folded = fold(typed);
    if (folded === '') return this.#byTitle;
    let scores: Map<KnownQuery, number> | null = null;
    for (const { text, isRun } of piecesOf(folded)) {
      const found: Map<KnownQuery, number> = isRun ? this.#withRun(text) : this.#withWord(text);
      scores = scores === null ? found : both(scores, found);
      if (scores.size === 0) return [];
    }
    return this.#ranked(scores ?? new Map(), folded, liking);
  }

  #ranked(
    scores: ReadonlyMap<KnownQuery, number>,
    folded: string,
    liking: (query: KnownQuery) => number,
  ): KnownQuery[] {
    const severalWords = folded.includes(' ');
    const ranked = [...scores].map(([query, score]) => {
      const { title } = tokenized(query);
      const inARow = severalWords && ` ${title} `.includes(` ${folded}`) ? TITLE_WEIGHT : 0;
      const exact = title === folded ? TITLE_WEIGHT : 0;
      return { query, score: (score + inARow + exact) * liking(query) };
    });
    ranked.sort((a, b) => b.score - a.score || collator.compare(a.query.title, b.query.title));
    return ranked.map(({ query }) => query);
  }

  // A word that is written whole counts more than one that only begins alike, and a mistake counts less.
  #withWord(word: string): Map<KnownQuery, number> {
    const found = new Map<KnownQuery, number>();
    for (const token of this.#beginningWith(word)) {
      this.#collect(found, token, token === word ? 2 : 1);
    }
    if (found.size > 0) return found;
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    if (most === 0) return found;
    for (const token of this.#tokens()) {
      if (isMistaken(token, word, most)) this.#collect(found, token, 0.5);
    }
    return found;
  }

  // All pairs of signs; where no query has all, most of them.
  #withRun(run: string): Map<KnownQuery, number> {
    const pairs = pairsOf(run);
    const counts = new Map<KnownQuery, { pairs: number; score: number }>();
    for (const pair of pairs) {
      for (const [query, weight] of this.#places.get(pair) ?? []) {
        const { pairs: before, score } = counts.get(query) ?? { pairs: 0, score: 0 };
        counts.set(query, { pairs: before + 1, score: score + (2 * weight) / pairs.length });
      }
    }
    const best = Math.max(0, ...[...counts.values()].map((count) => count.pairs));
    const least = Math.max(best, Math.ceil(pairs.length * 0.6));
    const found = [...counts].filter(([, count]) => count.pairs >= least);
    return new Map(found.map(([query, { score }]) => [query, score]));
  }

  #collect(found: Map<KnownQuery, number>, token: string, factor: number): void {
    for (const [query, weight] of this.#places.get(token) ?? []) {
      const score = factor * weight;
      if (score > (found.get(query) ?? 0)) found.set(query, score);
    }
  }

  *#beginningWith(word: string): Generator<string> {
    const tokens = this.#tokens();
    for (let at = firstNotBefore(tokens, word); at < tokens.length; at++) {
      const token = tokens[at] ?? '';
      if (!token.startsWith(word)) return;
      yield token;
    }
  }

  #tokens(): readonly string[] {
    return (this.#ordered ??= [...this.#places.keys()].sort());
  }

  #add(query: KnownQuery): void {
    for (const [token, weight] of tokenized(query).weights) {
      const places = this.#places.get(token);
      if (places !== undefined) places.set(query, weight);
      else {
        this.#places.set(token, new Map([[query, weight]]));
        this.#ordered = null;
      }
    }
  }

  #remove(query: KnownQuery): void {
    for (const token of tokenized(query).weights.keys()) {
      const places = this.#places.get(token);
      places?.delete(query);
      if (places?.size !== 0) continue;
      this.#places.delete(token);
      this.#ordered = null;
    }
  }
}

const TITLE_WEIGHT = 16;
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

interface Tokenized {
  title: string;
  /** The weight of the best place of each token. */
  weights: ReadonlyMap<string, number>;
}

// A query that changes is another object, so this holds for as long as the object does.
const known = new WeakMap<KnownQuery, Tokenized>();

function tokenized(query: KnownQuery): Tokenized {
  const before = known.get(query);
  if (before !== undefined) return before;
  const weights = new Map<string, number>();
  // The heaviest first: the first place of a token is its best.
  for (const [text, weight] of fieldsOf(query)) {
    for (const token of tokensOf(text)) if (!weights.has(token)) weights.set(token, weight);
  }
  const made = { title: fold(query.title), weights };
  known.set(query, made);
  return made;
}

function fieldsOf(query: KnownQuery): [string, number][] {
  const notes = query.columns.map(({ name, label, description }) => [name, label, description]);
  const described = query.describedColumns?.map(({ name }) => name) ?? [];
  const parameters = query.parameters.map(({ name, label = '' }) => `${name} ${label}`);
  return [
    [query.title, TITLE_WEIGHT],
    [query.tags.join(' '), 10],
    [query.slug, 8],
    [query.description, 4],
    [[...notes.flat(), ...described].filter(Boolean).join(' '), 3],
    [parameters.join(' '), 2],
    [query.owner?.name ?? '', 2],
    [query.sql, 1],
  ];
}

function both(
  a: ReadonlyMap<KnownQuery, number>,
  b: ReadonlyMap<KnownQuery, number>,
): Map<KnownQuery, number> {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  const found = new Map<KnownQuery, number>();
  for (const [query, score] of few) {
    const other = many.get(query);
    if (other !== undefined) found.set(query, score + other);
  }
  return found;
}

// Somebody who is still typing has made the mistake in the part that is there.
function isMistaken(token: string, word: string, most: number): boolean {
  if (token.length < word.length - most) return false;
  // The first letter is seldom wrong, but the first two may be exchanged.
  if (token[0] !== word[0] && token[0] !== word[1]) return false;
  return (
    isNear(word, token, most) ||
    (token.length > word.length + most && isNear(word, token.slice(0, word.length), most - 1))
  );
}

function firstNotBefore(ordered: readonly string[], word: string): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
