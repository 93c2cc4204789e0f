// Changes what a linked range is: its values and options, or that it is one at all.
import type { LinkedRange, RangeOptions, ValueSources } from '../../domain/linked-range.ts';
import { removeNote } from './notes.ts';
import { findRange, placed, placedRange, removeRecord, saveRecord } from './records.ts';
import type { FoundRange } from './records.ts';
import { withSheetLock } from '../google/lock.ts';
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

/** Keeps other options; the next refresh uses them. */
export function keepOptions(spreadsheet: Spreadsheet, id: string, options: RangeOptions): void {
  withSheetLock(() => {
    const found = findRange(spreadsheet, id);
    // The same result may have to be written in another way.
    const refreshed = found.linked.refreshed && { ...found.linked.refreshed, etag: '' };
    const linked = { ...found.linked, options, refreshed };
    if (!options.statusLine) removeStatusLine(spreadsheet, id);
    else if (found.range) addStatusLine(found.range, id);
    saveRecord(found, linked);
    writeStatusLine(spreadsheet, linked);
  });
}

/** Forgets the link; the values stay in the sheet as plain cells. */
export function unlink(spreadsheet: Spreadsheet, id: string): void {
  withSheetLock(() => {
    const found = findRange(spreadsheet, id);
    if (found.range) removeNote(placed(spreadsheet, found, found.range));
    removeStatusLine(spreadsheet, id);
    removeRecord(spreadsheet, found);
    forgetFollowers(spreadsheet, id, {});
  });
}

/** Shows a linked range in its tab. */
export function goTo(spreadsheet: Spreadsheet, id: string): void {
  const { range } = placedRange(spreadsheet, id);
  spreadsheet.setActiveSheet(range.getSheet());
  range.activate();
}
