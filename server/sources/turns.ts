// How many runs go at once: so many for each source, so many for each member, and a fair turn for everybody.
import { Tally } from './tally.ts';
import { TimeTaken } from './time-taken.ts';

/** A member with so many runs that nothing can end starts no other. */
const STUCK_ENOUGH = 2;
/** Of four turns or more, one in so many is for those who have lately taken little of the source's time. */
const ONE_IN = 4;

/** Waiting ended without a turn: the caller went away, waited too long, or would wait for runs that nothing can end. */
export class NoTurn extends Error {
  override name = 'NoTurn';
}

/** One of the runs that go at once. */
export interface Turn {
  /** Says that nothing can end the run before it is done: nobody waits for such a turn. */
  stick(): void;
  end(): void;
}

interface Waiting {
  member: string;
  start(): void;
  refuse(): void;
}

export class Turns {
  capacity: number;
  readonly #perMember: number;
  readonly #running = new Tally();
  readonly #taken: TimeTaken;
  /** Of those that run, the ones that nothing can end. */
  readonly #stuck = new Tally();
  /** The same on all sources, by their members. */
  readonly #stuckAnywhere: Tally;
  #queue: Waiting[] = [];

  /** `stuckAnywhere` counts the stuck runs of each member on this and on other sources. */
  constructor(
    capacity: number,
    perMember: number,
    taken = new TimeTaken(),
    stuckAnywhere = new Tally(),
  ) {
    this.capacity = capacity;
    this.#perMember = perMember;
    this.#taken = taken;
    this.#stuckAnywhere = stuckAnywhere;
  }

  get running(): number {
    return this.#running.total;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** How many of those that run nothing can end. */
  get stuck(): number {
    return this.#stuck.total;
  }

  /** Whom runs that nothing can end leave no turn: everybody, this member, or null. */
  stuckFor(member: string): 'everybody' | 'member' | null {
    if (this.#stuck.total >= this.capacity) return 'everybody';
    if (this.#stuckAnywhere.of(member) >= STUCK_ENOUGH) return 'member';
    return this.#stuck.of(member) >= this.#perMember ? 'member' : null;
  }

  /** Whose turns are all taken: this member's own, or else everybody's. */
  fullFor(member: string): 'everybody' | 'member' {
    return this.#running.of(member) >= this.#perMember ? 'member' : 'everybody';
  }

  /** A turn at once. Null when there is none now. */
  takeNow(member: string): Turn | null {
    if (!this.#mayStart(member)) return null;
    this.#begin(member);
    return this.#turn(member);
  }

  #begin(member: string): void {
    this.#running.add(member, 1);
    this.#taken.begin(member);
  }

  /** Waits for a turn. Throws NoTurn when `signal` aborts first, or all turns there are for the member are stuck. */
  async take(member: string, signal: AbortSignal): Promise<Turn> {
    if (signal.aborted || this.stuckFor(member)) throw new NoTurn();
    const turn = this.takeNow(member);
    if (turn) return turn;
    await this.#wait(member, signal);
    return this.#turn(member);
  }

  #turn(member: string): Turn {
    let state: 'taken' | 'stuck' | 'over' = 'taken';
    return {
      stick: () => {
        if (state !== 'taken') return;
        state = 'stuck';
        this.#stuck.add(member, 1);
        this.#stuckAnywhere.add(member, 1);
        for (const waiting of this.#queue) if (this.stuckFor(waiting.member)) waiting.refuse();
      },
      end: () => {
        if (state === 'over') return;
        if (state === 'stuck') {
          this.#stuck.add(member, -1);
          this.#stuckAnywhere.add(member, -1);
        }
        state = 'over';
        this.#running.add(member, -1);
        this.#taken.end(member);
        this.startNext();
      },
    };
  }

  #wait(member: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#queue = this.#queue.filter((other) => other !== waiting);
        reject(new NoTurn());
      };
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const refuse = () => {
        signal.removeEventListener('abort', leave);
        leave();
      };
      const waiting: Waiting = { member, start, refuse };
      this.#queue.push(waiting);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #mayStart(member: string): boolean {
    if (this.#running.of(member) >= this.#perMember || this.stuckFor(member)) return false;
    const kept = this.#taken.isMuch(member) ? Math.floor(this.capacity / ONE_IN) : 0;
    return this.#running.total < this.capacity - kept;
  }

  /** Starts who may start now: first who has the fewest runs, then who came first. */
  startNext(): void {
    for (;;) {
      const ready = this.#queue.filter(({ member }) => this.#mayStart(member));
      const [next] = ready.sort((a, b) => this.#running.of(a.member) - this.#running.of(b.member));
      if (!next) return;
      this.#queue = this.#queue.filter((other) => other !== next);
      this.#begin(next.member);
      next.start();
    }
  }
}
