// Does what is due of subscriptions and of schedules of queries and linked ranges: claims it, some of each data source at once,
// and holds on to it until what came of it is written.
import {
  claimTimed,
  saveSlots,
  type ClaimedTimed,
  type HeldSlot,
} from '../catalog/timed/claims.ts';
import { Together } from '../database/together.ts';
import type { KnownTimed } from '../catalog/timed/timed.ts';
import { slotWork } from '../../domain/subscriptions/slots.ts';
import { DueWork, type Holding } from './due-work.ts';
import { keepWarm } from './query-schedule.ts';
import { refreshScheduled } from './range-schedule.ts';
import { sendResult } from './subscription.ts';
import { noteMissed } from './timed.ts';
import type { Google } from '../google/google.ts';
import type { WatchDependencies } from './watch-dependencies.ts';

export interface TimedWatchOptions extends WatchDependencies {
  google: Google;
  /** Called when messages have come into the outbox. */
  onTold: () => void;
}

/** Of this server at once; and of each data source, so that a dead one leaves room for the others. */
const MOST_AT_ONCE = 32;
const MOST_OF_SOURCE = 8;
/** Ranges wait for Google more than for their source, and must not have others wait for that. */
const MOST_RANGES_OF_SOURCE = 8;

export class TimedWatch {
  readonly #options: TimedWatchOptions;
  readonly #saving: Together<HeldSlot, boolean>;
  readonly #results: DueWork<ClaimedTimed>;
  readonly #ranges: DueWork<ClaimedTimed>;

  constructor(options: TimedWatchOptions) {
    this.#options = options;
    this.#saving = new Together((slots) => saveSlots(options.database, slots));
    this.#results = this.#dueWork(['subscription', 'warm'], MOST_OF_SOURCE);
    this.#ranges = this.#dueWork(['range'], MOST_RANGES_OF_SOURCE);
  }

  #dueWork(kinds: KnownTimed['kind'][], mostOfSource: number): DueWork<ClaimedTimed> {
    const { database, catalog, log } = this.#options;
    return new DueWork({
      ...{ database, log, table: 'timed_queries', most: MOST_AT_ONCE, mostOfSource },
      claim: (asked) => claimTimed(database, asked, kinds),
      sourceOf: ({ query }) => catalog.named(query)?.source ?? null,
      do: (timed, holding) => this.#do(timed, holding),
    });
  }

  /** Takes what is due, and does it meanwhile. */
  async work(): Promise<void> {
    await Promise.all([this.#results.work(), this.#ranges.work()]);
  }

  async #do(timed: ClaimedTimed, { lease, signal, leaveSource }: Holding): Promise<void> {
    const { timeZone, onTold } = this.#options;
    const { content, dueAt, now } = timed;
    const work = slotWork(content, { slot: dueAt, now: now() }, timeZone);
    const save = (slot: HeldSlot) => {
      leaveSource();
      return this.#saving.add(slot);
    };
    const claim = { lease, work, now, signal, save };
    if (!work.runs) await noteMissed(this.#options, timed, claim);
    else if (timed.kind === 'warm') await keepWarm(this.#options, timed, claim);
    else if (timed.kind === 'range') await refreshScheduled(this.#options, timed, claim);
    else if (await sendResult(this.#options, timed, claim)) onTold();
  }

  /** Breaks off what is under way, and leaves it to other servers. */
  async close(): Promise<void> {
    await Promise.all([this.#results.close(), this.#ranges.close()]);
  }
}
