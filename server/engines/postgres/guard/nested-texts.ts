// The SQL that a query hands to functions which run it: it is read like the query itself where it stands as a literal.
import { Problem } from '../../../../domain/problem.ts';
import type { Session } from '../session/session.ts';
import type { Reading } from '../statement/parser.ts';
import { ServerError } from '../wire/wire.ts';
import type { KnownFunction } from './known-function.ts';
import { textsRunBy } from './text-runners.ts';
import { callsOf, textOf } from './tree-calls.ts';

export class NestedTexts {
  readonly #read: (sql: string) => Promise<Reading>;
  readonly #checkBefore: (session: Session, reading: Reading) => Promise<void>;

  /** `checkBefore` looks at what PostgreSQL does while it parses the text. */
  constructor(
    read: (sql: string) => Promise<Reading>,
    checkBefore: (session: Session, reading: Reading) => Promise<void>,
  ) {
    this.#read = read;
    this.#checkBefore = checkBefore;
  }

  /**
   * The trees of the texts that the trees hand to these functions. Throws Problem sql_not_allowed where one is no
   * literal, and what reading it throws.
   */
  async treesOf(
    session: Session,
    procs: readonly KnownFunction[],
    trees: string,
  ): Promise<string[]> {
    const found: string[] = [];
    for (const proc of procs) {
      for (const text of textsHandedTo(proc, trees))
        found.push(await this.#treesOfText(session, proc, text));
    }
    return found;
  }

  async #treesOfText(session: Session, { name }: KnownFunction, text: string): Promise<string> {
    try {
      const reading = await this.#read(text);
      await this.#checkBefore(session, reading);
      return await session.treesOf(text);
    } catch (error) {
      if (error instanceof Problem) throw told(error.code, name, error.message);
      if (error instanceof ServerError) throw told('sql_invalid', name, `${error.message}.`);
      throw error;
    }
  }
}

// A call that is not written as one, an operator's for example, shows no arguments to look at.
function textsHandedTo(proc: KnownFunction, trees: string): string[] {
  const count = textsRunBy(proc);
  if (count === 0) return [];
  const calls = callsOf(trees, [proc.oid]);
  const named = [
    ...trees.matchAll(new RegExp(`:\\w*(?:func(?:o?id)?|fnoid)\\s+${proc.oid}\\s`, 'gi')),
  ];
  if (calls.length === 0 || calls.length !== named.length) throw noLiteral(proc);
  return calls.flatMap((given) =>
    given.slice(0, count).map((argument) => {
      const text = textOf(argument);
      if (text === null) throw noLiteral(proc);
      return text;
    }),
  );
}

function noLiteral({ name }: KnownFunction): Problem {
  const detail = `The query cannot run: ${name} runs SQL, which must stand in the query as one literal, so that it can be looked at.`;
  return new Problem('sql_not_allowed', detail);
}

function told(code: Problem['code'], name: string, message: string): Problem {
  return new Problem(code, `In the SQL that ${name} runs: ${message}`);
}
