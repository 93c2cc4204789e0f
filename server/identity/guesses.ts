// How often an address may be wrong about a secret, and how often a stranger may ask: counted in memory, by each server
// for itself, so that whoever guesses costs the database nothing.
import { LRUCache } from 'lru-cache';
import { tooMany } from './limits.ts';
import { secretHash } from './secrets.ts';

const MINUTE_MS = 60_000;
/** Who is not wrong may ask so many times as much: a company signs in by one address. */
const HONEST = 10;
const MOST_ADDRESSES = 50_000;
const MOST_KNOWN = 50_000;
const KNOWN_FOR_MS = 15 * MINUTE_MS;

/** A look-up of something secret that has begun. */
export interface Guess {
  /** It was no guess: it does not count, and does not count again for a while. */
  wasRight(): void;
}

const counted: Guess = { wasRight: () => {} };

export class Guesses {
  readonly #perMinute: number;
  /** Until when each address has used its allowance up, in a clock that nobody puts back. */
  readonly #usedUntil = new LRUCache<string, number>({ max: MOST_ADDRESSES, ttl: MINUTE_MS });
  readonly #wrong = new Tally();
  readonly #known = new LRUCache<string, true>({ max: MOST_KNOWN, ttl: KNOWN_FOR_MS });

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** A request of somebody who need not be known. Throws Problem rate_limited. */
  countStranger(address: string): void {
    this.#spend(`stranger ${address}`, HONEST * this.#perMinute);
  }

  /** An answer that shows that `address` was wrong. Throws Problem rate_limited. */
  countWrong(address: string): void {
    this.#wrong.add(address, 1);
    this.#spend(`wrong ${address}`, this.#perMinute);
  }

  /** How often each address was wrong since this was asked last, those that were refused unheard included. */
  takeWrong(): Map<string, number> {
    return this.#wrong.takeAll();
  }

  /**
   * To be called before `secret` is looked up, and told when it was right. Throws Problem rate_limited where the
   * address was wrong too often, unless this secret was right lately.
   */
  begin(address: string, secret: string): Guess {
    const key = secretHash(secret).toString('base64');
    if (this.#known.has(key)) return counted;
    this.countWrong(address);
    return {
      wasRight: () => {
        this.#known.set(key, true);
        this.#wrong.add(address, -1);
        this.#spend(`wrong ${address}`, this.#perMinute, -1);
      },
    };
  }

  /** Whether this secret was right lately. */
  knows(secret: string): boolean {
    return this.#known.has(secretHash(secret).toString('base64'));
  }

  // The same algorithm as in limits.ts.
  #spend(who: string, perMinute: number, times = 1): void {
    const now = performance.now();
    const usedUntil =
      Math.max(this.#usedUntil.get(who) ?? 0, now) + (times * MINUTE_MS) / perMinute;
    const overMs = usedUntil - now - MINUTE_MS;
    // Half a request is no request: what was given back may not quite add up.
    if (overMs > MINUTE_MS / perMinute / 2) throw tooMany(Math.max(1, Math.ceil(overMs / 1_000)));
    this.#usedUntil.set(who, usedUntil);
  }
}

/** How many addresses are told one by one; of more there is one number. */
const MOST_TOLD = 50;
export const OTHERS = 'other addresses';

class Tally {
  #times = new Map<string, number>();

  add(address: string, times: number): void {
    const isTold = this.#times.has(address) || this.#times.size < MOST_TOLD;
    const key = isTold ? address : OTHERS;
    const sum = (this.#times.get(key) ?? 0) + times;
    if (sum > 0) this.#times.set(key, sum);
    else this.#times.delete(key);
  }

  takeAll(): Map<string, number> {
    const taken = this.#times;
    this.#times = new Map();
    return taken;
  }
}
