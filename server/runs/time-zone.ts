// Time zones that both PostgreSQL and JavaScript read the same way.
import { LRUCache } from 'lru-cache';
import { Problem } from '../../domain/problem.ts';

// No bare offsets: PostgreSQL reads +02:00 the other way round (POSIX).
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;
/** Of each name there are as many spellings as it has letters, small and large. */
const known = new LRUCache<string, true>({ max: 1_000 });

/** The name as it is. Throws Problem invalid_request for what is no IANA time zone. */
export function requireTimeZone(name: string): string {
  if (known.has(name)) return name;
  if (!NAME.test(name) || !isKnown(name)) {
    const detail = 'The time zone is not known. Give a name such as Europe/Paris.';
    throw new Problem('invalid_request', detail, { errors: [{ at: 'timeZone', message: detail }] });
  }
  known.set(name, true);
  return name;
}

function isKnown(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    // Intl says so by a RangeError.
    return false;
  }
}
