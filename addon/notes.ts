// What a write tells: the note on the header cell, and the sentences for the person.
import type { Losses } from '../domain/cell.ts';
import { freshnessText, lossSentences, noteWith } from '../domain/linked-range-note.ts';
import type { LinkedRange } from '../domain/linked-range.ts';
import type { PlacedRange } from './ranges.ts';
import { writeStatusLine } from './status-line.ts';

/** Brings the note on the header cell up to date, and the status line. */
export function writeNote(
  { sheet, place, timeZone }: Pick<PlacedRange, 'sheet' | 'place' | 'timeZone'>,
  linked: LinkedRange,
): void {
  const cell = sheet.getRange(place.row, place.column);
  const note = cell.getNote();
  const wanted = noteWith(note, freshnessText(linked, timeZone));
  if (wanted !== note) cell.setNote(wanted);
  if (linked.options.statusLine) writeStatusLine(sheet.getParent(), linked);
}

/** What a write could not bring into the sheet, in sentences. */
export function warningsOf(result: { truncated: boolean }, losses: Losses): string[] {
  const notes = lossSentences(losses);
  if (result.truncated) notes.unshift('The result was cut off: the query has more rows than this.');
  return notes;
}
