// One run's session on a data source: a read-only transaction with our settings, one statement, and no trace.
import {
  bindMessage,
  describeMessage,
  executeMessage,
  parseMessage,
  statementMessages,
  syncMessage,
  terminateMessage,
  type WireColumn,
} from '../wire/messages.ts';
import { textRows } from '../../rows.ts';
import { beginMessages, type BeginMessages, type SettingsFrom } from './begin.ts';
import { isConnectionEnd, type Receiver, type Wire } from '../wire/wire.ts';

/** The statement of a run as PostgreSQL understood it, before anything of it was executed. */
export interface Prepared {
  columns: readonly WireColumn[];
  parameterTypes: number[];
  /** The analysed query trees in PostgreSQL's text form; null when they were not asked for. */
  trees: string | null;
  inRecovery: boolean;
  lagSeconds: number | null;
}

export interface PrepareOptions {
  sql: string;
  parameterTypes: readonly number[];
  timeZone: string;
  statementTimeoutMs: number;
  /** Ask for the analysed trees, from which the guard reads what the statement would call. */
  withTrees: boolean;
}

const STATEMENT = 'sheetfeed_run';
const QUIET = 'sheetfeed_quiet';
const DEAD_WITHIN_MS = 1_000;

const SHOW_TREES = `
  select pg_catalog.set_config('debug_pretty_print', 'off', true),
    pg_catalog.set_config('debug_print_rewritten', 'on', true),
    pg_catalog.set_config('client_min_messages', 'log', true)`;
const HIDE_TREES = `
  select pg_catalog.set_config('client_min_messages', 'warning', true),
    pg_catalog.set_config('debug_print_rewritten', 'off', true)`;

const SHOWING_TREES = [
  parseMessage(QUIET, HIDE_TREES, []),
  parseMessage('', SHOW_TREES, []),
  bindMessage('', []),
  executeMessage,
];
const WIPE = [statementMessages('rollback'), statementMessages('discard all'), syncMessage];
const HIDING_TREES = [bindMessage(QUIET, []), executeMessage];

export class Session {
  readonly wire: Wire;
  /** The process that works for it, to cancel it by; null while that is not known. */
  processId: number | null = null;
  readonly settingsFrom: SettingsFrom;
  readonly #usualTimeoutMs: number;
  /** The server from its start to its end; null where a pooler may lead to several. */
  incarnation: string | null = null;
  /** A follower may be promoted, but a primary never follows within the life of a connection. */
  #isOnPrimary = false;
  /** Nothing of a run is left in it. */
  #isWiped = true;
  /** When it was taken by a run after it had lain idle; null for the first run. */
  #takenFromIdleAt: number | null = null;
  /** A cancel that comes late would hit the next run: such a session is not used again. */
  wasCancelled = false;

  /** `usualTimeoutMs` is the time limit that it has from its start; 0 is none. */
  constructor(wire: Wire, settingsFrom: SettingsFrom, usualTimeoutMs = 0) {
    this.wire = wire;
    this.settingsFrom = settingsFrom;
    this.#usualTimeoutMs = usualTimeoutMs;
  }

  /** It lay idle, and a run takes it now. */
  takeFromIdle(): void {
    this.#takenFromIdleAt = performance.now();
  }

  /**
   * Whether the error says that the connection had died while it lay idle: it fell at the first touch. One that
   * falls later took the query's work with it.
   */
  diedIdle(error: unknown): boolean {
    const at = this.#takenFromIdleAt;
    return isConnectionEnd(error) && at !== null && performance.now() - at < DEAD_WITHIN_MS;
  }

  /** Begins the transaction and has PostgreSQL parse and resolve the statement. Executes nothing of it. */
  async prepare(options: PrepareOptions): Promise<Prepared> {
    const { sql, parameterTypes, withTrees } = options;
    const { messages, statements } = this.#begin(options);
    const answer = this.#answer(statements + (withTrees ? 2 : 0));
    await this.wire.exchange(
      [
        ...messages,
        ...(withTrees ? SHOWING_TREES : []),
        parseMessage(STATEMENT, sql, parameterTypes),
        describeMessage(STATEMENT),
        ...(withTrees ? HIDING_TREES : []),
        syncMessage,
      ],
      answer,
    );
    return this.#noted(answer.prepared(withTrees));
  }

  /**
   * Does all of it in one go, for a statement that was found harmless before: begin, prepare, execute, roll
   * back, and wipe the session. `onPrepared` is called before the first row; what it throws ends the run.
   */
  async runAtOnce(
    options: PrepareOptions,
    values: readonly (string | null)[],
    receiver: Receiver & { onPrepared(prepared: Prepared): void },
  ): Promise<void> {
    const { messages, statements } = this.#begin(options);
    const answer = this.#answer(statements);
    let isPrepared = false;
    const forwarding: Receiver = {
      parameterTypes: (oids) => answer.parameterTypes(oids),
      columns: (columns) => {
        answer.columns(columns);
        isPrepared = true;
        receiver.onPrepared(this.#noted(answer.prepared(false)));
      },
      // The row before the columns is that of our own statement.
      rows: (chunk, from, to, count) => {
        if (isPrepared) receiver.rows?.(chunk, from, to, count);
        else answer.rows(chunk, from, to);
      },
    };
    messages.push(
      parseMessage(STATEMENT, options.sql, options.parameterTypes),
      describeMessage(STATEMENT),
      bindMessage(STATEMENT, values),
      executeMessage,
      // An error before makes PostgreSQL pass over these; then `wipe` sends them once more.
      ...WIPE,
    );
    await this.wire.exchange(messages, forwarding);
    this.#isWiped = true;
  }

  #noted(prepared: Prepared): Prepared {
    this.#isOnPrimary = !prepared.inRecovery;
    return prepared;
  }

  #begin({ timeZone, statementTimeoutMs }: PrepareOptions): BeginMessages {
    this.#isWiped = false;
    const { settingsFrom } = this;
    if (settingsFrom !== 'startup') this.processId = null;
    const withLag = !this.#isOnPrimary;
    const usualTimeoutMs = this.#usualTimeoutMs;
    return beginMessages({ settingsFrom, timeZone, statementTimeoutMs, usualTimeoutMs, withLag });
  }

  #answer(parsesBefore: number): PrepareAnswer {
    return new PrepareAnswer(parsesBefore, (processId) => (this.processId = processId));
  }

  /** Runs a statement of our own within the run's transaction. */
  async lookUp(sql: string, values: string[]): Promise<(string | null)[][]> {
    const rows: (string | null)[][] = [];
    await this.wire.exchange(
      [parseMessage('', sql, []), bindMessage('', values), executeMessage, syncMessage],
      { rows: (chunk, from, to) => void rows.push(...textRows(chunk, from, to)) },
    );
    return rows;
  }

  /** Has PostgreSQL explain the statement, and executes nothing of it: EXPLAIN is put before a text here alone. */
  async explain(
    { text, parameterTypes }: { text: string; parameterTypes: readonly number[] },
    values: readonly (string | null)[],
  ): Promise<string> {
    const lines: string[] = [];
    const sql = `explain (format json) ${text}`;
    await this.wire.exchange(
      [parseMessage('', sql, parameterTypes), bindMessage('', values), executeMessage, syncMessage],
      {
        rows: (chunk, from, to) =>
          void lines.push(...textRows(chunk, from, to).map(([line]) => line ?? '')),
      },
    );
    return lines.join('\n');
  }

  /** Executes the prepared statement with its values; the rows go to `receiver`. */
  execute(values: readonly (string | null)[], receiver: Receiver): Promise<void> {
    return this.wire.exchange(
      [bindMessage(STATEMENT, values), executeMessage, syncMessage],
      receiver,
    );
  }

  /**
   * Ends the transaction, always by ROLLBACK, and wipes the session. False when it could not be wiped:
   * then the connection has been closed.
   */
  async wipe(): Promise<boolean> {
    if (this.wire.isLost) return false;
    this.wire.resume();
    const deadline = setTimeout(() => this.wire.destroy(), 5_000);
    try {
      if (!this.#isWiped) await this.wire.exchange(WIPE);
      this.#isWiped = true;
    } catch (error) {
      this.wire.destroy(error as Error);
      return false;
    } finally {
      clearTimeout(deadline);
    }
    if (!this.wire.isIdle) this.wire.destroy();
    return !this.wire.isLost;
  }

  /** Says goodbye and closes. */
  close(): void {
    if (!this.wire.isLost) this.wire.exchange([terminateMessage]).catch(() => {});
    this.wire.destroy();
  }
}

/** Gathers what comes back while a statement is prepared. */
class PrepareAnswer implements Receiver {
  readonly #parsesBefore: number;
  readonly #hearProcess: (processId: number) => void;
  #parsed = 0;
  #trees: string[] = [];
  #rows: (string | null)[][] = [];
  #columns: readonly WireColumn[] = [];
  #parameterTypes: number[] = [];

  constructor(parsesBefore: number, hearProcess: (processId: number) => void) {
    this.#parsesBefore = parsesBefore;
    this.#hearProcess = hearProcess;
  }

  parseComplete(): void {
    this.#parsed++;
  }

  notice(fields: Readonly<Record<string, string>>): void {
    if (this.#parsed === this.#parsesBefore && fields['D']) this.#trees.push(fields['D']);
  }

  rows(chunk: Buffer, from: number, to: number): void {
    this.#rows.push(...textRows(chunk, from, to));
    this.#hearProcess(Number(this.#rows[0]?.[2]));
  }

  columns(columns: readonly WireColumn[]): void {
    this.#columns = columns;
  }

  parameterTypes(oids: number[]): void {
    this.#parameterTypes = oids;
  }

  prepared(withTrees: boolean): Prepared {
    const [inRecovery, lag] = this.#rows[0] ?? [];
    return {
      columns: this.#columns,
      parameterTypes: this.#parameterTypes,
      trees: withTrees ? this.#trees.join('\n') : null,
      inRecovery: inRecovery === 't',
      lagSeconds: lag === null || lag === undefined ? null : Math.max(0, Number(lag)),
    };
  }
}
