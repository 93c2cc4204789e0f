// One server of a data source: its role (primary or follower), its lag, its health, and the sessions on it.
import { setTimeout as sleep } from 'node:timers/promises';
import { lookAtRole, type RoleFindings } from './role.ts';
import { cancelSession } from '../session/cancelling.ts';
import { isFull } from '../wire/connect.ts';
import { ControlConnection, within } from '../session/control-connection.ts';
import type { Lingering, ServerRole, ServerState } from '../../engine.ts';
import { AT_WORK_SINCE, lookAfter, UNKNOWN } from '../session/lingering.ts';
import { openSession } from '../session/open.ts';
import type { GuardOptions } from '../guard/resolution.ts';
import { ServerKnowledge } from './knowledge.ts';
import { LAG, LOG_POSITIONS, ReplicationLag, type LogPositions } from './replication-lag.ts';
import type { SettingsFrom } from '../session/begin.ts';
import { SessionPool } from '../session/pool.ts';
import type { Session } from '../session/session.ts';

const PROBE_EVERY_MS = 5_000;
// One that is away is asked more often, so that it serves again as soon as it is there.
const PROBE_AWAY_EVERY_MS = 1_000;
const PROBE_WITHIN_MS = 5_000;
const MEET_WITHIN_MS = 1_000;
const ASK_AGAIN_AFTER_MS = 100;
/** Who lags no more than this need not be looked at twice. */
const CURRENT_SECONDS = 1;
const AT_WORK_WITHIN_MS = 2_000;
const ROLE_EVERY_MS = 60 * 60_000;

const PROBE = `select pg_catalog.pg_is_in_recovery() as follower, ${LAG} as lag, ${LOG_POSITIONS}`;

type Probe = LogPositions & { follower: boolean; lag: number | null };

export class Server implements ServerState {
  readonly url: string;
  readonly #usualTimeoutMs: number;
  role: ServerRole = 'unknown';
  healthy = false;
  lagSeconds: number | null = null;
  lastError: Error | null = null;
  readonly #sessions = new SessionPool(() => this.#open());
  readonly #control: ControlConnection;
  // By a clock that nobody puts back: else a server that was away would not be asked again until it had caught up.
  #probedAt = -Infinity;
  #probing: Promise<void> | null = null;
  #settingsFrom: SettingsFrom = 'startup';
  #incarnation: string | null = null;
  #lag = new ReplicationLag();
  #knowledge: ServerKnowledge | null = null;
  #roleFindings: Promise<RoleFindings> | null = null;
  #roleLookedAt = 0;

  /** Most runs have the time limit `usualTimeoutMs`; 0 is none. */
  constructor(url: string, usualTimeoutMs: number) {
    this.url = url;
    this.#usualTimeoutMs = usualTimeoutMs;
    this.#control = new ControlConnection(url, () => this.#sessions.closeOneIdle());
  }

  /** Sessions that are out on a run. */
  get busy(): number {
    return this.#sessions.busy;
  }

  /** Asks the server for its role and lag, unless that is known and fresh. Does not throw. */
  async probe(): Promise<void> {
    const every = this.healthy ? PROBE_EVERY_MS : PROBE_AWAY_EVERY_MS;
    if (performance.now() - this.#probedAt < every) return;
    this.#probing ??= this.#probeNow().finally(() => (this.#probing = null));
    await this.#probing;
  }

  async #probeNow(): Promise<void> {
    try {
      const { follower, lag } = await this.#askOnceMet();
      this.note(follower, lag);
    } catch (error) {
      this.couldNotOpen(error as Error);
    }
    this.#probedAt = performance.now();
  }

  // A follower that is met in the midst of replaying would seem as far behind as its last transaction is old.
  async #askOnceMet(): Promise<Probe> {
    const end = performance.now() + MEET_WITHIN_MS;
    for (;;) {
      const probe = await this.#ask();
      const { lag } = probe;
      const isClear = lag === null || lag <= CURRENT_SECONDS || !this.#lag.isUnknown;
      if (isClear || performance.now() > end) return probe;
      await sleep(ASK_AGAIN_AFTER_MS);
    }
  }

  async #ask(): Promise<Probe> {
    const askedAt = performance.now();
    const { rows } = await within(PROBE_WITHIN_MS, this.#control.query(PROBE, []));
    const [probe] = rows as [Probe];
    this.#lag.learn(probe, askedAt);
    return probe;
  }

  /** Notes what a run learnt about the server on its way; how many seconds it lags, where it is a follower. */
  note(inRecovery: boolean, told: number | null): number | null {
    this.role = inRecovery ? 'follower' : 'primary';
    this.lagSeconds = told === null ? null : this.#lag.atMost(told);
    this.healthy = true;
    this.lastError = null;
    // A follower is probed while it runs too: what it has got of the log is asked for only there.
    if (!inRecovery) this.#probedAt = performance.now();
    return this.lagSeconds;
  }

  /** Notes that no session could be opened. One that has no connection left for us is well. */
  couldNotOpen(error: Error): void {
    if (isFull(error)) this.lastError = error;
    else this.#fail(error);
  }

  // It does not answer, and is passed over until a probe succeeds.
  #fail(error: Error): void {
    this.healthy = false;
    this.lastError = error;
    this.#forget();
    this.#control.drop();
    this.#sessions.closeIdle();
    this.#sessions.wakeAll();
  }

  /** What its role could do: asked at first, hourly, and after the server was away. Throws like connecting. */
  roleFindings(): Promise<RoleFindings> {
    if (this.#roleFindings === null || performance.now() - this.#roleLookedAt > ROLE_EVERY_MS) {
      this.#roleLookedAt = performance.now();
      this.#roleFindings = within(PROBE_WITHIN_MS, lookAtRole(this.#control));
      this.#roleFindings.catch(() => (this.#roleFindings = null));
    }
    return this.#roleFindings;
  }

  /** What was learnt about the server's database so far. */
  knowledge(guard: GuardOptions): ServerKnowledge {
    return (this.#knowledge ??= new ServerKnowledge(guard));
  }

  #forget(): void {
    this.#lag = new ReplicationLag();
    this.#knowledge = null;
    this.#roleFindings = null;
  }

  /** A session that nobody else uses, clean. Throws what connecting throws. */
  take(): Promise<Session> {
    return this.#sessions.take();
  }

  async #open(): Promise<Session> {
    const opening = { settingsFrom: this.#settingsFrom, usualTimeoutMs: this.#usualTimeoutMs };
    const session = await openSession(this.url, opening);
    this.#settingsFrom = session.settingsFrom;
    this.#meet(session.incarnation);
    return session;
  }

  // It may have come back as another version, or with another database, while nobody looked.
  #meet(incarnation: string | null): void {
    if (incarnation === this.#incarnation) return;
    if (this.#incarnation !== null) this.#forget();
    this.#incarnation = incarnation;
  }

  /** Closes the sessions that wait for a run. */
  closeIdle(): void {
    this.#sessions.closeIdle();
  }

  /**
   * Takes a session back: wiped for the next run, or closed when it could not be. Resolves with its backend where
   * that works on all the same.
   */
  async giveBack(session: Session): Promise<Lingering | null> {
    const wiped = await session.wipe();
    this.#sessions.putBack(session, wiped);
    if (wiped || session.processId === null) return null;
    return lookAfter(session.processId, (processId) => this.#atWorkSince(processId));
  }

  // Null where it does not work any more. Of a server that does not answer nothing is waited for.
  async #atWorkSince(processId: number): Promise<string | null> {
    if (this.#sessions.isClosed || !this.healthy) return null;
    try {
      const asked = this.#control.query(AT_WORK_SINCE, [processId]);
      const { rows } = await within(AT_WORK_WITHIN_MS, asked);
      return (rows as { since: string }[])[0]?.since ?? null;
    } catch (error) {
      // What fills it may be just this one.
      if (isFull(error)) return UNKNOWN;
      this.#control.drop();
      return null;
    }
  }

  /**
   * Ends what the session is doing (see `cancelSession`); the caller gives the session back as usual. Resolves with the
   * error where the server answers to nothing any more.
   */
  async cancel(session: Session, isOver: () => boolean): Promise<Error | null> {
    const failure = await cancelSession(session, this.#control, isOver);
    // One that answers to nothing any more would only keep the next runs waiting.
    if (failure !== null) this.couldNotOpen(failure);
    return failure;
  }

  close(): void {
    this.#sessions.close();
    this.#control.drop();
  }
}
