// Who may edit protected cells.
import { covers, intersection, type Area } from './area.ts';
import { SheetsError } from '../errors.ts';
import type { ProtectedArea, Sheet } from './sheet.ts';
import type { WorkbookModel } from './model.ts';

export function mayEdit(
  workbook: WorkbookModel,
  protection: ProtectedArea,
  email: string,
): boolean {
  const { warningOnly, editors, owner } = protection;
  return warningOnly || email === workbook.owner || email === owner || editors.includes(email);
}

/** Whether the person may edit every cell of the area. */
export function isEditable(
  workbook: WorkbookModel,
  sheet: Sheet,
  area: Area,
  email: string,
): boolean {
  return sheet.protections.every((protection) => {
    const touched = intersection(protection.area ?? sheet.everything, area);
    if (!touched || protection.unprotected.some((free) => covers(free, area))) return true;
    return mayEdit(workbook, protection, email);
  });
}

/** Throws Google's text for a protected cell. */
export function checkEditable(
  workbook: WorkbookModel,
  sheet: Sheet,
  area: Area,
  email: string,
): void {
  if (isEditable(workbook, sheet, area, email)) return;
  throw new SheetsError(
    'You are trying to edit a protected cell or object. ' +
      'Please contact the spreadsheet owner to remove protection if you need to edit.',
  );
}

/** Lets only the owner of the spreadsheet and the person edit the area; null is the whole tab. */
export function protect(
  workbook: WorkbookModel,
  sheet: Sheet,
  area: Area | null,
  email: string,
): ProtectedArea {
  const all = workbook.sheets.flatMap(({ protections }) => protections);
  const protection = {
    id: Math.max(0, ...all.map(({ id }) => id)) + 1,
    area,
    unprotected: [],
    description: '',
    warningOnly: false,
    // Nobody is listed, although owners may edit (issuetracker.google.com/442636162).
    editors: [],
    owner: email,
  };
  sheet.protections.push(protection);
  workbook.changed({ kind: 'objects' });
  return protection;
}
