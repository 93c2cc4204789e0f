// Adds, renames, copies and deletes tabs.
import { SheetsError } from '../errors.ts';
import { rewriteFormula } from '../formulas/references.ts';
import { quoteTab } from './area.ts';
import { restoreSheet, saveSheet } from './save.ts';
import { Sheet } from './sheet.ts';
import { checkRoom } from './structure-edits.ts';
import type { WorkbookModel } from './model.ts';

/** Adds an empty tab behind the active one, or at the index, and activates it. */
export function addSheet(
  workbook: WorkbookModel,
  name?: string,
  { index, id = freeId(workbook) }: { index?: number | undefined; id?: number | undefined } = {},
): Sheet {
  const sheet = new Sheet({ id, name: name ?? freeName(workbook) });
  checkTabName(workbook, sheet.name);
  checkRoom(workbook, sheet.size.rows * sheet.size.columns);
  const at = index ?? workbook.sheets.indexOf(workbook.activeSheet) + 1;
  workbook.sheets.splice(Math.min(Math.max(at, 0), workbook.sheets.length), 0, sheet);
  workbook.activeSheetId = sheet.id;
  workbook.changed({ kind: 'sheets' });
  return sheet;
}

function freeId(workbook: WorkbookModel): number {
  const used = new Set(workbook.sheets.map(({ id }) => id));
  let id = workbook.nextSheetId;
  while (used.has(id)) id++;
  // Google's ids of later tabs are large and random; ours are large and predictable.
  workbook.nextSheetId = id + 104_729;
  return id;
}

function freeName(workbook: WorkbookModel): string {
  let number = workbook.sheets.length + 1;
  while (workbook.sheetNamed(`Sheet${number}`)) number++;
  return `Sheet${number}`;
}

/** Throws Google's text for a name that is taken (whatever its case), empty or too long. */
export function checkTabName(workbook: WorkbookModel, name: string, except?: Sheet): void {
  const taken = workbook.sheets.some(
    (sheet) => sheet !== except && sheet.name.toLowerCase() === name.toLowerCase(),
  );
  if (taken) {
    throw new SheetsError(
      `A sheet with the name "${name}" already exists. Please enter another name.`,
    );
  }
  if (name.trim() === '' || name.length > 100) {
    throw new SheetsError('The sheet name must be between 1 and 100 characters long.');
  }
}

export function renameSheet(workbook: WorkbookModel, id: number, name: string): void {
  const sheet = workbook.sheet(id);
  checkTabName(workbook, name, sheet);
  const before = sheet.name;
  sheet.name = name;
  rewriteTab(workbook, before, () => `${quoteTab(name)}!`);
  workbook.changed({ kind: 'sheets' });
}

function rewriteTab(workbook: WorkbookModel, tab: string, written: () => string | null): void {
  for (const sheet of workbook.sheets) {
    sheet.forEachCell(sheet.everything, (cell) => {
      if (cell.formula === '' || !cell.formula.includes('!')) return;
      cell.formula = rewriteFormula(cell.formula, {
        reference: (reference, text) => {
          if (reference.tab !== tab) return reference;
          const prefix = written();
          return prefix === null ? '#REF!' : prefix + text.slice(text.lastIndexOf('!') + 1);
        },
      });
    });
  }
}

export function deleteSheet(workbook: WorkbookModel, id: number): void {
  const sheet = workbook.sheet(id);
  const left = workbook.sheets.filter((one) => one !== sheet);
  if (!left.some(({ hidden }) => !hidden)) {
    throw new SheetsError("You can't remove all the sheets in a document.");
  }
  const at = workbook.sheets.indexOf(sheet);
  workbook.sheets = left;
  for (const named of workbook.names.list) if (named.sheetId === id) named.area = null;
  workbook.metadata.removeSheet(id);
  rewriteTab(workbook, sheet.name, () => null);
  if (workbook.activeSheetId === id) {
    workbook.activeSheetId = (left[Math.max(at - 1, 0)] ?? left[0])?.id ?? 0;
  }
  workbook.changed({ kind: 'sheets' });
}

/**
 * Copies a tab into a workbook, its own or another, with its metadata and named ranges. A name that
 * is in use there is written behind the new tab's: 'Copy of Sheet1'!name.
 */
export function copySheet(
  from: WorkbookModel,
  sheet: Sheet,
  to: WorkbookModel,
  id = freeId(to),
): Sheet {
  const copy = restoreSheet({
    ...saveSheet(sheet),
    id,
    name: copyName(to, sheet.name),
  });
  checkRoom(to, copy.size.rows * copy.size.columns);
  to.sheets.push(copy);
  for (const { place, ...rest } of from.metadata.list.slice()) {
    if ('sheetId' in place && place.sheetId === sheet.id) {
      to.metadata.add({ ...rest, place: { ...place, sheetId: copy.id } });
    }
  }
  for (const { name, sheetId, area } of from.names.list.slice()) {
    if (sheetId !== sheet.id || name.includes('!')) continue;
    const free = to.names.find(name) === undefined;
    to.names.list.push({
      name: free ? name : `${quoteTab(copy.name)}!${name}`,
      sheetId: copy.id,
      area,
    });
  }
  to.engine.hasFormulas ||= from.engine.hasFormulas;
  to.changed({ kind: 'sheets' });
  return copy;
}

function copyName(to: WorkbookModel, name: string): string {
  const first = `Copy of ${name}`;
  let candidate = first;
  for (let number = 2; to.sheetNamed(candidate); number++) candidate = `${first} ${number}`;
  return candidate;
}
