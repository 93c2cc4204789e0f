// What two drivers of the rules decided, in a form that can be compared: all of it that is no function.
import { Problem } from '../../../domain/problem.ts';
import type { Decision } from '../../../domain/refresh/refresh.ts';

export interface Told {
  /** The decision as JSON, or the problem that was met instead. */
  decision?: string;
  problem?: string;
}

/** What was decided, or why not. */
export function told(decide: () => Decision): Told {
  try {
    return { decision: JSON.stringify(decide()) };
  } catch (error) {
    return toldProblem(error);
  }
}

/** The same of a decision that takes its time. */
export async function toldLater(deciding: Promise<Decision>): Promise<Told> {
  try {
    return { decision: JSON.stringify(await deciding) };
  } catch (error) {
    return toldProblem(error);
  }
}

function toldProblem(error: unknown): Told {
  if (!(error instanceof Problem)) throw error;
  const { code, message, extras } = error;
  return { problem: JSON.stringify({ code, message, extras }) };
}
