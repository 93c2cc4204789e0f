// How large a spreadsheet is: asked for only where something may grow.

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The cells of all tabs together, blank ones included. */
export function countCells(spreadsheet: Spreadsheet): number {
  return spreadsheet.getSheets().reduce((sum, sheet) => sum + cellsOf(sheet), 0);
}

function cellsOf(sheet: Sheet): number {
  try {
    return sheet.getMaxRows() * sheet.getMaxColumns();
  } catch {
    // A tab that is a chart, or a connected data source, has no grid.
    return 0;
  }
}
