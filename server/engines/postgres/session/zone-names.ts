// What a server calls a time zone: one may know Asia/Kolkata alone, another Asia/Calcutta alone, and both are one zone.
import { ConnectionLost, ServerError } from '../wire/wire.ts';
import type { Session } from './session.ts';

const NAMES = 'select name from pg_catalog.pg_timezone_names';

/** Whether the server says that it does not know the time zone of a transaction that was to begin. */
export function isUnknownZone(error: unknown): boolean {
  return error instanceof ServerError && /parameter "TimeZone"/.test(error.message);
}

/**
 * Another name of the zone that the server knows; null where it knows none. For a session whose transaction failed: it
 * is wiped first. Throws ConnectionLost.
 */
export async function otherZoneName(session: Session, timeZone: string): Promise<string | null> {
  if (!(await session.wipe())) throw new ConnectionLost('the session could not be begun anew');
  const wanted = canonical(timeZone);
  if (wanted === null) return null;
  const names = (await session.lookUp(NAMES, [])).flatMap(([name]) => name ?? []);
  const same = names.filter((name) => canonical(name) === wanted);
  if (same.includes(wanted)) return wanted;
  // Places that keep the same time by now have had histories of their own: the name that is most alike comes first.
  const likeness = (name: string) => [...name].findIndex((letter, at) => letter !== timeZone[at]);
  return same.sort((one, other) => likeness(other) - likeness(one))[0] ?? null;
}

// Both are the same to whoever reads time zones by the Unicode CLDR, which has one name for each.
function canonical(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // A server has names of its own, such as posixrules.
    return null;
  }
}
