// A problem in the words of whoever reads it: somebody without SQL learns what it means for them, an author what to mend.
import {
  PROBLEMS,
  type Problem,
  type ProblemBody,
  type ProblemCode,
} from '../../../domain/problem.ts';

export interface ProblemWords {
  title: string;
  sentences: string[];
  /** Nobody but the query's authors can put it right. */
  isAuthors: boolean;
}

interface Reader {
  /** Whether they may change queries. */
  mends: boolean;
  /** Since when it is so, in words; null where it has just been met. */
  since: string | null;
  /** Of what time the values are that stand in the sheet, in words; null where none do. */
  shows: string | null;
}

const broken: { [Code in ProblemCode]?: string } = {
  sql_timed_out: 'This query takes too long',
  result_too_large: 'This query gives more than can be inserted',
};

/** What to say of a problem to its reader. */
export function problemWords(
  { code, detail }: { code: ProblemCode; detail: string },
  { mends, since, shows }: Reader,
): ProblemWords {
  const isAuthors = isOfAuthors(code);
  const values = shows === null ? [] : [`You see the values of ${shows}.`];
  if (!isAuthors || mends) {
    const title = since === null ? PROBLEMS[code].title : `${PROBLEMS[code].title}, since ${since}`;
    return { title, sentences: [detail, ...values], isAuthors };
  }
  const says = broken[code] ?? 'This query is broken';
  return {
    title: since === null ? says : `${says}, since ${since}`,
    sentences: [...values, 'You cannot put it right yourself: its author can.'],
    isAuthors,
  };
}

/** Whether a problem lies in the query itself, or in how its source is set up. */
export function isOfAuthors(code: ProblemCode): boolean {
  return (
    PROBLEMS[code].about === 'text' || code === 'result_too_large' || code === 'source_refused'
  );
}

/** The code and the sentence of a problem, thrown or kept. */
export function saidOf(problem: Problem | ProblemBody): { code: ProblemCode; detail: string } {
  const { code } = problem;
  return { code, detail: problem instanceof Error ? problem.message : problem.detail };
}

/** A time of today by its hour, an earlier one with its day. */
export function timeWords(
  at: string,
  { timeZone, now }: { timeZone: string; now: number },
): string {
  const day = (ms: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(ms);
  const ms = Date.parse(at);
  const isToday = day(ms) === day(now);
  return new Intl.DateTimeFormat('en-GB', {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    ...(now - ms > 300 * 86_400_000 ? { year: 'numeric' } : {}),
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone },
  }).format(ms);
}
