// The note on the header cell of a range, which tells how fresh it is.
import { freshnessText, hasFreshness, noteWith } from '../../domain/linked-range-note.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import { rangeAt } from '../sheet/places.ts';
import type { PlacedRange } from './records.ts';
import { writeStatusLine } from './status-line.ts';

/**
 * Brings the note on the range's first header cell up to date, and the status line. `at` is the offset of
 * the first column that is ours; without it the note stays where it is.
 */
export function writeNote(
  { sheet, place, timeZone }: Pick<PlacedRange, 'sheet' | 'place' | 'timeZone'>,
  linked: LinkedRange,
  at: number | null = null,
): void {
  const header = rangeAt(sheet, { ...place, rows: 1 });
  const notes = header.getNotes()[0] ?? [];
  const target = at ?? Math.max(0, notes.findIndex(hasFreshness));
  notes.forEach((note, offset) => {
    // A person who moved the first column moved our note with it: there it would grow old.
    if (offset !== target && !hasFreshness(note)) return;
    const wanted = noteWith(note, offset === target ? freshnessText(linked, timeZone) : null);
    if (wanted !== note) header.getCell(1, offset + 1).setNote(wanted);
  });
  if (linked.options.statusLine) writeStatusLine(sheet.getParent(), linked);
}

/** Takes our part out of the notes on a range's header. */
export function removeNote({ sheet, place }: Pick<PlacedRange, 'sheet' | 'place'>): void {
  const header = rangeAt(sheet, { ...place, rows: 1 });
  header.getNotes()[0]?.forEach((note, offset) => {
    if (hasFreshness(note)) header.getCell(1, offset + 1).setNote(noteWith(note, null));
  });
}
