// The cells beside a range whose formulas still reckon with rows that the result no longer has, and how they are told.
import { countingWords } from '../../domain/linked-range-note.ts';
import { leftRows } from '../../domain/refresh/left/left-rows.ts';
import type { PlacedRange } from '../ranges/records.ts';
import { follow } from '../sheet/reads.ts';

/** Those cells, where they stand now. */
export function countingBeside(found: PlacedRange): string[] {
  return follow(leftRows(found), found)?.counting ?? [];
}

/** That they count, for the person who refreshes: where they see the tab, the card says it as the cells stand when they look. */
export function countingTold({ sheet }: PlacedRange, cells: string[]): string[] {
  if (cells.length === 0) return [];
  const shown = sheet.getParent().getActiveSheet().getSheetId();
  return shown === sheet.getSheetId() ? [] : [countingWords(cells)];
}
