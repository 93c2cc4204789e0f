// A board as the server knows it, of a file or of the table.
import type { BoardContent } from '../../../domain/contract/board.ts';
import type { Owner } from '../queries/known-query.ts';

export interface KnownBoard {
  slug: string;
  content: BoardContent;
  owner: Owner | null;
  version: number;
  updatedAt: Date;
  /** Relative to the folder; null for one that is made on the pages. */
  file: string | null;
}
