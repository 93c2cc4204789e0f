// Where a new linked range stands: reads what is selected, lets the rules decide, and makes the tab.
import { placeName, placeText } from '../domain/cells/cell-name.ts';
import type { Place } from '../domain/cells/place.ts';
import {
  coveredAt,
  decideNewTab,
  freeTabName,
  placeFrom,
  refuseSelected,
} from '../domain/refresh/insertion-place.ts';
import type { ResultSize, Selected } from '../domain/refresh/insertion-place.ts';
import { fetchQuery } from './catalog.ts';
import { findRanges } from './ranges/records.ts';
import { placeOf } from './sheet/places.ts';
import { follow, followInSpreadsheet } from './sheet/reads.ts';
import type { InsertTarget, TargetView } from './sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Cells in a tab. */
export interface Stand {
  sheet: Sheet;
  place: Place;
}

/** Where a result of this size would stand, and what it would cover. */
export function describeInsertion(
  spreadsheet: Spreadsheet,
  { target, slug, ...size }: { target: InsertTarget; slug: string } & ResultSize,
): TargetView {
  if (target === 'newTab') {
    const place = followInSpreadsheet(freeTabName(fetchQuery(slug).title), spreadsheet);
    return { place, covered: [], coveredCount: 0 };
  }
  const { sheet, place } = selectedPlace(spreadsheet, size);
  const timeZone = spreadsheet.getSpreadsheetTimeZone();
  const covered = follow(coveredAt(place), { sheet, timeZone });
  return { place: placeText(sheet.getName(), placeName(place)), ...covered };
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
  size: ResultSize,
): Stand {
  if (target === 'newTab') return newTab(spreadsheet, title, size);
  const selected = selectedPlace(spreadsheet, size);
  const { sheet, place } = selected;
  const others = rangesIn(spreadsheet, sheet);
  follow(refuseSelected({ place, others, cover }), { sheet, timeZone });
  return selected;
}

function newTab(spreadsheet: Spreadsheet, title: string, size: ResultSize): Stand {
  const { name, place } = followInSpreadsheet(decideNewTab(title, size), spreadsheet);
  const sheet = spreadsheet.insertSheet(name);
  sheet.setFrozenRows(1);
  return { sheet, place };
}

function selectedPlace(spreadsheet: Spreadsheet, size: ResultSize): Stand {
  const sheet = spreadsheet.getActiveSheet();
  const cell = sheet.getActiveRange() ?? sheet.getRange(1, 1);
  return { sheet, place: placeFrom(placeOf(cell), size) };
}

function rangesIn(spreadsheet: Spreadsheet, sheet: Sheet): Selected['others'] {
  const id = sheet.getSheetId();
  return findRanges(spreadsheet).flatMap(({ linked, range }) =>
    range && range.getSheet().getSheetId() === id
      ? [{ title: linked.title, place: placeOf(range) }]
      : [],
  );
}
