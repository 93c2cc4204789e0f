// Tells the server where a query's result stands, so that its authors know who depends on it.
import type { RangeRegistration } from '../../domain/contract/dependent.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { scheduleWords } from '../../domain/schedule-words.ts';
import { askServerForAll, withParameters } from '../google/backend.ts';
import type { Call } from '../google/backend.ts';
import type { FoundRange } from './records.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The call by which a range tells of itself; null for one that is lost. */
export function registrationCall(
  spreadsheet: Spreadsheet,
  { linked, range }: FoundRange,
): Call | null {
  if (!range) return null;
  const body: RangeRegistration = {
    query: linked.slug,
    spreadsheet: { id: spreadsheet.getId(), name: spreadsheet.getName() },
    tab: range.getSheet().getName(),
    columns: linked.columns.map(({ name }) => name),
    schedule: linked.schedule && scheduleWords(linked.schedule.rule),
    lastRefreshedAt: linked.refreshed?.at ?? null,
  };
  return { method: 'put', path: routes.range(linked.id), body };
}

/**
 * Ranges tell of themselves, as they were written just now: what others have put into their records since is not this
 * person's word. What the server does not hear of now it hears at the next refresh.
 */
export function register(spreadsheet: Spreadsheet, found: FoundRange[]): void {
  tellServer(found.flatMap((one) => registrationCall(spreadsheet, one) ?? []));
}

/** The server forgets a range that was unlinked, and the token of its schedule. */
export function unregister(spreadsheet: Spreadsheet, id: string): void {
  const path = withParameters(routes.range(id), { spreadsheet: spreadsheet.getId() });
  tellServer([{ method: 'delete', path }]);
}

// The sheet is right whether or not the server was told.
function tellServer(calls: Call[]): void {
  for (const answer of askServerForAll(calls)) {
    if (answer instanceof Problem) console.warn(answer.message);
  }
}
