// What a check of Google is: something that the server relies on, and what must be seen of it.
import type { Place } from '../../domain/cells/place.ts';
import type { ScratchTab } from './scratch-tab.ts';

export interface Check {
  /** What the server relies on, as a sentence. */
  what: string;
  /** What `observe` tells where it is so. */
  relied: string;
  /** Tries it in an empty tab, and tells what was seen. Throws what nobody expected of Google. */
  observe: (tab: ScratchTab) => Promise<string>;
}

/** A place, in the order in which one says it. */
export function place(row: number, column: number, rows = 1, columns = 1): Place {
  return { row, column, rows, columns };
}

/** Whatever was read, as it is compared and printed. */
export const told = (seen: unknown): string => JSON.stringify(seen) ?? 'nothing';

export const REFUSED = 'refused, and nothing was carried out';

/** What became of a batch that must be refused as a whole: `left` is what stands afterwards where it did nothing. */
export function refusedWhole(
  refusal: string | null,
  { stands, left }: Record<'stands' | 'left', unknown>,
) {
  if (refusal === null) return 'carried out';
  return told(stands) === told(left)
    ? REFUSED
    : `refused, but carried out in part: ${told(stands)}`;
}
