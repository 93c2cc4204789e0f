// How many runs go at once: so many for each source, so many for each member, and a fair turn for everybody.

/** Waiting ended without a turn: the caller went away, or waited too long. */
export class NoSlot extends Error {
  override name = 'NoSlot';
}

interface Waiting {
  member: string;
  start(): void;
}

export class Slots {
  capacity: number;
  readonly #perMember: number;
  readonly #running = new Map<string, number>();
  #total = 0;
  #queue: Waiting[] = [];

  constructor(capacity: number, perMember: number) {
    this.capacity = capacity;
    this.#perMember = perMember;
  }

  get running(): number {
    return this.#total;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** A turn at once; the function that is returned ends it. Null when there is none now. */
  takeNow(member: string): (() => void) | null {
    if (!this.#mayStart(member)) return null;
    this.#count(member, 1);
    return this.#turn(member);
  }

  /** Waits for a turn; the function that it resolves with ends it. Throws NoSlot when `signal` aborts first. */
  async take(member: string, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw new NoSlot();
    const turn = this.takeNow(member);
    if (turn) return turn;
    await this.#wait(member, signal);
    return this.#turn(member);
  }

  #turn(member: string): () => void {
    let taken = true;
    return () => {
      if (taken) this.#giveBack(member);
      taken = false;
    };
  }

  #wait(member: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#queue = this.#queue.filter((other) => other !== waiting);
        reject(new NoSlot());
      };
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const waiting: Waiting = { member, start };
      this.#queue.push(waiting);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #mayStart(member: string): boolean {
    return this.#total < this.capacity && this.#runningOf(member) < this.#perMember;
  }

  #runningOf(member: string): number {
    return this.#running.get(member) ?? 0;
  }

  #count(member: string, change: number): void {
    const running = this.#runningOf(member) + change;
    this.#total += change;
    if (running === 0) this.#running.delete(member);
    else this.#running.set(member, running);
  }

  #giveBack(member: string): void {
    this.#count(member, -1);
    this.startNext();
  }

  /** Starts who may start now: first who has the fewest runs, then who came first. */
  startNext(): void {
    for (;;) {
      const ready = this.#queue.filter(({ member }) => this.#mayStart(member));
      const [next] = ready.sort((a, b) => this.#runningOf(a.member) - this.#runningOf(b.member));
      if (!next) return;
      this.#queue = this.#queue.filter((other) => other !== next);
      this.#count(next.member, 1);
      next.start();
    }
  }
}
