// What several ask of one spreadsheet while it waits for its turn at Google goes as one request: a minute has few of them.
import { Problem } from '../../domain/problem.ts';
import { GoogleRefusal } from './refusal.ts';

/** A kind of request that can carry what several ask. */
export interface Shared<Part, Raw, Answer> {
  /** Parts of the same key go together. */
  key: string;
  request: (parts: readonly Part[]) => { path: string; body?: object };
  /** Of each part its own, in their order. */
  answers: (raw: Raw, parts: readonly Part[]) => Answer[];
  /** Whether the part can go with these, so that its answer can be told from theirs; absent: it can. */
  fits?: (part: Part, others: readonly Part[]) => boolean;
}

/** Of all parts of one request, in whatever their kind weighs. */
const MOST_WEIGHT = 1;

interface Waiting {
  part: unknown;
  weight: number;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}

/** Sends one request; `request` is asked for when its turn has come, and no sooner. */
export type Send = <Raw>(request: () => { path: string; body?: object }) => Promise<Raw>;

interface Group {
  shared: Shared<unknown, unknown, unknown>;
  waiting: Waiting[];
}

export class Together {
  /** What waits for its turn, by where it goes and what it is. */
  readonly #groups = new Map<string, Group>();

  /**
   * The answer to a part, which may go with others to the same place. `weight` is its share of what one request may carry;
   * `begin` does the work of a request once those before it are done.
   */
  ask<Part, Raw, Answer>(
    to: string,
    { shared, part, weight }: { shared: Shared<Part, Raw, Answer>; part: Part; weight: number },
    begin: (work: (send: Send) => Promise<void>) => Promise<void>,
  ): Promise<Answer> {
    const key = `${to} ${shared.key}`;
    const open = this.#groups.get(key);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { part, weight, resolve: resolve as Waiting['resolve'], reject };
      if (open && hasRoom(open, waiting)) return void open.waiting.push(waiting);
      // The kind says what its parts are; here they are carried alone.
      const group: Group = { shared: shared as unknown as Group['shared'], waiting: [waiting] };
      this.#groups.set(key, group);
      const close = () => {
        if (this.#groups.get(key) === group) this.#groups.delete(key);
      };
      const work = (send: Send) => answerAll(group, send, close);
      begin(work).catch((error: unknown) => {
        close();
        for (const one of group.waiting) one.reject(error);
      });
    });
  }
}

function hasRoom({ shared, waiting }: Group, { part, weight }: Waiting): boolean {
  const sum = waiting.reduce((before, one) => before + one.weight, weight);
  const others = waiting.map((one) => one.part);
  return sum <= MOST_WEIGHT && (shared.fits?.(part, others) ?? true);
}

async function answerAll(group: Group, send: Send, close: () => void): Promise<void> {
  const { shared, waiting } = group;
  try {
    const raw = await send(() => {
      // From now on whoever comes waits for the next.
      close();
      return shared.request(waiting.map(({ part }) => part));
    });
    const answers = shared.answers(
      raw,
      waiting.map(({ part }) => part),
    );
    waiting.forEach(({ resolve }, index) => resolve(answers[index]));
  } catch (error) {
    if (waiting.length === 1 || !isOfOne(error)) throw error;
    for (const one of waiting)
      await answerAll({ shared, waiting: [one] }, send, close).catch(one.reject);
  }
}

// What one of them asked may be refused, or too much, where the others' is not.
function isOfOne(error: unknown): boolean {
  if (error instanceof GoogleRefusal) return true;
  return error instanceof Problem && ['range_protected', 'result_too_large'].includes(error.code);
}
