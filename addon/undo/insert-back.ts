// Takes an insert back: the result, its link and its tab go, what grew shrinks again, and what moved to make room comes back.
import { AUTOMATIC_FORMAT } from '../../domain/cells/cell.ts';
import type { Place } from '../../domain/cells/place.ts';
import { Problem } from '../../domain/problem.ts';
import { isAsWritten } from '../../domain/refresh/prepare.ts';
import { ask } from '../../domain/refresh/sheet.ts';
import type { MovedCells } from '../insert-target.ts';
import { placedRange } from '../ranges/records.ts';
import type { PlacedRange } from '../ranges/records.ts';
import { unlink } from '../ranges/settings.ts';
import { removePicture, type Picture } from '../sheet/picture-beside.ts';
import { rangeAt } from '../sheet/places.ts';
import { follow } from '../sheet/reads.ts';
import { keptStep } from './undo.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** What an insert did besides writing its result. */
export interface Inserted {
  newTab: boolean;
  moved: MovedCells | null;
  /** Rows and columns that the tab grew by. */
  grew: { rows: number; columns: number };
  /** What was drawn of it. */
  picture?: Picture;
}

/** Takes the insert of a range back; gives what a person reads of it. Throws Problem: not_found, range_lost, sheet_changed. */
export function undoInsert(spreadsheet: Spreadsheet, id: string): string {
  const found = placedRange(spreadsheet, id);
  const { linked, sheet, place } = found;
  // Written when the result was inserted, unless its pieces were lost or changed.
  const kept = keptStep(linked) as unknown as Inserted;
  if (linked.undo?.of !== 'insert' || !isUntouched(found)) throw changedSince();
  unlink(spreadsheet, id);
  if (kept.picture) removePicture(sheet, kept.picture);
  if (kept.newTab && holdsNothingElse(spreadsheet, sheet, place)) spreadsheet.deleteSheet(sheet);
  else {
    clearCells(sheet, place);
    returnMoved(sheet, kept.moved);
    shrink(sheet, kept.grew);
  }
  return `${linked.title} was taken out again.`;
}

function isUntouched(found: PlacedRange): boolean {
  const cells = follow(ask({ read: 'range', place: found.place }), found);
  return isAsWritten(found.linked, cells);
}

interface Home {
  tab: Sheet;
  place: Place;
}

function homeOf(spreadsheet: Spreadsheet, moved: MovedCells | null): Home | null {
  const tab = moved && spreadsheet.getSheets().find((one) => one.getSheetId() === moved.tab);
  return tab && moved ? { tab, place: moved.place } : null;
}

function holdsNothingElse(spreadsheet: Spreadsheet, sheet: Sheet, place: Place): boolean {
  return (
    spreadsheet.getSheets().length > 1 &&
    sheet.getLastRow() <= place.row + place.rows - 1 &&
    sheet.getLastColumn() <= place.column + place.columns - 1
  );
}

// Content, our notes and our formats: what else a person gave these cells stays.
function clearCells(sheet: Sheet, place: Place): void {
  rangeAt(sheet, place).clearContent().clearNote().setNumberFormat(AUTOMATIC_FORMAT);
  rangeAt(sheet, { ...place, rows: 1 }).setFontWeight(null);
}

/** What made room for a range stands again where it stood, unless its tab is gone. */
export function returnMoved(sheet: Sheet, moved: MovedCells | null): void {
  const home = homeOf(sheet.getParent(), moved);
  if (home === null) return;
  const { tab, place } = home;
  rangeAt(tab, place).moveTo(rangeAt(sheet, place));
  if (tab.getLastRow() === 0) sheet.getParent().deleteSheet(tab);
}

// Only as far as nothing stands there now.
function shrink(sheet: Sheet, { rows, columns }: Inserted['grew']): void {
  const freeRows = Math.min(rows, sheet.getMaxRows() - Math.max(1, sheet.getLastRow()));
  if (freeRows > 0) sheet.deleteRows(sheet.getMaxRows() - freeRows + 1, freeRows);
  const freeColumns = Math.min(columns, sheet.getMaxColumns() - Math.max(1, sheet.getLastColumn()));
  if (freeColumns > 0) sheet.deleteColumns(sheet.getMaxColumns() - freeColumns + 1, freeColumns);
}

function changedSince(): Problem {
  return new Problem(
    'sheet_changed',
    'Cells of this range were changed after it was inserted, so it is not taken out. Unlink it and delete the cells by hand.',
  );
}
