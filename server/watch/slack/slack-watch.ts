// Works off what has come from Slack: makes the answer and writes it down with all that it changes, then sends it part by part.
// Whoever is killed between two steps leaves the rest to the next one, who does nothing again that was written.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import {
  claimArrivals,
  finishArrival,
  keepAnswer,
  noteBegun,
  noteSent,
  postponeArrival,
  TakenAway,
  type Waiting,
} from '../../catalog/slack/inbox.ts';
import { giveBack, Leases } from '../../cluster/leases.ts';
import { answerTo } from './answer.ts';
import type { Part, SlackArrival } from './arrival.ts';
import { ephemeral, section } from './messages.ts';
import type { Made, SlackParts } from './parts.ts';
import { repeated, sendPart } from './sending.ts';

/** Of this server at once: each may be a run that waits for its turn. */
const MOST_AT_ONCE = 32;
/** Slack takes answers for half an hour (docs.slack.dev/interactivity/handling-user-interaction, on `response_url`). */
const ANSWERED_WITHIN_SECONDS = 1_800;
const LONGEST_REST_SECONDS = 60;
/** What could not be answered so often is told to be so. */
const MOST_FAILURES = 4;

type Entry = Waiting<SlackArrival, Part>;

export class SlackWatch {
  readonly #parts: SlackParts;
  readonly #stop: AbortController;
  readonly #leases: Leases;

  /** `stop`: aborted when it is closed, also for what `parts.api` has under way. */
  constructor(parts: SlackParts, stop: AbortController) {
    this.#parts = parts;
    this.#stop = stop;
    this.#leases = new Leases(parts.database, 'slack_inbox');
  }

  /** Takes what waits, and answers it meanwhile. */
  async work(): Promise<void> {
    const most = MOST_AT_ONCE - this.#leases.size;
    if (most <= 0 || this.#stop.signal.aborted) return;
    const lease = randomUUID();
    const taken = await claimArrivals<SlackArrival, Part>(this.#parts.database, lease, most);
    for (const entry of taken) this.#leases.hold(entry, this.#serve(entry));
  }

  async #serve(entry: Entry): Promise<void> {
    const { database, log } = this.#parts;
    try {
      if (entry.ageSeconds > ANSWERED_WITHIN_SECONDS)
        return await finishArrival(database, entry, 'It came too late to be answered.');
      const answer = entry.answer ?? (await this.#make(entry));
      await this.#send(entry, answer);
    } catch (error) {
      // Another server goes on with it.
      if (error instanceof TakenAway) return;
      if (this.#stop.signal.aborted) return giveBack(database, 'slack_inbox', entry);
      log.warn({ err: error, id: entry.id }, 'what came from Slack broke off; trying again');
      const rest = { seconds: restSeconds(entry.failures), isOpen: true };
      await postponeArrival(database, entry, rest).catch(() => {});
    }
  }

  /** The answer, written down with what it changes. */
  async #make(entry: Entry): Promise<Part[]> {
    const { database, trail } = this.#parts;
    const made = await this.#made(entry);
    if (made.change === undefined) {
      await keepAnswer(database, entry, made.parts);
      return made.parts;
    }
    const { member, what, work } = made.change;
    const event = { kind: 'change', member, what, subject: null, details: null } as const;
    return trail.change({ ...event, address: null })(async (client: pg.PoolClient, tell) => {
      const parts = await work(client, tell);
      await keepAnswer(client, entry, parts);
      return parts;
    });
  }

  async #made(entry: Entry): Promise<Made> {
    const { signal } = this.#stop;
    try {
      return await answerTo(this.#parts, { arrival: entry.content, run: entry.id, signal });
    } catch (error) {
      if (signal.aborted || entry.failures < MOST_FAILURES) throw error;
      this.#parts.log.error({ err: error, id: entry.id }, 'what came from Slack is not answered');
      const text = 'Something went wrong in Sheetfeed. Ask again, or open its page.';
      return { parts: ephemeral(entry.content, text, [section(text)]) };
    }
  }

  async #send(entry: Entry, parts: readonly Part[]): Promise<void> {
    const { database, api } = this.#parts;
    const problems: string[] = [];
    for (const [at, part] of parts.entries()) {
      if (at < entry.sent) continue;
      const mayBeThere = entry.begun && at === entry.sent;
      await noteBegun(database, entry);
      const sent = await sendPart(api, mayBeThere ? repeated(part) : part);
      if (sent.state === 'later') {
        const seconds = sent.afterSeconds ?? restSeconds(entry.failures);
        return postponeArrival(database, entry, { seconds, isOpen: sent.isOpen });
      }
      if (sent.state === 'refused') problems.push(sent.problem);
      await noteSent(database, entry);
    }
    await finishArrival(database, entry, problems.length === 0 ? null : problems.join(' '));
  }

  /** Breaks off what is under way, and leaves it to other servers. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#leases.close();
  }
}

const restSeconds = (failures: number) => Math.min(2 ** failures, LONGEST_REST_SECONDS);
