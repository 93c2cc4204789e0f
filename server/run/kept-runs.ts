// The runs that members may come back to: those of this server, and the way to those of the others.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Access } from '../identity/access.ts';
import { isSameCaller, type Member } from '../identity/member.ts';
import type { Log } from '../log.ts';
import type { Notices } from '../notices.ts';
import { KeptRun, fingerprintOf, type StartRun } from './kept-run.ts';
import { noRun, type MemberRun } from './member-run.ts';
import { Relay } from './relay.ts';
import { answerOthers } from './remote-answers.ts';
import { RemoteRun } from './remote-run.ts';
import { RunClaims } from './run-claims.ts';
import type { RunRequest } from './run.ts';
import { cancelled } from './stop.ts';

/** A finished run is kept for its member for this long. */
const KEPT_MS = 15 * 60_000;
const SWEEP_EVERY_MS = 30_000;

export interface KeptRunsOptions {
  database: pg.Pool;
  notices: Notices;
  access: Access;
  log: Log;
  now: () => Date;
  timeoutSeconds: number;
  start: StartRun;
}

export interface AskedRun {
  /** The caller's own name for the run. */
  id?: string | undefined;
  request: RunRequest;
  truncateAt: number;
}

export class KeptRuns {
  readonly #options: KeptRunsOptions;
  readonly #relay: Relay;
  readonly #claims: RunClaims;
  readonly #kept = new Map<string, KeptRun>();
  /** Named runs of which it is not known yet which server holds them. */
  readonly #opening = new Map<string, Promise<unknown>>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: KeptRunsOptions) {
    const { database, notices, log, timeoutSeconds } = options;
    const seconds = timeoutSeconds + KEPT_MS / 1000;
    this.#options = options;
    this.#relay = new Relay(notices, database, log);
    this.#claims = new RunClaims({ database, server: notices.server, seconds, log });
    answerOthers(this.#relay, (id, member) => this.#held(id, member));
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_EVERY_MS);
    this.#sweeper.unref();
  }

  /**
   * Starts the run, or goes on with the one that `asked.id` names, on whichever server that is.
   * Throws Problem conflict for a run that was started for something else, not_found for somebody else's.
   */
  async open(asked: AskedRun): Promise<MemberRun> {
    const { id, request, truncateAt } = asked;
    if (id === undefined) return this.#start(randomUUID(), asked);
    // Whoever asks a second time meanwhile gets what the first one got; nothing may come between that and the start.
    while (this.#opening.has(id)) await this.#opening.get(id)?.catch(() => {});
    const there = this.#own(id, request.member);
    if (there !== null) {
      there.requireSame(fingerprintOf(request, truncateAt));
      return there;
    }
    const opening = this.#openNamed(id, asked).finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return opening;
  }

  // Of two servers that are asked at the same time one starts the run, and the other goes on with that one's.
  async #openNamed(id: string, asked: AskedRun): Promise<MemberRun> {
    const server = await this.#claims.claim(id);
    if (server === this.#options.notices.server) return this.#start(id, asked);
    const { request, truncateAt } = asked;
    const remote = new RemoteRun(id, { server, member: request.member, relay: this.#relay });
    if (await remote.isHeldFor(fingerprintOf(request, truncateAt))) return remote;
    await this.#claims.takeOver(id, server);
    return this.#start(id, asked);
  }

  #start(id: string, { id: named, request, truncateAt }: AskedRun): KeptRun {
    const startedAt = this.#options.now();
    const kept = new KeptRun({ id, request, truncateAt, startedAt, named: named !== undefined });
    this.#kept.set(id, kept);
    kept.start(this.#options.start);
    return kept;
  }

  /** Lets the member come back for the further pages of a run without a name, on any server. */
  async keepForPages({ id }: MemberRun): Promise<void> {
    await this.#claims.claim(id);
  }

  /** The member's run. Throws Problem not_found for anybody else's. */
  async find(id: string, member: Member): Promise<MemberRun> {
    const own = await this.#held(id, member);
    if (own !== null) return own;
    const server = await this.#claims.otherServerOf(id);
    if (server === null) throw noRun();
    return new RemoteRun(id, { server, member, relay: this.#relay });
  }

  // Waits while it is not known yet which server holds it.
  async #held(id: string, member: Member): Promise<KeptRun | null> {
    while (this.#opening.has(id)) await this.#opening.get(id)?.catch(() => {});
    return this.#own(id, member);
  }

  // Whose run it is, is told to nobody; and who may not run the query any more gets no more of its rows.
  #own(id: string, member: Member): KeptRun | null {
    const kept = this.#kept.get(id.toLowerCase()) ?? this.#kept.get(id);
    if (kept === undefined) return null;
    if (!isSameCaller(kept.request.member, member)) throw noRun();
    this.#options.access.requireRun({ ...kept.request, member });
    return kept;
  }

  #sweep(): void {
    const oldest = performance.now() - KEPT_MS;
    const over = [...this.#kept.values()].filter(
      ({ endedAt }) => endedAt !== null && endedAt < oldest,
    );
    void this.#forget(over);
  }

  async #forget(runs: readonly KeptRun[]): Promise<void> {
    for (const kept of runs) {
      this.#kept.delete(kept.id);
      kept.spool.close();
    }
    await this.#claims.release(runs.map(({ id }) => id));
  }

  /** Cancels what is under way, and forgets all. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    const all = [...this.#kept.values()];
    for (const kept of all) kept.stop.because(cancelled());
    for (const kept of all) await kept.settled();
    await this.#forget(all);
  }
}
