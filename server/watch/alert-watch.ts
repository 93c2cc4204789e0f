// Evaluates alerts when they are due: claims them, some of each data source at once, and holds on to them until what they
// come to is written.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { KnownAlert } from '../catalog/alerts/alerts.ts';
import { claimAlert, claimAlerts } from '../catalog/alerts/claims.ts';
import { giveBack } from '../cluster/leases.ts';
import { Problem } from '../../domain/problem.ts';
import type { Evaluated } from '../../domain/contract/alert.ts';
import { headlineOf, type Message } from '../../domain/alerts/message.ts';
import { firingIn, type Step } from '../../domain/alerts/episodes.ts';
import { conclude, lookAt, messagesOf, stepOf, type Looked } from './evaluation.ts';
import { DueWork } from './due-work.ts';
import type { WatchDependencies } from './watch-dependencies.ts';

export interface AlertWatchOptions extends WatchDependencies {
  /** Called when messages have come into the outbox. */
  onTold: () => void;
}

/** Of this server at once; and of each data source, so that a dead one leaves room for the others. */
const MOST_AT_ONCE = 32;
const MOST_OF_SOURCE = 8;
/** Whoever evaluates by hand waits for the clock's own evaluation, for as long as it usually takes. */
const CLAIM_EVERY_MS = 100;
const CLAIM_TRIES = 100;

export class AlertWatch {
  readonly #options: AlertWatchOptions;
  readonly #due: DueWork<KnownAlert>;

  constructor(options: AlertWatchOptions) {
    const { database, catalog, log } = options;
    this.#options = options;
    this.#due = new DueWork({
      ...{ database, log, table: 'alerts', most: MOST_AT_ONCE, mostOfSource: MOST_OF_SOURCE },
      claim: (asked) => claimAlerts(database, asked),
      sourceOf: ({ query }) => catalog.named(query)?.source ?? null,
      do: async (alert, { lease, signal }) => void (await this.#evaluate(alert, lease, signal)),
    });
  }

  /** Takes alerts that are due, and evaluates them meanwhile. */
  work(): Promise<void> {
    return this.#due.work();
  }

  /** Null where somebody else took the alert meanwhile. */
  async #evaluate(
    alert: KnownAlert,
    lease: string,
    signal: AbortSignal,
  ): Promise<Evaluated | null> {
    const looked = await lookAt(this.#options, alert, signal);
    const done = await conclude(this.#options, alert, looked, lease);
    if (done === null) return null;
    if (done.messages.length > 0) this.#options.onTold();
    return evaluatedOf(done.step, looked, done.messages);
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
  async evaluateNow({ id }: KnownAlert, signal: AbortSignal): Promise<Evaluated> {
    const { database } = this.#options;
    const lease = randomUUID();
    for (let tries = 0; tries < CLAIM_TRIES && !signal.aborted; tries++) {
      const alert = await claimAlert(database, id, lease);
      const done = alert && (await this.#evaluate(alert, lease, signal).catch(thenGiveBack));
      if (done !== null) return done;
      await setTimeout(CLAIM_EVERY_MS);
    }
    throw new Problem('conflict', 'The alert is being evaluated just now. Look again in a moment.');

    async function thenGiveBack(error: unknown): Promise<never> {
      await giveBack(database, 'alerts', { id, lease });
      throw error;
    }
  }

  /** Breaks off what is under way, and leaves it to other servers. */
  close(): Promise<void> {
    return this.#due.close();
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
