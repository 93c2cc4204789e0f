// A run that another server of the same database holds.
import type { SpooledRows } from '../../formats/envelope.ts';
import type { Member } from '../../identity/member.ts';
import {
  expiredRun,
  type Facts,
  type MemberRun,
  type RowsPage,
  type RunState,
} from './member-run.ts';
import type { WholeFacts, WholeRun } from '../whole-run.ts';
import { NoAnswer, type Relay, type Told } from '../../cluster/relay.ts';

/** What servers ask each other about runs. */
export const QUESTIONS = {
  same: 'run.same',
  wait: 'run.wait',
  state: 'run.state',
  page: 'run.page',
  whole: 'run.whole',
  cancel: 'run.cancel',
} as const;

/** An answer may take so long besides the time that is waited for the run. */
const ANSWER_WITHIN_MS = 5_000;
/** The longest wait that is asked for at once, so that a server that has ended is noticed. */
const WAIT_SECONDS = 10;

export class RemoteRun implements MemberRun {
  readonly id: string;
  readonly #server: string;
  readonly #member: Member;
  readonly #relay: Relay;

  constructor(
    id: string,
    { server, member, relay }: { server: string; member: Member; relay: Relay },
  ) {
    this.id = id;
    this.#server = server;
    this.#member = member;
    this.#relay = relay;
  }

  /** False when the other server does not hold it any more. Throws Problem conflict when it is for something else. */
  async isHeldFor(fingerprint: string): Promise<boolean> {
    try {
      const { facts } = await this.#send('same', { fingerprint }, 0);
      return facts === true;
    } catch (error) {
      if (error instanceof NoAnswer) return false;
      throw error;
    }
  }

  async wait(waitSeconds: number | null, signal: AbortSignal): Promise<Facts | null> {
    const end = waitSeconds === null ? Infinity : performance.now() + waitSeconds * 1000;
    for (;;) {
      const left = Math.max(0, Math.min(WAIT_SECONDS, (end - performance.now()) / 1000));
      const { facts } = await this.#ask('wait', { waitSeconds: left }, left * 1000);
      if (facts !== null || signal.aborted || performance.now() >= end)
        return facts as Facts | null;
    }
  }

  async state(): Promise<RunState> {
    return (await this.#ask('state')).facts as RunState;
  }

  async cancel(): Promise<void> {
    await this.#ask('cancel');
  }

  async page(after: number, count: number): Promise<RowsPage> {
    const first = await this.#part(after, count);
    return { rowCount: first.rowCount, rows: this.#rows(first, after, count) };
  }

  async whole(): Promise<WholeRun> {
    const first = await this.#wholePart(0);
    return { facts: first.whole, rows: this.#wholeRows(first) };
  }

  async *#wholeRows(first: WholePart): AsyncGenerator<SpooledRows> {
    let part = first;
    for (let taken = 0; ;) {
      yield { bytes: part.bytes, rowCount: part.taken };
      taken += part.taken;
      if (part.taken === 0 || taken >= part.rowCount) return;
      part = await this.#wholePart(taken);
    }
  }

  async #wholePart(after: number): Promise<WholePart> {
    const { facts, bytes = Buffer.alloc(0) } = await this.#ask('whole', { after });
    return { ...(facts as Omit<WholePart, 'bytes'>), bytes };
  }

  // As much as one answer holds at a time.
  async *#rows(first: Part, after: number, count: number): AsyncGenerator<SpooledRows> {
    let part = first;
    for (let taken = 0; ;) {
      yield { bytes: part.bytes, rowCount: part.taken };
      taken += part.taken;
      if (part.taken === 0 || taken >= Math.min(count, part.rowCount - after)) return;
      yield { bytes: COMMA, rowCount: 0 };
      part = await this.#part(after + taken, count - taken);
    }
  }

  async #part(after: number, count: number): Promise<Part> {
    const { facts, bytes = Buffer.alloc(0) } = await this.#ask('page', { after, count });
    return { ...(facts as PartFacts), bytes };
  }

  async #ask(name: keyof typeof QUESTIONS, asked: object = {}, waitsMs = 0): Promise<Told> {
    try {
      return await this.#send(name, asked, waitsMs);
    } catch (error) {
      // It has ended, and took its runs with it.
      if (error instanceof NoAnswer) throw expiredRun();
      throw error;
    }
  }

  #send(name: keyof typeof QUESTIONS, asked: object, waitsMs: number): Promise<Told> {
    const whole = { run: this.id, member: this.#member, ...asked };
    const withinMs = waitsMs + ANSWER_WITHIN_MS;
    return this.#relay.ask(this.#server, { name: QUESTIONS[name], asked: whole, withinMs });
  }
}

const COMMA = Buffer.from(',');

/** What is told of a part of a page besides its bytes. */
export interface PartFacts {
  /** Of the whole result. */
  rowCount: number;
  /** Rows in this part. */
  taken: number;
}

type Part = PartFacts & { bytes: Buffer };
type WholePart = Part & { whole: WholeFacts };
