// Finds the linked ranges of a spreadsheet and keeps their records: the named range says where, the
// tab's metadata says what.
import type { Place } from '../../domain/cells/place.ts';
import { mendMarks } from '../sheet/moving-marks.ts';
import { placeOf } from '../sheet/places.ts';
import { HEADER_KEY, RECORD_KEY, rangeName } from '../../domain/linked-range.ts';
import { isStrangeRecord, readRecord, recordText } from '../../domain/record/record-text.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import { addRecordText, changeRecordText, keptRecordText } from './kept-records.ts';
import { Problem } from '../../domain/problem.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;
type Metadata = GoogleAppsScript.Spreadsheet.DeveloperMetadata;

/** A linked range and where it is kept. */
export interface FoundRange {
  linked: LinkedRange;
  /** Null when it is lost: neither its named range nor its header row is there. */
  range: Range | null;
  metadata: Metadata;
}

/** A linked range that has its place. */
export interface PlacedRange extends FoundRange {
  range: Range;
  sheet: Sheet;
  place: Place;
  /** The spreadsheet's. */
  timeZone: string;
  /** Its record is known to be kept with its tab. */
  isHome: boolean;
  /** Of the tab, where it was asked for: each asking is a call to Google. */
  tabId?: number;
}

/** All linked ranges of the spreadsheet, lost ones included, in no order that matters. */
export function findRanges(spreadsheet: Spreadsheet): FoundRange[] {
  const kept = keptRecords(spreadsheet);
  if (kept.length === 0) return [];
  const places = namedPlaces(spreadsheet);
  const here = spreadsheet.getId();
  const found = kept.map((record) => ({
    ...record,
    linked: ownRecord(record.linked, here),
    range: places.get(rangeName(record.linked.id)) ?? null,
  }));
  return withoutCopies(found).map((one) => (one.range ? one : recovered(spreadsheet, one)));
}

/** One linked range. Throws Problem: not_found. */
export function findRange(spreadsheet: Spreadsheet, id: string): FoundRange {
  const found = findRanges(spreadsheet).find(({ linked }) => linked.id === id);
  if (found) return found;
  throw new Problem(
    'not_found',
    'This linked range is not in the spreadsheet any more. Its tab may have been deleted.',
  );
}

/** One linked range that has its place. Throws Problem: not_found, range_lost. */
export function placedRange(spreadsheet: Spreadsheet, id: string): PlacedRange {
  const found = findRange(spreadsheet, id);
  if (found.range) return placed(spreadsheet, found, found.range);
  throw new Problem(
    'range_lost',
    'The linked range is gone from its tab: its rows or its name were deleted. Nothing was changed. Insert the query again, or unlink this one.',
  );
}

/** The same range as it is now, when others may have changed it meanwhile. Throws Problem: not_found, range_lost, sheet_busy. */
export function placedAgain(spreadsheet: Spreadsheet, before: PlacedRange): PlacedRange {
  const { id, spreadsheet: here } = before.linked;
  const range = rangeOf({ getRange: () => spreadsheet.getRangeByName(rangeName(id)) });
  const sheet = range?.getSheet();
  // A few calls, however many tabs have ranges; whatever is not as it was is looked for everywhere.
  const records = sheet ? keptRecords(sheet) : [];
  refuseServerAtWork(records);
  if (sheet) mendMarks(sheet, records);
  const kept = records.find(({ linked }) => linked.id === id);
  if (!range || !sheet || !kept) return placedRange(spreadsheet, id);
  const where = { range, sheet, place: placeOf(range), timeZone: before.timeZone };
  const tabId = sheet.getSheetId();
  return { ...where, ...kept, linked: ownRecord(kept.linked, here), isHome: true, tabId };
}

// In its next step it would write by places that are others by then.
function refuseServerAtWork(records: Pick<FoundRange, 'linked'>[]): void {
  const now = Date.now();
  const busy = records.find(({ linked }) => now < Date.parse(linked.refreshing?.until ?? ''));
  if (!busy) return;
  throw new Problem(
    'sheet_busy',
    `Sheetfeed's server is writing ${busy.linked.title} into this tab just now. Try again in a minute.`,
  );
}

/** A range that was found, where it stands. */
export function placed(spreadsheet: Spreadsheet, found: FoundRange, range: Range): PlacedRange {
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const where = { range, sheet: range.getSheet(), place: placeOf(range), timeZone };
  return { ...found, ...where, isHome: false };
}

/** Keeps the record of a new range with its tab, and marks its header row. Throws Problem conflict where another editor changes it meanwhile. */
export function addRecord(sheet: Sheet, linked: LinkedRange, headerRow: number): Metadata {
  addRecordText(sheet, recordText(linked), () => addMark(sheet, linked.id, headerRow));
  const kept = keptRecords(sheet).find((record) => record.linked.id === linked.id);
  if (kept) return kept.metadata;
  throw new Problem(
    'conflict',
    'Somebody changed what is kept of this tab while the result was being inserted, so it is not linked. Look at the cells, then insert it again.',
  );
}

/** Marks the header row of a range, from which it is found where its name is lost; a row has its mark once. */
export function markHeader(sheet: Sheet, id: string, row: number): void {
  for (const mark of headerMarks(sheet, id)) removeIfThere(mark);
  addMark(sheet, id, row);
}

function addMark(sheet: Sheet, id: string, row: number): void {
  const visibility = SpreadsheetApp.DeveloperMetadataVisibility.DOCUMENT;
  sheet.getRange(`${row}:${row}`).addDeveloperMetadata(HEADER_KEY, id, visibility);
}

/** Keeps what a record says now. */
export function saveRecord({ metadata }: Pick<FoundRange, 'metadata'>, linked: LinkedRange): void {
  changeRecordText(metadata, recordText(linked));
}

/** Where a range was moved to another tab, its record follows it. */
export function bringRecordHome({ linked, metadata, sheet, place, isHome }: PlacedRange): void {
  if (isHome) return;
  const home = metadata.getLocation().getSheet();
  if (!home || sheet.getSheetId() === home.getSheetId()) return;
  metadata.moveToSheet(sheet);
  for (const mark of headerMarks(sheet.getParent(), linked.id)) {
    mark.moveToRow(sheet.getRange(`${place.row}:${place.row}`));
  }
}

/** Takes away what says that a range is at a place where nothing of it was written. */
export function forgetBegun(spreadsheet: Spreadsheet, id: string): void {
  for (const { linked, metadata } of keptRecords(spreadsheet)) {
    if (linked.id === id) removeIfThere(metadata);
  }
  for (const mark of headerMarks(spreadsheet, id)) removeIfThere(mark);
  forgetName(spreadsheet, id);
}

function forgetName(spreadsheet: Spreadsheet, id: string): void {
  const name = rangeName(id);
  for (const named of spreadsheet.getNamedRanges()) if (named.getName() === name) named.remove();
}

// An editor may have removed it a moment before, which is as good.
function removeIfThere(kept: Metadata): void {
  try {
    kept.remove();
  } catch (error) {
    if (isThere(kept)) throw error;
  }
}

function isThere(kept: Metadata): boolean {
  try {
    return kept.getKey() !== null;
  } catch {
    return false;
  }
}

/** Forgets a linked range; its values stay. */
export function removeRecord(spreadsheet: Spreadsheet, found: FoundRange): void {
  removeIfThere(found.metadata);
  for (const mark of headerMarks(spreadsheet, found.linked.id)) removeIfThere(mark);
  forgetName(spreadsheet, found.linked.id);
}

// In a copy of a spreadsheet the records of the original are there too: the ranges can be refreshed,
// but the schedules are the original's, and so is what its undo kept.
function ownRecord(linked: LinkedRange, spreadsheet: string): LinkedRange {
  if (linked.spreadsheet === spreadsheet) return linked;
  return { ...linked, spreadsheet, schedule: null, prompts: null, undo: null };
}

function keptRecords(scope: Spreadsheet | Sheet): Omit<FoundRange, 'range'>[] {
  const all = scope.createDeveloperMetadataFinder().withKey(RECORD_KEY).find();
  return all.flatMap((metadata) => {
    const linked = readRecord(keptRecordText(metadata));
    return linked ? [{ linked, metadata }] : [];
  });
}

/**
 * The tabs with a record that cannot be read, each once; '' for one of the whole spreadsheet. It is not acted on
 * and not removed: nobody can tell whose it is.
 */
export function tabsWithStrangeRecords(spreadsheet: Spreadsheet): string[] {
  const all = spreadsheet.createDeveloperMetadataFinder().withKey(RECORD_KEY).find();
  const strange = all.filter((metadata) => isStrangeRecord(keptRecordText(metadata)));
  return [...new Set(strange.map((one) => one.getLocation().getSheet()?.getName() ?? ''))];
}

/** The same in a sentence; null where every record can be read. */
export function strangeRecordsTold(tabs: readonly string[]): string | null {
  if (tabs.length === 0) return null;
  const where = tabs.map((tab) => (tab === '' ? 'the whole spreadsheet' : `the tab ${tab}`));
  return `A record of Sheetfeed in ${where.join(' and in ')} cannot be read, so its range is not listed. It is left as it is: insert its query again.`;
}

function namedPlaces(spreadsheet: Spreadsheet): Map<string, Range> {
  const places = new Map<string, Range>();
  for (const named of spreadsheet.getNamedRanges()) {
    const name = named.getName();
    const range = name.startsWith('sheetfeed_') ? rangeOf(named) : null;
    if (range) places.set(name, range);
  }
  return places;
}

// A name whose cells were all deleted stays behind as #REF!, for which Google throws.
function rangeOf(named: { getRange(): Range | null }): Range | null {
  try {
    return named.getRange();
  } catch {
    return null;
  }
}

// A duplicated tab has a copy of the record: the true one is with the tab that has the named range.
function withoutCopies(found: FoundRange[]): FoundRange[] {
  return found.filter((one) => {
    const same = found.filter(({ linked }) => linked.id === one.linked.id);
    if (same.length === 1) return true;
    const home = same.find(isAtHome) ?? same[0];
    return one === home;
  });
}

function isAtHome({ range, metadata }: FoundRange): boolean {
  const home = metadata.getLocation().getSheet();
  return range !== null && home !== null && home.getSheetId() === range.getSheet().getSheetId();
}

// Somebody deleted the named range: the header row still carries our mark, and says our columns.
function recovered(spreadsheet: Spreadsheet, found: FoundRange): FoundRange {
  const [mark] = headerMarks(spreadsheet, found.linked.id);
  const row = mark?.getLocation().getRow();
  if (!row || found.linked.columns.length === 0) return found;
  const sheet = row.getSheet();
  const texts = sheet.getRange(row.getRow(), 1, 1, sheet.getLastColumn() || 1).getDisplayValues();
  const labels = found.linked.columns.map(({ label }) => label);
  const column = startOf(labels, texts[0] ?? []);
  if (column === null) return found;
  const rows = 1 + Math.max(1, found.linked.rowCount);
  const space = sheet.getMaxRows() - row.getRow() + 1;
  const range = sheet.getRange(row.getRow(), column, Math.min(rows, space), labels.length);
  spreadsheet.setNamedRange(rangeName(found.linked.id), range);
  return { ...found, range };
}

function headerMarks(scope: Spreadsheet | Sheet, id: string): Metadata[] {
  return scope.createDeveloperMetadataFinder().withKey(HEADER_KEY).withValue(id).find();
}

function startOf(labels: string[], texts: string[]): number | null {
  const fits = (start: number) => labels.every((label, index) => texts[start + index] === label);
  const start = texts.findIndex((_, index) => fits(index));
  return start < 0 ? null : start + 1;
}
