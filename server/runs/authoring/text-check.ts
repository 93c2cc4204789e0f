// Says whether a query's text could run, and which columns it would give, without running it.
import type { DraftProblem } from '../../../domain/contract/query.ts';
import type { Column } from '../../../domain/contract/result.ts';
import { Problem, PROBLEMS } from '../../../domain/problem.ts';
import type { Member } from '../../identity/member.ts';
import { describe, type LookDependencies, type LookedAt } from './look.ts';

/** A query's text with what its author declared. */
export type CheckableText = Pick<LookedAt, 'source' | 'sql' | 'parameters' | 'of' | 'selectsFrom'>;

export type TextCheck =
  | { state: 'good'; columns: Column[] }
  | { state: 'wrong'; problem: DraftProblem; thrown: Problem }
  /** The source does not answer: nobody can say. */
  | { state: 'unknown'; reason: string };

/** Reads the text with the guard and with its source. */
export async function checkText(
  dependencies: LookDependencies,
  text: CheckableText,
  member: Member,
): Promise<TextCheck> {
  try {
    const { source, sql, parameters, of, selectsFrom } = text;
    const about = { source, sql, parameters, of, selectsFrom };
    const asked = { ...about, takesUndeclared: false, timeZone: 'UTC', member };
    return { state: 'good', columns: (await describe(dependencies, asked)).columns };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { about } = PROBLEMS[error.code];
    if (about === 'text') return { state: 'wrong', problem: toldOf(error), thrown: error };
    if (about === 'source') return { state: 'unknown', reason: error.message };
    throw error;
  }
}

function toldOf({ code, message, extras }: Problem): DraftProblem {
  return { code, detail: message, line: extras.line ?? null, column: extras.column ?? null };
}
