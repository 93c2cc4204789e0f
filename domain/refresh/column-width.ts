// How wide a column has to be for what a result brings into it: by all of its rows, up to a limit.
import { AUTOMATIC_FORMAT } from '../cells/cell.ts';
import type { Content } from '../cells/content.ts';
import { shownCell } from '../cells/shown-cell.ts';
import type { PlacedColumn } from './layout/columns.ts';

/** A column gets no wider than this, in pixels. */
const WIDEST = 300;
/** About what a letter takes in Google's own type, and what stands around a text. */
const LETTER = 7.2;
const AROUND = 18;
/** A cell of a locale is measured no further than this: it is as wide as a column gets. */
const LONGEST = 60;

export interface Brought {
  columns: PlacedColumn[];
  content: Content;
  /** The spreadsheet's. */
  locale: string;
}

/** In pixels. */
export function widthOf(
  column: PlacedColumn,
  brought: Pick<Brought, 'content' | 'locale'>,
): number {
  return Math.min(WIDEST, Math.ceil(widestOf(column, brought) * LETTER) + AROUND);
}

// The header is bold.
function widestOf(
  { source, label, format }: PlacedColumn,
  { content, locale }: Pick<Brought, 'content' | 'locale'>,
): number {
  let widest = lettersOf(label) * 1.1;
  let longest = -1;
  for (const row of content.rows) {
    const cell = row[source] ?? '';
    if (typeof cell === 'number') {
      // Of numbers of one format only those of more digits can be wider.
      if (Math.abs(cell) <= longest && format !== AUTOMATIC_FORMAT) continue;
      longest = Math.max(longest, Math.abs(cell));
    }
    widest = Math.max(widest, lettersOf(shownCell(cell, format, locale)));
    if (widest >= LONGEST) break;
  }
  return widest;
}

// Letters of Chinese, Japanese and Korean are twice as wide; lines of a cell stand below each other.
function lettersOf(text: string): number {
  return Math.max(
    ...text.split('\n').map((line) => {
      const part = line.slice(0, LONGEST);
      return (
        part.length +
        (part.match(/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]/g)?.length ?? 0)
      );
    }),
  );
}
