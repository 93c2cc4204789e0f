// Holds on to what a server has claimed while it works on it: a lease is renewed until the work is over.

// A third of the lease.
const RENEW_EVERY_MS = 3_000;

export class Leases {
  /** What is under way, each by the lease of its claim. */
  readonly #underWay = new Map<Promise<void>, string>();
  readonly #timer: NodeJS.Timeout;

  /** Where `renew` fails, the leases end, and with them what is under way. */
  constructor(renew: (leases: string[]) => Promise<void>) {
    this.#timer = setInterval(() => {
      const leases = [...new Set(this.#underWay.values())];
      if (leases.length > 0) renew(leases).catch(() => {});
    }, RENEW_EVERY_MS);
    this.#timer.unref();
  }

  get size(): number {
    return this.#underWay.size;
  }

  /** Holds the lease until `work` is over; it must not reject. */
  hold(lease: string, work: Promise<void>): void {
    const held: Promise<void> = work.finally(() => this.#underWay.delete(held));
    this.#underWay.set(held, lease);
  }

  /** Waits for what is under way, and renews nothing more. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay.keys());
  }
}
