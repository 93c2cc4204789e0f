// The columns that a variation can select from: those of its original's result.
import { useEffect, useState } from 'preact/hooks';
import type { Values } from '../../domain/contract/parameter.ts';
import type { SavedQuery } from '../../domain/contract/query.ts';
import type { Result } from '../../domain/contract/result.ts';
import type { Problem } from '../../domain/problem.ts';
import { problemOf } from '../../ui/loaded.ts';
import { ask } from '../frame/ask.ts';
import type { Known } from './selection-draft.ts';

export type KnownColumns =
  | { state: 'loading' }
  /** The page's own run is to come. */
  | { state: 'waiting' }
  | { state: 'done'; columns: readonly Known[] }
  | { state: 'failed'; problem: Problem };

/** On an original's page they are those of `shown`, its last result; of a variation the original is asked. */
export function useKnownColumns(
  { variation }: SavedQuery,
  values: Values,
  shown: Result | null,
): KnownColumns {
  const of = variation?.of.slug ?? null;
  const [known, setKnown] = useState<KnownColumns>({ state: of === null ? 'waiting' : 'loading' });
  useEffect(() => {
    if (of === null && shown !== null) setKnown({ state: 'done', columns: shown.columns });
  }, [shown]);
  useEffect(() => {
    if (of === null) return;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    ask('POST result', { params: { slug: of }, body: { values, timeZone, maxRows: 1 } }).then(
      (answer) => {
        if ('columns' in answer) setKnown({ state: 'done', columns: answer.columns });
      },
      (error: unknown) => setKnown({ state: 'failed', problem: problemOf(error) }),
    );
  }, [of]);
  return known;
}
