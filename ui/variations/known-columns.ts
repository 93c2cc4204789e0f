// The columns that a variation can select from: those of its original's result.
import { useEffect, useState } from 'preact/hooks';
import type { Openings } from '../../domain/contract/teaching/inside.ts';
import type { Variation } from '../../domain/contract/teaching/variation.ts';
import type { Problem } from '../../domain/problem.ts';
import { problemOf } from '../loaded.ts';
import type { Known } from './selection-draft.ts';

export type KnownColumns =
  | { state: 'loading' }
  /** The query's own run is to come. */
  | { state: 'waiting' }
  | { state: 'done'; columns: readonly Known[] }
  | { state: 'failed'; problem: Problem };

/** Of an original they are those of `shown`, its last result; of a variation `columnsOf` asks the original. */
export function useKnownColumns(
  variation: Variation | undefined,
  shown: { columns: readonly Known[] } | null,
  columnsOf: (slug: string) => Promise<readonly Known[]>,
): KnownColumns {
  const of = variation?.of.slug ?? null;
  const [known, setKnown] = useState<KnownColumns>({ state: of === null ? 'waiting' : 'loading' });
  useEffect(() => {
    if (of === null && shown !== null) setKnown({ state: 'done', columns: shown.columns });
  }, [shown]);
  useEffect(() => {
    if (of === null) return;
    columnsOf(of).then(
      (columns) => setKnown({ state: 'done', columns }),
      (error: unknown) => setKnown({ state: 'failed', problem: problemOf(error) }),
    );
  }, [of]);
  return known;
}

/** What of the query can be varied inside; null until it is known, and where that cannot be told just now. */
export function useOpenings(slug: string, ask: () => Promise<Openings>) {
  const [openings, setOpenings] = useState<Openings | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const take = (found: Openings | null) => isCurrent && setOpenings(found);
    take(null);
    // Without it the forms of the result are there all the same.
    ask().then(take, () => take(null));
    return () => void (isCurrent = false);
  }, [slug]);
  return openings;
}
