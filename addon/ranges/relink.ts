// Unlinks a range, and links it again where nothing changed in it since.
import { DEFAULT_OPTIONS, rangeName } from '../../domain/linked-range.ts';
import { readRecord, recordText } from '../../domain/record/record-text.ts';
import type { Place } from '../../domain/cells/place.ts';
import { Problem } from '../../domain/problem.ts';
import { isRecord } from '../../domain/record/record-fields.ts';
import { allFingerprint } from '../../domain/cells/fingerprint.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import { presentPrints } from '../../domain/refresh/prepare.ts';
import { ask } from '../../domain/refresh/sheet.ts';
import { KEPT_HOURS, parsedOrNull } from '../google/cache.ts';
import { unlinkedTexts } from '../google/kept-texts.ts';
import { rangeAt } from '../sheet/places.ts';
import { follow } from '../sheet/reads.ts';
import { writeNote } from './notes.ts';
import { addRecord, findRange, placed } from './records.ts';
import type { PlacedRange } from './records.ts';
import { unlink } from './settings.ts';
import { followedValues, shownValues } from './values.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

interface Unlinked {
  record: string;
  tab: number;
  place: Place;
  /** Of what its cells held: what somebody had typed over before stays as it is, and is asked about at a refresh. */
  print: string;
}

/**
 * Forgets the link, and keeps for six hours what it was, with the steps that can be taken back; the values stay in the sheet
 * as plain cells. Throws Problem: not_found.
 */
export function unlinkForNow(spreadsheet: Spreadsheet, id: string): void {
  const found = findRange(spreadsheet, id);
  const { linked, range } = found;
  if (range) {
    const { sheet, place } = placed(spreadsheet, found, range);
    // Its schedule has ended, and the cells of its values are told by their places again.
    const values = shownValues(spreadsheet, linked);
    const { lit: _lit, ...dark } = linked;
    const record = recordText({ ...dark, values, schedule: null, prompts: null });
    const timeZone = spreadsheet.getSpreadsheetTimeZone();
    const print = printOf(linked, { sheet, place, timeZone });
    const kept: Unlinked = { record, tab: sheet.getSheetId(), place, print };
    unlinkedTexts.keep(id, JSON.stringify(kept));
  }
  unlink(spreadsheet, id);
}

/** Links a range again that was unlinked. Throws Problem: not_found, sheet_changed. */
export function relink(spreadsheet: Spreadsheet, id: string): PlacedRange {
  const { record, tab, place, print } = keptOf(id);
  const known = readRecord(record);
  const sheet = spreadsheet.getSheets().find((one) => one.getSheetId() === tab);
  if (!known || !sheet) throw nothingKept();
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const isThere =
    place.row + place.rows - 1 <= sheet.getMaxRows() &&
    place.column + place.columns - 1 <= sheet.getMaxColumns();
  if (!isThere || printOf(known, { sheet, place, timeZone }) !== print) throw changedSince();
  const values = followedValues(spreadsheet, id, known.values);
  const { statusLine } = DEFAULT_OPTIONS;
  const linked = { ...known, values, options: { ...known.options, statusLine } };
  const range = rangeAt(sheet, place);
  spreadsheet.setNamedRange(rangeName(id), range);
  const metadata = addRecord(sheet, linked, place.row);
  writeNote({ sheet, place, timeZone }, linked);
  unlinkedTexts.forget(id);
  return { linked, metadata, range, sheet, place, timeZone, isHome: true };
}

function printOf(
  linked: LinkedRange,
  { place, ...where }: Pick<PlacedRange, 'sheet' | 'place' | 'timeZone'>,
): string {
  const cells = follow(ask({ read: 'range', place }), where);
  return JSON.stringify([cells.header, allFingerprint(presentPrints(linked, cells))]);
}

function keptOf(id: string): Unlinked {
  // Written by unlinkForNow above, unless its pieces were lost or changed.
  const kept = parsedOrNull(unlinkedTexts.of(id));
  if (isRecord(kept)) return kept as unknown as Unlinked;
  throw nothingKept();
}

function nothingKept(): Problem {
  return new Problem(
    'not_found',
    `It cannot be linked again: what it was is kept for ${KEPT_HOURS} hours. Insert the query again.`,
  );
}

function changedSince(): Problem {
  return new Problem(
    'sheet_changed',
    'Its cells were changed or moved since it was unlinked, so it is not linked again. Insert the query again.',
  );
}
