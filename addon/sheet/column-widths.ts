// Makes columns as wide as what a result brings into them: by all of its rows, up to a limit, and never narrower.
import type { Place } from '../../domain/cells/place.ts';
import { AUTOMATIC_FORMAT } from '../../domain/cells/cell.ts';
import type { Content } from '../../domain/cells/content.ts';
import { shownCell } from '../../domain/cells/shown-cell.ts';
import type { PlacedColumn } from '../../domain/refresh/layout/columns.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** A column gets no wider than this, in pixels. */
const WIDEST = 300;
/** About what a letter takes in Google's own type, and what stands around a text. */
const LETTER = 7.2;
const AROUND = 18;
/** A cell of a locale is measured no further than this: it is as wide as a column gets. */
const LONGEST = 60;

interface Brought {
  columns: PlacedColumn[];
  content: Content;
  /** The spreadsheet's. */
  locale: string;
}

/** Widens the columns from a place on that are too narrow for what was written there. */
export function widenColumns(sheet: Sheet, place: Place, brought: Brought): void {
  for (const column of brought.columns) {
    const at = place.column + column.offset;
    const wanted = Math.min(WIDEST, Math.ceil(widestOf(column, brought) * LETTER) + AROUND);
    if (sheet.getColumnWidth(at) < wanted) sheet.setColumnWidth(at, wanted);
  }
}

// The header is bold.
function widestOf({ source, label, format }: PlacedColumn, { content, locale }: Brought): number {
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
