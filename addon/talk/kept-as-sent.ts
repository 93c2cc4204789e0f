// Keeps the rows that a linked range shows as sent: frozen at the server, with the day and what for.
import type { Frozen } from '../../domain/contract/frozen.ts';
import type { NewSentList, SentList } from '../../domain/contract/talk/sent-list.ts';
import { Problem } from '../../domain/problem.ts';
import { chosenRows } from '../../domain/refresh/chosen-rows.ts';
import { routes } from '../../domain/routes.ts';
import { askServer } from '../google/backend.ts';
import type { PlacedRange } from '../ranges/records.ts';
import { fetchResult } from '../run.ts';
import type { KeptAsSent } from './talk-views.ts';

/** Throws Problem run_expired where the result that the range shows is not kept any more. */
export function keptAsSent(
  found: PlacedRange,
  said: Pick<NewSentList, 'purpose' | 'sentOn'>,
): KeptAsSent {
  const run = found.linked.refreshed?.run;
  if (run === undefined || run === '') throw longAgo(found);
  const rows = orLongAgo(found, () => placesShown(found, run));
  if (rows?.length === 0) {
    throw new Problem(
      'invalid_value',
      `${found.linked.title} shows no rows, so there is nobody to keep.`,
    );
  }
  const frozen = orLongAgo(found, () => askServer<Frozen>('post', routes.freeze(run)));
  const list: NewSentList = { frozen: frozen.id, ...said, ...(rows && { rows }) };
  const { rowCount } = askServer<SentList>('post', routes.sentLists, list);
  return { rowCount, url: frozen.url, tells: frozen.key.length > 0 };
}

/** Where the rows that the person's filter leaves stand in the result; null: it leaves all. */
function placesShown({ linked, timeZone }: PlacedRange, run: string): number[] | null {
  const { filter } = linked.options;
  if (filter.length === 0) return null;
  const start = () => {
    throw new Problem('run_expired', '');
  };
  const result = fetchResult({ run, isKnown: true, start });
  const zone = linked.refreshed?.timeZone ?? timeZone;
  const shown = new Set(chosenRows(result, { filter, sort: [] }, zone));
  return result.rows.flatMap((row, place) => (shown.has(row) ? [place] : []));
}

function orLongAgo<T>(found: PlacedRange, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    const isGone = error instanceof Problem && ['run_expired', 'not_found'].includes(error.code);
    throw isGone ? longAgo(found) : error;
  }
}

function longAgo({ linked: { title } }: PlacedRange): Problem {
  const detail = `What ${title} shows came more than a quarter of an hour ago, and the server does not hold it any more. Refresh it, look at the rows, and keep them then.`;
  return new Problem('run_expired', detail);
}
