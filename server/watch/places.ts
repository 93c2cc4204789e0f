// Which of what a server has claimed is done next: a few of each data source at once. Of one that is quick it may claim as many
// more as it does in a second, so that where thousands are due at once one statement takes many.

import type { Room } from '../cluster/fair-claims.ts';

/** Beyond that other servers would wait for this one, and a statement that takes so many would be no short one any more. */
const MOST_AHEAD = 256;

interface OfSource {
  underWay: number;
  /** What is claimed and has no place yet; each begins when it is called. */
  waiting: (() => void)[];
  /** How many were done in this second, and in the one before. */
  second: number;
  done: number;
  doneBefore: number;
}

export class Places {
  #most: number;
  #mostOfSource: number;
  readonly #sources = new Map<string, OfSource>();
  #underWay = 0;

  /** At once: `most` in all, and `mostOfSource` of each data source, so that a dead one leaves room for the others. */
  constructor(most: number, mostOfSource: number) {
    this.#most = most;
    this.#mostOfSource = mostOfSource;
  }

  /** Resolves when it may begin, with what is called once it is done; more than once is as good. */
  async take(source: string): Promise<() => void> {
    await new Promise<void>((begin) => {
      this.#of(source).waiting.push(begin);
      this.#beginNext();
    });
    let isThere = true;
    return () => {
      if (isThere) this.#leave(this.#of(source));
      isThere = false;
    };
  }

  #leave(of: OfSource): void {
    of.underWay -= 1;
    of.done += 1;
    this.#underWay -= 1;
    this.#beginNext();
  }

  /** Has everything begin that waits, now and from now on. */
  open(): void {
    [this.#most, this.#mostOfSource] = [Infinity, Infinity];
    this.#beginNext();
  }

  /** Counts on nothing: what was quick a while ago may be slow. */
  forgetPace(): void {
    for (const [source, of] of this.#sources) {
      [of.done, of.doneBefore] = [0, 0];
      if (busyOf(of) === 0) this.#sources.delete(source);
    }
  }

  #of(source: string): OfSource {
    let of = this.#sources.get(source);
    if (of === undefined) {
      of = { underWay: 0, waiting: [], second: 0, done: 0, doneBefore: 0 };
      this.#sources.set(source, of);
    }
    countSeconds(of);
    return of;
  }

  // Whoever has least under way goes first: no source waits for another one's thousands.
  #beginNext(): void {
    while (this.#underWay < this.#most) {
      const [next] = [...this.#sources.values()]
        .filter(({ waiting, underWay }) => waiting.length > 0 && underWay < this.#mostOfSource)
        .sort((one, other) => one.underWay - other.underWay);
      const begin = next?.waiting.shift();
      if (next === undefined || begin === undefined) return;
      next.underWay += 1;
      this.#underWay += 1;
      begin();
    }
  }

  /** How much more may be claimed where so much is held. */
  room(held: number): Room {
    const most = this.#most + MOST_AHEAD - held;
    const ofSources = [...this.#sources].map(([source, of]) => [source, this.#roomOf(of)] as const);
    return { most, ofSources: new Map(ofSources), ofOthers: this.#mostOfSource };
  }

  /** Whether there is room for so many of a source that they are worth a claim. */
  isHalfEmpty(source: string): boolean {
    const of = this.#of(source);
    return busyOf(of) <= this.#roomOf(of);
  }

  #roomOf(of: OfSource): number {
    countSeconds(of);
    const ahead = Math.min(of.done + of.doneBefore, MOST_AHEAD);
    return Math.max(0, this.#mostOfSource + ahead - busyOf(of));
  }
}

const busyOf = ({ underWay, waiting }: OfSource) => underWay + waiting.length;

function countSeconds(of: OfSource): void {
  const second = Math.floor(performance.now() / 1_000);
  if (second === of.second) return;
  of.doneBefore = second === of.second + 1 ? of.done : 0;
  of.done = 0;
  of.second = second;
}
