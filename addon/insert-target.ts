// Where a new linked range stands: reads what is selected, lets the rules decide, makes the tab, and moves what makes
// room for it.
import { placeName, placeText } from '../domain/cells/cell-name.ts';
import type { Place } from '../domain/cells/place.ts';
import type { ValueSources } from '../domain/linked-range.ts';
import {
  coveredAt,
  decideNewTab,
  decideSelected,
  freeTabName,
  placeBelow,
  placeFrom,
} from '../domain/refresh/insertion-place.ts';
import type { ResultSize, Taken } from '../domain/refresh/insertion-place.ts';
import { refuseFullForTab } from '../domain/refresh/around/spreadsheet-size.ts';
import { fetchQuery } from './catalog.ts';
import { findRanges } from './ranges/records.ts';
import { rangeNamed } from './ranges/values.ts';
import { placeOf, rangeAt } from './sheet/places.ts';
import { follow, followInSpreadsheet } from './sheet/reads.ts';
import type { InsertTarget, TargetView } from './sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Cells in a tab. */
export interface Stand {
  sheet: Sheet;
  place: Place;
}

/** Where a result of this size would stand, and what stands there. */
export function describeInsertion(
  spreadsheet: Spreadsheet,
  { target, slug, ...size }: { target: InsertTarget; slug: string } & ResultSize,
): TargetView {
  if (target === 'newTab') {
    const place = followInSpreadsheet(freeTabName(fetchQuery(slug).title), spreadsheet);
    return { place, covered: [], coveredCount: 0 };
  }
  const { sheet, place } = selectedPlace(spreadsheet, target, size);
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const covered = follow(coveredAt(place), { sheet, timeZone });
  return { place: placeText(sheet.getName(), placeName(place)), ...covered };
}

interface Target {
  target: InsertTarget;
  /** What stands there moves to a tab of its own. */
  moves: boolean;
  values: ValueSources;
  title: string;
  /** The spreadsheet's. */
  timeZone: string;
}

/** Where something stood that made room for a range, and the tab in which it stands now, at the same place. */
export interface MovedCells {
  tab: number;
  place: Place;
}

export interface InsertionStand extends Stand {
  /** Moves what stands there; null where nothing does. */
  makeRoom: () => MovedCells | null;
}

/** The cells for a result of this size, in a tab that it makes if need be. Throws Problem: needs_confirmation, sheet_full, range_obstructed, range_protected. */
export function targetOf(
  spreadsheet: Spreadsheet,
  { target, moves, values, title, timeZone }: Target,
  size: ResultSize,
): InsertionStand {
  const makeRoom = () => null;
  if (target === 'newTab') return { ...newTab(spreadsheet, title, size), makeRoom };
  const selected = selectedPlace(spreadsheet, target, size);
  const { sheet, place } = selected;
  const others = rangesIn(spreadsheet, sheet);
  const ownValues = cellsOf(spreadsheet, sheet, values);
  const moved = follow(decideSelected({ place, others, ownValues, moves }), { sheet, timeZone });
  if (moved === null) return { ...selected, makeRoom };
  followInSpreadsheet(refuseFullForTab(sheet.getMaxRows() * sheet.getMaxColumns()), spreadsheet);
  return { ...selected, makeRoom: () => moveAway(sheet, moved) };
}

// To the same place of a tab of its own, so that references follow and it can move back.
function moveAway(sheet: Sheet, place: Place): MovedCells {
  const spreadsheet = sheet.getParent();
  const name = followInSpreadsheet(freeTabName(`${sheet.getName()} (moved)`), spreadsheet);
  const tab = spreadsheet.insertSheet(name);
  const missing = {
    rows: place.row + place.rows - 1 - tab.getMaxRows(),
    columns: place.column + place.columns - 1 - tab.getMaxColumns(),
  };
  if (missing.rows > 0) tab.insertRowsAfter(tab.getMaxRows(), missing.rows);
  if (missing.columns > 0) tab.insertColumnsAfter(tab.getMaxColumns(), missing.columns);
  rangeAt(sheet, place).moveTo(rangeAt(tab, place));
  return { tab: tab.getSheetId(), place };
}

function newTab(spreadsheet: Spreadsheet, title: string, size: ResultSize): Stand {
  const { name, place } = followInSpreadsheet(decideNewTab(title, size), spreadsheet);
  const sheet = spreadsheet.insertSheet(name);
  sheet.setFrozenRows(1);
  return { sheet, place };
}

function selectedPlace(
  spreadsheet: Spreadsheet,
  target: Exclude<InsertTarget, 'newTab'>,
  size: ResultSize,
): Stand {
  const sheet = spreadsheet.getActiveSheet();
  const cell = sheet.getActiveRange() ?? sheet.getRange(1, 1);
  const place = placeFrom(placeOf(cell), size);
  if (target === 'selection') return { sheet, place };
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const others = rangesIn(spreadsheet, sheet);
  return { sheet, place: follow(placeBelow(place, others), { sheet, timeZone }) };
}

function rangesIn(spreadsheet: Spreadsheet, sheet: Sheet): Taken[] {
  const id = sheet.getSheetId();
  return findRanges(spreadsheet).flatMap(({ linked, range }) =>
    range && range.getSheet().getSheetId() === id
      ? [{ title: linked.title, place: placeOf(range) }]
      : [],
  );
}

// The cells of the tab from which values come.
function cellsOf(spreadsheet: Spreadsheet, sheet: Sheet, values: ValueSources): Taken[] {
  const id = sheet.getSheetId();
  return Object.values(values).flatMap((source) => {
    const range = source.from === 'cell' ? rangeNamed(spreadsheet, source.place) : null;
    if (range?.getSheet().getSheetId() !== id) return [];
    return range ? [{ title: range.getA1Notation(), place: placeOf(range) }] : [];
  });
}
