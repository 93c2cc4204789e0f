// The runs that members may come back to: those of this server, and the way to those of the others.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { claimRun, releaseRuns, serverOfRun, takeOverRun } from '../catalog/held-runs.ts';
import type { Access } from '../identity/access.ts';
import { isSameCaller, type Member } from '../identity/member.ts';
import type { Log } from '../log.ts';
import type { Notice, Notices } from '../notices.ts';
import { KeptRun, fingerprintOf, type StartRun } from './kept-run.ts';
import { noRun, type MemberRun } from './member-run.ts';
import { Relay, type Told } from './relay.ts';
import { QUESTIONS, RemoteRun, type PartFacts } from './remote-run.ts';
import type { RunRequest } from './run.ts';
import { cancelled } from './stop.ts';

/** A finished run is kept for its member for this long. */
const KEPT_MS = 15 * 60_000;
const SWEEP_EVERY_MS = 30_000;
/** One answer to another server holds about so much. */
const PART_BYTES = 4 * 1024 * 1024;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

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
  readonly #kept = new Map<string, KeptRun>();
  /** Named runs of which it is not known yet which server holds them. */
  readonly #opening = new Map<string, Promise<unknown>>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: KeptRunsOptions) {
    this.#options = options;
    this.#relay = new Relay(options.notices, options.database, options.log);
    this.#answerOthers();
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
    // Whoever asks a second time meanwhile gets what the first one got.
    while (this.#opening.has(id)) await this.#opening.get(id)?.catch(() => {});
    const there = this.#own(id, request.member);
    if (there !== null) {
      there.requireSame(fingerprintOf(request, truncateAt));
      return there;
    }
    const opening = this.#claim(id, asked).finally(() => this.#opening.delete(id));
    this.#opening.set(id, opening);
    return opening;
  }

  async #claim(id: string, asked: AskedRun): Promise<MemberRun> {
    const server = await this.#hold(id);
    const own = this.#options.notices.server;
    if (server === own) return this.#start(id, asked);
    const { request, truncateAt } = asked;
    const remote = new RemoteRun(id, { server, member: request.member, relay: this.#relay });
    if (await remote.isHeldFor(fingerprintOf(request, truncateAt))) return remote;
    await takeOverRun(this.#options.database, { run: id, server: own, from: server });
    return this.#start(id, asked);
  }

  // While Sheetfeed's database is away runs go on; only the other servers do not know of them.
  async #hold(run: string): Promise<string> {
    const { database, notices, timeoutSeconds, log } = this.#options;
    const { server } = notices;
    const seconds = timeoutSeconds + KEPT_MS / 1000;
    return claimRun(database, { run, server, seconds }).catch((error: unknown) => {
      log.warn({ err: error }, 'other servers could not be told of a run');
      return server;
    });
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
    await this.#hold(id);
  }

  /** The member's run. Throws Problem not_found for anybody else's. */
  async find(id: string, member: Member): Promise<MemberRun> {
    const own = this.#own(id, member);
    if (own !== null) return own;
    const { database, notices } = this.#options;
    const server = UUID.test(id) ? await serverOfRun(database, id) : null;
    if (server === null || server === notices.server) throw noRun();
    return new RemoteRun(id, { server, member, relay: this.#relay });
  }

  // Whose run it is, is told to nobody; and who may not run the query any more gets no more of its rows.
  #own(id: string, member: Member): KeptRun | null {
    const kept = this.#kept.get(id.toLowerCase()) ?? this.#kept.get(id);
    if (kept === undefined) return null;
    if (!isSameCaller(kept.request.member, member)) throw noRun();
    this.#options.access.requireRun({ ...kept.request, member });
    return kept;
  }

  #answerOthers(): void {
    const on = (
      name: keyof typeof QUESTIONS,
      answer: (kept: KeptRun, asked: Notice) => Promise<Told>,
    ) =>
      this.#relay.on(QUESTIONS[name], async (asked) => {
        const kept = this.#own(String(asked['run']), asked['member'] as Member);
        if (kept !== null) return answer(kept, asked);
        if (name === 'same') return { facts: false };
        throw noRun();
      });
    on('same', async (kept, { fingerprint }) => {
      kept.requireSame(String(fingerprint));
      return { facts: true };
    });
    on('wait', async (kept, { waitSeconds }) => ({
      facts: await kept.wait(Number(waitSeconds), new AbortController().signal),
    }));
    on('state', async (kept) => ({ facts: await kept.state() }));
    on('cancel', async (kept) => ({ facts: await kept.cancel() }));
    on('page', (kept, { after, count }) => partOf(kept, Number(after), Number(count)));
  }

  #sweep(): void {
    const oldest = performance.now() - KEPT_MS;
    const over = [...this.#kept.values()].filter(
      ({ endedAt }) => endedAt !== null && endedAt < oldest,
    );
    for (const kept of over) this.#forget(kept);
    if (over.length > 0) this.#release(over).catch(() => {});
  }

  #forget(kept: KeptRun): void {
    this.#kept.delete(kept.id);
    kept.spool.close();
  }

  async #release(kept: KeptRun[]): Promise<void> {
    const { database, notices } = this.#options;
    await releaseRuns(database, { runs: kept.map(({ id }) => id), server: notices.server });
  }

  /** Cancels what is under way, and forgets all. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    const all = [...this.#kept.values()];
    for (const kept of all) kept.stop.because(cancelled());
    for (const kept of all) await kept.settled();
    for (const kept of all) this.#forget(kept);
    if (all.length > 0) await this.#release(all).catch(() => {});
  }
}

async function partOf(kept: KeptRun, after: number, count: number): Promise<Told> {
  const { rowCount, rows } = await kept.page(after, count);
  const pieces: Buffer[] = [];
  const facts: PartFacts = { rowCount, taken: 0 };
  let length = 0;
  for await (const piece of rows) {
    pieces.push(Buffer.from(piece.bytes));
    facts.taken += piece.rowCount;
    length += piece.bytes.length;
    if (length >= PART_BYTES) break;
  }
  return { facts, bytes: Buffer.concat(pieces) };
}
