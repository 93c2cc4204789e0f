// Says whether a query's text could run, and which columns it would give, without running it.
import type { Parameter } from '../../../domain/contract/parameter.ts';
import type { DraftProblem } from '../../../domain/contract/query.ts';
import type { Column } from '../../../domain/contract/result.ts';
import { Problem, type ProblemCode } from '../../../domain/problem.ts';
import type { Member } from '../../identity/member.ts';
import { describe, type LookDependencies } from './look.ts';

/** A query's text with what its author declared. */
export interface CheckableText {
  source: string;
  sql: string;
  parameters: readonly Parameter[];
}

export type TextCheck =
  | { state: 'good'; columns: Column[] }
  | { state: 'wrong'; problem: DraftProblem; thrown: Problem }
  /** The source does not answer: nobody can say. */
  | { state: 'unknown'; reason: string };

const ABOUT_THE_TEXT: ReadonlySet<ProblemCode> = new Set([
  'sql_invalid',
  'sql_not_allowed',
  'sql_failed',
  'sql_timed_out',
]);
const ABOUT_THE_SOURCE: ReadonlySet<ProblemCode> = new Set([
  'source_unavailable',
  'source_refused',
  'not_found',
]);

/** Reads the text with the guard and with its source. */
export async function checkText(
  dependencies: LookDependencies,
  text: CheckableText,
  member: Member,
): Promise<TextCheck> {
  try {
    const asked = { ...text, takesUndeclared: false, timeZone: 'UTC', member };
    return { state: 'good', columns: (await describe(dependencies, asked)).columns };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (ABOUT_THE_TEXT.has(error.code))
      return { state: 'wrong', problem: toldOf(error), thrown: error };
    if (ABOUT_THE_SOURCE.has(error.code)) return { state: 'unknown', reason: error.message };
    throw error;
  }
}

function toldOf({ code, message, extras }: Problem): DraftProblem {
  return { code, detail: message, line: extras.line ?? null, column: extras.column ?? null };
}
