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
import { Places } from './places.ts';
import { keepWarm } from './query-schedule.ts';
import { KnownMarks } from '../sheets/known-marks.ts';
import { refreshScheduled } from './range-schedule.ts';
import { sendResult } from './subscription.ts';
import { noteMissed } from './timed.ts';
import type { TellsWho } from '../runs/sent/tells-who.ts';
import type { Google } from '../google/google.ts';
import type { WatchDependencies } from './watch-dependencies.ts';

export interface TimedWatchOptions extends WatchDependencies {
  google: Google;
  tellsWho: TellsWho;
  /** Called when messages have come into the outbox. */
  onTold: () => void;
}

/** Of this server at once; and of each data source, so that a dead one leaves room for the others. */
const MOST_AT_ONCE = 32;
const MOST_OF_SOURCE = 8;
/**
 * Ranges look at their spreadsheets first, all that are due: what several ask of one spreadsheet goes to Google as one request.
 * A source that is dead leaves room for others.
 */
const MOST_RANGES = { most: 1_024, mostOfSource: 512 };
/** Of these, so many run their queries and hold a result. */
const MOST_RANGES_OF_SOURCE = 16;

export class TimedWatch {
  readonly #options: TimedWatchOptions;
  readonly #saving: Together<HeldSlot, boolean>;
  readonly #results: DueWork<ClaimedTimed>;
  readonly #ranges: DueWork<ClaimedTimed>;
  readonly #rangePlaces = new Places(MOST_AT_ONCE, MOST_RANGES_OF_SOURCE);
  readonly #marks = new KnownMarks();

  constructor(options: TimedWatchOptions) {
    this.#options = options;
    this.#saving = new Together((slots) => saveSlots(options.database, slots));
    const results = { most: MOST_AT_ONCE, mostOfSource: MOST_OF_SOURCE };
    this.#results = this.#dueWork(['subscription', 'warm'], results);
    this.#ranges = this.#dueWork(['range'], MOST_RANGES);
  }

  #dueWork(
    kinds: KnownTimed['kind'][],
    at: { most: number; mostOfSource: number },
  ): DueWork<ClaimedTimed> {
    const { database, catalog, log } = this.#options;
    return new DueWork({
      ...{ database, log, table: 'timed_queries', ...at },
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
    else if (timed.kind === 'range') {
      const at = { places: this.#rangePlaces, marks: this.#marks };
      await refreshScheduled({ ...this.#options, ...at }, timed, claim);
    } else if (await sendResult(this.#options, timed, claim)) onTold();
  }

  /** Breaks off what is under way, and leaves it to other servers. */
  async close(): Promise<void> {
    this.#rangePlaces.open();
    await Promise.all([this.#results.close(), this.#ranges.close()]);
  }
}
