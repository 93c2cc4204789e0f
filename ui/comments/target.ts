// What the next comment is about.
import type { RowKey } from '../../domain/contract/talk/comment.ts';

/** The whole where there is no row; with a column a cell of the row. */
export interface Target {
  row: RowKey | null;
  column: string | null;
}

export const WHOLE: Target = { row: null, column: null };
