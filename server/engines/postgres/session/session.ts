// One run's session on a data source: a read-only transaction with our settings, one statement, and no trace.
import {
  bindMessage,
  describeMessage,
  executeMessage,
  parseMessage,
  statementMessages,
  syncMessage,
  terminateMessage,
} from '../wire/messages.ts';
import { stampMessages, type CatalogStamp } from './standing.ts';
import { textRows } from '../../rows.ts';
import { beginMessages, type BeginMessages, type SettingsFrom } from './begin.ts';
import { PrepareAnswer, type Prepared } from './prepare-answer.ts';
import { shownTree } from './shown-tree.ts';
import { isConnectionEnd, type Receiver, type Wire } from '../wire/wire.ts';
import type { BoundValue } from '../wire/messages.ts';

export interface PrepareOptions {
  sql: string;
  parameterTypes: readonly number[];
  timeZone: string;
  statementTimeoutMs: number;
  /** Ask for the analysed trees, from which the guard reads what the statement would call. */
  withTrees: boolean;
}

/** A statement that the guard has let pass. */
export interface Explained {
  text: string;
  parameterTypes: readonly number[];
}

export interface KnownOptions extends PrepareOptions {
  /** How what the statement reaches must stand, or else it fails before it is prepared. */
  stamp: CatalogStamp | null;
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

const SHOW_TREES_AGAIN = [parseMessage('', SHOW_TREES, []), bindMessage('', []), executeMessage];
const SHOWING_TREES = [parseMessage(QUIET, HIDE_TREES, []), ...SHOW_TREES_AGAIN];
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
  /** Its statement may leave something behind that nothing wipes. */
  isForOneRun = false;
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
    options: KnownOptions,
    values: readonly BoundValue[],
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
      ...stampMessages(options.stamp),
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

  /**
   * The analysed trees of another text, within the transaction of a statement that was prepared with its trees.
   * Executes nothing of it. Throws ServerError, which ends the transaction.
   */
  async treesOf(sql: string): Promise<string> {
    const trees: string[] = [];
    let parsed = 0;
    const receiver: Receiver = {
      parseComplete: () => void parsed++,
      notice: ({ D: tree }) => void (parsed === 1 && tree && trees.push(tree)),
    };
    const messages = [...SHOW_TREES_AGAIN, parseMessage('', sql, []), ...HIDING_TREES, syncMessage];
    await this.wire.exchange(messages, receiver);
    return trees.map(shownTree).join('\n');
  }

  /** Has PostgreSQL explain the statement, and executes nothing of it: EXPLAIN is put before a text in this class alone. */
  async explain(explained: Explained, values: readonly BoundValue[]): Promise<string> {
    const lines: string[] = [];
    await this.#explain('format json', explained, {
      values,
      receiver: {
        rows: (chunk, from, to) =>
          void lines.push(...textRows(chunk, from, to).map(([line]) => line ?? '')),
      },
    });
    return lines.join('\n');
  }

  /**
   * Executes the statement for its plan with the times of its steps, which goes to `receiver` as one row of one field;
   * PostgreSQL itself throws the statement's rows away.
   */
  measure(explained: Explained, values: readonly BoundValue[], receiver: Receiver): Promise<void> {
    return this.#explain('analyze, format json', explained, { values, receiver });
  }

  #explain(
    options: string,
    { text, parameterTypes }: Explained,
    { values, receiver }: { values: readonly BoundValue[]; receiver: Receiver },
  ): Promise<void> {
    const sql = `explain (${options}) ${text}`;
    return this.wire.exchange(
      [parseMessage('', sql, parameterTypes), bindMessage('', values), executeMessage, syncMessage],
      receiver,
    );
  }

  /** Executes the prepared statement with its values; the rows go to `receiver`. */
  execute(values: readonly BoundValue[], receiver: Receiver): Promise<void> {
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
