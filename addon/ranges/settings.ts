// Changes what a linked range is: its values and options, or that it is one at all.
import type { LinkedRange, ValueSources } from '../../domain/linked-range.ts';
import { placeNamed } from '../../domain/cells/cell-name.ts';
import { putOut } from '../sheet/lit-rule.ts';
import { rangeAt } from '../sheet/places.ts';
import { removeNote } from './notes.ts';
import { findRange, placed, placedRange, removeRecord, saveRecord } from './records.ts';
import type { FoundRange } from './records.ts';
import { addStatusLine, removeStatusLine, writeStatusLine } from './status-line.ts';
import { followedValues, forgetFollowers } from './values.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Keeps the values that a range shows the result of, and follows their cells. */
export function keepValues(
  spreadsheet: Spreadsheet,
  found: FoundRange,
  values: ValueSources,
): LinkedRange {
  const { id } = found.linked;
  const linked = { ...found.linked, values: followedValues(spreadsheet, id, values) };
  saveRecord(found, linked);
  forgetFollowers(spreadsheet, id, linked.values);
  return linked;
}

/** Gives a range other options, which the next refresh uses; `undo` is what can be taken back then. Throws Problem: range_obstructed. */
export function changeOptions(
  spreadsheet: Spreadsheet,
  found: FoundRange,
  { options, undo }: Pick<LinkedRange, 'options' | 'undo'>,
): LinkedRange {
  const { id } = found.linked;
  // The same result may have to be written in another way.
  const refreshed = found.linked.refreshed && { ...found.linked.refreshed, etag: '' };
  const linked = { ...found.linked, options, refreshed, undo };
  if (!options.statusLine) removeStatusLine(spreadsheet, id);
  else if (found.range) addStatusLine(found.range, id);
  saveRecord(found, linked);
  writeStatusLine(spreadsheet, linked);
  return linked;
}

/** Forgets the link; the values stay in the sheet as plain cells. */
export function unlink(spreadsheet: Spreadsheet, id: string): void {
  const found = findRange(spreadsheet, id);
  if (found.range) removeNote(placed(spreadsheet, found, found.range));
  if (found.linked.lit && found.range) putOut(found.range.getSheet(), id);
  removeStatusLine(spreadsheet, id);
  removeRecord(spreadsheet, found);
  forgetFollowers(spreadsheet, id, {});
}

/** Shows a linked range in its tab, or a cell of that tab. */
export function goTo(spreadsheet: Spreadsheet, id: string, cell?: string): void {
  const { range } = placedRange(spreadsheet, id);
  const sheet = range.getSheet();
  spreadsheet.setActiveSheet(sheet);
  const place = cell === undefined ? null : placeNamed(cell);
  (place ? rangeAt(sheet, place) : range).activate();
}
