// Who may write into cells, by the protections that touch them.
import { overlap, type Place } from '../../domain/cells/place.ts';
import { placeOf } from './places.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Protection = GoogleAppsScript.Spreadsheet.Protection;

/** The protections that touch a place, and keep somebody from writing there: not those that only warn. */
export function protectionsAt(sheet: Sheet, place: Place): Protection[] {
  const { RANGE, SHEET } = SpreadsheetApp.ProtectionType;
  return [...sheet.getProtections(RANGE), ...sheet.getProtections(SHEET)].filter(
    (protection) => !protection.isWarningOnly() && overlap(placeOf(protection.getRange()), place),
  );
}
