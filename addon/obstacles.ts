// Refuses a write that would fail half-way: protected or merged cells are found before the first one.
import { Problem } from '../domain/problem.ts';
import type { RefreshPlan } from '../domain/refresh/plan.ts';

type Range = GoogleAppsScript.Spreadsheet.Range;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Protection = GoogleAppsScript.Spreadsheet.Protection;

/** Throws Problem: range_protected, range_obstructed. */
export function refuseObstacles(range: Range, plan: RefreshPlan | null): void {
  if (!range.canEdit()) throw protectedBy(range);
  for (const moved of movedCells(range.getSheet(), plan)) {
    if (!moved.canEdit()) throw protectedBy(moved);
  }
  const [merge] = range.getMergedRanges();
  if (!merge) return;
  throw new Problem(
    'range_obstructed',
    `The cells ${merge.getA1Notation()} of the range are merged, so that values would be lost. Unmerge them, then refresh.`,
  );
}

// Cells below that an insertion or deletion beside other tables would move.
function movedCells(sheet: Sheet, plan: RefreshPlan | null): Range[] {
  const moves = (plan?.operations ?? []).flatMap((operation) =>
    (operation.do === 'insertRows' || operation.do === 'deleteRows') && operation.reach !== 'sheet'
      ? [{ row: operation.row, reach: operation.reach }]
      : [],
  );
  const [first] = moves.sort((one, other) => one.row - other.row);
  if (!first || first.row > sheet.getMaxRows()) return [];
  const { fromColumn, columns } = first.reach;
  return [sheet.getRange(first.row, fromColumn, sheet.getMaxRows() - first.row + 1, columns)];
}

function protectedBy(range: Range): Problem {
  const sheet = range.getSheet();
  const { RANGE, SHEET } = SpreadsheetApp.ProtectionType;
  const protections = [...sheet.getProtections(RANGE), ...sheet.getProtections(SHEET)];
  const [closed] = protections.filter(
    (protection) => !protection.canEdit() && touches(protection, range),
  );
  const who = closed ? editorsOf(closed) : '';
  const ask = who === '' ? 'Ask the owner of the spreadsheet' : `Ask ${who}`;
  return new Problem(
    'range_protected',
    `The cells ${range.getA1Notation()} of ${sheet.getName()} are protected, at least in part, and you may not edit them. ${ask}.`,
  );
}

function touches(protection: Protection, range: Range): boolean {
  const area = protection.getRange();
  return (
    area.getRow() <= range.getLastRow() &&
    area.getLastRow() >= range.getRow() &&
    area.getColumn() <= range.getLastColumn() &&
    area.getLastColumn() >= range.getColumn()
  );
}

function editorsOf(protection: Protection): string {
  return protection
    .getEditors()
    .map((person) => person.getEmail())
    .filter((email) => email !== '')
    .slice(0, 3)
    .join(', ');
}
