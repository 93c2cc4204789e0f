// How large a tab and a spreadsheet are: asked for only where something may grow.

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** The size of a tab, and its last row that holds anything. */
export function tabSize(sheet: Sheet): { rows: number; columns: number; lastRow: number } {
  return {
    rows: sheet.getMaxRows(),
    columns: sheet.getMaxColumns(),
    lastRow: sheet.getLastRow(),
  };
}

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
