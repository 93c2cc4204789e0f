// A refresh at which nobody sits: with what its person let the range run, and what goes wrong kept at the range.
import type { LinkedRange } from '../domain/linked-range.ts';
import { Problem, type ProblemCode } from '../domain/problem.ts';
import { problemOf } from './google/problems.ts';
import { keepProblem } from './ranges/kept-problem.ts';
import { register } from './ranges/registration.ts';
import { allowedFor, asSchedule, requireAllowed, type Allowed } from './ranges/schedule-token.ts';
import { refreshLinkedRange } from './refresh.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Gives the code of the problem that it met, which stands at the range by then; null when it went well. */
export function refreshUnattended(spreadsheet: Spreadsheet, id: string): ProblemCode | null {
  const allowed = allowedFor(spreadsheet, id);
  if (!allowed) return tellUnallowed(spreadsheet, id);
  return asSchedule(allowed, () => refreshAndTell(spreadsheet, id, allowed));
}

// The record calls it this person's, but they let it run nothing, or what they allowed is lost.
function tellUnallowed(spreadsheet: Spreadsheet, id: string): ProblemCode {
  const code = 'unauthenticated';
  const detail =
    'The schedule may not sign in any more. Open the sidebar and save the schedule again, or take it over.';
  keepProblem(spreadsheet, { id }, new Problem(code, detail));
  return code;
}

function refreshAndTell(
  spreadsheet: Spreadsheet,
  id: string,
  allowed: Allowed,
): ProblemCode | null {
  const allow = (linked: LinkedRange) => requireAllowed(linked, allowed);
  const asked = { id, run: Utilities.getUuid() };
  try {
    const { found } = refreshLinkedRange(spreadsheet, asked, { by: 'schedule' }, allow);
    register(spreadsheet, [found]);
    return null;
  } catch (error) {
    return problemOf(error).code;
  }
}
