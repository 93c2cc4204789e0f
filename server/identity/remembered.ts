// Remembers for a moment what was found in the database, so that a program that asks again and again does not cost
// a look-up each time.

/** What another server takes away is found here no longer than this. */
const REMEMBERED_MS = 500;
const MOST_REMEMBERED = 2_000;

export class Remembered<Found> {
  readonly #known = new Map<string, { found: Found; until: number }>();
  /** What was read before something changed here is not remembered after it. */
  #changes = 0;

  /** What `find` finds, or has just found. That there is nothing is not remembered. */
  async get<Sought extends Found | null>(
    key: string,
    find: () => Promise<Sought>,
  ): Promise<Sought> {
    const known = this.#known.get(key);
    const now = performance.now();
    if (known !== undefined && known.until > now) return known.found as Sought;
    const changes = this.#changes;
    const found = await find();
    if (found === null || changes !== this.#changes) return found;
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(key, { found, until: now + REMEMBERED_MS });
    return found;
  }

  /** To be called when something was changed. */
  clear(): void {
    this.#known.clear();
    this.#changes++;
  }
}
