// The choices of a parameter: those that its query lists, or those that another query gives.
import type { Parameter } from '../../domain/contract/parameter.ts';
import { noQuery } from '../identity/access.ts';
import type { KnownChoices } from './matching.ts';
import type { RunnableQuery, RunRequest } from './request.ts';
import type { Runs } from './runs.ts';

/** All of them, or the first of more. Throws Problem not_found where the query that gives them is gone. */
export async function knownChoices(
  { runs, catalog }: { runs: Runs; catalog: { named(slug: string): RunnableQuery | null } },
  asked: RunRequest & { query: RunnableQuery },
  { choices = [] }: Parameter,
): Promise<KnownChoices> {
  if (Array.isArray(choices)) return { choices, isWhole: true };
  const list = catalog.named(choices.query);
  if (list === null) throw noQuery(choices.query);
  const { query: choicesOf, member, timeZone, origin, signal, maxAgeSeconds } = asked;
  const run = { member, timeZone, origin, signal, maxAgeSeconds };
  return runs.choices({ ...run, query: list, values: {}, choicesOf });
}
