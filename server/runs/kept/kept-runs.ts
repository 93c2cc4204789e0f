// The runs that members may come back to: those of this server, and the way to those of the others.
import { requireTables } from '../sheet-tables.ts';
import type { RunRequest } from '../request.ts';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { KnownTables } from '../../catalog/sheet-tables/known-tables.ts';
import type { Access } from '../../identity/access.ts';
import { isSameCaller, type Member } from '../../identity/member.ts';
import type { Log } from '../../log.ts';
import type { Notices } from '../../cluster/notices.ts';
import type { Holdings, Where } from '../held/holdings.ts';
import { KeptRun, fingerprintOf, type StartRun } from './kept-run.ts';
import { expiredRun, noRun, type MemberRun } from './member-run.ts';
import { Relay } from '../../cluster/relay.ts';
import { answerOthers } from './remote-answers.ts';
import { RemoteRun } from './remote-run.ts';
import { RunClaims, isRunId } from '../../cluster/run-claims.ts';
import { cancelled } from '../../engines/stop.ts';

/** A finished run is kept for its member for this long. */
const KEPT_MS = 15 * 60_000;
const SWEEP_EVERY_MS = 30_000;

export interface KeptRunsOptions {
  database: pg.Pool;
  notices: Notices;
  access: Access;
  tables: KnownTables;
  log: Log;
  now: () => Date;
  timeoutSeconds: number;
  holdings: Holdings;
  start: StartRun;
  /** The id of the member who started the run, also when it is long over; null when nobody did. */
  whose: (run: string) => Promise<string | null>;
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
    const { database, notices, log, timeoutSeconds, holdings } = options;
    // It may wait for its turn as long as it may run.
    const seconds = 2 * timeoutSeconds + KEPT_MS / 1000;
    this.#options = options;
    this.#relay = new Relay(notices, database, log);
    this.#claims = new RunClaims({ database, server: notices.server, seconds, log });
    answerOthers(this.#relay, (id, member) => this.#held(id, member));
    holdings.onFull((where, member) => this.#giveUpOldest(where, member));
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_EVERY_MS);
    this.#sweeper.unref();
  }

  /**
   * Starts the run, or goes on with the one that `asked.id` names, on whichever server that is.
   * Throws Problem conflict for a run that was started for something else, not_found for somebody else's, and
   * rate_limited when there is no room for one more.
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
    const holding = this.#options.holdings.open(request.member.id);
    const isNamed = named !== undefined;
    const kept = new KeptRun({ id, request, truncateAt, startedAt, named: isNamed, holding });
    this.#kept.set(id, kept);
    kept.start(this.#options.start);
    return kept;
  }

  /** Lets the member come back for the further pages of a run without a name, on any server. */
  async keepForPages({ id }: MemberRun): Promise<void> {
    await this.#claims.claim(id);
  }

  /** Forgets a run without a name that nobody comes back to. */
  dismiss({ id }: MemberRun): void {
    this.#kept.get(id)?.forget();
    this.#kept.delete(id);
  }

  // Pages that can be written again; else the run that nobody has needed for longest.
  #giveUpOldest(where: Where, member: string | null): boolean {
    const held = [...this.#kept.values()].filter(
      ({ holding }) => (member === null || holding.member === member) && holding.bytes(where) > 0,
    );
    if (where === 'file' && held.some((kept) => kept.giveUpPages())) return true;
    const since = (kept: KeptRun) => kept.idleSince ?? Infinity;
    const oldest = held.reduce<KeptRun | null>(
      (first, kept) => (since(kept) < (first === null ? Infinity : since(first)) ? kept : first),
      null,
    );
    if (oldest !== null) void this.#forget([oldest]);
    return oldest !== null;
  }

  /** The member's run. Throws Problem run_expired when it is not held any more, and not_found for anybody else's. */
  async find(id: string, member: Member): Promise<MemberRun> {
    const own = await this.#held(id, member);
    if (own !== null) return own;
    const server = await this.#claims.otherServerOf(id);
    if (server === null) throw await this.#notHeld(id, member);
    return new RemoteRun(id, { server, member, relay: this.#relay });
  }

  async #notHeld(id: string, member: Member): Promise<Error> {
    const whose = isRunId(id) ? await this.#options.whose(id) : null;
    return whose === member.id ? expiredRun() : noRun();
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
    const read = kept.outcome?.tables ?? [];
    requireTables(
      this.#options.tables,
      read.map(({ name }) => name),
      member,
    );
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
      kept.forget();
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
