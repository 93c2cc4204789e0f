// How something that runs at times stands, as its owner sees it; and what of a wish can be told to be wrong at once.
import { wrongWords } from '../../../../domain/alerts/every.ts';
import type { AlertEvery } from '../../../../domain/contract/alert.ts';
import { Problem } from '../../../../domain/problem.ts';
import type { KnownQuery } from '../../../catalog/queries/known-query.ts';
import type { KnownTimed, Standing } from '../../../catalog/timed/timed.ts';
import { requireTimeZone } from '../../../runs/time-zone.ts';

export function standingView({ dueAt, doneAt, problem, slots }: KnownTimed & Standing) {
  return { dueAt: dueAt.toISOString(), doneAt: doneAt?.toISOString() ?? null, problem, slots };
}

/** Throws Problem invalid_request for a time that never comes, a zone that there is not, or a draft. */
export function refuseUnfitTime(query: KnownQuery, every: AlertEvery, timeZone: string): void {
  if (query.status === 'draft')
    throw new Problem(
      'invalid_request',
      'A draft does not run by itself. Publish the query first.',
    );
  if (typeof every !== 'string' && every.timeZone !== undefined) requireTimeZone(every.timeZone);
  const wrong = wrongWords(every, timeZone);
  if (wrong !== null) throw unfit('every', wrong);
}

export function unfit(at: string, message: string): Problem {
  return new Problem('invalid_request', message, { errors: [{ at, message }] });
}
