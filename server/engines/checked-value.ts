// A value that has been checked against its parameter, as an engine gets it, and the problem of one that fits nowhere.
import type { Parameter } from '../../domain/contract/parameter.ts';
import { Problem } from '../../domain/problem.ts';

/** A value as text, a list of them, or none. */
export type CheckedValue = string | string[] | null;

/** `reason` is the end of the sentence that begins with the parameter's label. */
export function invalid(parameter: Pick<Parameter, 'name' | 'label'>, reason: string): Problem {
  const called = parameter.label ?? parameter.name;
  return new Problem('invalid_value', `${called} ${reason}.`, { parameter: parameter.name });
}
