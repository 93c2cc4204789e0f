// How well queries fit what was searched for, by the numbers that the index gave them.

/** The best score of each query that was found, by its number. */
export class Scores {
  readonly found: number[] = [];
  readonly #scores: Float64Array;

  constructor(size: number) {
    this.#scores = new Float64Array(size);
  }

  of(number: number): number {
    return this.#scores[number] ?? 0;
  }

  raise(number: number, score: number): void {
    const before = this.of(number);
    if (before === 0) this.found.push(number);
    if (score > before) this.#scores[number] = score;
  }

  /** Takes over what others have found, as far as it is better after a factor. */
  raiseBy(others: Scores, factor: number): void {
    for (const number of others.found) this.raise(number, factor * others.of(number));
  }

  get size(): number {
    return this.#scores.length;
  }
}

/** Those that both have found. */
export function both(a: Scores, b: Scores): Scores {
  const [few, many] = a.found.length < b.found.length ? [a, b] : [b, a];
  const scores = new Scores(a.size);
  for (const number of few.found) {
    const other = many.of(number);
    if (other > 0) scores.raise(number, few.of(number) + other);
  }
  return scores;
}
