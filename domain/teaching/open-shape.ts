// What of a text could be varied before it puts rows together: found once for each text, by its engine.
import type { Span } from '../contract/teaching/inside.ts';

export interface OpenShape {
  /** Why nothing could, as a sentence; null where something could. */
  why: string | null;
  tables: readonly OpenTable[];
  /** Why no column can come besides; null where one can. */
  noColumns: string | null;
  isGrouped: boolean;
  spans: readonly OpenSpan[];
  /** Names that no further column may have. */
  taken: readonly string[];
  /** Where in the text it would be written; the engine's own matter. */
  readonly places: unknown;
}

/** A table that the text names once, at its outermost level. */
export interface OpenTable {
  /** As the text names it, without quotes. */
  table: string;
  /** Why its rows cannot be filtered; null where they can. */
  noFilter: string | null;
}

/** A column of the result that is the beginning of a span of time, by which rows are put together. */
export interface OpenSpan {
  column: string;
  table: string;
  /** The table's column. */
  of: string;
  by: Span;
  isNamedSo: boolean;
}

/** Nothing of it could be varied. */
export function closedShape(why: string): OpenShape {
  const nothing = { tables: [], spans: [], taken: [], isGrouped: false, places: null };
  return { why, noColumns: why, ...nothing };
}
