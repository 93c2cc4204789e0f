// Reads SQL by PostgreSQL's own parser in a worker thread, within a time limit, and keeps what was read.
import v8 from 'node:v8';
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
  /** The names of functions without their schemas. */
  functions: string[];
  /** The names of operators without their schemas. */
  operators: string[];
  /** There is a string that could be an array, a row or a range. */
  hasCompoundLiteral: boolean;
  nodes: number;
}

export interface Parser {
  /**
   * `declared` names the parameters; null takes every candidate for one.
   * Throws Problem sql_not_allowed, service_unavailable.
   */
  read(sql: string, declared: readonly string[] | null): Promise<Reading>;
  close(): Promise<void>;
}

const THREAD = new URL('./parse-worker.mjs', import.meta.url);
const READ_WITHIN_MS = 5_000;
/** To get the thread and PostgreSQL's parser ready takes a slow computer seconds, which are not the text's fault. */
const BEGIN_WITHIN_MS = 60_000;
const KEPT_READINGS = 500;
const KEPT_TEXT_LENGTH = 20_000;

interface Waiting {
  sql: string;
  declared: readonly string[] | null;
  resolve(reading: Reading): void;
  reject(error: Error): void;
}

/** Starts the parser's thread at its first use. */
export function createParser(thread = THREAD): Parser {
  return new WorkerParser(thread);
}

class WorkerParser implements Parser {
  readonly #thread: URL;
  #worker: Worker | null = null;
  /** The thread has one text at a time, so that a text that it cannot take is refused alone. */
  #reading: Waiting | null = null;
  /** The thread has begun to read it. */
  #hasBegun = false;
  #queue: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #kept = new Map<string, Reading>();
  readonly #underWay = new Map<string, Promise<Reading>>();

  constructor(thread: URL) {
    this.#thread = thread;
  }

  async read(sql: string, declared: readonly string[] | null): Promise<Reading> {
    const key = `${declared === null ? '*' : declared.join(',')}\n${sql}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    // Many who ask for the same at once wait for one reading, not for as many one after the other.
    let underWay = this.#underWay.get(key);
    if (underWay === undefined) {
      underWay = this.#ask(sql, declared).finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, underWay);
    }
    const reading = await underWay;
    if (sql.length <= KEPT_TEXT_LENGTH) this.#keep(key, reading);
    return reading;
  }

  #keep(key: string, reading: Reading): void {
    this.#kept.set(key, reading);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_READINGS && oldest !== undefined) this.#kept.delete(oldest);
  }

  #ask(sql: string, declared: readonly string[] | null): Promise<Reading> {
    return new Promise<Reading>((resolve, reject) => {
      this.#queue.push({ sql, declared, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#reading) return;
    const next = this.#takeShortest();
    if (!next) return this.#worker?.unref();
    const worker = (this.#worker ??= this.#start());
    this.#reading = next;
    this.#hasBegun = false;
    this.#limit(worker, BEGIN_WITHIN_MS);
    worker.ref();
    worker.postMessage({ sql: next.sql, declared: next.declared });
  }

  #limit(worker: Worker, milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#giveUp(worker), milliseconds);
  }

  // Long texts take long: a flood of them does not keep others waiting.
  #takeShortest(): Waiting | undefined {
    const [first, ...others] = this.#queue;
    if (!first) return undefined;
    const shortest = others.reduce((a, b) => (b.sql.length < a.sql.length ? b : a), first);
    this.#queue = this.#queue.filter((waiting) => waiting !== shortest);
    return shortest;
  }

  #start(): Worker {
    // V8's optimising compiler takes 25 MB to make a parser faster whose readings are kept anyway.
    v8.setFlagsFromString('--liftoff-only');
    const worker = new Worker(this.#thread, {
      // Trees are short-lived; more room for them would only be held on to.
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    });
    worker.on('message', ({ reading }: { reading?: Reading }) => {
      if (this.#worker === worker) this.#hear(worker, reading);
    });
    worker.on('error', () => this.#giveUp(worker));
    worker.on('exit', () => this.#giveUp(worker));
    return worker;
  }

  // First that it begins, then what it read.
  #hear(worker: Worker, reading: Reading | undefined): void {
    if (reading === undefined) {
      this.#hasBegun = true;
      this.#limit(worker, READ_WITHIN_MS);
      return;
    }
    this.#takeReading()?.resolve(reading);
    this.#next();
  }

  #takeReading(): Waiting | null {
    clearTimeout(this.#timer);
    const reading = this.#reading;
    this.#reading = null;
    return reading;
  }

  #giveUp(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    void worker.terminate();
    this.#takeReading()?.reject(this.#hasBegun ? tooMuch() : notReady());
    this.#next();
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    const closed = new Error('the parser was closed');
    this.#takeReading()?.reject(closed);
    for (const { reject } of this.#queue.splice(0)) reject(closed);
    await worker?.terminate();
  }
}

function tooMuch(): Problem {
  const detail = 'The query is too deep or too long to be checked. Make it simpler.';
  return new Problem('sql_not_allowed', detail);
}

function notReady(): Problem {
  const detail = 'The query could not be checked just now. Try again in a moment.';
  return new Problem('service_unavailable', detail);
}
