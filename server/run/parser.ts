// Reads SQL by PostgreSQL's own parser in a worker thread, within a time limit, and keeps what was read.
import { Worker } from 'node:worker_threads';
import { Problem } from '../../domain/problem.ts';

/** What the parser says of a text; positions are UTF-16 offsets of the author's text. */
export interface Reading {
  /** The text with `$1`, `$2` … in the place of the parameters. */
  text: string;
  /** The parameters that it uses, in the order of their numbers. */
  names: string[];
  /** Where each parameter stood in the author's text and stands in `text`. */
  places: { from: number; to: number; textFrom: number; textTo: number }[];
  /** Things that look like parameters but are not declared. */
  undeclared: { name: string; start: number; end: number }[];
  /** Where the author wrote a `$1` of his own. */
  dollarParameter: number | null;
  /** psql's `:'name'` is in it. */
  quotedParameter: boolean;
  /** `position` counts characters of `text` from 0. */
  error: { message: string; position: number | null; gaveUp: boolean } | null;
  /** The kind of each statement, such as SelectStmt. */
  statements: string[];
  /** Other statements inside, such as DeleteStmt in a WITH. */
  nested: string[];
  /** intoClause, lockingClause, CurrentOfExpr. */
  clauses: string[];
  relations: { schema: string | null; name: string; location: number | null }[];
  /** The names of types as written, each as its parts. */
  types: string[][];
  nodes: number;
}

export interface Parser {
  /** `declared` names the parameters; null takes every candidate for one. Throws Problem sql_not_allowed. */
  read(sql: string, declared: readonly string[] | null): Promise<Reading>;
  close(): Promise<void>;
}

const READ_WITHIN_MS = 5_000;
const KEPT_READINGS = 500;
const KEPT_TEXT_LENGTH = 20_000;

interface Waiting {
  resolve(reading: Reading): void;
  reject(error: Error): void;
}

/** Starts the parser's thread at its first use. */
export function createParser(): Parser {
  return new WorkerParser();
}

class WorkerParser implements Parser {
  #worker: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #nextId = 1;
  readonly #kept = new Map<string, Reading>();

  async read(sql: string, declared: readonly string[] | null): Promise<Reading> {
    const key = `${declared === null ? '*' : declared.join(',')}\n${sql}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const reading = await this.#ask(sql, declared);
    if (sql.length <= KEPT_TEXT_LENGTH) this.#keep(key, reading);
    return reading;
  }

  #keep(key: string, reading: Reading): void {
    this.#kept.set(key, reading);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_READINGS && oldest !== undefined) this.#kept.delete(oldest);
  }

  #ask(sql: string, declared: readonly string[] | null): Promise<Reading> {
    const worker = (this.#worker ??= this.#start());
    const id = this.#nextId++;
    return new Promise<Reading>((resolve, reject) => {
      const timer = setTimeout(() => this.#restart(worker), READ_WITHIN_MS);
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if (this.#waiting.size === 0) worker.unref();
      };
      this.#waiting.set(id, {
        resolve: (reading) => (done(), resolve(reading)),
        reject: (error) => (done(), reject(error)),
      });
      worker.ref();
      worker.postMessage({ id, sql, declared });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./parse-worker.mjs', import.meta.url));
    worker.on('message', ({ id, reading }: { id: number; reading: Reading }) =>
      this.#waiting.get(id)?.resolve(reading),
    );
    worker.on('error', () => this.#restart(worker));
    worker.on('exit', () => this.#restart(worker));
    return worker;
  }

  // Everybody who waits is refused: nobody can tell whose text it was that the parser could not take.
  #restart(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    void worker.terminate();
    const refusal = () =>
      new Problem(
        'sql_not_allowed',
        'The query is too deep or too long to be checked. Make it simpler.',
      );
    for (const waiting of this.#waiting.values()) waiting.reject(refusal());
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(new Error('the parser was closed'));
    await worker?.terminate();
  }
}
