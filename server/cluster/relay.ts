// Asks another server of the same database for what only that one has, and answers the others. Through the
// database, which all of them reach: they need no addresses of each other.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Problem, problemBody, problemFromBody } from '../../domain/problem.ts';
import { putAnswer, takeAnswer } from './answers.ts';
import type { Log } from '../log.ts';
import type { Notice, Notices } from './notices.ts';

/** What a server tells another: facts as JSON, and bytes. */
export interface Told {
  facts: unknown;
  bytes?: Buffer;
}

type Answerer = (asked: Notice) => Promise<Told>;

/** The other server does not answer: it has ended, or nothing is heard of it. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

const ASKED = 'asked';
const ANSWERED = 'answered';

export class Relay {
  readonly #notices: Notices;
  readonly #database: pg.Pool;
  readonly #log: Log;
  readonly #waiting = new Map<string, () => void>();
  readonly #answerers = new Map<string, Answerer>();

  constructor(notices: Notices, database: pg.Pool, log: Log) {
    this.#notices = notices;
    this.#database = database;
    this.#log = log;
    notices.on(ANSWERED, ({ question }) => this.#waiting.get(String(question))?.());
    notices.on(ASKED, (notice, from) => {
      this.#answer(notice, from).catch((error: unknown) => {
        log.warn({ err: error }, 'another server could not be answered');
      });
    });
  }

  /** Answers what others ask under this name. */
  on(name: string, answerer: Answerer): void {
    this.#answerers.set(name, answerer);
  }

  /** Asks a server. Throws the Problem that it met, and NoAnswer. */
  async ask(
    server: string,
    { name, asked, withinMs }: { name: string; asked: Notice; withinMs: number },
  ): Promise<Told> {
    const question = randomUUID();
    let late: NodeJS.Timeout | undefined;
    const answered = new Promise<void>((resolve, reject) => {
      this.#waiting.set(question, resolve);
      late = setTimeout(() => reject(new NoAnswer()), withinMs);
    });
    try {
      // Together: the database may take longer to pass the question on than the answer is waited for.
      await Promise.all([this.#notices.tell(ASKED, { question, name, asked }, server), answered]);
    } finally {
      clearTimeout(late);
      this.#waiting.delete(question);
    }
    return this.#read(question);
  }

  async #read(question: string): Promise<Told> {
    const answer = await takeAnswer(this.#database, question);
    if (answer === null) throw new NoAnswer();
    const { facts, problem } = answer.told as { facts?: unknown; problem?: unknown };
    const thrown = problemFromBody(problem);
    if (thrown !== null) throw thrown;
    return { facts, ...(answer.bytes === null ? {} : { bytes: answer.bytes }) };
  }

  async #answer({ question, name, asked }: Notice, from: string): Promise<void> {
    const id = String(question);
    const answerer = this.#answerers.get(String(name));
    if (answerer === undefined) return;
    try {
      const { facts, bytes = null } = await answerer(asked as Notice);
      await putAnswer(this.#database, id, { told: { facts }, bytes });
    } catch (error) {
      const problem = error instanceof Problem ? error : internal(error, this.#log);
      await putAnswer(this.#database, id, { told: { problem: problemBody(problem) }, bytes: null });
    }
    await this.#notices.tell(ANSWERED, { question: id }, from);
  }
}

function internal(error: unknown, log: Log): Problem {
  log.error({ err: error }, 'what another server asked for failed');
  return new Problem('internal', 'Something went wrong on another server. Try again.', {}, error);
}
