// The token that a range's schedule signs in with when Google gives its trigger no identity token. It is kept
// where only its person's executions read it.
import type { ScheduleToken, ScheduleTokenRequest } from '../../domain/contract/schedule-token.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import { routes } from '../../domain/routes.ts';
import { askServer, unattended, withParameters } from '../google/backend.ts';
import { problemOf } from '../google/problems.ts';
import { forgetOwnText, keepOwnText, ownText } from '../google/properties.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Has the server make a token for the schedule of a range, instead of any it had. Throws Problem. */
export function keepScheduleToken(spreadsheet: Spreadsheet, { id, slug }: LinkedRange): void {
  const asked: ScheduleTokenRequest = { query: slug, spreadsheet: spreadsheet.getId() };
  const { token } = askServer<ScheduleToken>('post', routes.rangeToken(id), asked);
  keepOwnText(keyOf(spreadsheet, id), token);
}

/** Forgets the token of a range's schedule, here and at the server. */
export function dropScheduleToken(spreadsheet: Spreadsheet, id: string): void {
  forgetScheduleToken(spreadsheet, id);
  const path = withParameters(routes.rangeToken(id), { spreadsheet: spreadsheet.getId() });
  try {
    askServer('delete', path);
  } catch (error) {
    // Nobody holds it any more, and unused it ends by itself.
    console.warn(problemOf(error).message);
  }
}

/** Forgets it here alone. */
export function forgetScheduleToken(spreadsheet: Spreadsheet, id: string): void {
  forgetOwnText(keyOf(spreadsheet, id));
}

/** Does the work of a range's schedule, with its token where Google has no identity token to give. */
export function asSchedule<T>(spreadsheet: Spreadsheet, id: string, work: () => T): T {
  const token = ownText(keyOf(spreadsheet, id));
  // What is no token of ours could not even be sent as a header.
  const isToken = token !== null && /^[\w-]{1,200}$/.test(token);
  return unattended(isToken ? token : null, work);
}

function keyOf(spreadsheet: Spreadsheet, id: string): string {
  return `sheetfeed.schedule.${spreadsheet.getId()}.${id}`;
}
