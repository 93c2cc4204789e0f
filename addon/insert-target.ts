// Where a new linked range would stand: a new tab or the selected cell, what it would cover there, and what forbids it.
import type { Place } from '../domain/cells/place.ts';
import { refuseFullForTab } from '../domain/refresh/around/spreadsheet-size.ts';
import { Problem } from '../domain/problem.ts';
import { fetchQuery } from './catalog.ts';
import { cellName, placeName, placeText } from '../domain/cells/cell-name.ts';
import { refuseObstacles } from '../domain/refresh/plan/obstacles.ts';
import { findRanges } from './ranges/records.ts';
import { placeOf, rangeAt } from './sheet/places.ts';
import { follow } from './sheet/reads.ts';
import { countCells } from './sheet/sheet-size.ts';
import type { InsertTarget, TargetView } from './sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Covered cells that are named to the person. */
const NAMED_CELLS = 20;
/** What Google makes of a new tab. */
const NEW_TAB = { rows: 1000, columns: 26 };
/** The longest name that a new tab gets. */
const TAB_NAME_CHARACTERS = 60;

/** Where a result of this size would stand, and what it would cover. */
export function describeInsertion(
  spreadsheet: Spreadsheet,
  {
    target,
    slug,
    columns,
    rows,
  }: { target: InsertTarget; slug: string; columns: number; rows: number },
): TargetView {
  if (target === 'newTab') {
    return { place: tabName(spreadsheet, fetchQuery(slug).title), covered: [], coveredCount: 0 };
  }
  const { sheet, place } = selectedPlace(spreadsheet, { columns, rows });
  const covered = coveredCells(sheet, place);
  return {
    place: placeText(sheet.getName(), placeName(place)),
    covered: covered.slice(0, NAMED_CELLS),
    coveredCount: covered.length,
  };
}

interface Target {
  target: InsertTarget;
  cover: boolean;
  title: string;
  /** The spreadsheet's. */
  timeZone: string;
}

/** The cells for a result of this size, in a tab that it makes if need be. Throws Problem: needs_confirmation, sheet_full, range_obstructed, range_protected. */
export function targetOf(
  spreadsheet: Spreadsheet,
  { target, cover, title, timeZone }: Target,
  size: { columns: number; rows: number },
): { sheet: Sheet; place: Place } {
  if (target === 'newTab') {
    refuseFullForTab(
      Math.max(NEW_TAB.rows, size.rows + 1) * Math.max(NEW_TAB.columns, size.columns),
      countCells(spreadsheet),
    );
    const rows = 1 + Math.max(1, size.rows);
    const sheet = spreadsheet.insertSheet(tabName(spreadsheet, title));
    sheet.setFrozenRows(1);
    return { sheet, place: { row: 1, column: 1, rows, columns: size.columns } };
  }
  const selected = selectedPlace(spreadsheet, size);
  refuseOtherRanges(spreadsheet, selected);
  if (!cover) refuseCovering(selected);
  refuseObstaclesAt(selected, timeZone);
  return selected;
}

function selectedPlace(
  spreadsheet: Spreadsheet,
  { columns, rows }: { columns: number; rows: number },
): { sheet: Sheet; place: Place } {
  const sheet = spreadsheet.getActiveSheet();
  const cell = sheet.getActiveRange() ?? sheet.getRange(1, 1);
  const place = {
    row: cell.getRow(),
    column: cell.getColumn(),
    rows: 1 + Math.max(1, rows),
    columns,
  };
  return { sheet, place };
}

function refuseCovering({ sheet, place }: { sheet: Sheet; place: Place }): void {
  const covered = coveredCells(sheet, place);
  if (covered.length === 0) return;
  const named = covered.slice(0, NAMED_CELLS).join(', ');
  const rest = covered.length > NAMED_CELLS ? ` and ${covered.length - NAMED_CELLS} more` : '';
  throw new Problem('needs_confirmation', `The result would cover ${named}${rest}.`, {
    covered: covered.slice(0, NAMED_CELLS),
    coveredCount: covered.length,
  });
}

function refuseOtherRanges(
  spreadsheet: Spreadsheet,
  { sheet, place }: { sheet: Sheet; place: Place },
): void {
  const inTheWay = findRanges(spreadsheet).find(({ range }) => {
    if (!range || range.getSheet().getSheetId() !== sheet.getSheetId()) return false;
    const other = placeOf(range);
    return (
      other.row < place.row + place.rows &&
      place.row < other.row + other.rows &&
      other.column < place.column + place.columns &&
      place.column < other.column + other.columns
    );
  });
  if (!inTheWay) return;
  throw new Problem(
    'range_obstructed',
    `The linked range ${inTheWay.linked.title} stands there. Select a cell elsewhere, or insert into a new tab.`,
  );
}

function refuseObstaclesAt(
  { sheet, place }: { sheet: Sheet; place: Place },
  timeZone: string,
): void {
  const inGrid = insideGrid(sheet, place);
  if (inGrid) follow(refuseObstacles(inGrid, null), { sheet, timeZone });
}

function coveredCells(sheet: Sheet, place: Place): string[] {
  const inGrid = insideGrid(sheet, place);
  if (!inGrid) return [];
  const range = rangeAt(sheet, inGrid);
  if (range.isBlank()) return [];
  const formulas = range.getFormulas();
  return range.getDisplayValues().flatMap((row, rowIndex) =>
    row.flatMap((text, index) => {
      const filled = text !== '' || formulas[rowIndex]?.[index] !== '';
      return filled ? [cellName(place.row + rowIndex, place.column + index)] : [];
    }),
  );
}

function insideGrid(sheet: Sheet, place: Place): Place | null {
  const rows = Math.min(place.rows, sheet.getMaxRows() - place.row + 1);
  const columns = Math.min(place.columns, sheet.getMaxColumns() - place.column + 1);
  return rows > 0 && columns > 0 ? { ...place, rows, columns } : null;
}

// A name that is not taken, without characters that trouble formulas and exports.
export function tabName(spreadsheet: Spreadsheet, title: string): string {
  const clean = title
    .replace(/[\\/?*[\]:'"\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const name = clean.slice(0, TAB_NAME_CHARACTERS).trim() || 'Query';
  const taken = new Set(spreadsheet.getSheets().map((sheet) => sheet.getName().toLowerCase()));
  let unique = name;
  for (let count = 2; taken.has(unique.toLowerCase()); count += 1) unique = `${name} ${count}`;
  return unique;
}
