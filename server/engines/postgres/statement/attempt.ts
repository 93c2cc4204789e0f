// One try of a run on one session: prepare, guard, execute, count, cut, and give the session back clean.
import { endOfRows, type RowColumn, type RunOutcome, type RunStart } from '../../rows.ts';
import { Problem } from '../../../../domain/problem.ts';
import type { EngineRun, Lingering } from '../../engine.ts';
import type { Reading } from './parser.ts';
import {
  bindValues,
  forgetStatement,
  knownStatement,
  type KnownStatement,
  prepareStatement,
  type Statement,
} from './preparation.ts';
import type { ServerKnowledge } from '../servers/knowledge.ts';
import type { Prepared } from '../session/prepare-answer.ts';
import type { Session } from '../session/session.ts';
import type { Server } from '../servers/server.ts';
import type { Servers, Taken } from '../servers/servers.ts';
import { ENOUGH, serverTimeoutMs } from '../../stop.ts';
import type { BoundValue } from '../wire/messages.ts';
import { isConnectionEnd, ServerError, type Receiver } from '../wire/wire.ts';

/** What is executed: a run whose text was read here. */
export interface Execution extends EngineRun {
  reading: Reading;
  /** Of its sheet tables. */
  arrays: readonly Buffer[];
}

/** What EXPLAIN gives. */
const PLAN_COLUMNS: readonly RowColumn[] = [{ name: 'plan', kind: 'json', typeName: 'json' }];

export class Attempt {
  phase: 'prepare' | 'execute' = 'prepare';
  readonly #execution: Execution;
  readonly #servers: Servers;
  readonly #server: Server;
  readonly #session: Session;
  #passesOver = false;
  /** What was known of the statement does not hold any more. */
  #knewWrong = false;
  #rowCount = 0;
  #byteCount = 0;
  /** Once it was told to end: the error where the server answers to nothing any more. */
  #silence: Promise<Error | null> = Promise.resolve(null);
  #isOver = false;
  #givenBack: Promise<Lingering | null> = Promise.resolve(null);

  constructor(execution: Execution, servers: Servers, { server, session }: Taken) {
    this.#execution = execution;
    this.#servers = servers;
    this.#server = server;
    this.#session = session;
  }

  /**
   * Whether another try may end better: before the first row, after a conflict with recovery, on a connection that
   * was dead already, on a server that turned out to be one that this source may not use now, or with a statement
   * that must be looked at anew.
   */
  mayRepeat(error: unknown): boolean {
    if (this.#rowCount > 0 || this.#execution.stop.reason !== null) return false;
    if (this.#passesOver || this.#knewWrong) return true;
    if (isConnectionEnd(error)) return this.phase === 'prepare' && this.#session.diedIdle(error);
    // Read-only and read committed, it can only be the follower's recovery that was in the way.
    return error instanceof ServerError && /^40(001|P01)$/.test(error.sqlState);
  }

  async run(): Promise<RunOutcome> {
    const { stop } = this.#execution;
    const unlisten = stop.onStop(() => this.#cancel());
    try {
      const start = await this.#prepareAndExecute();
      stop.throwIfStopped();
      const truncated = stop.reason === ENOUGH;
      return { ...start, rowCount: this.#rowCount, byteCount: this.#byteCount, truncated };
    } catch (error) {
      // Told to end, it answered to nothing: then it was not the query that took too long.
      if (isTimeout(stop.reason) && (await this.#silence) !== null) throw this.#fellSilent();
      stop.throwIfStopped();
      // What cut one connection has likely cut those that lie idle too.
      if (isConnectionEnd(error)) this.#server.closeIdle();
      throw error;
    } finally {
      this.#isOver = true;
      unlisten();
      // Nobody need wait for it but the next one who wants the session.
      this.#givenBack = this.#server.giveBack(this.#session);
    }
  }

  /** Resolves when the session is clean or closed, with its backend where that works on. Only after `run`. */
  givenBack(): Promise<Lingering | null> {
    return this.#givenBack;
  }

  async #prepareAndExecute(): Promise<RunStart> {
    const { reading, parameters, arrays, timeZone, limits, measured } = this.#execution;
    const statementTimeoutMs = serverTimeoutMs(limits.timeoutSeconds);
    const knowledge = this.#server.knowledge(this.#servers.guard);
    const zone = knowledge.zoneName(timeZone);
    const about = { reading, parameters, arrays, statementTimeoutMs };
    const statement: Statement = { ...about, timeZone: zone };
    const known = knownStatement(knowledge, statement);
    if (known && !measured) return this.#runKnown(statement, knowledge, known);
    const prepared = await prepareStatement(this.#session, knowledge, statement);
    const bound = this.#bound(statement, knowledge, prepared.parameterTypes);
    if (measured) return this.#measure(prepared, reading, bound);
    const start = this.#start(prepared, knowledge.rowColumns(prepared.columns));
    await this.#untilEnough(this.#session.execute(bound, this.#receiver()));
    return start;
  }

  async #measure(
    prepared: Prepared,
    { text }: Reading,
    bound: readonly BoundValue[],
  ): Promise<RunStart> {
    const start = this.#start(prepared, PLAN_COLUMNS);
    const { parameterTypes } = prepared;
    const measuring = this.#session.measure({ text, parameterTypes }, bound, this.#receiver());
    await this.#untilEnough(measuring);
    return start;
  }

  async #runKnown(
    statement: Statement,
    knowledge: ServerKnowledge,
    { told, resolved, stamp }: KnownStatement,
  ): Promise<RunStart> {
    const { reading, timeZone, statementTimeoutMs } = statement;
    const bound = this.#bound(statement, knowledge, resolved);
    let start: RunStart | null = null;
    const options = {
      sql: reading.text,
      parameterTypes: told,
      timeZone,
      statementTimeoutMs,
      withTrees: false,
      stamp,
    };
    const onPrepared = (prepared: Prepared) =>
      (start = this.#start(prepared, knowledge.rowColumns(prepared.columns)));
    const receiver = { ...this.#receiver(), onPrepared };
    const running = this.#session.runAtOnce(options, bound, receiver);
    await this.#untilEnough(running).catch((error: unknown) => {
      // A column may have another type since, or a view another text.
      this.#knewWrong =
        this.phase === 'prepare' && error instanceof ServerError && !isConnectionEnd(error);
      if (this.#knewWrong) forgetStatement(knowledge, statement);
      throw error;
    });
    if (start === null) throw new Error('the statement told no columns');
    return start;
  }

  #bound(statement: Statement, knowledge: ServerKnowledge, parameterTypes: number[]) {
    const { values, stop } = this.#execution;
    const bound = bindValues(statement, values, { parameterTypes }, knowledge);
    stop.throwIfStopped();
    return bound;
  }

  // What was known of the server may be old by now: the session itself says how far it lags, and whether it was
  // promoted. Returns the seconds that it lags.
  #requireUsable({ inRecovery, lagSeconds }: Prepared): number | null {
    const lag = this.#server.note(inRecovery, lagSeconds);
    if (this.#servers.mayUse(this.#server)) return lag;
    this.#passesOver = true;
    this.#cancel();
    throw this.#servers.unavailable();
  }

  #start(prepared: Prepared, columns: readonly RowColumn[]): RunStart {
    const lagSeconds = this.#requireUsable(prepared);
    const start: RunStart = {
      columns,
      ranOn: prepared.inRecovery ? 'follower' : 'primary',
      lagSeconds,
      ranAt: this.#execution.askedAt,
      cached: false,
      etag: null,
    };
    this.phase = 'execute';
    this.#execution.sink.start(start, this.#flow());
    return start;
  }

  // What was cut because there was enough of it ends with the error of its cancelling.
  async #untilEnough(running: Promise<void>): Promise<void> {
    try {
      await running;
    } catch (error) {
      if (this.#execution.stop.reason !== ENOUGH) throw error;
    }
  }

  #cancel(): void {
    // What PostgreSQL has sent already must be read, or its answer to the cancelling never comes.
    this.#session.wire.resume();
    const isOver = () => this.#isOver || this.#session.wire.isSettled;
    this.#silence = this.#server.cancel(this.#session, isOver);
  }

  #fellSilent(): Problem {
    const detail = `The data source ${this.#servers.setting.name} stopped answering while the query ran. Try again in a minute.`;
    return new Problem('source_unavailable', detail, { retryAfterSeconds: 60 });
  }

  #flow() {
    const mayWait = () => !this.#isOver && this.#execution.stop.reason === null;
    return {
      pause: () => {
        if (!mayWait()) return;
        this.#session.wire.pause();
        this.#execution.clock.pause();
      },
      resume: () => {
        if (!mayWait()) return;
        this.#execution.clock.resume();
        this.#session.wire.resume();
      },
    };
  }

  #receiver(): Receiver {
    const { limits, stop, sink, truncateAt } = this.#execution;
    return {
      rows: (chunk, from, to, count) => {
        if (stop.reason !== null) return;
        this.#byteCount += to - from;
        if (this.#byteCount > limits.maxBytes) return stop.because(tooManyBytes(limits.maxBytes));
        const left = truncateAt - this.#rowCount;
        const taken = Math.min(count, left);
        this.#rowCount += taken;
        const end = count <= left ? to : endOfRows(chunk, from, left);
        if (taken > 0) sink.rows(chunk, from, end, taken);
        if (count > left) stop.because(ENOUGH);
      },
    };
  }
}

const isTimeout = (reason: unknown) => reason instanceof Problem && reason.code === 'sql_timed_out';

function tooManyBytes(maxBytes: number): Problem {
  const most = Math.round(maxBytes / 1024 / 1024);
  return new Problem(
    'result_too_large',
    `The result is larger than ${most} MB. Narrow it down, or select fewer columns.`,
  );
}
