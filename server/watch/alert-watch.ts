// Evaluates alerts when they are due: claims them, some of each data source at once, and holds on to them until what they
// come to is written.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { KnownAlert } from '../catalog/alerts/alerts.ts';
import { claimAlert, claimAlerts, releaseClaim, renewClaims } from '../catalog/alerts/claims.ts';
import { Problem } from '../../domain/problem.ts';
import type { Evaluated } from '../../domain/contract/alert.ts';
import { headlineOf, type Message } from '../../domain/alerts/message.ts';
import { firingIn, type Step } from '../../domain/alerts/episodes.ts';
import {
  conclude,
  lookAt,
  messagesOf,
  stepOf,
  type EvaluationDependencies,
  type Looked,
} from './evaluation.ts';
import { Leases } from './leases.ts';

export interface AlertWatchOptions extends EvaluationDependencies {
  /** Called when messages have come into the outbox. */
  onTold: () => void;
}

/** Of this server at once; and of each data source, so that a dead one leaves room for the others. */
const MOST_AT_ONCE = 32;
const MOST_OF_SOURCE = 4;
/** Whoever evaluates by hand waits for the clock's own evaluation, for as long as it usually takes. */
const CLAIM_EVERY_MS = 100;
const CLAIM_TRIES = 100;

export class AlertWatch {
  readonly #options: AlertWatchOptions;
  readonly #stop = new AbortController();
  readonly #leases: Leases;
  /** How many of each data source are under way. */
  readonly #sources = new Map<string, number>();

  constructor(options: AlertWatchOptions) {
    this.#options = options;
    this.#leases = new Leases((leases) => renewClaims(options.database, leases));
  }

  /** Takes alerts that are due, and evaluates them meanwhile. */
  async work(): Promise<void> {
    const most = MOST_AT_ONCE - this.#leases.size;
    if (most <= 0 || this.#stop.signal.aborted) return;
    const full = [...this.#sources].filter(([, count]) => count >= MOST_OF_SOURCE);
    const without = full.map(([source]) => source);
    const lease = randomUUID();
    const claimed = await claimAlerts(this.#options.database, { lease, most, without });
    for (const alert of claimed) this.#begin(alert, lease);
  }

  #begin(alert: KnownAlert, lease: string): void {
    const source = this.#options.catalog.named(alert.query)?.source ?? null;
    this.#count(source, 1);
    const work = this.#evaluate(alert, lease).finally(() => this.#count(source, -1));
    this.#leases.hold(lease, work);
  }

  #count(source: string | null, more: number): void {
    if (source === null) return;
    const count = (this.#sources.get(source) ?? 0) + more;
    if (count === 0) this.#sources.delete(source);
    else this.#sources.set(source, count);
  }

  async #evaluate(alert: KnownAlert, lease: string): Promise<void> {
    const { database, log, onTold } = this.#options;
    try {
      const looked = await lookAt(this.#options, alert, this.#stop.signal);
      const done = await conclude(this.#options, alert, looked, lease);
      if (done !== null && done.messages.length > 0) onTold();
    } catch (error) {
      // Nothing was written: whoever takes it next evaluates the same slot.
      if (!this.#stop.signal.aborted)
        log.warn({ err: error, alert: alert.id }, 'an evaluation broke off; trying again');
      await releaseClaim(database, lease, alert.id).catch(() => {});
    }
  }

  /** What an evaluation would see and tell now. Nothing is written but the run. */
  async tryOut(alert: KnownAlert, signal: AbortSignal): Promise<Evaluated> {
    const looked = await lookAt(this.#options, alert, signal);
    const at = new Date();
    const isMuted = alert.mutedUntil !== null && alert.mutedUntil > at;
    const step = stepOf(alert, looked.sight, { at, isMuted });
    const messages = messagesOf(this.#options, alert, { query: looked.query, step, at });
    return evaluatedOf(step, looked, messages);
  }

  /** Evaluates it now as the clock would. Throws Problem conflict where a server has it all the time. */
  async evaluateNow(asked: KnownAlert, signal: AbortSignal): Promise<Evaluated> {
    const lease = randomUUID();
    for (let tries = 0; tries < CLAIM_TRIES && !signal.aborted; tries++) {
      const alert = await claimAlert(this.#options.database, asked.id, lease);
      const done = alert && (await this.#evaluateAs(alert, lease, signal));
      if (done !== null) return done;
      await setTimeout(CLAIM_EVERY_MS);
    }
    throw new Problem('conflict', 'The alert is being evaluated just now. Look again in a moment.');
  }

  /** Null where somebody else took the alert meanwhile. */
  async #evaluateAs(
    alert: KnownAlert,
    lease: string,
    signal: AbortSignal,
  ): Promise<Evaluated | null> {
    const { database, onTold } = this.#options;
    try {
      const looked = await lookAt(this.#options, alert, signal);
      const done = await conclude(this.#options, alert, looked, lease);
      if (done === null) return null;
      if (done.messages.length > 0) onTold();
      return evaluatedOf(done.step, looked, done.messages);
    } catch (error) {
      await releaseClaim(database, lease, alert.id).catch(() => {});
      throw error;
    }
  }

  /** Breaks off what is under way, and leaves it to other servers. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#leases.close();
  }
}

function evaluatedOf(step: Step, { sight }: Looked, messages: readonly Message[]): Evaluated {
  return {
    outcome: step.outcome,
    detail: sight.state === 'failing' ? sight.reason : null,
    firing: firingIn(step.state.subjects),
    told: messages.map(headlineOf),
  };
}
