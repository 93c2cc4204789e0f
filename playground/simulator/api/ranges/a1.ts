// A1 notation as the Sheets API takes and gives it: with a tab's name, a named range, or both.
import { a1Of, intersection, parseA1, quoteTab, splitTab, type Area } from '../../workbook/area.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { Workbook } from '../../workbook/workbook.ts';
import { invalid } from '../errors.ts';

export interface Place {
  sheet: Sheet;
  area: Area;
  /** No end was written: the place is a start, and what comes may be as large as it likes. */
  isOpen: boolean;
}

/** Throws Google's refusals: what cannot be read, and what lies beyond the grid. */
export function placeOf(workbook: Workbook, written: string): Place {
  const { tab, rest } = splitTab(written);
  const sheet = tab === null ? wholeTab(workbook, written) : workbook.sheetNamed(tab);
  if (sheet && tab === null) return { sheet, area: sheet.everything, isOpen: true };
  const place = placeWithin(
    workbook,
    sheet ?? firstTab(workbook, tab),
    tab === null ? written : rest,
  );
  if (!place) throw invalid(`Unable to parse range: ${written}`);
  return place;
}

/** A tab's name alone is all of it, unless it can be read as cells: names of tabs go before those. */
function wholeTab(workbook: Workbook, written: string): Sheet | undefined {
  const name = /^'(.*)'$/s.exec(written)?.[1]?.replaceAll("''", "'") ?? written;
  const isName = workbook.names.find(name) !== undefined;
  const isCells = parseA1(name, { rows: 1, columns: 1 }) !== null && name === written;
  return isName || isCells ? undefined : workbook.sheetNamed(name);
}

function firstTab(workbook: Workbook, tab: string | null): Sheet | undefined {
  return tab === null ? workbook.sheets[0] : undefined;
}

function placeWithin(workbook: Workbook, sheet: Sheet | undefined, rest: string): Place | null {
  const named = workbook.names.find(rest);
  if (named?.area) {
    return { sheet: workbook.sheet(named.sheetId), area: named.area, isOpen: false };
  }
  if (!sheet) return null;
  const read = parseA1(rest, sheet.size);
  if (!read) return null;
  const { whole, ...area } = read;
  const inside = intersection(area, sheet.everything);
  if (!inside) throw beyondGrid(sheet, rest);
  const isOpen = whole !== null || (area.top === area.bottom && area.left === area.right);
  return { sheet, area: inside, isOpen };
}

export function beyondGrid(sheet: Sheet, rest: string): Error {
  const { rows, columns } = sheet.size;
  return invalid(
    `Range (${quoteTab(sheet.name)}!${rest}) exceeds grid limits. Max rows: ${rows}, max columns: ${columns}`,
  );
}

/** As answers name it: Sheet1!A1:B2. */
export function written({ sheet, area }: { sheet: Sheet; area: Area }): string {
  return `${quoteTab(sheet.name)}!${a1Of(area)}`;
}
