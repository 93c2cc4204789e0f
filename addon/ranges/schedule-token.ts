// What a person let the schedule of a range run as them, and the token that it signs in with. It is kept where only
// their own executions read it, and bound to the same at the server.
import { isRecord } from '../../domain/record/record-fields.ts';
import type { Values } from '../../domain/contract/parameter.ts';
import type {
  ScheduleToken,
  ScheduleTokenRequest,
} from '../../domain/contract/ranges/schedule-token.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import { routes } from '../../domain/routes.ts';
import { fetchQuery } from '../catalog.ts';
import { askServer, unattended, withParameters } from '../google/backend.ts';
import { parsedOrNull } from '../google/cache.ts';
import { problemOf } from '../google/problems.ts';
import { forgetOwnText, keepOwnText, ownNames, ownText } from '../google/properties.ts';
import { isRenamed, printOf } from './agreements.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** What a schedule of the person's is allowed. */
export interface Allowed {
  token: string;
  /** The query, and the print of it with its values. */
  slug: string;
  print: string;
}

/** Has the server make a token for the schedule of a range as it is now, instead of any it had. Throws Problem. */
export function keepScheduleToken(spreadsheet: Spreadsheet, linked: LinkedRange): void {
  const { id, slug } = linked;
  const { values, cells } = valuesAndCells(linked);
  const asked: ScheduleTokenRequest = {
    ...{ query: slug, spreadsheet: spreadsheet.getId() },
    ...{ values, cells: Object.keys(cells) },
  };
  const { token } = askServer<ScheduleToken>('post', routes.rangeToken(id), asked);
  keepAllowed(spreadsheet, id, { token, slug, print: printOf(linked) });
}

/** The values of a range that are fixed, and the places of those that follow cells. */
export function valuesAndCells({ values }: Pick<LinkedRange, 'values'>): {
  values: Values;
  cells: Record<string, string>;
} {
  const sources = Object.entries(values);
  const fixed = sources.flatMap(([name, one]) => (one.from === 'value' ? [[name, one.value]] : []));
  const cells = sources.flatMap(([name, one]) => (one.from === 'cell' ? [[name, one.place]] : []));
  return { values: Object.fromEntries(fixed), cells: Object.fromEntries(cells) };
}

/** Has the person's own schedule of a range run what they have just agreed to. */
export function bindSchedule(spreadsheet: Spreadsheet, linked: LinkedRange): void {
  try {
    if (allowedFor(spreadsheet, linked.id)?.print === printOf(linked)) return;
    keepScheduleToken(spreadsheet, linked);
  } catch (error) {
    // The schedule says at the range that it runs no more.
    console.warn(problemOf(error).message);
  }
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

/** The ranges of a spreadsheet for whose schedules this person has a token. */
export function rangesWithToken(spreadsheet: Spreadsheet): string[] {
  const prefix = keyOf(spreadsheet, '');
  return ownNames().flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}

/** What the person's schedule of the range is allowed; null where they made none, whatever its record says. */
export function allowedFor(spreadsheet: Spreadsheet, id: string): Allowed | null {
  const kept = parsedOrNull(ownText(keyOf(spreadsheet, id)));
  if (!isRecord(kept)) return null;
  const { token, slug, print } = kept;
  // What is no token of ours could not even be sent as a header.
  const isToken = typeof token === 'string' && /^[\w-]{1,200}$/.test(token);
  if (!isToken || typeof slug !== 'string' || typeof print !== 'string') return null;
  return { token, slug, print };
}

/** Does the work of a range's schedule, with its own token and no other. */
export function asSchedule<T>({ token }: Allowed, work: () => T): T {
  return unattended(token, work);
}

/**
 * Throws Problem needs_confirmation where the range asks for something else than its schedule was allowed. A query that
 * was renamed is the same one, if the server says so.
 */
export function requireAllowed(linked: LinkedRange, allowed: Allowed): void {
  if (printOf(linked) === allowed.print) return;
  if (linked.slug !== allowed.slug && isFormerly(linked, allowed)) return;
  throw new Problem(
    'needs_confirmation',
    'The query or the values of this range are others than its schedule was set up for, so nothing was run. Whoever set it up can look at it, and refresh it by hand to agree.',
  );
}

function isFormerly(linked: LinkedRange, allowed: Allowed): boolean {
  if (printOf({ ...linked, slug: allowed.slug }) !== allowed.print) return false;
  // Under the name that the schedule may ask about: the record's name says nothing yet.
  const query = fetchQuery(allowed.slug);
  return query.slug === linked.slug && isRenamed({ asked: linked, was: allowed, query });
}

function keepAllowed(spreadsheet: Spreadsheet, id: string, allowed: Allowed): void {
  keepOwnText(keyOf(spreadsheet, id), JSON.stringify(allowed));
}

function keyOf(spreadsheet: Spreadsheet, id: string): string {
  return `sheetfeed.schedule.${spreadsheet.getId()}.${id}`;
}
