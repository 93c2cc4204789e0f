// The sessions of one server: those that lie idle for the next run, those that are out, and who waits for one.
import { setTimeout as sleep } from 'node:timers/promises';
import { FULL_PAUSE_MS, FULL_TRIES, isFull } from '../wire/connect.ts';
import type { Session } from './session.ts';

export class SessionPool {
  /** Sessions that are out on a run. */
  busy = 0;
  isClosed = false;
  readonly #open: () => Promise<Session>;
  #idle: Session[] = [];
  /** Those who wait for a session that is put back. */
  #waiting: (() => void)[] = [];

  constructor(open: () => Promise<Session>) {
    this.#open = open;
  }

  /**
   * A session that nobody else uses: an idle one, wiped, or a new one, or, where the server has no connection left
   * for us, the next that another run gives back. Throws what opening one throws.
   */
  async take(): Promise<Session> {
    this.busy++;
    try {
      for (let left = FULL_TRIES; ; left--) {
        const session = this.#takeIdle() ?? (await this.#openUnlessFull(left > 0));
        if (session) return session;
        await this.#somePutBack();
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
  async #somePutBack(): Promise<void> {
    if (this.#idle.length > 0) return;
    if (!this.#someAreOut) return sleep(FULL_PAUSE_MS);
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Takes a session back: for the next run where it was wiped, else to close it. */
  putBack(session: Session, wasWiped: boolean): void {
    this.busy--;
    const isClean = wasWiped && !session.wasCancelled && !session.isForOneRun;
    if (isClean && !this.isClosed) this.#idle.push(session);
    else session.close();
    this.#waiting.shift()?.();
  }

  /** Gives up one idle session, so that another connection has room. */
  closeOneIdle(): void {
    this.#idle.pop()?.close();
  }

  closeIdle(): void {
    for (const session of this.#idle.splice(0)) session.close();
  }

  /** Has everybody who waits try anew, for what they wait for may never come. */
  wakeAll(): void {
    for (const tryAgain of this.#waiting.splice(0)) tryAgain();
  }

  /** Closes what lies idle, and from now on whatever is put back. */
  close(): void {
    this.isClosed = true;
    this.closeIdle();
  }
}
