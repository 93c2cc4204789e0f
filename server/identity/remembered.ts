// Remembers for a moment what was found in the database, so that a program that asks again and again does not cost
// a look-up each time.
import { LRUCache } from 'lru-cache';

/** What another server takes away is found here no longer than this. */
const REMEMBERED_MS = 500;
const MOST_REMEMBERED = 2_000;

export class Remembered<Found extends object> {
  readonly #known = new LRUCache<string, Found>({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS });
  /** What was read before something changed here is not remembered after it. */
  #changes = 0;

  /** What `find` finds, or has just found. That there is nothing is not remembered. */
  async get<Sought extends Found | null>(
    key: string,
    find: () => Promise<Sought>,
  ): Promise<Sought> {
    const known = this.#known.get(key);
    if (known !== undefined) return known as Sought;
    const changes = this.#changes;
    const found = await find();
    if (found !== null && changes === this.#changes) this.#known.set(key, found);
    return found;
  }

  /** To be called when something was changed. */
  clear(): void {
    this.#known.clear();
    this.#changes++;
  }
}
