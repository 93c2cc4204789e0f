// The cells of places in a tab, for as few calls to Google as can be.
import { placeName, placeNamed } from '../../domain/cells/cell-name.ts';
import type { Place } from '../../domain/cells/place.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;
type RangeList = GoogleAppsScript.Spreadsheet.RangeList;

/** Fewer places than this are asked for one by one, for which Google's list of ranges is not needed. */
const FEW_PLACES = 3;

/** The place of a range in its tab. */
export function placeOf(range: Range): Place {
  // One call instead of four; whole rows and columns, as 4:4 or A:A, have no such name.
  const named = placeNamed(range.getA1Notation());
  if (named) return named;
  return {
    row: range.getRow(),
    column: range.getColumn(),
    rows: range.getNumRows(),
    columns: range.getNumColumns(),
  };
}

/** The cells of a place. */
export function rangeAt(sheet: Sheet, place: Place): Range {
  return sheet.getRange(place.row, place.column, place.rows, place.columns);
}

/** The cells of several places, each by itself: many places take as few calls as one. */
export function rangesAt(sheet: Sheet, places: Place[]): Range[] {
  if (places.length < FEW_PLACES) return places.map((place) => rangeAt(sheet, place));
  return sheet.getRangeList(places.map(placeName)).getRanges();
}

/** The cells of several places, for what is done to all of them alike. */
export function cellsAt(sheet: Sheet, places: Place[]): (Range | RangeList)[] {
  if (places.length < FEW_PLACES) return rangesAt(sheet, places);
  return [sheet.getRangeList(places.map(placeName))];
}
