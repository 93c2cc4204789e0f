// Puts formulas that stood in a range, or beside it, back where they stood.
import { AUTOMATIC_FORMAT } from '../../domain/cells/cell.ts';
import type { KeptFormula } from '../../domain/refresh/undo/kept-cells.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Puts formulas back, with the number formats that are kept of them. */
export function restoreFormulas(sheet: Sheet, formulas: KeptFormula[]): void {
  for (const { row, column, text, isInText, isR1C1 } of formulas) {
    const cell = sheet.getRange(row, column);
    if (isInText) cell.setNumberFormat(AUTOMATIC_FORMAT);
    if (isR1C1) cell.setFormulaR1C1(text);
    else cell.setFormula(text);
  }
  const formatted = formulas.filter(({ format }) => format !== undefined);
  for (const column of new Set(formatted.map((one) => one.column))) {
    restoreFormats(
      sheet,
      formatted.filter((one) => one.column === column),
    );
  }
}

// A formula without a format of its own shows that of the cells that it looks at, and Google tells of both alike: one that
// shows what it showed gets none.
function restoreFormats(sheet: Sheet, formulas: KeptFormula[]): void {
  const first = formulas.reduce((least, { row }) => Math.min(least, row), Infinity);
  const last = formulas.reduce((most, { row }) => Math.max(most, row), 0);
  const column = formulas[0]?.column ?? 1;
  const shown = sheet.getRange(first, column, last - first + 1, 1).getNumberFormats();
  for (const { row, format = AUTOMATIC_FORMAT } of formulas) {
    if (shown[row - first]?.[0] !== format) sheet.getRange(row, column).setNumberFormat(format);
  }
}
