// The filter of a tab: rows whose cells show what is filtered away are hidden.
import { displayValue } from './display.ts';
import type { WorkbookModel } from './model.ts';
import type { Filter, Sheet } from './sheet.ts';

export function applyFilter(workbook: WorkbookModel, sheet: Sheet, filter: Filter): void {
  showAll(sheet);
  sheet.filter = filter;
  const hidden = Object.entries(filter.hiddenValues);
  if (hidden.length > 0) workbook.engine.calculate();
  for (let row = filter.area.top + 1; hidden.length > 0 && row <= filter.area.bottom; row++) {
    const isHidden = hidden.some(([column, values]) => {
      const cell = sheet.at(row, Number(column));
      return values.includes(cell ? displayValue(workbook, cell) : '');
    });
    if (isHidden) sheet.row(row).hiddenByFilter = true;
  }
  workbook.changed({ kind: 'structure', sheetId: sheet.id });
}

export function clearFilter(workbook: WorkbookModel, sheet: Sheet): void {
  sheet.filter = null;
  showAll(sheet);
  workbook.changed({ kind: 'structure', sheetId: sheet.id });
}

function showAll(sheet: Sheet): void {
  for (const row of sheet.rows) if (row) row.hiddenByFilter = false;
}
