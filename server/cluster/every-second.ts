// Asks Sheetfeed's database once a second what every part of the server wants to know of it: in one statement for all.
import type pg from 'pg';
import type { Log } from '../log.ts';
import { LossOfDatabase } from '../database/loss.ts';

/** What is asked every second. */
export interface Question {
  /** An expression of SQL that gives one value. */
  sql: string;
  /** Told the value as text at every look. */
  hear: (answer: string | null) => void;
}

// A little more, so that with all that a server asks at rest it is one statement a second.
const LOOK_EVERY_MS = 1_100;
// A connection that broke without a word is given up soon, so that the next look takes another one.
const LOOK_WITHIN_MS = 3_000;

export class EverySecond {
  readonly #database: pg.Pool;
  readonly #loss: LossOfDatabase;
  readonly #timer: NodeJS.Timeout;
  #questions: readonly Question[] = [];
  #looking: Promise<void> | null = null;
  #isClosed = false;

  /** Looks until it is closed. */
  constructor(database: pg.Pool, log: Log) {
    this.#database = database;
    this.#loss = new LossOfDatabase(database, log);
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Asks these too from the next look on, until the function that is returned is called. */
  ask(questions: readonly Question[]): () => void {
    this.#questions = [...this.#questions, ...questions];
    return () => {
      this.#questions = this.#questions.filter((each) => !questions.includes(each));
    };
  }

  /** Looks now: something has just become due. */
  look(): void {
    if (this.#isClosed || this.#questions.length === 0) return;
    this.#looking ??= this.#look().finally(() => (this.#looking = null));
  }

  async #look(): Promise<void> {
    const questions = this.#questions;
    const answers = await this.#loss.noticedBy(() => this.#answers(questions));
    if (answers === undefined || this.#isClosed) return;
    questions.forEach((question, index) => {
      if (this.#questions.includes(question)) question.hear(answers[index] ?? null);
    });
  }

  async #answers(questions: readonly Question[]): Promise<(string | null)[]> {
    const values = questions.map(({ sql }) => `(${sql})::text`);
    const look = {
      text: `select array[${values.join(', ')}] as answers`,
      query_timeout: LOOK_WITHIN_MS,
    };
    const { rows } = await this.#database.query<{ answers: (string | null)[] }>(look);
    return rows[0]?.answers ?? [];
  }

  /** Looks no more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#looking;
  }
}
