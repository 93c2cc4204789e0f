// Finds the formulas of a spreadsheet that refer to given cells and to nothing else.
import { referencesOf } from '../domain/formula-references.ts';
import type { Reference } from '../domain/formula-references.ts';
import type { Place } from '../domain/refresh-plan/plan.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Whether deleting these cells would leave a formula outside of them with #REF!. */
export function formulaBroken(sheet: Sheet, cells: Place): boolean {
  return formulasReferring(sheet, cells, 1).length > 0;
}

/** The first `most` cells (such as Sheet1!D4) whose formulas refer to nothing but these cells. */
export function formulasReferring(sheet: Sheet, cells: Place, most: number): string[] {
  const name = sheet.getName();
  const found: string[] = [];
  for (const tab of sheet.getParent().getSheets()) {
    const range = tab.getDataRange();
    const own = tab.getName() === name;
    range.getFormulas().forEach((row, rowIndex) =>
      row.forEach((formula, columnIndex) => {
        if (formula === '' || found.length >= most) return;
        const at = { row: rowIndex + 1, column: columnIndex + 1 };
        if (own && isInside(cells, at)) return;
        const refers = referencesOf(formula).some(
          (reference) =>
            (reference.tab === null ? own : reference.tab === name) && within(cells, reference),
        );
        if (refers)
          found.push(`${tab.getName()}!${tab.getRange(at.row, at.column).getA1Notation()}`);
      }),
    );
  }
  return found;
}

function isInside(cells: Place, { row, column }: { row: number; column: number }): boolean {
  return within(cells, { fromRow: row, toRow: row, fromColumn: column, toColumn: column });
}

function within(cells: Place, reference: Omit<Reference, 'tab'>): boolean {
  return (
    reference.fromRow >= cells.row &&
    reference.toRow < cells.row + cells.rows &&
    reference.fromColumn >= cells.column &&
    reference.toColumn < cells.column + cells.columns
  );
}
