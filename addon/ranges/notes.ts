// What a write tells: the note on the header cell, and the sentences for the person.
import type { Losses } from '../../domain/cells/cell.ts';
import {
  freshnessText,
  hasFreshness,
  lossSentences,
  noteWith,
} from '../../domain/linked-range-note.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import type { Prepared } from '../prepare.ts';
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

/** Where the first of the range's own columns stands after a refresh; a person's own may stand before it. */
export function firstOffset({ plan, arrangement }: Pick<Prepared, 'plan' | 'arrangement'>): number {
  const first = plan.columns[0]?.offset ?? 0;
  if (plan.place.columns >= arrangement.width) return first;
  return first - arrangement.vanished.filter(({ offset }) => offset < first).length;
}

/** What a write could not bring into the sheet, in sentences. */
export function warningsOf(result: { truncated: boolean }, losses: Losses): string[] {
  const notes = lossSentences(losses);
  if (result.truncated) notes.unshift('The result was cut off: the query has more rows than this.');
  return notes;
}
