// Delivers what waits in the outbox: each destination by one server at a time, in order, so that a dead one delays nobody
// else; and a message that is not taken lets the others go first. At least once; a message keeps its identity, by which the other side can tell that it has it.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Problem } from '../../domain/problem.ts';
import {
  beginAttempt,
  claimDestinations,
  endMessage,
  failAttempt,
  releaseDestination,
  type ClaimedDestination,
  type Failed,
  type WaitingMessage,
} from '../catalog/deliveries/outbox.ts';
import type { SealedDestination } from '../catalog/deliveries/destinations.ts';
import { inTransaction } from '../database/transaction.ts';
import type { Log } from '../log.ts';
import { aftermathOf } from './aftermath.ts';
import type { Attachments } from './attachments.ts';
import type { Sent } from './destination.ts';
import { send, type Post } from './kinds.ts';
import { unsubscribeAddress } from './unsubscribing.ts';

export interface DeliveriesOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  post: Post;
  baseUrl: () => string;
  log: Log;
  attachments: Attachments;
  /** Tells of a destination that takes nothing until an admin has seen to it; in the transaction that notes it. */
  tellStuck: (
    client: pg.PoolClient,
    stuck: { destination: SealedDestination; problem: string },
  ) => Promise<void>;
}

/** Of each server at once. */
const MOST_DESTINATIONS = 20;
/** For what is on its way when the server ends. */
const GRACE_MS = 1_500;
const BROKEN_OFF_REST_SECONDS = 5;
const WELL = { isStuck: false, problem: '' };

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

  // Sheetfeed's own database is away: what was begun counts as open.
  async #breakOff(
    { id, kind, name, failures }: ClaimedDestination,
    lease: string,
    error: unknown,
  ): Promise<void> {
    const { database, log } = this.#options;
    log.warn({ err: error, kind, name }, 'a delivery broke off; trying again');
    const problem = 'A delivery broke off.';
    const rest = { restSeconds: BROKEN_OFF_REST_SECONDS, failures: failures + 1 };
    const failed = { problem, ...rest, isStuck: false };
    await releaseDestination(database, { id, lease }, failed).catch(() => {});
  }

  async #deliverTo(destination: ClaimedDestination, lease: string): Promise<void> {
    const { database } = this.#options;
    const { id } = destination;
    let failuresBefore = destination.failures;
    let failed: Failed | null = null;
    while (failed === null && !this.#isClosed) {
      const waiting = await beginAttempt(database, id, lease);
      if (waiting === null) break;
      const sent = await this.#attempt(destination, waiting);
      const after = aftermathOf(sent, waiting, failuresBefore);
      if ('ended' in after.message) await endMessage(database, waiting.id, after.message.ended);
      else await failAttempt(database, waiting.id, after.message.waits);
      failed = after.failed;
      failuresBefore = 0;
    }
    await inTransaction(database, async (client) => {
      await releaseDestination(client, { id, lease }, failed);
      const { isStuck, problem } = failed ?? WELL;
      if (isStuck) await this.#options.tellStuck(client, { destination, problem });
    });
  }

  async #attempt(destination: SealedDestination, waiting: WaitingMessage): Promise<Sent> {
    const { post, baseUrl, attachments } = this.#options;
    const { message, identity, madeAt, isOpen, root } = waiting;
    const id = `${identity}/${destination.id}`;
    const attachment = destination.kind === 'mail' ? await attachments.of(message) : null;
    const letter = {
      ...{ message, id, madeAt, mayBeRepeated: isOpen, root, baseUrl: baseUrl(), attachment },
      unsubscribe: unsubscribeAddress(message, post.seal, baseUrl()),
    };
    try {
      return await send(destination, letter, { ...post, signal: this.#stop.signal });
    } catch (error) {
      // The seal's: there is no key that opens it.
      if (error instanceof Problem) return { state: 'broken', problem: error.message };
      return this.#notUnderstood(destination, error);
    }
  }

  // Whatever it comes from, it may be this message's alone, and holds up nothing else.
  #notUnderstood({ kind, name }: SealedDestination, error: unknown): Sent {
    this.#options.log.error({ err: error, kind, name }, 'a message could not be sent');
    return {
      ...{ state: 'later', problem: 'Something went wrong in Sheetfeed while it was sent.' },
      ...{ afterSeconds: null, isOpen: true, mayBeMessages: true },
    };
  }

  /** Ends after the messages that are on their way, or breaks them off where they take long. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const late = setTimeout(() => this.#stop.abort(), GRACE_MS);
    await Promise.all(this.#underWay);
    clearTimeout(late);
  }
}
