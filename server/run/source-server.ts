// One server of a data source: its connections, its role (primary or follower), its lag, and cancelling on it.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { auditRole, type Audit } from './audit.ts';
import { isFull, newClient } from './connect.ts';
import { AT_WORK_SINCE, lookAfter, UNKNOWN, type Lingering } from './lingering.ts';
import { ServerKnowledge } from './server-knowledge.ts';
import { openSession } from './open-session.ts';
import { LAG, type SettingsFrom } from './session-begin.ts';
import type { Session } from './session.ts';

export type ServerRole = 'primary' | 'follower' | 'unknown';

const PROBE_EVERY_MS = 5_000;
// One that is away is asked more often, so that it serves again as soon as it is there.
const PROBE_AWAY_EVERY_MS = 1_000;
const PROBE_WITHIN_MS = 5_000;
const CANCEL_WITHIN_MS = 2_000;
const FULL_TRIES = 5;
const FULL_PAUSE_MS = 100;
const AUDIT_EVERY_MS = 60 * 60_000;

const PROBE = `select pg_catalog.pg_is_in_recovery() as follower, ${LAG} as lag`;

export class SourceServer {
  readonly url: string;
  role: ServerRole = 'unknown';
  healthy = false;
  lagSeconds: number | null = null;
  /** Sessions that are out on a run. */
  busy = 0;
  lastError: Error | null = null;
  #idle: Session[] = [];
  /** Those who wait for a session that is given back. */
  #waiting: (() => void)[] = [];
  // By a clock that nobody puts back: else a server that was away would not be asked again until it had caught up.
  #probedAt = -Infinity;
  #probing: Promise<void> | null = null;
  #control: Promise<pg.Client> | null = null;
  #settingsFrom: SettingsFrom = 'startup';
  #incarnation: string | null = null;
  #closed = false;
  #knowledge: ServerKnowledge | null = null;
  #audit: Promise<Audit> | null = null;
  #auditedAt = 0;

  constructor(url: string) {
    this.url = url;
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
      const { rows } = await within(PROBE_WITHIN_MS, this.#ask(PROBE, []));
      const [row] = rows as { follower: boolean; lag: number | null }[];
      this.note(row?.follower === true, row?.lag ?? null);
    } catch (error) {
      this.couldNotOpen(error as Error);
    }
    this.#probedAt = performance.now();
  }

  /** What its role could do: asked at first, hourly, and after the server was away. Throws like connecting. */
  audit(): Promise<Audit> {
    if (this.#audit === null || performance.now() - this.#auditedAt > AUDIT_EVERY_MS) {
      this.#auditedAt = performance.now();
      this.#audit = within(PROBE_WITHIN_MS, auditRole(this));
      this.#audit.catch(() => (this.#audit = null));
    }
    return this.#audit;
  }

  /** What was learnt about the server's database so far. */
  knowledge(allowedFunctions: readonly string[]): ServerKnowledge {
    return (this.#knowledge ??= new ServerKnowledge(allowedFunctions));
  }

  /** Notes what a run learnt about the server on its way. */
  note(inRecovery: boolean, lagSeconds: number | null): void {
    this.role = inRecovery ? 'follower' : 'primary';
    this.lagSeconds = lagSeconds === null ? null : Math.max(0, lagSeconds);
    this.healthy = true;
    this.lastError = null;
    this.#probedAt = performance.now();
  }

  /** Notes that the server does not answer; it is passed over until a probe succeeds. */
  fail(error: Error): void {
    this.healthy = false;
    this.lastError = error;
    this.#forget();
    this.#dropControl();
    this.closeIdle();
    for (const tryAgain of this.#waiting.splice(0)) tryAgain();
  }

  /** Closes the sessions that wait for a run. */
  closeIdle(): void {
    for (const session of this.#idle.splice(0)) session.close();
  }

  /**
   * A session that nobody else uses: an idle one, wiped, or a new one, or, where the server has no connection left
   * for us, the next that another run gives back. Throws what connecting throws.
   */
  async take(): Promise<Session> {
    this.busy++;
    try {
      for (let left = FULL_TRIES; ; left--) {
        const session = this.#takeIdle() ?? (await this.#openUnlessFull(left > 0));
        if (session) return session;
        await this.#someGivenBack();
      }
    } catch (error) {
      this.busy--;
      // Who waited for this one waits for nothing.
      this.#waiting.shift()?.();
      throw error;
    }
  }

  #takeIdle(): Session | null {
    for (let session = this.#idle.pop(); session; session = this.#idle.pop()) {
      session.takeFromIdle();
      if (!session.wire.isLost) return session;
    }
    return null;
  }

  async #openUnlessFull(mayTryAgain: boolean): Promise<Session | null> {
    try {
      return await this.#open();
    } catch (error) {
      if (isFull(error) && (mayTryAgain || this.#someAreOut || this.#idle.length > 0)) return null;
      throw error;
    }
  }

  get #someAreOut(): boolean {
    return this.busy - 1 > this.#waiting.length;
  }

  // When none is out, one of ours that has just been closed may still count, or several that came at once were all
  // turned away: a moment later it may be otherwise.
  async #someGivenBack(): Promise<void> {
    if (this.#idle.length > 0) return;
    if (!this.#someAreOut) return sleep(FULL_PAUSE_MS);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #open(): Promise<Session> {
    const session = await openSession(this.url, this.#settingsFrom);
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

  #forget(): void {
    this.#knowledge = null;
    this.#audit = null;
  }

  /**
   * Takes a session back: wiped for the next run, or closed when it could not be. Resolves with its backend where
   * that works on all the same.
   */
  async giveBack(session: Session): Promise<Lingering | null> {
    const wiped = await session.wipe();
    this.busy--;
    if (wiped && !this.#closed && !session.wasCancelled) this.#idle.push(session);
    else session.close();
    this.#waiting.shift()?.();
    if (wiped || session.processId === null) return null;
    return lookAfter(session.processId, (processId) => this.#atWorkSince(processId));
  }

  // Null where it does not work any more. Of a server that does not answer nothing is waited for.
  async #atWorkSince(processId: number): Promise<string | null> {
    if (this.#closed || !this.healthy) return null;
    try {
      const { rows } = await within(CANCEL_WITHIN_MS, this.#ask(AT_WORK_SINCE, [processId]));
      return (rows as { since: string }[])[0]?.since ?? null;
    } catch (error) {
      // What fills it may be just this one.
      if (isFull(error)) return UNKNOWN;
      this.#dropControl();
      return null;
    }
  }

  /** Notes that no session could be opened. One that has no connection left for us is well. */
  couldNotOpen(error: Error): void {
    if (isFull(error)) this.lastError = error;
    else this.fail(error);
  }

  /**
   * Ends what the session is doing: asks PostgreSQL to cancel it, then to end the backend, then closes the socket, two
   * seconds apart; closes it at once while it is not known which process works for it. The session's own exchange
   * fails; the caller gives the session back as usual.
   */
  async cancel(session: Session, isOver: () => boolean): Promise<void> {
    let failure: Error | null = null;
    for (const order of ['pg_cancel_backend', 'pg_terminate_backend']) {
      if (isOver() || session.wire.isLost) return;
      if (session.processId === null) break;
      session.wasCancelled = true;
      const asked = this.#ask(`select ${order}($1)`, [session.processId]);
      failure = await within(CANCEL_WITHIN_MS, asked).then(
        () => null,
        (error: Error) => error,
      );
      if (failure !== null) this.#dropControl();
      await waitFor(isOver, CANCEL_WITHIN_MS);
    }
    if (isOver()) return;
    session.wire.destroy(new Error('the server did not end the statement in time'));
    // One that answers to nothing any more would only keep the next runs waiting.
    if (isBroken(failure)) this.couldNotOpen(failure as Error);
  }

  /** Runs a statement of our own on a connection that no run uses. */
  async query(sql: string, values: unknown[]): Promise<pg.QueryResult> {
    return this.#ask(sql, values);
  }

  // A connection that lay idle may have died unnoticed; that says nothing of the server until a new one fails too.
  async #ask(sql: string, values: unknown[]): Promise<pg.QueryResult> {
    const wasIdle = this.#control !== null;
    const control = this.#control ?? this.#newControl();
    try {
      return await (await control).query(sql, values);
    } catch (error) {
      if (!isBroken(error)) throw error;
      this.#dropControl(control);
      if (!wasIdle) throw error;
    }
    return this.#ask(sql, values);
  }

  #newControl(): Promise<pg.Client> {
    const control = this.#openControl();
    this.#control = control;
    // Else whatever turned it away once would be its answer for ever.
    control.catch(() => this.#dropControl(control));
    return control;
  }

  // Where our own sessions hold all connections that there are, one of them makes room.
  async #openControl(): Promise<pg.Client> {
    for (let left = FULL_TRIES; ; left--) {
      try {
        return await this.#connectControl();
      } catch (error) {
        if (!isFull(error) || left === 0) throw error;
        this.#idle.pop()?.close();
        await sleep(FULL_PAUSE_MS);
      }
    }
  }

  async #connectControl(): Promise<pg.Client> {
    const client = newClient(this.url);
    await client.connect();
    // A pooler that gives each statement another session would let a statement out of its read-only transaction.
    await client.query('begin');
    await client.query('rollback');
    return client;
  }

  #dropControl(control = this.#control): void {
    if (this.#control === control) this.#control = null;
    control?.then((client) => client.end()).catch(() => {});
  }

  close(): void {
    this.#closed = true;
    this.#dropControl();
    this.closeIdle();
  }
}

// Whatever PostgreSQL did not answer, and what it says when it ends a session (57P01 to 57P03).
function isBroken(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return error !== null;
  return error.code?.startsWith('57P') === true;
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the server did not answer in time')), milliseconds);
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function waitFor(isOver: () => boolean, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!isOver() && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
