// Delivers what waits in the outbox: each destination by one server at a time, in order, so that a dead one delays nobody
// else. At least once; a message keeps its identity, by which the other side can tell that it has it.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import {
  beginAttempt,
  claimDestinations,
  endMessage,
  failAttempt,
  failuresOf,
  releaseDestination,
  type WaitingMessage,
} from '../catalog/deliveries/outbox.ts';
import type { SealedDestination } from '../catalog/deliveries/destinations.ts';
import type { Log } from '../log.ts';
import { GIVEN_UP_AFTER_MS, backOffSeconds } from './back-off.ts';
import type { Sent } from './destination.ts';
import { send, type Post } from './kinds.ts';

export interface DeliveriesOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  post: Post;
  baseUrl: () => string;
  log: Log;
}

/** Of each server at once. */
const MOST_DESTINATIONS = 20;
/** One that an admin must see to is tried again all the same. */
const BROKEN_REST_SECONDS = 600;
/** For what is on its way when the server ends. */
const GRACE_MS = 1_500;
const BROKEN_OFF_REST_SECONDS = 5;

export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #underWay = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #isClosed = false;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** Takes what can be delivered, and delivers it meanwhile. */
  async work(): Promise<void> {
    const free = MOST_DESTINATIONS - this.#underWay.size;
    if (free <= 0 || this.#isClosed) return;
    // Of this claim alone: one that was lost is not had again by the next claim.
    const lease = randomUUID();
    const claimed = await claimDestinations(this.#options.database, lease, free);
    for (const destination of claimed) {
      const work: Promise<void> = this.#deliverTo(destination, lease)
        .catch((error: unknown) => this.#breakOff(destination, lease, error))
        .finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
    }
  }

  // Sheetfeed's own database is away, or a defect: what was begun counts as open.
  async #breakOff(
    { id, kind, name }: SealedDestination,
    lease: string,
    error: unknown,
  ): Promise<void> {
    const { database, log } = this.#options;
    log.warn({ err: error, kind, name }, 'a delivery broke off; trying again');
    const failed = { problem: 'A delivery broke off.', restSeconds: BROKEN_OFF_REST_SECONDS };
    await releaseDestination(database, { id, lease }, failed).catch(() => {});
  }

  async #deliverTo(destination: SealedDestination, lease: string): Promise<void> {
    const { database } = this.#options;
    const claim = { id: destination.id, lease };
    let failed: { problem: string; restSeconds: number } | null = null;
    while (failed === null && !this.#isClosed) {
      const waiting = await beginAttempt(database, destination.id, lease);
      if (waiting === null) break;
      failed = await this.#settle(destination, waiting, await this.#attempt(destination, waiting));
    }
    await releaseDestination(database, claim, failed);
  }

  async #attempt(destination: SealedDestination, waiting: WaitingMessage): Promise<Sent> {
    const { post, baseUrl } = this.#options;
    const { message, identity, madeAt, isOpen, root } = waiting;
    const id = `${identity}/${destination.id}`;
    const letter = { message, id, madeAt, mayBeRepeated: isOpen, root, baseUrl: baseUrl() };
    try {
      return await send(destination, letter, { ...post, signal: this.#stop.signal });
    } catch (error) {
      // The seal's: there is no key that opens it.
      if (error instanceof Problem) return { state: 'broken', problem: error.message };
      throw error;
    }
  }

  /** Notes what became of an attempt; what is returned keeps the destination waiting. */
  async #settle(
    { id: destination }: SealedDestination,
    { id, madeAt }: WaitingMessage,
    sent: Sent,
  ): Promise<{ problem: string; restSeconds: number } | null> {
    const { database } = this.#options;
    if (sent.state === 'delivered') {
      await endMessage(database, id, { problem: null, posted: sent.posted ?? null });
      return null;
    }
    const { problem } = sent;
    const isOld = Date.now() - madeAt.getTime() > GIVEN_UP_AFTER_MS;
    if (sent.state === 'refused' || isOld) {
      await endMessage(database, id, {
        problem: isOld ? `Given up after a day. ${problem}` : problem,
        posted: null,
      });
      return sent.state === 'refused' ? null : { problem, restSeconds: 0 };
    }
    await failAttempt(database, id, {
      problem,
      isOpen: sent.state === 'later' && sent.isOpen,
    });
    if (sent.state === 'broken') return { problem, restSeconds: BROKEN_REST_SECONDS };
    const failures = await failuresOf(database, destination);
    return { problem, restSeconds: backOffSeconds(failures, sent.afterSeconds) };
  }

  /** Ends after the messages that are on their way, or breaks them off where they take long. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const late = setTimeout(() => this.#stop.abort(), GRACE_MS);
    await Promise.all(this.#underWay);
    clearTimeout(late);
  }
}
