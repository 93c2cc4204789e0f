// Puts formulas that stood in a range, or beside it, back where they stood.
import { AUTOMATIC_FORMAT } from '../../domain/cells/cell.ts';
import type { KeptFormula } from '../../domain/refresh/undo/kept-cells.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Puts formulas back. */
export function restoreFormulas(sheet: Sheet, formulas: KeptFormula[]): void {
  for (const { row, column, text, isInText, isR1C1, format } of formulas) {
    const cell = sheet.getRange(row, column);
    if (isInText) cell.setNumberFormat(AUTOMATIC_FORMAT);
    else if (format !== undefined) cell.setNumberFormat(format);
    if (isR1C1) cell.setFormulaR1C1(text);
    else cell.setFormula(text);
  }
}
