// Puts a person's own cells, and formulas that stood in a range, back where they stood.
import { AUTOMATIC_FORMAT } from '../../domain/cells/cell.ts';
import type { Place } from '../../domain/cells/place.ts';
import type { OwnCell } from '../../domain/refresh/layout/own-cells.ts';
import type { KeptFormula } from '../../domain/refresh/undo/kept-cells.ts';
import { setLiteralCells } from './literal-texts.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Puts cells of a range back. */
export function restoreOwnCells(sheet: Sheet, place: Place, cells: OwnCell[]): void {
  for (const { row, offset, content, format } of cells) {
    const cell = sheet.getRange(place.row + 1 + row, place.column + offset);
    if (format !== '') cell.setNumberFormat(format);
    if ('formula' in content) cell.setFormula(content.formula);
    else if ('date' in content) cell.setValue(new Date(content.date));
    else {
      setLiteralCells(cell, [[content.value]]);
      // A text that Google took for something else gets the apostrophe that keeps it one.
      const isText = typeof content.value === 'string';
      if (isText && cell.getValue() !== content.value) cell.setValue(`'${content.value}`);
    }
  }
}

/** Puts formulas back. */
export function restoreFormulas(sheet: Sheet, formulas: KeptFormula[]): void {
  for (const { row, column, text, isInText, isR1C1 } of formulas) {
    const cell = sheet.getRange(row, column);
    if (isInText) cell.setNumberFormat(AUTOMATIC_FORMAT);
    if (isR1C1) cell.setFormulaR1C1(text);
    else cell.setFormula(text);
  }
}
