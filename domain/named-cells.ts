// Sentences that name cells, and are read later: by then rows and columns may have come or gone, and others are called so.
import { placeName } from './cells/cell-name.ts';
import type { Place } from './cells/place.ts';

/** A cell, an area or a column as our sentences name it; what only looks like one does no harm. */
const NAME = /\b[A-Z]{1,3}[1-9]\d{0,6}\b|\bcolumns? [A-Z]{1,3}\b/;

/** Said below a sentence whose cells may be others by now. */
const SINCE =
  'Rows or columns of this tab have come or gone since then: cells are named here as they stood when it failed. Refresh to have them named as they stand now.';

/** What tells whether cells of a range's tab are called as they were: where the range stands, and how large the tab is. */
export function shapeText(place: Place, tab: { rows: number; columns: number }): string {
  return `${placeName(place)} of ${tab.rows}x${tab.columns}`;
}

export function namesCells(sentences: string): boolean {
  return NAME.test(sentences);
}

/** Those sentences for somebody who reads them now, where the tab was and is of that shape; absent: nobody knows. */
export function readLater(sentences: string, then: string | undefined, now: string | null): string {
  return then === undefined || now === null || then === now ? sentences : `${sentences} ${SINCE}`;
}
