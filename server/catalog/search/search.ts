// Finds queries by words: every word must stand somewhere, as typed so far, in another form, by another name, or mistyped.
import type { KnownQuery } from '../queries/known-query.ts';
import { both, Scores } from './scores.ts';
import { everydaySynonyms, stemOf, type Synonyms, type Term } from './synonyms.ts';
import { fold, isMistaken, pairsOf, piecesOf, tokensOf } from './words.ts';

/** An index that is kept in step with the catalog: what did not change is not read again. */
export class SearchIndex {
  /** Each query has a number, so that scores are kept in arrays. */
  readonly #numbers = new Map<KnownQuery, number>();
  readonly #queries: (KnownQuery | undefined)[] = [];
  readonly #unused: number[] = [];
  /** Where each token stands: the numbers of queries, each with its best weight behind it. */
  readonly #places = new Map<string, number[]>();
  /** The tokens of each stem. */
  readonly #forms = new Map<string, Set<string>>();
  /** All tokens in order, for those that begin alike; null when it must be made anew. */
  #ordered: string[] | null = null;
  #byTitle: readonly KnownQuery[] = [];
  #titleRanks = new Uint32Array();
  /** What else is searched for when a word is; the index does not hold it. */
  synonyms: Synonyms = everydaySynonyms;

  /** Does a part of what `update` has to do with these, which then takes as much less. */
  prepare(queries: Iterable<KnownQuery>): void {
    for (const query of queries) if (!this.#numbers.has(query)) this.#add(query);
  }

  /** Makes the index that of these queries. */
  update(queries: Iterable<KnownQuery>): void {
    const now = new Set(queries);
    this.#remove([...this.#numbers.keys()].filter((query) => !now.has(query)));
    this.prepare(now);
    this.#byTitle = [...now].sort((a, b) => collator.compare(a.title, b.title));
    this.#titleRanks = new Uint32Array(this.#queries.length);
    this.#byTitle.forEach((query, rank) => {
      this.#titleRanks[this.#numbers.get(query) ?? 0] = rank;
    });
  }

  /**
   * The queries that hold all words, best first; all of them by title when there are no words. `liking` is a
   * factor for each query, which puts the popular ones before others that fit as well.
   */
  search(typed: string, liking: (query: KnownQuery) => number = () => 1): readonly KnownQuery[] {
    const folded = fold(typed);
    if (folded === '') return this.#byTitle;
    let scores: Scores | null = null;
    for (const term of this.synonyms.termsOf(folded)) {
      const found = this.#withTerm(term);
      scores = scores === null ? found : both(scores, found);
      if (scores.found.length === 0) return [];
    }
    return scores === null ? [] : this.#ranked(scores, folded, liking);
  }

  #ranked(scores: Scores, folded: string, liking: (query: KnownQuery) => number): KnownQuery[] {
    const row = folded.includes(' ') ? ` ${folded}` : null;
    const ranked: { query: KnownQuery; score: number; rank: number }[] = [];
    for (const number of scores.found) {
      const query = this.#queries[number];
      if (query === undefined) continue;
      const title = titleOf(query);
      const inARow = row !== null && title.includes(row) ? TITLE_WEIGHT : 0;
      const exact = title.length === folded.length + 1 && title.endsWith(folded) ? TITLE_WEIGHT : 0;
      const score = (scores.of(number) + inARow + exact) * liking(query);
      ranked.push({ query, score, rank: this.#titleRanks[number] ?? 0 });
    }
    ranked.sort((a, b) => b.score - a.score || a.rank - b.rank);
    return ranked.map(({ query }) => query);
  }

  // A mistake is looked for only where nothing else is found: `users` is not a mistyped `uses`.
  #withTerm({ words, others }: Term): Scores {
    const [word = ''] = words;
    const scores =
      words.length > 1 ? this.#withAll(words, this.#withNamed) : this.#withWord(word, true);
    for (const phrase of others) this.#collectOther(scores, phrase);
    if (scores.found.length === 0 && words.length === 1) this.#collectMistaken(scores, word);
    return scores;
  }

  // Most are one word, and then nothing is to be put together.
  #collectOther(scores: Scores, phrase: readonly string[]): void {
    const [word = ''] = phrase;
    if (phrase.length === 1 && piecesOf(word).every(({ isRun }) => !isRun)) {
      return this.#collectForms(scores, word, BY_ANOTHER_NAME);
    }
    const found = this.#withAll(phrase, (other) => this.#withWord(other, false));
    scores.raiseBy(found, BY_ANOTHER_NAME / phrase.length);
  }

  readonly #withNamed = (word: string): Scores => this.#withTerm(this.synonyms.termOf(word));

  #withAll(words: readonly string[], find: (word: string) => Scores): Scores {
    return words.map(find).reduce(both);
  }

  #withWord(word: string, mayGoOn: boolean): Scores {
    const pieces = piecesOf(word);
    if (pieces.length === 0) return new Scores(this.#queries.length);
    return pieces
      .map(({ text, isRun }) => (isRun ? this.#withRun(text) : this.#withLetters(text, mayGoOn)))
      .reduce(both);
  }

  // A word that is written whole counts more than its other forms, and these more than what only begins alike.
  #withLetters(word: string, mayGoOn: boolean): Scores {
    const scores = new Scores(this.#queries.length);
    this.#collectForms(scores, word, 1);
    if (mayGoOn) for (const token of this.#beginningWith(word)) this.#collect(scores, token, 1);
    return scores;
  }

  #collectForms(scores: Scores, word: string, factor: number): void {
    this.#collect(scores, word, 2 * factor);
    const forms = this.#forms.get(stemOf(word)) ?? [];
    for (const token of forms) this.#collect(scores, token, 1.5 * factor);
  }

  #collectMistaken(scores: Scores, word: string): void {
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    if (most === 0) return;
    for (const token of this.#tokens()) {
      if (isMistaken(token, word, most)) this.#collect(scores, token, 0.5);
    }
  }

  // All pairs of signs; where no query has all, most of them.
  #withRun(run: string): Scores {
    const pairs = pairsOf(run);
    const counts = new Map<number, { pairs: number; score: number }>();
    for (const pair of pairs) {
      forEachPlace(this.#places.get(pair) ?? [], (number, weight) => {
        const { pairs: before, score } = counts.get(number) ?? { pairs: 0, score: 0 };
        counts.set(number, { pairs: before + 1, score: score + (2 * weight) / pairs.length });
      });
    }
    let least = Math.ceil(pairs.length * 0.6);
    for (const count of counts.values()) least = Math.max(least, count.pairs);
    const scores = new Scores(this.#queries.length);
    for (const [number, count] of counts) {
      if (count.pairs >= least) scores.raise(number, count.score);
    }
    return scores;
  }

  #collect(scores: Scores, token: string, factor: number): void {
    forEachPlace(this.#places.get(token) ?? [], (number, weight) =>
      scores.raise(number, factor * weight),
    );
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
    const number = this.#unused.pop() ?? this.#queries.length;
    this.#numbers.set(query, number);
    this.#queries[number] = query;
    for (const [text, weight] of fieldsOf(query)) {
      for (const token of tokensOf(text)) this.#place(token, number, weight);
    }
  }

  #place(token: string, number: number, weight: number): void {
    const places = this.#places.get(token);
    if (places === undefined) {
      this.#places.set(token, [number, weight]);
      this.#addForm(token);
      this.#ordered = null;
    } else if (places.at(-2) !== number) {
      // The heaviest field comes first: what a query has last is its best.
      places.push(number, weight);
    }
  }

  // Together: each token's places are gone through once, however many queries are gone.
  #remove(queries: readonly KnownQuery[]): void {
    const gone = new Set<number>();
    const tokens = new Set<string>();
    for (const query of queries) {
      const number = this.#numbers.get(query) ?? 0;
      gone.add(number);
      this.#numbers.delete(query);
      this.#queries[number] = undefined;
      this.#unused.push(number);
      for (const [text] of fieldsOf(query)) for (const token of tokensOf(text)) tokens.add(token);
    }
    for (const token of tokens) this.#displace(token, gone);
  }

  #displace(token: string, gone: ReadonlySet<number>): void {
    const left: number[] = [];
    forEachPlace(this.#places.get(token) ?? [], (number, weight) => {
      if (!gone.has(number)) left.push(number, weight);
    });
    if (left.length > 0) this.#places.set(token, left);
    else {
      this.#places.delete(token);
      this.#removeForm(token);
      this.#ordered = null;
    }
  }

  #addForm(token: string): void {
    const stem = stemOf(token);
    const forms = this.#forms.get(stem);
    if (forms === undefined) this.#forms.set(stem, new Set([token]));
    else forms.add(token);
  }

  #removeForm(token: string): void {
    const stem = stemOf(token);
    const forms = this.#forms.get(stem);
    forms?.delete(token);
    if (forms?.size === 0) this.#forms.delete(stem);
  }
}

function forEachPlace(
  places: readonly number[],
  look: (number: number, weight: number) => void,
): void {
  for (let at = 0; at < places.length; at += 2) look(places[at] ?? 0, places[at + 1] ?? 0);
}

const TITLE_WEIGHT = 16;
/** What another word for the same counts, to the word itself. */
const BY_ANOTHER_NAME = 0.6;
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

// A query that changes is another object, so this holds for as long as the object does.
const titles = new WeakMap<KnownQuery, string>();

/** Folded, with a space in front. */
function titleOf(query: KnownQuery): string {
  let title = titles.get(query);
  if (title === undefined) titles.set(query, (title = ` ${fold(query.title)}`));
  return title;
}

/** The heaviest first. */
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
