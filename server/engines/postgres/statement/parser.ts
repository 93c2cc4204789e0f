// Reads SQL by PostgreSQL's own parser in a worker thread, within a time limit, and keeps what was read.
import type { ParseResult } from 'libpg-query';
import { LRUCache } from 'lru-cache';
import type { Literal } from '../../../../domain/contract/schema.ts';
import { Problem } from '../../../../domain/problem.ts';
import { Thread } from '../../../thread.ts';
import type { SheetTableUse } from '../../sheet-tables.ts';

/** What the parser says of a text; positions are UTF-16 offsets of the author's text. */
export interface Reading {
  /** The text with `$1`, `$2` … in the place of the parameters. */
  text: string;
  /** The parameters that it uses, in the order of their numbers. */
  names: string[];
  /** Where each parameter stood in the author's text and stands in `text`. */
  places: { from: number; to: number; textFrom: number; textTo: number }[];
  /** The same of everything that was put into `text`, in order. */
  moved: { from: number; to: number; textFrom: number; textTo: number }[];
  /** The sheet tables that it reads: an array for each of their columns follows the parameters. */
  sheetTables: SheetTableUse[];
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
  /** The names of types as written, and of functions that may be casts to a type, each as its parts. */
  types: string[][];
  /** The names of functions without their schemas. */
  functions: string[];
  /** The names of operators without their schemas. */
  operators: string[];
  /** There is a string that could be an array, a row or a range. */
  hasCompoundLiteral: boolean;
  nodes: number;
  growth: Growth;
}

/** What PostgreSQL makes of a text while it only reads it. */
export interface Growth {
  /** Parts of the tree that it copies. */
  copies: number;
  /** Columns that it writes out for joins and stars, besides those of relations. */
  columns: number;
  /** What it holds against each other: names of a FROM, expressions of sorts, conditions. */
  pairs: number;
  /** Sets of GROUP BY, times its columns. */
  grouped: number;
  /** How deep SELECTs stand in each other, with those of WITH where they are named. */
  depth: number;
  /** Columns that names without a table are looked for among, besides those of relations. */
  named: number;
  /** How often the text refers to each relation, copies counted, how often its columns are written out, and looked through. */
  relations: {
    schema: string | null;
    name: string;
    references: number;
    columns: number;
    named: number;
  }[];
}

/** A token of the author's text; offsets are UTF-16. */
export interface TextToken {
  from: number;
  to: number;
  text: string;
  /** A `parameter` is the colon; the name follows. */
  kind: 'keyword' | 'string' | 'number' | 'comment' | 'parameter' | 'other';
}

/** A statement's tree, its parameters numbered, and the tokens of the text that its author wrote. */
export interface Dissection {
  tree: ParseResult;
  tokens: TextToken[];
}

export interface Parser {
  /**
   * `declared` names the parameters; null takes every candidate for one. `tables` are sheet tables that it reads.
   * Throws Problem sql_not_allowed, service_unavailable.
   */
  read(
    sql: string,
    declared: readonly string[] | null,
    tables?: readonly SheetTableUse[],
  ): Promise<Reading>;
  /**
   * The literals that could become parameters, in the order of the text, each with a name that is not `taken`.
   * `reading` is that of the text. Throws Problem sql_not_allowed, service_unavailable.
   */
  literals(sql: string, reading: Reading, taken: readonly string[]): Promise<Literal[]>;
  /** `reading` is that of the text. Throws Problem sql_not_allowed, service_unavailable. */
  dissect(sql: string, reading: Reading): Promise<Dissection>;
  close(): Promise<void>;
}

/** What the parser's thread is asked. */
type Job =
  | { sql: string; declared: readonly string[] | null; tables: readonly SheetTableUse[] }
  | { literalsOf: string; reading: Reading; taken: readonly string[] }
  | { dissect: string; reading: Reading };

const THREAD = new URL('./parse-worker.mjs', import.meta.url);
const READ_WITHIN_MS = 5_000;
const KEPT_READINGS = 500;
/** Of all together: one with hundreds of columns has more letters than most, and is read as often. */
const KEPT_CHARACTERS = 10_000_000;

/** Starts the parser's thread at its first use. */
export function createParser(thread = THREAD): Parser {
  return new WorkerParser(thread);
}

class WorkerParser implements Parser {
  readonly #thread: Thread<Job, Reading | Literal[] | Dissection>;
  readonly #kept = new LRUCache<string, Reading>({
    max: KEPT_READINGS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_reading, key) => key.length,
  });
  readonly #underWay = new Map<string, Promise<Reading>>();

  constructor(file: URL) {
    this.#thread = new Thread({
      file,
      withinMs: READ_WITHIN_MS,
      // Trees are short-lived; more room for them would only be held on to.
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
      tooMuch,
      notReady,
    });
  }

  async read(
    sql: string,
    declared: readonly string[] | null,
    tables: readonly SheetTableUse[] = [],
  ): Promise<Reading> {
    const shapes = tables.length === 0 ? '' : JSON.stringify(tables);
    const key = `${declared === null ? '*' : declared.join(',')}\n${shapes}\n${sql}`;
    const kept = this.#kept.get(key);
    if (kept) return kept;
    // Many who ask for the same at once wait for one reading, not for as many one after the other.
    let underWay = this.#underWay.get(key);
    if (underWay === undefined) {
      underWay = this.#ask({ sql, declared, tables }).finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, underWay);
    }
    const reading = await underWay;
    this.#kept.set(key, reading);
    return reading;
  }

  async #ask(job: Extract<Job, { sql: string }>): Promise<Reading> {
    return (await this.#thread.ask(job, job.sql.length)) as Reading;
  }

  async literals(sql: string, reading: Reading, taken: readonly string[]): Promise<Literal[]> {
    const job = { literalsOf: sql, reading, taken };
    return (await this.#thread.ask(job, sql.length)) as Literal[];
  }

  async dissect(sql: string, reading: Reading): Promise<Dissection> {
    return (await this.#thread.ask({ dissect: sql, reading }, sql.length)) as Dissection;
  }

  close(): Promise<void> {
    return this.#thread.close();
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
