// What this server holds for callers, in memory and in temporary files: a budget for each member, and one for all.
import { Problem } from '../../../domain/problem.ts';
import { Tally } from '../../sources/tally.ts';

export type Where = 'memory' | 'file';

/** In bytes. */
export interface HoldingsLimits {
  memory: { server: number; member: number };
  file: { server: number; member: number };
}

/** A member (or `link:` and a share link's id), and how much of what one may they hold. */
export interface Holder {
  member: string;
  bytes: number;
  limit: number;
}

/**
 * Gives up something that is held there and that nobody needs now, of this member or (null) of anybody; `asker` wants
 * the room. It must be gone when this returns. False when there is nothing like that.
 */
export type GiveUp = (where: Where, member: string | null, asker: Holding) => boolean;

export class Holdings {
  readonly #limits: HoldingsLimits;
  readonly #held = { memory: new Tally(), file: new Tally() };
  readonly #givers: GiveUp[] = [];

  constructor(limits: HoldingsLimits) {
    this.#limits = limits;
  }

  /** Asked for room when there is none, in the order in which they were told of. */
  onFull(giveUp: GiveUp): void {
    this.#givers.push(giveUp);
  }

  /** The share of something that is held for a member; null: for nobody in particular. */
  open(member: string | null): Holding {
    return new Holding(member, {
      change: (holding, where, bytes) => this.#change(holding, where, bytes),
      hasRoom: (holding, where, bytes) => this.#hasRoom(holding, where, bytes),
    });
  }

  /** What is held there now. */
  bytes(where: Where): number {
    return this.#held[where].total;
  }

  /** How much there may be; Infinity where nothing limits it. */
  limit(where: Where): number {
    return this.#limits[where].server;
  }

  /** Members who hold more than half of what one may, the most first. */
  nearTheirs(where: Where): Holder[] {
    const limit = this.#limits[where].member;
    return this.#held[where]
      .all()
      .filter(({ name, count }) => name !== NOBODY && count > limit / 2)
      .map(({ name, count }) => ({ member: name, bytes: count, limit }))
      .toSorted((one, other) => other.bytes - one.bytes);
  }

  #change(holding: Holding, where: Where, bytes: number): void {
    if (bytes > 0) this.#makeRoom(holding, where, bytes);
    this.#held[where].add(holding.member ?? NOBODY, bytes);
  }

  #fitsMember({ member }: Holding, where: Where, bytes: number): boolean {
    return member === null || this.#held[where].of(member) + bytes <= this.#limits[where].member;
  }

  #hasRoom(holding: Holding, where: Where, bytes: number): boolean {
    const isLittle = this.bytes(where) + bytes <= this.#limits[where].server / 2;
    return isLittle && this.#fitsMember(holding, where, bytes);
  }

  #makeRoom(asker: Holding, where: Where, bytes: number): void {
    while (!this.#fitsMember(asker, where, bytes)) {
      if (!this.#giveUp(where, asker.member, asker)) throw tooMuchOfMember();
    }
    while (this.bytes(where) + bytes > this.#limits[where].server) {
      if (!this.#giveUp(where, null, asker)) throw tooMuchOfAll();
    }
  }

  #giveUp(where: Where, member: string | null, asker: Holding): boolean {
    const before = this.bytes(where);
    return this.#givers.some(
      (giveUp) => giveUp(where, member, asker) && this.bytes(where) < before,
    );
  }
}

interface Budget {
  change(holding: Holding, where: Where, bytes: number): void;
  hasRoom(holding: Holding, where: Where, bytes: number): boolean;
}

/** What one run, or one reader, has of the budget. */
export class Holding {
  readonly member: string | null;
  readonly #budget: Budget;
  readonly #bytes = { memory: 0, file: 0 };

  constructor(member: string | null, budget: Budget) {
    this.member = member;
    this.#budget = budget;
  }

  bytes(where: Where): number {
    return this.#bytes[where];
  }

  /** To be called before the bytes are taken. Throws Problem rate_limited when there is no room for them. */
  add(where: Where, bytes: number): void {
    this.#budget.change(this, where, bytes);
    this.#bytes[where] += bytes;
  }

  /** The same for what could be done without: false, and nothing is given up, when that would take more than half. */
  addIfRoom(where: Where, bytes: number): boolean {
    if (!this.#budget.hasRoom(this, where, bytes)) return false;
    this.add(where, bytes);
    return true;
  }

  remove(where: Where, bytes: number): void {
    this.#bytes[where] -= bytes;
    this.#budget.change(this, where, -bytes);
  }
}

/** No member's id is empty. */
const NOBODY = '';

const RETRY_AFTER_SECONDS = 60;

function tooMuchOfMember(): Problem {
  const detail =
    'So many of your results are still being made or read that there is no room for this one. Read or cancel some of them, then run it again.';
  return new Problem('rate_limited', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

function tooMuchOfAll(): Problem {
  const detail =
    'The server has no room for this result, for too much is being made and read at once. Run it again in a minute.';
  return new Problem('rate_limited', detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
