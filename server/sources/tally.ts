// How much there is of something, of each name and in all; what has none is forgotten.

export class Tally {
  total = 0;
  readonly #of = new Map<string, number>();

  of(name: string): number {
    return this.#of.get(name) ?? 0;
  }

  all(): { name: string; count: number }[] {
    return [...this.#of].map(([name, count]) => ({ name, count }));
  }

  add(name: string, change: number): void {
    const count = this.of(name) + change;
    this.total += change;
    if (count === 0) this.#of.delete(name);
    else this.#of.set(name, count);
  }
}
