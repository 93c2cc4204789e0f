// The status line: a cell near a range that says how fresh it is, and says "late" by itself even when
// nothing runs any more.
import { AUTOMATIC_FORMAT } from '../../domain/cells/cell.ts';
import { statusLine } from '../../domain/linked-range-note.ts';
import type { LinkedRange } from '../../domain/linked-range.ts';
import { Problem } from '../../domain/problem.ts';
import { lateFrom } from '../../domain/schedule.ts';

type Range = GoogleAppsScript.Spreadsheet.Range;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Finds a blank cell for the status line and gives it its name. Throws Problem: range_obstructed. */
export function addStatusLine(range: Range, id: string): void {
  const spreadsheet = range.getSheet().getParent();
  if (statusCell(spreadsheet, id)) return;
  const cell = blankCell(range);
  if (!cell) {
    throw new Problem(
      'range_obstructed',
      'There is no blank cell above or to the right of the range for this line. Insert a row above the range, then try again.',
    );
  }
  spreadsheet.setNamedRange(statusName(id), cell);
}

/** Takes the status line out of the sheet. */
export function removeStatusLine(spreadsheet: Spreadsheet, id: string): void {
  statusCell(spreadsheet, id)?.clearContent().setNumberFormat(AUTOMATIC_FORMAT);
  for (const named of spreadsheet.getNamedRanges()) {
    if (named.getName() === statusName(id)) named.remove();
  }
}

/** Brings the status line up to date, where the range has one and nobody deleted it. */
export function writeStatusLine(spreadsheet: Spreadsheet, linked: LinkedRange): void {
  if (!linked.options.statusLine) return;
  const cell = statusCell(spreadsheet, linked.id);
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const late = lateFrom(linked.schedule, timeZone);
  const { content, format } = statusLine(linked, late, timeZone);
  cell?.setNumberFormat(format).setValue(content);
}

function statusCell(spreadsheet: Spreadsheet, id: string): Range | null {
  const named = spreadsheet.getNamedRanges().find((one) => one.getName() === statusName(id));
  try {
    return named?.getRange() ?? null;
  } catch {
    // Its cell was deleted, and Google keeps the name as #REF!.
    return null;
  }
}

// Above the header, or to its right with a column between.
function blankCell(range: Range): Range | null {
  const sheet = range.getSheet();
  const row = range.getRow();
  const right = range.getLastColumn() + 2;
  const cells = [
    ...(row > 1 ? [sheet.getRange(row - 1, range.getColumn())] : []),
    ...(right <= sheet.getMaxColumns() ? [sheet.getRange(row, right)] : []),
  ];
  return cells.find((cell) => cell.isBlank()) ?? null;
}

function statusName(id: string): string {
  return `sheetfeed_status_${id}`;
}
