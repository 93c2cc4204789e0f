// The index of the catalog's queries: made ready beside the start, and brought into step with them when somebody searches.
import { setImmediate } from 'node:timers/promises';
import type { KnownQuery } from '../queries/known-query.ts';
import { SearchIndex } from './search.ts';
import type { Synonyms } from './synonyms.ts';

interface Searched {
  /** Another map whenever anything in it is another. */
  queries: ReadonlyMap<string, KnownQuery>;
  synonyms: Synonyms;
}

/** A turn of a few milliseconds. */
const INDEXED_AT_ONCE = 100;

export class CatalogIndex {
  readonly #now: () => Searched;
  readonly #index = new SearchIndex();
  /** The queries that are in it; null before it was made. */
  #indexed: Searched['queries'] | null = null;

  /** `now` tells what there is at the moment. */
  constructor(now: () => Searched) {
    this.#now = now;
  }

  /** In turns, so that the start does not wait for it and nobody is held up: ten thousand queries take half a second. */
  async prepare(): Promise<void> {
    const queries = [...this.#now().queries.values()];
    for (let at = 0; at < queries.length && this.#indexed === null; at += INDEXED_AT_ONCE) {
      this.#index.prepare(queries.slice(at, at + INDEXED_AT_ONCE));
      await setImmediate();
    }
    if (this.#indexed === null) this.#update();
  }

  /** Those that hold every word, best first; `liking` as SearchIndex has it. */
  search(words: string, liking?: (query: KnownQuery) => number): readonly KnownQuery[] {
    this.#update();
    return this.#index.search(words, liking);
  }

  /** The same among others, such as those in the archive: few look for them, so their index is made when somebody does. */
  searchAmong(queries: Iterable<KnownQuery>, words: string): readonly KnownQuery[] {
    const index = new SearchIndex();
    index.synonyms = this.#now().synonyms;
    index.update(queries);
    return index.search(words);
  }

  #update(): void {
    const { queries, synonyms } = this.#now();
    if (this.#indexed === queries) return;
    this.#index.synonyms = synonyms;
    this.#index.update(queries.values());
    this.#indexed = queries;
  }
}
