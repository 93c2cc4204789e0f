// A range that was moved to protected cells is not written there by itself: every editor of a spreadsheet can move a named
// range, and not everybody may write where its person may.
import { placeName } from '../../domain/cells/cell-name.ts';
import { Problem } from '../../domain/problem.ts';
import { protectionsAt } from '../sheet/protections.ts';
import { agreedPlace } from './agreements.ts';
import type { PlacedRange } from './records.ts';

type Where = Pick<PlacedRange, 'sheet' | 'place' | 'tabId'>;

/** The tab and the first cell, as they are remembered. */
export function placeKey({ sheet, place, tabId }: Where): string {
  return `${tabId ?? sheet.getSheetId()}:${place.row}:${place.column}`;
}

/**
 * Throws Problem needs_confirmation where the range has moved since its person last let it be written, and protected cells
 * are there now; `yes` is what a person answered to that with.
 */
export function requireOpenPlace(found: PlacedRange, yes: string | undefined): void {
  const key = placeKey(found);
  const agree = `place ${key}`;
  if (agreedPlace(found.linked) === key || yes === agree || isOpen(found)) return;
  const where = `${placeName(found.place)} of ${found.sheet.getName()}`;
  throw new Problem(
    'needs_confirmation',
    `This range was moved to protected cells (${where}), where not everybody may write. Refresh it there as you?`,
    { agree, title: found.linked.title },
  );
}

// Where the person may not write either, nothing is written anyway, and they are told whom to ask.
function isOpen({ sheet, place }: PlacedRange): boolean {
  return !protectionsAt(sheet, place).some((protection) => protection.canEdit());
}
