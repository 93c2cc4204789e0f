// Where the linked ranges stand now: for a person who was in the sheet and comes back to the sidebar.
import { placeText } from '../../domain/cells/cell-name.ts';
import { findRanges } from './records.ts';
import type { RangePlace } from '../sidebar-functions.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The places of all linked ranges. A range whose tab was deleted is not among them: its record went with the tab. */
export function rangePlaces(spreadsheet: Spreadsheet): RangePlace[] {
  const active = spreadsheet.getActiveSheet().getSheetId();
  return findRanges(spreadsheet).map(({ linked, range }) => {
    if (!range) return { id: linked.id, place: null, tab: null, onActiveTab: false };
    const sheet = range.getSheet();
    const tab = sheet.getName();
    const place = placeText(tab, range.getA1Notation());
    return { id: linked.id, place, tab, onActiveTab: sheet.getSheetId() === active };
  });
}
